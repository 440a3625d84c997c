"""Where a place in their text stands in ours, and what may not be coded or quoted here any more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from qualcode.exchange.merge.rules import SPANS, THROUGH
from qualcode.spans import overlap

if TYPE_CHECKING:
    from qualcode.exchange.merge.copies import Copies
    from qualcode.exchange.merge.report import Why
    from qualcode.exchange.merge.shape import Row, Table
    from qualcode.spans import Span

_CLOSED: Final = frozenset({"codings", "quotes", "suggestions"})
"""Tables whose rows make something new of a passage."""


def land(copies: Copies, table: Table, theirs: Row, row: Row) -> Why | None:
    """Put the places of a row where they stand in our text; says why if they are gone.

    Args:
        copies: Both copies.
        table: Its table.
        theirs: The row as it is there.
        row: The row as it will be here; changed in place.
    """
    if table.name == "suggestion_audits":
        return _audit(copies, theirs)
    transcript_id = _transcript(copies, table, theirs)
    amendment = copies.amendment(transcript_id) if transcript_id else None
    if amendment is None:
        return None
    for low, high in SPANS:
        if row.get(low) is None:
            continue
        landing = amendment.land(row[low], row[high])
        if landing.status == "orphaned":
            return "words gone"
        row[low], row[high] = landing.start_char, landing.end_char
    if table.name == "codings":
        copies.uneven.setdefault(theirs["pass_id"], "de-identified")
    return None


def _audit(copies: Copies, theirs: Row) -> Why | None:
    """Units drawn for an audit are read where they were drawn, or not at all."""
    for transcript_id, *_ in json.loads(theirs["places"]):
        why = copies.left["transcripts"].get(transcript_id)
        if why or copies.amendment(transcript_id) is not None:
            return why or "words gone"
    return None


def _transcript(copies: Copies, table: Table, row: Row) -> str | None:
    if table.name == "deid_decisions":
        return row["about_id"] if row["about_table"] == "transcripts" else None
    if table.name in THROUGH:
        column, target = THROUGH[table.name]
        found: str | None = copies.rows[target][row[column]]["transcript_id"]
        return found
    return row.get("transcript_id")


def closed(copies: Copies, table: Table, row: Row) -> Why | None:
    """Why nothing may be made of the passage of a row (as it would stand here)."""
    if table.name not in _CLOSED:
        return None
    span = (row["start_char"], row["end_char"])
    if any(overlap(span, one) for one in withheld(copies, row["transcript_id"])):
        return "withheld"
    stopped = copies.ours.value(
        "SELECT min(w.created_at) FROM withdrawals w"
        " JOIN transcripts t ON t.participant_id = w.participant_id"
        " WHERE t.id = ? AND w.mode = 'stop' AND w.deleted_at IS NULL",
        (row["transcript_id"],),
    )
    coded_before = table.name == "codings" and stopped and row["created_at"] < stopped
    if not stopped or coded_before or row.get("origin") == "consensus":
        return None
    return "stopped"


def withheld(copies: Copies, transcript_id: str) -> list[Span]:
    """Passages of a transcript that are withheld here."""
    return [
        (start, end)
        for start, end in copies.ours.tuples(
            "SELECT start_char, end_char FROM withheld WHERE transcript_id = ? AND deleted_at IS NULL",
            (transcript_id,),
        )
    ]


def mark_unread(copies: Copies) -> None:
    """Passages that are withheld here count as not read in the passes that came."""
    new = json.dumps([row_id for table, row_id in sorted(copies.brought) if table == "assignments"])
    rows = copies.ours.tuples(
        "SELECT a.pass_id, a.transcript_id, w.start_char, w.end_char FROM assignments a"
        " JOIN withheld w ON w.transcript_id = a.transcript_id AND w.deleted_at IS NULL"
        " WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY a.rowid",
        (new,),
    )
    copies.opened.add_rows("unread", ("pass_id", "transcript_id", "start_char", "end_char"), rows)
