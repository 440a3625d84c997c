"""A pass told in full: coder, mode, dates, what it saw, what it read, how many codings it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.names import natural_key
from qualcode.passes import passes

if TYPE_CHECKING:
    from qualcode.model import CodingPass
    from qualcode.store.project import Project


def described(project: Project, one: CodingPass) -> dict[str, Any]:
    """Everything `passes show` prints, ready for JSON."""
    others = [other for other in passes.passes(project) if other.id != one.id and other.kind == "independent"]
    sights = {other.name: passes.sight(project, one.id, other.id) for other in others}
    return {
        "name": one.name,
        "coder": one.coder,
        "kind": one.kind,
        "mode": one.mode,
        "opened_at": one.opened_at,
        "sealed_at": one.sealed_at,
        "seal": one.seal,
        "codings": project.value(
            "SELECT count(*) FROM codings WHERE pass_id = ? AND deleted_at IS NULL", (one.id,)
        ),
        "of_retired_codes": of_retired_codes(project, one.id),
        "transcripts": _names(project, one.id),
        "replaced": _replaced(project, one.id),
        "blind_to": [name for name, sight in sights.items() if sight == "blind"],
        "saw": [name for name, sight in sights.items() if sight == "saw"],
    }


def of_retired_codes(project: Project, pass_id: str) -> dict[str, int]:
    """Codings of a pass whose code is retired now, by code: they stay in the pass, and no list shows them."""
    rows = project.rows(
        "SELECT c.name, count(*) AS n FROM codings k JOIN code_now w ON w.code_id = k.code_id"
        " JOIN codes c ON c.id = w.now_id AND c.deleted_at IS NOT NULL"
        " WHERE k.pass_id = ? AND k.deleted_at IS NULL GROUP BY c.id ORDER BY c.name",
        (pass_id,),
    )
    return {row["name"]: int(row["n"]) for row in rows}


def _replaced(project: Project, pass_id: str) -> list[dict[str, str]]:
    """The transcripts that have a corrected version now, while this pass rests on the one it was made on."""
    rows = project.rows(
        "SELECT t.name AS transcript, n.name AS replaced_by, t.replaced_at FROM assignments a"
        " JOIN transcripts t ON t.id = a.transcript_id AND t.deleted_at IS NULL"
        " JOIN transcripts n ON n.replaces_id = t.id AND n.deleted_at IS NULL"
        " WHERE a.pass_id = ? AND a.deleted_at IS NULL AND t.replaced_at IS NOT NULL",
        (pass_id,),
    )
    return sorted((dict(row) for row in rows), key=lambda row: natural_key(row["transcript"]))


def _names(project: Project, pass_id: str) -> list[str]:
    assigned = set(passes.assigned(project, pass_id))
    rows = project.rows("SELECT id, name FROM transcripts")
    return sorted((name for row_id, name in rows if row_id in assigned), key=natural_key)
