"""What rows and cells are called in a report: names, numbers, places; never an id."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from qualcode.exchange.merge.rules import NUMBERED

if TYPE_CHECKING:
    from qualcode.exchange.merge.copies import Copies, Value
    from qualcode.exchange.merge.shape import Row, Table
    from qualcode.store.project import Project


def label(project: Project, table: Table, row: Row) -> str:
    """Which one of its table a row is."""
    if table.name in NUMBERED:
        return f"{NUMBERED[table.name]}{row['number']}"
    words = [
        _name(project, target, row[column]) for column, target in table.keys.items() if column != "claim_id"
    ]
    own = [str(row[column]) for column in ("name", "label", "wording", "rule", "word") if column in row][:1]
    if "name" in row and table.name not in {"attributes", "slots"}:
        words = []
    place = f"@{row['start_char']}-{row['end_char']}" if row.get("start_char") is not None else ""
    return " ".join(word for word in [*words, *own] if word) + place


def shown(project: Project, table: Table, column: str, value: Value) -> Value:
    """A cell as people read it: the name of what it points at instead of its id."""
    target = table.keys.get(column)
    return _name(project, target, value) if target and value else value


def _name(project: Project, target: str, row_id: str | None) -> str:
    if row_id is None or target in {"claims", "quotes", "suggestions", "suggestion_runs", "codings", "memos"}:
        return ""
    columns = {row[0] for row in project.tuples("SELECT name FROM pragma_table_info(?)", (target,))}
    column = "name" if "name" in columns else "label" if "label" in columns else ""
    return (
        str(project.value(f"SELECT {column} FROM {target} WHERE id = ?", (row_id,)) or "") if column else ""
    )


def free_name(copies: Copies, table: Table, column: str, row: Row) -> str:
    """A name of theirs that is taken here, with the coder who gave it: `hope (AB)`."""
    who = _maker(copies, table.name, row)
    theirs = {one[column].casefold() for one in copies.rows[table.name].values()}
    for number in count(1):
        name = f"{row[column]} ({who})" if number == 1 else f"{row[column]} ({who} {number})"
        if name.casefold() not in theirs and not is_taken(copies, table.name, column, name, ""):
            return name
    raise AssertionError


def is_taken(copies: Copies, table: str, column: str, name: str, but: str) -> bool:
    """Whether another live row here has the name."""
    here = copies.ours.value(
        f"SELECT 1 FROM {table} WHERE {column} = ? COLLATE NOCASE AND deleted_at IS NULL AND id <> ?",
        (name, but),
    )
    return here is not None


def _maker(copies: Copies, table: str, row: Row) -> str:
    """Who made a row: the coder of a pass, else who wrote it into the other copy."""
    if "coder_id" in row:
        return str(copies.theirs.value("SELECT name FROM coders WHERE id = ?", (row["coder_id"],)))
    found = copies.theirs.value(
        "SELECT c.name FROM changes h JOIN actions a ON a.seq = h.action_seq"
        " JOIN coders c ON c.id = a.coder_id WHERE h.table_name = ? AND h.row_id = ? AND h.kind = 'added'",
        (table, row["id"]),
    )
    return str(found or copies.theirs.path.stem)
