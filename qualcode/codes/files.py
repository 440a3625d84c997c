"""A codebook from a table: CSV with the columns that `commands.md` names."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.codes.codebook import TEXT_FIELDS, add_to, edit_in, find_or_none
from qualcode.errors import QualcodeError
from qualcode.names import tidy
from qualcode.store.actions import action

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.actions import Action
    from qualcode.store.project import Project

Row = dict[str, str]
"""One row of the table, cells by column."""

SUFFIXES: Final = (".csv",)


class BadCodebookFile(QualcodeError):
    """The file cannot be read as a codebook."""


@dataclass(frozen=True, slots=True)
class CodebookImport:
    """How many codes were new and how many were there and got the file's wording."""

    added: int
    updated: int


def import_codebook(project: Project, path: Path) -> CodebookImport:
    """Read a codebook; a code that exists gets the file's non-empty fields. All rows or none.

    Raises:
        BadCodebookFile: no name column, an empty or doubled name; the sentence names the row.
        CodeNotFound: a parent is neither in the file nor in the project.
    """
    rows = _read(path)
    with action(project, "codes import") as importing:
        added = [row for row in rows if find_or_none(project, row["name"]) is None]
        for row in _parents_first(added):
            add_to(importing, row["name"], row.get("parent") or None, _fields(row))
        new = {row["name"] for row in added}
        for row in rows:
            if row["name"] not in new:
                _update(importing, row)
    return CodebookImport(len(added), len(rows) - len(added))


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


def _read(path: Path) -> list[Row]:
    if path.suffix.lower() not in SUFFIXES:
        raise BadCodebookFile(f"{path.name} is not a codebook file that can be read.", "Save it as .csv.")
    try:
        content = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadCodebookFile(f"{path.name} cannot be read: {error.strerror}.", "Check the path.") from error
    except UnicodeDecodeError as error:
        raise BadCodebookFile(f"{path.name} is not UTF-8 text.", "Save it as CSV UTF-8.") from error
    try:
        return _checked(path.name, *_table(content))
    except csv.Error as error:
        raise BadCodebookFile(
            f"{path.name} is not a readable CSV: {error}.", "Save it again as CSV UTF-8."
        ) from error


def _table(content: str) -> tuple[list[str], list[tuple[int, dict[str | None, Any]]]]:
    """Columns, and the rows with the line each ends in; cells beyond the last column stand under None."""
    table = csv.DictReader(io.StringIO(content), strict=True)
    columns = [(name or "").strip().casefold().replace(" ", "_") for name in table.fieldnames or ()]
    table.fieldnames = columns
    return columns, [(table.line_num, row) for row in table]


def _checked(file: str, columns: list[str], rows: list[tuple[int, dict[str | None, Any]]]) -> list[Row]:
    if "name" not in columns:
        found = ", ".join(columns) or "none"
        raise BadCodebookFile(f"{file} has no column name.", f"Its columns are: {found}.")
    checked: dict[str, Row] = {}
    for line, raw in rows:
        row = _row(f"{file}, line {line}", raw)
        if row["name"].casefold() in checked:
            raise BadCodebookFile(
                f"{file}, line {line}: {row['name']!r} stands there twice.", "Keep one of them."
            )
        checked[row["name"].casefold()] = row
    if not checked:
        raise BadCodebookFile(f"{file} holds no code.", "It needs one row for each code.")
    return list(checked.values())


def _row(where: str, raw: dict[str | None, Any]) -> Row:
    if any(raw.get(None) or ()):
        raise BadCodebookFile(
            f"{where}: it has more cells than there are columns.", "Put cells with commas in quotes."
        )
    row = {key: (value or "").strip() for key, value in raw.items() if key}
    row |= {key: tidy(row[key]) for key in ("name", "parent") if key in row}
    if not row["name"]:
        raise BadCodebookFile(f"{where}: the name is empty.", "Fill it in, or take the row out.")
    return row
