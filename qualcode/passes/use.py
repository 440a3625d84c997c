"""How much each code is used, in the shape of `codes list --json`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from qualcode.codes import codebook
from qualcode.transcripts import library

if TYPE_CHECKING:
    from qualcode.store.project import Project

_COUNTS = """
    SELECT n.now_id AS code_id, count(*) AS codings, count(DISTINCT k.transcript_id) AS transcripts,
           count(DISTINCT t.participant_id) AS participants
    FROM codings k JOIN code_now n ON n.code_id = k.code_id
    JOIN passes p ON p.id = k.pass_id AND p.deleted_at IS NULL
    JOIN transcripts t ON t.id = k.transcript_id AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL
    WHERE k.deleted_at IS NULL GROUP BY n.now_id"""

_PER_TRANSCRIPT = """
    SELECT n.now_id, k.transcript_id, count(*) FROM codings k JOIN code_now n ON n.code_id = k.code_id
    JOIN passes p ON p.id = k.pass_id AND p.deleted_at IS NULL
    JOIN transcripts t ON t.id = k.transcript_id AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL
    WHERE k.deleted_at IS NULL GROUP BY n.now_id, k.transcript_id"""

STEPS: Final = "·▁▂▃▄▅▆▇█"
MOST_BARS: Final = 40
"""Transcripts that get a bar each; where there are more, neighbours share one."""


def bars_by_code(project: Project) -> dict[str, str]:
    """For every live code a bar per transcript, in the order in which they are listed.

    Heights are comparable between codes: the tallest bar is the most codings of one code in one transcript.
    """
    order = {one.id: place for place, one in enumerate(library.transcripts(project))}
    share = -(-len(order) // MOST_BARS) or 1
    counts: dict[str, list[int]] = {
        code.id: [0] * -(-len(order) // share) for code in codebook.codes(project)
    }
    for code_id, transcript_id, number in project.rows(_PER_TRANSCRIPT):
        if code_id in counts and transcript_id in order:
            counts[code_id][order[transcript_id] // share] += number
    most = max((number for bars in counts.values() for number in bars), default=0)
    return {code_id: "".join(_bar(number, most) for number in bars) for code_id, bars in counts.items()}


def _bar(number: int, most: int) -> str:
    """A step for a count; only nothing looks like nothing."""
    return STEPS[-(-number * (len(STEPS) - 1) // most)] if most else STEPS[0]


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
