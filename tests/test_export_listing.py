"""Long tables as files: every row in every format, word for word."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook
from themes_study import study

from qualcode.export.audit import audit_table, write_audit
from qualcode.export.listing import Head, Listing, write_listing
from qualcode.export.listings import NothingToCompare, disagreement_table, matrix_table, quotation_table
from qualcode.export.report import CannotWrite, UnknownFormat
from qualcode.passes import quotations
from qualcode.themes import themes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Three interviews, one pass of seven codings, one theme."""
    with study(tmp_path) as opened:
        themes.add(opened, "Earning a place", ["doubted at first", "asked now"])
        yield opened


def _cells(path: Path) -> list[list[str]]:
    """The body rows of every table of a Word file, by python-docx."""
    tables = docx.Document(str(path)).tables
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows[1:]]


def _csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_quotation_table_has_every_coding_with_all_that_is_known_of_it(
    project: Project, tmp_path: Path
) -> None:
    target = tmp_path / "all.csv"
    rows, told = write_listing(project, quotation_table(project), target)
    assert (rows, told) == (7, [])
    found = _csv(target)
    assert [row["quotation"] for row in found] == [one.quotation for one in quotations.quotations(project)]
    assert found[0] == {
        "transcript": "P1",
        "participant": "P1",
        "setting": "ward",
        "address": "P1:2",
        "quotation": "They doubted me at first.",
        "code": "doubted at first",
        "theme": "Earning a place",
        "pass": "hand",
        "coder": "CS",
        "origin": "hand",
        "memo": "",
    }


def test_word_file_has_the_same_rows_under_a_heading_for_each_transcript(
    project: Project, tmp_path: Path
) -> None:
    target = tmp_path / "all.docx"
    assert write_listing(project, quotation_table(project), target)[0] == 7
    told = [row[2] for row in _cells(target)]
    assert told == [one.quotation for one in quotations.quotations(project)]
    headings = [
        one.text
        for one in docx.Document(str(target)).paragraphs
        if one.style and one.style.name == "Heading 2"
    ]
    assert headings == ["P1", "P2", "P10"]
    notes = [
        one.text for one in docx.Document(str(target)).paragraphs if one.style and one.style.name == "Note"
    ]
    assert notes[:2] == ["Setting: ward", "Setting: community"]


def test_word_file_of_no_rows_says_so(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "none.docx"
    assert write_listing(project, quotation_table(project, code="unused"), target)[0] == 0
    assert "None." in [one.text for one in docx.Document(str(target)).paragraphs]


@pytest.mark.parametrize(
    "words", ["=1+1", "http://a.b", "a\tb\nc", "<w:p/> & “x”", "\ue000", "bell\x07", "😀"]
)
def test_words_reach_the_file_as_words(project: Project, tmp_path: Path, words: str) -> None:
    listing = Listing("Words", "Words", (Head("one", "One"), Head("two", "Two")), [(words, "b")])
    word, sheet = tmp_path / "words.docx", tmp_path / "words.xlsx"
    write_listing(project, listing, word)
    write_listing(project, listing, sheet)
    assert _cells(word) == [[words.replace("\x07", ""), "b"]]
    rows = CalamineWorkbook.from_path(str(sheet)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["one", "two"]
    assert rows[1][1] == "b"
    if words.isprintable():
        assert rows[1][0] == words
    with zipfile.ZipFile(sheet) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert "hyperlink" not in "".join(book.namelist())


def test_cell_too_long_for_a_sheet_is_told(project: Project, tmp_path: Path) -> None:
    listing = Listing("Words", "Words", (Head("one", "One"),), [("a" * 40_000,)])
    _, told = write_listing(project, listing, tmp_path / "long.xlsx")
    assert told == ["cut at 32,767 characters: one in row 2"]
    assert write_listing(project, listing, tmp_path / "long.docx") == (1, [])
    assert _cells(tmp_path / "long.docx")[0][0] == "a" * 40_000


def test_word_file_is_well_formed_and_the_same_each_time(project: Project, tmp_path: Path) -> None:
    files = [tmp_path / "a.docx", tmp_path / "b.docx"]
    for file in files:
        write_listing(project, quotation_table(project), file)
    first, second = (file.read_bytes() for file in files)
    assert first == second
    with zipfile.ZipFile(files[0]) as made:
        assert made.testzip() is None
        assert etree.fromstring(made.read("word/document.xml")).tag.endswith("}document")


def test_matrix_counts_segments_and_people(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "matrix.csv"
    write_listing(project, matrix_table(project, "setting"), target)
    rows = target.read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "theme,community,ward,participants"
    assert rows[1] == "Earning a place,0,4,2 of 3"


def test_disagreements_need_two_passes(project: Project) -> None:
    with pytest.raises(NothingToCompare):
        disagreement_table(project)


def test_audit_tells_each_phase_and_no_participants_words(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "audit.md"
    write_audit(project, target)
    text = target.read_text(encoding="utf-8")
    assert "## Coding" in text
    assert "Codes were added (5 codes;" in text
    assert "doubted me" not in text
    rows = list(audit_table(project).rows)
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), key=[row[0] for row in rows].index)
    assert ("Developing themes", "Candidate themes were made", "2 codes in themes, 1 theme") in {
        (row[0], row[3], row[4]) for row in rows
    }


def test_audit_stands_under_halperns_six_heads_or_nowells_six_phases(project: Project) -> None:
    assert len({row[0] for row in audit_table(project, "halpern").rows}) == 6
    nowell = list(audit_table(project, "nowell").rows)
    assert len({row[0] for row in nowell}) == 6
    told = {row[1]: row[2] for row in nowell}
    assert told["Member checking"] == "none in the record"
    assert told["Use of a coding framework"].startswith("codes with definitions: 5 (")


def test_unknown_ending_and_missing_folder_are_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat):
        write_listing(project, quotation_table(project), tmp_path / "all.odt")
    with pytest.raises(CannotWrite):
        write_listing(project, quotation_table(project), tmp_path / "nowhere" / "all.docx")
    assert not list(tmp_path.glob(".qualcode-*"))
