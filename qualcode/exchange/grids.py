"""Tables as rows of text under named columns, whatever program saved them: .csv, .tsv and .xlsx.

Rows keep the number that a spreadsheet program shows beside them, the header being row 1 as a rule.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.errors import QualcodeError
from qualcode.transcripts.readers.base import SourceFile, UnreadableFileError
from qualcode.transcripts.readers.encoding import decode
from qualcode.transcripts.readers.formats import bytes_of
from qualcode.transcripts.readers.xlsx import read_sheets

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

SUFFIXES: Final = (".csv", ".tsv", ".xlsx")

_DELIMITERS: Final = ",;\t|"
_LARGEST_CELL: Final = 1 << 24


class BadTable(QualcodeError):
    """The file cannot be read as a table."""


class GridRow(NamedTuple):
    """A row by column name, its number, and whether it has cells beyond the last column."""

    number: int
    cells: dict[str, str]
    overfull: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: column names in lower case with `_` for spaces, rows that hold anything, what to tell.

    Rows are read as they are asked for, once; a broken line raises BadTable then.
    """

    file: str
    columns: list[str]
    rows: Iterable[GridRow]
    warnings: tuple[str, ...] = ()


def read_grid(path: Path, known: Collection[str]) -> Grid:
    """Read a table; `known` are the columns looked for, which tell the delimiter and the sheet.

    Raises:
        BadTable: missing, another kind of file, damaged, or not whole.
    """
    try:
        source = SourceFile(path.name, bytes_of(path))
        return _workbook(source, known) if source.suffix == ".xlsx" else _text(source, known)
    except UnreadableFileError as error:
        raise BadTable(error.sentence, error.hint) from error


def grid_of(file: str, lines: Iterable[tuple[int, Sequence[str]]], warnings: tuple[str, ...] = ()) -> Grid:
    """Rows of cells, each with its number, as a table; the first one names the columns."""
    rest = iter(lines)
    columns = [column_name(cell) for cell in next(rest, (0, ()))[1]]
    rows = (_row(columns, number, list(cells)) for number, cells in rest if any(map(str.strip, cells)))
    return Grid(file, columns, rows, warnings)


def column_name(head: str) -> str:
    """A heading as it is looked up.

    >>> column_name(" Use when ")
    'use_when'
    """
    return "_".join(head.replace("_", " ").casefold().split())


def _row(columns: Sequence[str], number: int, cells: list[str]) -> GridRow:
    cells.extend([""] * (len(columns) - len(cells)))
    return GridRow(
        number, dict(zip(columns, cells, strict=False)), any(map(str.strip, cells[len(columns) :]))
    )


def _workbook(source: SourceFile, known: Collection[str]) -> Grid:
    """The sheet whose first row names most of the columns looked for."""
    sheets = read_sheets(source)
    if not sheets:
        return Grid(source.name, [], ())
    chosen = max(sheets, key=lambda sheet: _hits(sheet.rows[0], known))
    others = tuple(f"{source.name}: sheet left out: {sheet.name}" for sheet in sheets if sheet is not chosen)
    return grid_of(source.name, zip(chosen.numbers, chosen.rows, strict=True), others)


def _text(source: SourceFile, known: Collection[str]) -> Grid:
    decoded = decode(source)
    delimiter, text = _delimited(decoded.text, known)
    told = tuple(f"{source.name} {warning}" for warning in decoded.warnings)
    return grid_of(source.name, enumerate(_whole(source.name, text, delimiter), start=1), told)


def _whole(file: str, text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from _cells(text, delimiter, strict=True)
    except csv.Error as error:
        raise BadTable(f"{file} is not a readable CSV: {error}.", "Save it again as CSV.") from error


def _delimited(text: str, known: Collection[str]) -> tuple[str, str]:
    """The delimiter, and the text without the line in which Excel names it."""
    if text[:4].casefold() == "sep=" and text[5:6] == "\n":
        return text[4], text[6:]
    head = text[: text.find("\n") + 1] or text
    return max(_DELIMITERS, key=lambda mark: _hits(next(_cells(head, mark), []), known)), text


def _cells(text: str, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    csv.field_size_limit(_LARGEST_CELL)
    # Strict, else one open quotation mark swallows the rows after it.
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def _hits(head: Sequence[str], known: Collection[str]) -> int:
    return len({column_name(cell) for cell in head} & set(known))
