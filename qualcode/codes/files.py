"""A codebook from rows, whatever file they came from: all of them or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.codes.codebook import TEXT_FIELDS, add_to, edit_in, find, find_or_none, move_in
from qualcode.codes.differences import Changed, Merged
from qualcode.errors import QualcodeError
from qualcode.names import tidy
from qualcode.store.actions import action

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.model import Code
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
    """What became of a file's rows.

    Attributes:
        added: How many codes were new.
        updated: How many codes that were there took something from the file.
        differing: What the file has otherwise than the project, and was left as it is in the project:
            `before` is the project's, `after` the file's.
        merged: Rows that tell of a code that counts under another one here; left out too.
        left_out: Columns not read.
    """

    added: int
    updated: int
    differing: tuple[Changed, ...] = ()
    merged: tuple[Merged, ...] = ()
    left_out: tuple[str, ...] = ()


def import_rows(
    project: Project, file: str, columns: Sequence[str], rows: Iterable[FileRow], *, update: bool = False
) -> CodebookImport:
    """Take in the rows of a file, all of them or none.

    A code that is there already gets what it did not say about itself. What it says otherwise, and where it
    stands in the tree, changes only with `update`; an empty cell changes nothing.

    Raises:
        BadCodebookFile: no name column, an empty or doubled name; the sentence names the row.
        CodeNotFound: a parent is neither in the file nor in the project.
        BadCode: a code cannot be, or stand, as the file has it.
    """
    meant = _meant(columns)
    ordered = _parents_first(_checked(file, meant, rows))
    with action(project, "codes import") as importing:
        known = {row["name"]: code for row in ordered if (code := find_or_none(project, row["name"]))}
        for row in ordered:
            if row["name"] not in known:
                add_to(importing, row["name"], row.get("parent") or None, _fields(row))
        merged = {name: code for name, code in known.items() if name.casefold() != code.name.casefold()}
        own = [row for row in ordered if row["name"] in known and row["name"] not in merged]
        found = [_settled(importing, known[row["name"]], row, update) for row in own]
    return CodebookImport(
        added=len(ordered) - len(known),
        updated=sum(taken for taken, _ in found),
        differing=tuple(one for _, left in found for one in left),
        merged=tuple(Merged(name, code.name) for name, code in merged.items()),
        left_out=tuple(name for name in columns if name and name not in meant),
    )


def _settled(importing: Action, code: Code, row: Row, update: bool) -> tuple[bool, list[Changed]]:
    """Whether a known code took anything from its row, and what was left."""
    differing = _differing(importing.project, code, row)
    taken = [one for one in differing if update or (one.what != "parent" and not one.before)]
    for one in taken:
        if one.what == "parent":
            move_in(importing, code.name, one.after)
        else:
            edit_in(importing, code.name, {one.what: one.after})
    return bool(taken), [one for one in differing if one not in taken]


def _differing(project: Project, code: Code, row: Row) -> list[Changed]:
    """Cells of a row that say something else than the code does."""
    told = [(what, getattr(code, what), value) for what, value in _fields(row).items()]
    if row.get("parent"):
        above = find(project, row["parent"])
        stands = project.value("SELECT name FROM codes WHERE id = ?", (code.parent_id,)) or ""
        told.insert(0, ("parent", stands, stands if above.id == code.parent_id else above.name))
    return [Changed(code.name, what, was, new) for what, was, new in told if new and new != was]


def _meant(columns: Sequence[str]) -> dict[str, str]:
    """Column of the file -> what it holds; a column's own name outranks its other names."""
    held = {name: name for name in columns if name in COLUMNS}
    return held | {name: ALIASES[name] for name in columns if ALIASES.get(name, name) not in {*held, name}}


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
