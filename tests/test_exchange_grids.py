"""Tables from any spreadsheet program: delimiters, encodings, sheets, row numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from qualcode.exchange.grids import BadTable, read_grid

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = ("transcript", "code", "quote", "use_when")


def cells(path: Path) -> list[dict[str, str]]:
    return [row.cells for row in read_grid(path, KNOWN).rows]


def written(folder: Path, content: bytes, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


PLAIN = "Transcript,Code,Quote\nP1,chance,Gespräch; ja\n"
EXPECTED = [{"transcript": "P1", "code": "chance", "quote": "Gespräch; ja"}]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode(),
        'Transcript;Code;Quote\nP1;chance;"Gespräch; ja"\n'.encode(),
        "Transcript\tCode\tQuote\nP1\tchance\tGespräch; ja\n".encode("utf-16"),
        'sep=;\nTranscript;Code;Quote\nP1;chance;"Gespräch; ja"\n'.encode(),
        "Transcript|Code|Quote\nP1|chance|Gespräch; ja".encode(),
    ],
)
def test_every_dialect_gives_the_same_cells(tmp_path: Path, content: bytes) -> None:
    assert cells(written(tmp_path, content)) == EXPECTED


def test_guessed_encoding_is_told(tmp_path: Path) -> None:
    many = PLAIN + "P1,chance,Für die Schüler war das schöner als früher\n" * 5
    grid = read_grid(written(tmp_path, many.encode("cp1252")), KNOWN)
    assert next(row.cells["quote"] for row in grid.rows) == "Gespräch; ja"
    assert len(grid.warnings) == 1
    assert "check accents" in grid.warnings[0]


def test_rows_keep_the_number_a_spreadsheet_shows(tmp_path: Path) -> None:
    path = written(tmp_path, b'code,quote\n\na,"two\nlines"\n,\nb,x\n')
    assert [(row.number, row.cells["code"]) for row in read_grid(path, KNOWN).rows] == [(3, "a"), (5, "b")]


def test_workbook_gives_the_sheet_with_the_columns_and_its_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write(0, 0, "about this file")
        sheet = book.add_worksheet("Codes")
        sheet.write_row(0, 0, ["Code", "Use when"])
        sheet.write_row(3, 0, ["chance", "_x0041_ 😀"])
        sheet.write_row(5, 0, ["hope", 3])
    grid = read_grid(path, KNOWN)
    assert grid.columns == ["code", "use_when"]
    assert [tuple(row) for row in grid.rows] == [
        (4, {"code": "chance", "use_when": "_x0041_ 😀"}, False),
        (6, {"code": "hope", "use_when": "3"}, False),
    ]
    assert grid.warnings == ("t.xlsx: sheet left out: Notes",)


def test_cells_beyond_the_columns_and_too_few_are_seen(tmp_path: Path) -> None:
    rows = list(read_grid(written(tmp_path, b"code,quote\na,b,c\nd\n"), KNOWN).rows)
    assert [row.overfull for row in rows] == [True, False]
    assert rows[1].cells == {"code": "d", "quote": ""}


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("t.csv", b'code\n"open\n', "not a readable CSV"),
        ("t.csv", b"PK\x03\x04", "zipped"),
        ("t.xlsx", b"code\na\n", "not an Excel workbook"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(
    tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    with pytest.raises(BadTable, match=why):
        cells(written(tmp_path, content, name))
