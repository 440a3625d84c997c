"""Rows that go with a participant, and the tombstone that stays: an id, a date, a mode, nothing said."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from qualcode.store.erasing import word_columns, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qualcode.store.actions import Action
    from qualcode.store.project import Project

NUMBERED: Final = frozenset({"quotes", "suggestions", "orphans"})
"""Tables whose rows people name by number: the rows are emptied, for a number is never used again."""

STONES: Final = frozenset({"transcripts", "participants", "withdrawals", "exports"})
"""Tables whose rows stay: tombstones, and where files went."""

Doomed = dict[str, set[str]]
"""Ids of rows by table."""


def rows_of(project: Project, transcript_ids: Iterable[str], participant_id: str) -> Doomed:
    """Every row with an id that belongs to the transcripts, or to the participant.

    A speaker of a group stays: a turn without words still has its place.
    """
    doomed: Doomed = defaultdict(set)
    doomed["transcripts"], doomed["participants"] = set(transcript_ids), {participant_id}
    ids = json.dumps(sorted(doomed["transcripts"]))
    for table, columns in _tables(project).items():
        if table in STONES or "id" not in columns:
            continue
        for column, values in (("transcript_id", ids), ("participant_id", json.dumps([participant_id]))):
            if column in columns and (table, column) != ("speakers", "participant_id"):
                sql = f"SELECT id FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))"
                doomed[table] |= {row[0] for row in project.tuples(sql, (values,))}
    return doomed


def rows_within(project: Project, transcript_id: str, start: int, end: int) -> Doomed:
    """Rows that name a place wholly inside a stretch of a transcript."""
    doomed: Doomed = defaultdict(set)
    for table, columns in _tables(project).items():
        if "id" in columns and {"transcript_id", "start_char", "end_char"} <= columns and table != "withheld":
            sql = f"SELECT id FROM {table} WHERE transcript_id = ? AND start_char >= ? AND end_char <= ?"
            doomed[table] |= {row[0] for row in project.tuples(sql, (transcript_id, start, end))}
    return doomed


def erase_rows(opened: Action, doomed: Mapping[str, set[str]]) -> int:
    """Delete rows and all that hangs on them, inside `erasing.protection`; returns how many.

    Numbered rows stay, emptied and retired; so do memos. The log keeps that there were such rows, not what
    they held.
    """
    project = opened.project
    write(opened, "PRAGMA defer_foreign_keys = ON")
    every = _with_what_hangs_on(project, doomed)
    for table, ids in every.items():
        listed = json.dumps(sorted(ids))
        among = "id IN (SELECT value FROM json_each(?))"
        if table in NUMBERED or table == "memos":
            _empty(opened, table, listed)
        elif table not in STONES:
            write(opened, f"DELETE FROM {table} WHERE {among}", (listed,))
        write(
            opened,
            "UPDATE changes SET before = NULL, after = NULL, erased_at = ? WHERE table_name = ?"
            " AND row_id IN (SELECT value FROM json_each(?))",
            (project.now(), table, listed),
        )
    return sum(map(len, every.values()))


def bury_transcript(opened: Action, transcript_id: str, name: str) -> None:
    """Empty a transcript: no words, no length, no fingerprint, no name of a file; only that it was there."""
    for table, columns in _tables(opened.project).items():
        if "transcript_id" in columns and "id" not in columns:
            write(opened, f"DELETE FROM {table} WHERE transcript_id = ?", (transcript_id,))
    moment = opened.project.now()
    write(
        opened,
        "UPDATE transcripts SET name = ?, withdrawn_at = ?, deleted_at = ?, text = '', length = 0, words = 0,"
        " text_sha256 = '', source_sha256 = '', source_name = '' WHERE id = ?",
        (name, moment, moment, transcript_id),
    )


def _empty(opened: Action, table: str, listed: str) -> None:
    columns = [f"{column} = ''" for name, column in word_columns(opened.project) if name == table]
    spans = [f"{low} = 0, {high} = 1" for low, high in _spans(opened.project, table)]
    assignments = ", ".join(["deleted_at = coalesce(deleted_at, ?)", *columns, *spans])
    sql = f"UPDATE {table} SET {assignments} WHERE id IN (SELECT value FROM json_each(?))"
    write(opened, sql, (opened.project.now(), listed))


def _spans(project: Project, table: str) -> list[tuple[str, str]]:
    columns = _tables(project)[table]
    pairs = (("start_char", "end_char"), ("near_start_char", "near_end_char"))
    return [pair for pair in pairs if pair[0] in columns]


def _with_what_hangs_on(project: Project, doomed: Mapping[str, set[str]]) -> Doomed:
    """The rows, rows that point at them, and so on."""
    found: Doomed = defaultdict(set, {table: set(ids) for table, ids in doomed.items() if ids})
    fresh: Doomed = dict(found)
    while fresh:
        fresh = {
            table: new for table, ids in _pointing_at(project, fresh).items() if (new := ids - found[table])
        }
        for table, ids in fresh.items():
            found[table] |= ids
    return {table: ids for table, ids in found.items() if ids}


def _pointing_at(project: Project, rows: Mapping[str, set[str]]) -> Doomed:
    pointing: Doomed = defaultdict(set)
    for table, columns in _tables(project).items():
        if table in STONES or "id" not in columns:
            continue
        keys = project.tuples('SELECT "from", "table" FROM pragma_foreign_key_list(?)', (table,))
        for column, target in keys:
            if target in rows and target not in STONES and column != "replaces_id":
                sql = f"SELECT id FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))"
                pointing[table] |= {
                    row[0] for row in project.tuples(sql, (json.dumps(sorted(rows[target])),))
                }
        if {"about_table", "about_id"} <= columns:
            for target, ids in rows.items():
                sql = (
                    f"SELECT id FROM {table} WHERE about_table = ?"
                    " AND about_id IN (SELECT value FROM json_each(?))"
                )
                pointing[table] |= {row[0] for row in project.tuples(sql, (target, json.dumps(sorted(ids))))}
    return pointing


def _tables(project: Project) -> dict[str, set[str]]:
    """Columns by table, for the tables of the schema."""
    rows = project.tuples(
        "SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c"
        " WHERE t.type = 'table' AND t.schema = 'main' AND t.name NOT LIKE 'sqlite%'"
        " AND t.name NOT LIKE '\\_sqlite%' ESCAPE '\\'"
    )
    found: dict[str, set[str]] = defaultdict(set)
    for table, column in rows:
        found[table].add(column)
    return found
