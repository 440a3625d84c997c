"""Excel workbooks as rows of text, read from their own XML within limits.

Our own reader, because a workbook may name a cell a million rows down and sixteen thousand columns across;
whoever lays out the whole rectangle asks for more memory than there is.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from posixpath import join, normpath
from typing import TYPE_CHECKING, NamedTuple

from qualcode.transcripts.readers.package import Package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from qualcode.transcripts.readers.base import SourceFile

MOST_PLACES = 5_000_000
"""Places in all rows of a sheet, the empty ones in front of a row's last filled cell included."""

_MOST_COLUMNS = 16_384
_MOST_LETTERS = 3
_LETTERS = re.compile(r"[A-Z]{1,3}\Z")
_BUILT_IN_DATES = {"14", "15", "16", "17", "22"}
_BUILT_IN_TIMES = {"18", "19", "20", "21", "45", "46", "47"}
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
"""A character by its number: ST_Xstring of ECMA-376, Part 1, 22.9.2.19."""

_INDEX = re.compile(r"[0-9]{1,9}\Z")
_NO_CODE = re.compile(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_LAST_DAY = 2_958_465  # 31 December 9999, where Excel's calendar ends
_XML_SPACE = " \t\r\n"


class Sheet(NamedTuple):
    """One worksheet: its name, its rows of cells as text, empty ones left out, and their numbers from 1."""

    name: str
    rows: list[list[str]]
    numbers: list[int]


def read_sheets(source: SourceFile) -> list[Sheet]:
    """All visible sheets of a workbook that hold anything.

    Numbers are written as short as is exact, dates as `2024-05-31`, times as `1:02:03`.

    Raises:
        UnreadableFileError: not an Excel workbook, damaged, or beyond the limits.
    """
    package = Package(source, "an Excel workbook (.xlsx)")
    cells = _Cells(source, _shared_strings(package), _formats(package))
    sheets = ((name, cells.rows(package.xml(part))) for name, part in _visible(package))
    return [Sheet(name, list(rows.values()), list(rows)) for name, rows in sheets if rows]


def _visible(package: Package) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet that can be seen, in the order of the tabs."""
    relations = package.xml("xl/_rels/workbook.xml.rels")
    targets = {
        each.get("Id"): normpath(join("/xl", each.get("Target") or ""))[1:]
        for each in relations
        if (each.get("Type") or "").endswith("/worksheet")
    }
    for sheet in package.xml("xl/workbook.xml").iter("{*}sheet"):
        relation = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), None)
        part = targets.get(str(relation))
        if part and sheet.get("state", "visible") == "visible":
            yield sheet.get("name") or "", part


def _shared_strings(package: Package) -> list[str]:
    if "xl/sharedStrings.xml" not in package.names:
        return []
    return [_rich_text(item) for item in package.xml("xl/sharedStrings.xml").iterchildren("{*}si")]


def _rich_text(item: _Element) -> str:
    """Text of a string, perhaps in runs; phonetic hints (`rPh`) are a second spelling of the same words."""
    if len(item) == 1 and len(item[0]) == 0:
        return _unescaped(item[0].text or "")
    return _unescaped(
        "".join(
            text.text or ""
            for text in item.iter("{*}t")
            if not any(True for _ in text.iterancestors("{*}rPh"))
        )
    )


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _formats(package: Package) -> list[str]:
    """For each cell style, "date", "time" or ""."""
    if "xl/styles.xml" not in package.names:
        return []
    styles = package.xml("xl/styles.xml")
    codes = {each.get("numFmtId"): each.get("formatCode") or "" for each in styles.iter("{*}numFmt")}
    cell_styles = styles.find("{*}cellXfs")
    numbers = [each.get("numFmtId") or "0" for each in cell_styles] if cell_styles is not None else []
    return [_kind_of_format(number, codes.get(number, "")) for number in numbers]


def _kind_of_format(number: str, code: str) -> str:
    bare = _NO_CODE.sub("", code).lower()
    if number in _BUILT_IN_DATES or re.search("[dy]", bare):
        return "date"
    if number in _BUILT_IN_TIMES or re.search("[hs]", bare):
        return "time"
    return ""


class _Cells:
    """Cells of a workbook as text: its shared strings, its formats, and how much of it was laid out."""

    def __init__(self, source: SourceFile, strings: list[str], formats: list[str]) -> None:
        self._source = source
        self._strings = strings
        self._formats = formats

    def rows(self, sheet: _Element) -> dict[int, list[str]]:
        """Rows of a sheet that hold anything, by their number."""
        rows: dict[int, list[str]] = {}
        places = number = 0
        for row in sheet.iter("{*}row"):
            said = row.get("r") or ""
            number = int(said) if _INDEX.match(said) and int(said) > number else number + 1
            cells = self._cells(row)
            places += len(cells)
            if places > MOST_PLACES:
                raise self._source.refused(
                    f"has a sheet with more than {MOST_PLACES} places",
                    "Save only the columns and rows in use.",
                )
            if any(map(str.strip, cells)):
                rows[number] = cells
        return rows

    def _cells(self, row: _Element) -> list[str]:
        cells: list[str] = []
        for cell in row:
            if not cell.tag.endswith("}c"):
                continue
            column = _column(cell.get("r") or "", len(cells))
            if column >= _MOST_COLUMNS:
                continue
            if column == len(cells):  # most cells stand beside one another
                cells.append(self._text(cell))
                continue
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = self._text(cell)
        return cells

    def _text(self, cell: _Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _rich_text(cell)
        value = ""
        for part in cell:
            if part.tag.endswith("}v"):
                value = part.text or ""
                break
        if kind == "s":
            return _chosen(self._strings, value)
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return self._number(value, cell.get("s") or "") if kind == "n" else value

    def _number(self, value: str, style: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        kind = _chosen(self._formats, style)
        if kind and 0 <= number <= _LAST_DAY:
            return _moment(number, kind)
        return str(int(number)) if number.is_integer() else repr(number)


def _chosen(known: list[str], index: str) -> str:
    """An entry of a list by its number as the file writes it; "" where there is none."""
    if not index.isdecimal():
        index = index.strip(_XML_SPACE)
    place = int(index) if _INDEX.match(index) else len(known)
    return known[place] if place < len(known) else ""


def _column(reference: str, following: int) -> int:
    """0-based column of a cell such as `AB12`; cells without a reference follow one another."""
    letters = reference.rstrip("0123456789")
    column = _column_of(letters) if len(letters) <= _MOST_LETTERS else None
    return following if column is None else column


@lru_cache(maxsize=1024)
def _column_of(letters: str) -> int | None:
    if not _LETTERS.match(letters):
        return None
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _moment(number: float, kind: str) -> str:
    if kind == "date":
        moment = _EPOCH + timedelta(milliseconds=round(number * 86_400_000))
        return moment.strftime("%Y-%m-%d" if number.is_integer() else "%Y-%m-%d %H:%M:%S")
    minutes, milliseconds = divmod(round(number * 86_400_000), 60_000)
    seconds, rest = divmod(milliseconds, 1000)
    clock = f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return f"{clock}.{rest:03}" if rest else clock
