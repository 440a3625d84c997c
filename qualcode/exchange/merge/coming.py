"""What is new in the other copy: brought in under its own id, made one with its twin here, or left away."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from qualcode.exchange.merge import namesakes, refusals
from qualcode.exchange.merge.copies import MISSING, Value
from qualcode.exchange.merge.places import closed, land
from qualcode.exchange.merge.report import Named, PassLine
from qualcode.exchange.merge.rules import BESIDE, NUMBERED, SAME_THING
from qualcode.exchange.merge.settling import compared, pass_on, settle
from qualcode.exchange.merge.shape import is_live, parts, rows
from qualcode.store.other import bring_parts, bring_row
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qualcode.exchange.merge.copies import Copies
    from qualcode.exchange.merge.shape import Row, Table

Key = tuple[Value, ...]


class Newcomer(NamedTuple):
    """A row of theirs that comes in, and the cells in which it will be another here."""

    theirs: Row
    instead: Row


def bring(copies: Copies, table: Table, new: Sequence[Row]) -> None:
    """Bring in rows of one table that are not here yet."""
    known = _by_key(copies, table)
    coming = [one for row in new if (one := _newcomer(copies, table, row, known)) is not None]
    if table.name in NUMBERED:
        coming.sort(key=lambda one: one.theirs["number"])
        _number(copies, table, coming)
    if table.name == "questions":
        _label(copies, coming)
    for one in coming:
        _put(copies, table, one)


def _by_key(copies: Copies, table: Table) -> dict[Key, Row]:
    """Live rows of ours by what makes two of them the same thing."""
    columns = SAME_THING.get(table.name)
    if columns is None:
        return {}
    found = rows(copies.ours, table)
    every = sorted(found.values(), key=is_live)  # a retired one only where an id is never used again
    kept = [row for row in every if is_live(row) or table.name == "participants"]
    return {_folded(row[one] for one in columns): row for row in kept}


def _folded(cells: Iterable[Value]) -> Key:
    return tuple(cell.casefold() if isinstance(cell, str) else cell for cell in cells)


def _newcomer(copies: Copies, table: Table, theirs: Row, known: Mapping[Key, Row]) -> Newcomer | None:
    """How a row comes in; None if it stays away, or is one with a row of ours."""
    why = refusals.refused(copies, table, theirs)
    if why is not None:
        copies.leave(table.name, theirs, why)
        return None
    twin = _twin(copies, table, theirs, known)
    if twin is None:
        copies.ids[table.name][theirs["id"]] = theirs["id"]
        return Newcomer(theirs, {})
    if table.name == "transcripts":
        namesakes.transcript(copies, theirs, twin)
        return None
    if table.name in BESIDE:
        instead = namesakes.beside(copies, table, theirs, twin)
        return None if instead is None else Newcomer(theirs, instead)
    copies.ids[table.name][theirs["id"]] = twin["id"]
    if not is_live(twin):
        copies.opened.change(table.name, twin["id"], deleted_at=None)
        twin["deleted_at"] = None
    settle(copies, table, theirs, twin, compared(table))
    return None


def _twin(copies: Copies, table: Table, theirs: Row, known: Mapping[Key, Row]) -> Row | None:
    if not known or not is_live(theirs):
        return None
    if theirs["id"] in copies.same:
        return next(row for row in known.values() if row["id"] == copies.same[theirs["id"]])
    row = {**theirs}
    land(copies, table, theirs, row)
    cells = [copies.here(table, column, row[column]) for column in SAME_THING[table.name]]
    return None if MISSING in cells else known.get(_folded(cells))


def _number(copies: Copies, table: Table, coming: Sequence[Newcomer]) -> None:
    """Numbers that are taken here stay ours: then all of theirs go on from our last."""
    taken = {row[0] for row in copies.ours.tuples(f"SELECT number FROM {table.name}")}
    fresh = [one for one in coming if (table.name, one.theirs["id"]) not in copies.taken_back]
    if not taken & {one.theirs["number"] for one in fresh}:
        return
    letter = NUMBERED[table.name]
    for number, one in enumerate(fresh, start=max(taken) + 1):
        one.instead["number"] = number
        if is_live(one.theirs):
            there = f"{letter}{one.theirs['number']}"
            copies.report.renamed.append(Named("number", there, f"{letter}{number}"))


def _label(copies: Copies, coming: Sequence[Newcomer]) -> None:
    """Labels of research questions, which themes answer: Q1, Q2, ... are ours."""
    taken = {row[0] for row in copies.ours.tuples("SELECT label FROM questions")}
    for one in coming:
        label = one.theirs["label"]
        if label in taken:
            label = next(free for number in count(1) if (free := f"Q{number}") not in taken)
            one.instead["label"] = label
            copies.report.renamed.append(Named("question", one.theirs["label"], label))
        taken.add(label)


def _put(copies: Copies, table: Table, one: Newcomer) -> None:
    theirs = one.theirs
    row = copies.guard.clean(table.name, {name: copies.here(table, name, theirs[name]) for name in theirs})
    row |= {name: None for name in table.own_keys if row[name] is MISSING}
    if table.about and row["about_id"] is not None:
        row["about_id"] = copies.about(theirs)
    row["id"] = theirs["id"]
    why = land(copies, table, theirs, row) or closed(copies, table, row)
    if why is not None:
        copies.leave(table.name, theirs, why)
        return
    row |= one.instead
    if table.name == "passes":  # sealed when all of its codings are here
        row |= {"sealed_at": None, "seal": None}
    _write(copies, table, row)
    _count(copies, table, row)
    for column in copies.their_past.columns(table.name, theirs["id"], table.columns):
        pass_on(copies, table, theirs, row["id"], column)


def _write(copies: Copies, table: Table, row: Row) -> None:
    if (table.name, row["id"]) in copies.taken_back:
        values = {name: cell for name, cell in row.items() if name not in {"id", "number"}}
        copies.opened.change(table.name, row["id"], **values)
        return
    if table.name == "transcripts":
        row["text"] = library.text(copies.theirs, row["id"])
    bring_row(copies.opened, table.name, row)
    copies.brought.add((table.name, row["id"]))


def _count(copies: Copies, table: Table, row: Row) -> None:
    if not is_live(row):
        return
    copies.report.added[table.name] += 1
    if table.name == "passes":
        pass_line(copies, row["id"]).new = True
    elif table.name == "codings":
        pass_line(copies, row["pass_id"]).codings += 1


def pass_line(copies: Copies, pass_id: str) -> PassLine:
    """The line of the report about a pass."""
    if pass_id not in copies.report.passes:
        sql = "SELECT p.name, c.name FROM passes p JOIN coders c ON c.id = p.coder_id WHERE p.id = ?"
        ((name, coder),) = copies.ours.tuples(sql, (pass_id,))
        copies.report.passes[pass_id] = PassLine(name, coder)
    return copies.report.passes[pass_id]


def bring_all_parts(copies: Copies) -> None:
    """Turns and units of the transcripts that came, questions that turns ask."""
    for table in copies.tables.values():
        if not table.has_ids:
            bring_parts(copies.opened, table.name, list(_parts(copies, table)))


def _parts(copies: Copies, table: Table) -> Iterator[Row]:
    for theirs in parts(copies.theirs, table):
        row = {name: copies.here(table, name, theirs[name]) for name in theirs}
        new = any((table.keys[column], row[column]) in copies.brought for column in table.owners)
        if new and MISSING not in row.values():
            yield row
