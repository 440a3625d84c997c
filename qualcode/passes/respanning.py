"""Every place in a transcript, put where it is after words in it were replaced. No row gets lost.

Unlike with a corrected version (`moving`), transcript, rows and ids stay the same ones, sealed passes too.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from qualcode.store.erasing import write
from qualcode.transcripts import library

if TYPE_CHECKING:
    from qualcode.store.actions import Action
    from qualcode.store.project import Project
    from qualcode.transcripts.rewriting import Rewriting

ASIDE: Final = 1 << 40
"""Added to every offset first, so that no row is put where another one still stands."""

_SPANNED: Final = (
    "SELECT t.name FROM pragma_table_list t WHERE t.type = 'table' AND t.schema = 'main'"
    " AND 3 = (SELECT count(*) FROM pragma_table_info(t.name) c"
    "  WHERE c.name IN ('transcript_id', 'start_char', 'end_char')) ORDER BY t.name"
)


def respan(opened: Action, transcript_id: str, rewriting: Rewriting) -> int:
    """Move everything that names a place in the transcript; call it before the text is changed.

    Returns:
        How many codings now cover the very words of another one of the same code and pass: they are one.
    """
    project, together = opened.project, 0
    _segments(opened, transcript_id, rewriting)
    _turns(opened, transcript_id, rewriting)
    for (table,) in project.tuples(_SPANNED):
        if table != "turns":
            lost = _spans(opened, table, transcript_id, rewriting)
            together += lost if table == "codings" else 0
    _inside_quotes(opened, transcript_id, rewriting)
    _suggested(opened, transcript_id, rewriting)
    _pairs(opened, "decisions", ("edited_start_char", "edited_end_char"), transcript_id, rewriting)
    _pairs(opened, "orphans", ("near_start_char", "near_end_char"), transcript_id, rewriting)
    _audits(opened, transcript_id, rewriting)
    return together


def _segments(opened: Action, transcript_id: str, rewriting: Rewriting) -> None:
    units = rewriting.divide(library.units(opened.project, transcript_id))
    bounds = json.dumps([edge for span in units for edge in span], separators=(",", ":"))
    write(opened, "UPDATE segments SET bounds = ? WHERE transcript_id = ?", (bounds, transcript_id))


def _turns(opened: Action, transcript_id: str, rewriting: Rewriting) -> None:
    rows = opened.project.tuples(
        "SELECT position, start_char, end_char FROM turns WHERE transcript_id = ?", (transcript_id,)
    )
    for position, start, end in rows:
        sql = "UPDATE turns SET start_char = ?, end_char = ? WHERE transcript_id = ? AND position = ?"
        write(opened, sql, (*rewriting.land(start, end), transcript_id, position))


def _spans(opened: Action, table: str, transcript_id: str, rewriting: Rewriting) -> int:
    """Rows with a span of their own; returns how many fell together with another and were retired."""
    project, together = opened.project, 0
    rows = project.tuples(
        f"SELECT id, start_char, end_char FROM {table} WHERE transcript_id = ? AND start_char IS NOT NULL"
        " ORDER BY rowid",
        (transcript_id,),
    )
    sql = f"UPDATE {table} SET start_char = start_char + ?, end_char = end_char + ? WHERE transcript_id = ?"
    write(opened, sql, (ASIDE, ASIDE, transcript_id))
    for row_id, start, end in rows:
        span = rewriting.land(start, end)
        sql = f"UPDATE OR IGNORE {table} SET start_char = ?, end_char = ? WHERE id = ?"
        if not write(opened, sql, (*span, row_id)):
            together += 1
            _fall_together(opened, table, row_id, span)
    return together


def _fall_together(opened: Action, table: str, row_id: str, span: tuple[int, int]) -> None:
    """Two rows on the same words are one: the later is retired, and what hangs on it goes to the first."""
    sql = f"UPDATE {table} SET start_char = ?, end_char = ?, deleted_at = ? WHERE id = ?"
    write(opened, sql, (*span, opened.project.now(), row_id))
    if table != "codings":
        return
    first = opened.project.value(
        "SELECT a.id FROM codings a JOIN codings b ON b.pass_id = a.pass_id AND b.code_id = a.code_id"
        " AND b.transcript_id = a.transcript_id AND b.start_char = a.start_char AND b.end_char = a.end_char"
        " WHERE b.id = ? AND a.deleted_at IS NULL",
        (row_id,),
    )
    for hanging in ("memos", "orphans"):
        sql = f"UPDATE {hanging} SET about_id = ? WHERE about_table = 'codings' AND about_id = ?"
        write(opened, sql, (first, row_id))
    write(opened, "UPDATE suggestion_decisions SET coding_id = ? WHERE coding_id = ?", (first, row_id))


def _inside_quotes(opened: Action, transcript_id: str, rewriting: Rewriting) -> None:
    _move(
        opened,
        rewriting,
        "quote_edits",
        ("start_char", "end_char"),
        "quote_id IN (SELECT id FROM quotes WHERE transcript_id = ?)",
        transcript_id,
    )


def _suggested(opened: Action, transcript_id: str, rewriting: Rewriting) -> None:
    _move(
        opened,
        rewriting,
        "suggestion_decisions",
        ("start_char", "end_char"),
        "suggestion_id IN (SELECT id FROM suggestions WHERE transcript_id = ?)",
        transcript_id,
    )


def _pairs(
    opened: Action, table: str, columns: tuple[str, str], transcript_id: str, rewriting: Rewriting
) -> None:
    _move(opened, rewriting, table, columns, "transcript_id = ?", transcript_id)


def _move(
    opened: Action,
    rewriting: Rewriting,
    table: str,
    columns: tuple[str, str],
    condition: str,
    transcript_id: str,
) -> None:
    low, high = columns
    sql = f"SELECT id, {low}, {high} FROM {table} WHERE {condition} AND {low} IS NOT NULL"
    for row_id, start, end in opened.project.tuples(sql, (transcript_id,)):
        sql = f"UPDATE {table} SET {low} = ?, {high} = ? WHERE id = ?"
        write(opened, sql, (*rewriting.land(start, end), row_id))


def _audits(opened: Action, transcript_id: str, rewriting: Rewriting) -> None:
    for row_id, places in opened.project.tuples("SELECT id, places FROM suggestion_audits"):
        before = json.loads(places)
        after = [
            [where, *rewriting.land(start, end)] if where == transcript_id else [where, start, end]
            for where, start, end in before
        ]
        if after != before:
            sql = "UPDATE suggestion_audits SET places = ? WHERE id = ?"
            write(opened, sql, (json.dumps(after), row_id))


def words(project: Project, transcript_id: str, text: str) -> int:
    """White-space separated words in the turns of speakers; in all turns where nobody is known."""
    rows = project.tuples(
        "SELECT speaker_id, start_char, end_char FROM turns WHERE transcript_id = ?", (transcript_id,)
    )
    nobody = all(speaker is None for speaker, _, _ in rows)
    return sum(len(text[start:end].split()) for speaker, start, end in rows if nobody or speaker is not None)
