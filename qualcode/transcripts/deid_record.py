"""What the project itself remembers of its de-identification: places and replacements, never the words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from qualcode.store.project import Project, Row


@dataclass(frozen=True, slots=True)
class Screening:
    """Counts for the report: replaced and kept hits by class, transcripts with a replacement, the days."""

    replaced: dict[str, int]
    kept: int
    transcripts: int
    days: tuple[str, ...]


def replaced(project: Project) -> list[dict[str, Any]]:
    """Every replacement and where it stands, in the order in which it was made."""
    rows = project.rows(
        "SELECT * FROM deid_decisions WHERE decision = 'replaced' AND deleted_at IS NULL ORDER BY rowid"
    )
    return [
        {
            "replacement": row["replacement"],
            "kind": row["kind"],
            "where": _where(project, row),
            "at": row["created_at"],
        }
        for row in rows
    ]


def screening(project: Project) -> Screening | None:
    """What was decided in all; None if nobody ever decided a hit."""
    rows = project.rows("SELECT * FROM deid_decisions WHERE deleted_at IS NULL ORDER BY rowid")
    if not rows:
        return None
    gone = [row for row in rows if row["decision"] == "replaced"]
    return Screening(
        replaced=dict(Counter(row["kind"] for row in gone)),
        kept=len(rows) - len(gone),
        transcripts=len({row["about_id"] for row in gone if row["about_table"] == "transcripts"}),
        days=tuple(sorted({row["created_at"][:10] for row in rows})),
    )


def kept_words(project: Project, transcript_id: str, start: int, end: int) -> list[str]:
    """Words inside a span of a transcript that somebody looked at and decided to keep."""
    text = library.text(project, transcript_id)
    rows = project.tuples(
        "SELECT start_char, end_char FROM deid_decisions WHERE about_table = 'transcripts' AND about_id = ?"
        " AND decision = 'kept' AND deleted_at IS NULL AND start_char >= ? AND end_char <= ?",
        (transcript_id, start, end),
    )
    return [text[low:high] for low, high in rows]


def _where(project: Project, row: Row) -> str:
    if (row["about_table"], row["about_column"]) != ("transcripts", "text"):
        return f"{row['about_table']}, {row['about_column']}"
    named = library.by_id(project, row["about_id"]).name
    units = library.units(project, row["about_id"])
    return addresses.address(named, row["start_char"], row["end_char"], units)
