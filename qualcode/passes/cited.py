"""What memos can be about beside things with names of their own: Q1, c2, q3, and a participant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.names import tidy

if TYPE_CHECKING:
    from qualcode.store.project import Project, Row

CITED: Final = {
    "participant": ("participants", "name", ""),
    "question": ("questions", "label", "Q"),
    "claim": ("claims", "number", "c"),
    "quote": ("quotes", "number", "q"),
}
"""Word, table, the column that people cite, and the letter that they put before its number."""


class Cited(NamedTuple):
    """A row, and how people cite it."""

    what: str
    table: str
    id: str
    name: str


def cited(project: Project, typed: str, what: str | None = None) -> list[Cited]:
    """The living row that was cited: `Q1`, `c2`, `q3` or a participant's identifier; of one sort if told.

    A sort that was told needs no letter: `claim:2`.
    """
    found = []
    for word in [what] if what else CITED:
        table, column, letter = CITED[word]
        key = _key(typed, letter, told=what is not None)
        sql = f"SELECT * FROM {table} WHERE deleted_at IS NULL AND {column} = ? COLLATE NOCASE"
        found += [_of(word, row) for row in project.rows(sql, (key,)) if key]
    return found


def of_row(project: Project, table: str, row_id: str) -> Cited | None:
    """How a row of these tables is cited; None for another table, or where the row is gone."""
    word = next((word for word, (name, _, _) in CITED.items() if name == table), None)
    row = project.row(f"SELECT * FROM {table} WHERE id = ?", (row_id,)) if word else None
    return None if word is None or row is None else _of(word, row)


def _key(typed: str, letter: str, *, told: bool) -> str:
    """What stands in the column; empty where the words cite nothing of this sort."""
    if not letter:
        return tidy(typed)
    number = re.fullmatch(rf"{letter}(\d+)" if not told else rf"(?i:{letter})?(\d+)", typed.strip())
    if number is None:
        return ""
    return f"{letter}{int(number[1])}" if letter == "Q" else str(int(number[1]))


def _of(word: str, row: Row) -> Cited:
    table, column, letter = CITED[word]
    name = str(row[column])
    return Cited(word, table, row["id"], name if column != "number" else f"{letter}{name}")
