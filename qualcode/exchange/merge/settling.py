"""One thing in two copies: of two states the newer one stands; where both changed, ours, and it is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from qualcode.exchange.merge.copies import MISSING
from qualcode.exchange.merge.labels import free_name, is_taken, label, shown
from qualcode.exchange.merge.past import as_json
from qualcode.exchange.merge.report import Difference, Named
from qualcode.exchange.merge.rules import BESIDE, NEVER_COMPARED, ONLY_LIFE, SPANS, noun
from qualcode.store.errors import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qualcode.exchange.merge.copies import Copies, Value
    from qualcode.exchange.merge.past import Former
    from qualcode.exchange.merge.shape import Row, Table

Verdict = Literal["ours", "theirs", "both changed"]

_QUIET = frozenset({"codings", "suggestions", "assignments", "unread", "theme_codes", "reconciliations"})
"""Tables whose retired rows are counted, not listed."""


def compared(table: Table) -> list[str]:
    """The columns that are compared at once; what rows of the same table point at comes later."""
    if table.name in ONLY_LIFE:
        return ["deleted_at"]
    return [one for one in table.columns if one not in NEVER_COMPARED and one not in table.own_keys]


def settle(copies: Copies, table: Table, theirs: Row, ours: Row, columns: Iterable[str]) -> None:
    """Bring one row up to date with its other state, column by column."""
    changes: dict[str, Value] = {}
    decided: dict[str, bool] = {}
    for column in columns:
        value = _mapped(copies, table, theirs, column)
        if value is MISSING or value == ours[column]:
            continue
        if as_json(column, value) == as_json(column, ours[column]):
            continue
        if copies.guard.stands(table.name, ours["id"], column, (ours[column], value)):
            continue
        verdict, former = _verdict(copies, table, column, (theirs, value), ours)
        if verdict == "theirs":
            changes[column] = value
            decided[column] = as_json(column, ours[column]) in former.told
        elif verdict == "both changed":
            _keep_ours(copies, table, theirs, ours, column, value)
    if changes:
        _apply(copies, table, theirs, ours, changes, decided)


def _mapped(copies: Copies, table: Table, theirs: Row, column: str) -> Value:
    if column == "about_id":
        return copies.about(theirs)
    if any(column in pair for pair in SPANS) and _elsewhere(copies, theirs):
        return MISSING
    return copies.here(table, column, theirs[column])


def _elsewhere(copies: Copies, theirs: Row) -> bool:
    """Whether a place of theirs is in a text that is not ours."""
    transcript_id = theirs.get("transcript_id")
    return transcript_id is not None and copies.amendment(transcript_id) is not None


def _verdict(
    copies: Copies, table: Table, column: str, there: tuple[Row, Value], ours: Row
) -> tuple[Verdict, Former]:
    theirs, value = there
    mine = copies.past.of(table.name, ours["id"], column)
    other = copies.their_past.of(table.name, theirs["id"], column)
    seen_there = as_json(column, ours[column]) in _here(copies, table, column, other.values)
    seen_here = as_json(column, value) in mine.values
    if seen_there and seen_here:  # there and back: what was done last
        seen_there, seen_here = other.at > mine.at, other.at <= mine.at
    if seen_there or (ours[column] in {"", None} and not seen_here and not mine.values):
        return "theirs", other
    unchanged = value in {"", None} and not other.values
    return ("ours" if seen_here or unchanged or column.endswith("_at") else "both changed"), other


def _here(copies: Copies, table: Table, column: str, values: set[str]) -> set[str]:
    if column not in table.keys:
        return values
    found = set()
    for value in values:
        mapped = copies.here(table, column, json.loads(value))
        if mapped is not MISSING:
            found.add(as_json(column, mapped))
    return found


def _tell_taken(copies: Copies, table: Table, theirs: Row, ours: Row, column: str, decided: bool) -> None:
    if column == "deleted_at" and ours[column] is None:
        copies.report.retired[table.name] += 1
    if column == "deleted_at" and table.name in _QUIET:
        return
    both = _both(copies, table, theirs, ours, column)
    copies.report.changed.append(Difference(*both, "theirs", decided))


def _keep_ours(copies: Copies, table: Table, theirs: Row, ours: Row, column: str, value: Value) -> None:
    """Ours stands; what theirs held is written down, so that a later merge knows it was seen."""
    copies.report.conflicts.append(Difference(*_both(copies, table, theirs, ours, column), "ours"))
    copies.remember(table.name, ours["id"], column, as_json(column, value))


def _both(
    copies: Copies, table: Table, theirs: Row, ours: Row, column: str
) -> tuple[str, str, str, Value, Value]:
    name = label(copies.ours, table, ours)
    if column == "deleted_at":
        states = ["retired" if row[column] else "live" for row in (ours, theirs)]
        return noun(table.name), name, "state", states[0], states[1]
    here = shown(copies.ours, table, column, ours[column])
    return noun(table.name), name, column, here, shown(copies.theirs, table, column, theirs[column])


def _apply(
    copies: Copies,
    table: Table,
    theirs: Row,
    ours: Row,
    changes: dict[str, Value],
    decided: Mapping[str, bool],
) -> None:
    _make_room(copies, table, {**ours, **changes}, changes)
    for column in table.own_keys:
        if column in changes and _is_circle(copies, table, column, ours["id"], changes[column]):
            _keep_ours(copies, table, theirs, ours, column, changes.pop(column))
    if not changes:
        return
    try:
        with copies.opened.part():
            copies.opened.change(table.name, ours["id"], **changes)
    except StoreRefused:  # a rule of the file: something here stands in its place
        for column, value in changes.items():
            _keep_ours(copies, table, theirs, ours, column, value)
        return
    for column in changes:
        _tell_taken(copies, table, theirs, ours, column, decided.get(column, False))
        pass_on(copies, table, theirs, ours["id"], column)
    ours.update(changes)


def pass_on(copies: Copies, table: Table, theirs: Row, row_id: str, column: str) -> None:
    """What a cell held in the other copy before: a third copy may hold that still."""
    value = _mapped(copies, table, theirs, column)
    if column.endswith("_at") or value is MISSING:
        return
    now = as_json(column, value)
    known = copies.past.of(table.name, row_id, column).values | {now}
    former = copies.their_past.of(table.name, theirs["id"], column).values
    for value in sorted(_here(copies, table, column, former) - known):
        copies.remember(table.name, row_id, column, value)


def _make_room(copies: Copies, table: Table, row: Row, changes: dict[str, Value]) -> None:
    """A name that another row has taken here gets its owner's beside it."""
    column = BESIDE.get(table.name)
    if column is None or row["deleted_at"] is not None or not {column, "deleted_at"} & set(changes):
        return
    if is_taken(copies, table.name, column, row[column], row["id"]):
        name = free_name(copies, table, column, row)
        copies.report.renamed.append(Named(noun(table.name), row[column], name))
        copies.remember(table.name, row["id"], column, as_json(column, row[column]))
        changes[column] = name


def _is_circle(copies: Copies, table: Table, column: str, row_id: str, above: str | None) -> bool:
    """Whether a row would stand under itself, or be merged into itself."""
    while above is not None:
        if above == row_id:
            return True
        sql = f"SELECT {column} FROM {table.name} WHERE id = ?"
        above = copies.ours.value(sql, (above,))
    return False
