"""A codebook from rows, whatever file they came from: all of them or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.codes.codebook import TEXT_FIELDS, add_to, edit_in, find_or_none
from qualcode.errors import QualcodeError
from qualcode.names import tidy
from qualcode.store.actions import action

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.store.actions import Action
    from qualcode.store.project import Project

Row = dict[str, str]
"""One row of the table, cells by column."""

FileRow = tuple[int, "Mapping[str, str]", bool]
"""Number of a row in its file, its cells by column, and whether it has cells beyond the last column."""

COLUMNS: Final = ("name", "parent", *TEXT_FIELDS)

ALIASES: Final = {
    "code": "name",
    "code_name": "name",
    "parent_code": "parent",
    "brief_definition": "definition",
    "description": "definition",
    "do_not_use_when": "not_when",
    "colour": "color",
}
"""Other names of columns, as in our own report and in other people's codebooks."""


class BadCodebookFile(QualcodeError):
    """The file cannot be read as a codebook."""


@dataclass(frozen=True, slots=True)
class CodebookImport:
    """How many codes were new, how many were there and got the file's wording, and columns not read."""

    added: int
    updated: int
    left_out: tuple[str, ...] = ()


def import_rows(
    project: Project, file: str, columns: Sequence[str], rows: Iterable[FileRow]
) -> CodebookImport:
    """Take in the rows of a file; a code that exists gets their non-empty fields. All rows or none.

    Raises:
        BadCodebookFile: no name column, an empty or doubled name; the sentence names the row.
        CodeNotFound: a parent is neither in the file nor in the project.
    """
    meant = _meant(columns)
    codes = _checked(file, meant, rows)
    with action(project, "codes import") as importing:
        added = [row for row in codes if find_or_none(project, row["name"]) is None]
        for row in _parents_first(added):
            add_to(importing, row["name"], row.get("parent") or None, _fields(row))
        new = {row["name"] for row in added}
        for row in codes:
            if row["name"] not in new:
                _update(importing, row)
    left_out = tuple(name for name in columns if name and name not in meant)
    return CodebookImport(len(added), len(codes) - len(added), left_out)


def _meant(columns: Sequence[str]) -> dict[str, str]:
    """Column of the file -> what it holds; a column's own name outranks its other names."""
    held = {name: name for name in columns if name in COLUMNS}
    return held | {name: ALIASES[name] for name in columns if ALIASES.get(name, name) not in {*held, name}}


def _update(importing: Action, row: Row) -> None:
    filled = {name: value for name, value in _fields(row).items() if value}
    if filled:
        edit_in(importing, row["name"], filled)


def _fields(row: Row) -> Row:
    return {name: row.get(name, "") for name in TEXT_FIELDS}


def _parents_first(rows: list[Row]) -> list[Row]:
    """Rows in an order in which every parent stands before its children; file order otherwise."""
    by_name = {row["name"].casefold(): row for row in rows}
    placed: dict[str, Row] = {}
    for row in rows:
        placed |= reversed(_branch_of(row, by_name, placed).items())
    return list(placed.values())


def _branch_of(row: Row, by_name: dict[str, Row], placed: dict[str, Row]) -> dict[str, Row]:
    """A row and those above it that are not placed yet, from the bottom up."""
    branch: dict[str, Row] = {}
    above: Row | None = row
    while above is not None and (key := above["name"].casefold()) not in placed:
        if key in branch:
            raise BadCodebookFile(
                f"The code {above['name']!r} stands under itself.", "Mend its parent column."
            )
        branch[key] = above
        above = by_name.get(above.get("parent", "").casefold())
    return branch


def _checked(file: str, meant: Mapping[str, str], rows: Iterable[FileRow]) -> list[Row]:
    if "name" not in meant.values():
        found = ", ".join(meant) or "none of a codebook"
        raise BadCodebookFile(f"{file} has no column name.", f"Its columns are: {found}.")
    checked: dict[str, Row] = {}
    for number, raw, overfull in rows:
        where = f"{file}, row {number}"
        row = _row(where, {meant[key]: cell for key, cell in raw.items() if key in meant}, overfull=overfull)
        if row["name"].casefold() in checked:
            raise BadCodebookFile(f"{where}: {row['name']!r} stands there twice.", "Keep one of them.")
        checked[row["name"].casefold()] = row
    if not checked:
        raise BadCodebookFile(f"{file} holds no code.", "It needs one row for each code.")
    return list(checked.values())


def _row(where: str, raw: Row, *, overfull: bool) -> Row:
    if overfull:
        raise BadCodebookFile(
            f"{where}: it has more cells than there are columns.", "Put cells with commas in quotes."
        )
    row = {key: value.strip() for key, value in raw.items()}
    row |= {key: tidy(row[key]) for key in ("name", "parent") if key in row}
    if not row["name"]:
        raise BadCodebookFile(f"{where}: the name is empty.", "Fill it in, or take the row out.")
    return row
