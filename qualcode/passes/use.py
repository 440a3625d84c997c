"""How much each code is used, in the shape of `codes list --json`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from qualcode.codes import codebook

if TYPE_CHECKING:
    from qualcode.store.project import Project

_COUNTS = """
    SELECT n.now_id AS code_id, count(*) AS codings, count(DISTINCT k.transcript_id) AS transcripts,
           count(DISTINCT t.participant_id) AS participants
    FROM codings k JOIN code_now n ON n.code_id = k.code_id
    JOIN passes p ON p.id = k.pass_id AND p.deleted_at IS NULL
    JOIN transcripts t ON t.id = k.transcript_id AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL
    WHERE k.deleted_at IS NULL GROUP BY n.now_id"""


def coded(project: Project) -> list[dict[str, Any]]:
    """Every live code with its path and the codings it has, over all passes."""
    counts = {row["code_id"]: row for row in project.rows(_COUNTS)}
    codes = codebook.codes(project)
    by_id = {code.id: code for code in codes}
    rows: list[dict[str, Any]] = []
    for code in codes:
        used = counts.get(code.id)
        row = asdict(code)
        parent = by_id.get(row.pop("parent_id") or "")
        rows.append(
            {
                "name": row.pop("name"),
                "id": row.pop("id"),
                "parent": parent.name if parent else None,
                "path": codebook.path(code, by_id),
                **row,
                "codings": used["codings"] if used else 0,
                "transcripts": used["transcripts"] if used else 0,
                "participants": used["participants"] if used else 0,
            }
        )
    return rows
