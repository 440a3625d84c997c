"""Codings out of a project and back, as tables, workbooks and Word comments: same codes, same words."""

from __future__ import annotations

import csv
import json
import unicodedata
from typing import TYPE_CHECKING

import docx
import pytest
import word_check
from command_line import run
from conftest import INTERVIEW, bring_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from two_passes import add, code_pass

from qualcode.codes import codebook
from qualcode.errors import UsageError
from qualcode.exchange.codings import CodingsOptions, import_codings
from qualcode.exchange.grids import read_grid
from qualcode.export.codings import COLUMNS, AnothersDocument, export_codings
from qualcode.export.report import UnknownFormat
from qualcode.export.workbook import LONGEST_CELL, fitting, workbook_bytes
from qualcode.passes import passes, quotations
from qualcode.store.actions import undo
from qualcode.store.project import open_project
from qualcode.store.study import create_study
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.store.project import Project

    WordsOf = Callable[[Project, str], list[tuple[str, str]]]

Told = list[tuple[str, str, int, int, str, str | None]]

FLYER = (INTERVIEW.index("I saw"), INTERVIEW.index(" My sister"))
ROUND: tuple[str, ...] = (".csv", ".xlsx", ".docx")


@pytest.fixture
def hand(interview: Project) -> Project:
    passes.start(interview, "hand")
    return interview


def told(project: Project) -> Told:
    return [
        (one.transcript, one.code, one.start_char, one.end_char, one.quotation, one.memo)
        for one in quotations.quotations(project)
    ]


def there_and_back(project: Project, target: Path, in_name: str | None = None) -> Told:
    """What stands in the pass after its codings went out, were taken back and came in from the file."""
    written = export_codings(project, target, "hand", in_name)
    if written.codings:
        undo(project)
    assert told(project) == []
    result = import_codings(project, [target], "hand", CodingsOptions(create=True))
    assert (result.near, result.unplaced) == ([], [])
    found = told(project)
    if result.placed:
        undo(project)
    return found


def import_rows(project: Project, rows: list[tuple[str, str, int, int, str]]) -> None:
    file = project.path.parent / "rows.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["transcript", "code", "start_char", "end_char", "memo"])
        writer.writerows(rows)
    result = import_codings(project, [file], "hand", CodingsOptions(create=True))
    assert result.unplaced == []


NAMES = st.sampled_from(
    ["chance", "=1+1", "a; b", "trust, chance", "héros 😀", "_x0041_", "<b>&amp;", "@x", "-5"]
)
MEMOS = st.sampled_from(["", "why?", "two\nlines; and more", "=SUM(A1)", "tab\there 😀 <i>", "7"])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(NAMES, st.integers(0, len(INTERVIEW) - 1), st.integers(1, 120), MEMOS), max_size=8),
    st.sampled_from(ROUND),
)
def test_same_codes_on_the_same_words_come_back(
    hand: Project, rows: list[tuple[str, int, int, str]], suffix: str
) -> None:
    spans = {(code, at, min(at + length, len(INTERVIEW))): memo for code, at, length, memo in rows}
    for code in {code for code, _, _ in spans}:  # a comment is divided at `;` unless there is such a code
        if codebook.find_or_none(hand, code) is None:
            codebook.add(hand, code)
    import_rows(hand, [("P1", *where, memo) for where, memo in spans.items()])
    before = told(hand)
    target = hand.path.parent / f"P1{suffix}"
    assert there_and_back(hand, target) == before
    assert sorted((code, start, end) for _, code, start, end, _, _ in before) == sorted(spans)


FEW = 3
"""Control characters; a file with many of them is no text."""

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda words: sum(unicodedata.category(sign) == "Cc" for sign in words) <= FEW
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS, st.data(), st.sampled_from(ROUND))
def test_any_text_keeps_its_words_under_the_codes(
    tmp_path_factory: pytest.TempPathFactory, words: str, data: st.DataObject, suffix: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    create_study(folder / "s.qualcode", title="S")
    with open_project(folder / "s.qualcode") as project:
        bring_in(project, folder, P1=f"x{words}y\n\n P1:\t{words}")
        passes.start(project, "hand")
        length = library.find(project, "P1").length
        start = data.draw(st.integers(0, length - 1))
        end = data.draw(st.integers(start + 1, length))
        import_rows(project, [("P1", "chance", start, end, "")])
        before = told(project)
        assert there_and_back(project, folder / f"out{suffix}") == before


def test_table_has_the_columns_that_can_be_read_back(hand: Project) -> None:
    import_rows(hand, [("P1", "chance", *FLYER, "by luck")])
    target = hand.path.parent / "out.csv"
    written = export_codings(hand, target)
    assert (written.codings, written.coding_pass, written.transcript) == (1, "hand", None)
    with target.open(encoding="utf-8-sig", newline="") as opened:
        (row,) = csv.DictReader(opened)
    assert tuple(row) == COLUMNS
    assert row == {
        "transcript": "P1",
        "participant": "P1",
        "code": "chance",
        "start_char": str(FLYER[0]),
        "end_char": str(FLYER[1]),
        "address": "P1:2",
        "quote": "I saw a flyer.",
        "pass": "hand",
        "coder": "CS",
        "memo": "by luck",
    }


def test_same_codings_give_the_same_bytes(hand: Project) -> None:
    import_rows(hand, [("P1", "chance", *FLYER, "by luck")])
    for suffix in (".xlsx", ".docx"):
        first, second = hand.path.parent / f"a{suffix}", hand.path.parent / f"b{suffix}"
        export_codings(hand, first, in_name="P1")
        export_codings(hand, second, in_name="P1")
        assert first.read_bytes() == second.read_bytes()


def test_word_shows_the_transcript_the_codes_their_coder_and_the_memo(hand: Project) -> None:
    import_rows(hand, [("P1", "chance", *FLYER, "by luck\nor not"), ("P1", "whole", 0, len(INTERVIEW), "")])
    target = hand.path.parent / "P1.docx"
    export_codings(hand, target)
    word = docx.Document(str(target))
    assert "\n".join(one.text for one in word.paragraphs) == INTERVIEW
    comments = [(one.author, one.text, one.initials) for one in word.comments]
    assert comments == [("CS", "whole", "C"), ("CS", "chance", "C"), ("CS", "by luck\nor not", "C")]
    assert word.sections[0].header.paragraphs[0].text == "P1 · pass hand (CS) · codings: 2"
    assert word_check.faults(target.read_bytes()) == []


def test_word_file_of_codings_is_valid_against_the_schemas(hand: Project) -> None:
    import_rows(hand, [("P1", "chance", *FLYER, "by luck\nor not"), ("P1", "whole", 0, len(INTERVIEW), "")])
    target = hand.path.parent / "P1.docx"
    export_codings(hand, target)
    assert word_check.against_schemas(target) == []


def test_what_a_supervisor_adds_in_word_comes_in_beside_what_went_out(hand: Project) -> None:
    import_rows(hand, [("P1", "chance", *FLYER, "by luck")])
    target = hand.path.parent / "P1.docx"
    export_codings(hand, target)
    word = docx.Document(str(target))
    word.add_comment(word.paragraphs[2].runs, text="staying", author="Sup")
    word.save(str(hand.path.parent / "P1 back.docx"))
    result = import_codings(hand, [hand.path.parent / "P1 back.docx"], "hand", CodingsOptions(create=True))
    assert (result.placed, result.already, result.unplaced) == (1, 1, [])
    assert [one.memo for one in quotations.quotations(hand)] == [None, "by luck"]
    assert [(one.author, one.comments) for one in result.authors] == [("CS", 1), ("Sup", 1)]


def test_one_transcript_is_one_document(hand: Project, tmp_path: Path) -> None:
    bring_in(hand, tmp_path, P2="P2: two\n")
    with pytest.raises(UsageError, match="one transcript"):
        export_codings(hand, tmp_path / "all.docx")
    assert export_codings(hand, tmp_path / "p2.docx").transcript == "P2"
    assert export_codings(hand, tmp_path / "all.docx", in_name="P1").transcript == "P1"
    assert not list(tmp_path.glob(".qualcode-*"))


def test_document_that_somebody_worked_on_is_never_overwritten(hand: Project, tmp_path: Path) -> None:
    target = tmp_path / "P1.docx"
    export_codings(hand, target)
    export_codings(hand, target)
    word = docx.Document(str(target))
    word.add_comment(word.paragraphs[2].runs, text="Why?", author="Sup")
    word.settings.odd_and_even_pages_header_footer = True
    word.save(str(target))
    for anothers in (target.read_bytes(), b"an interview"):
        target.write_bytes(anothers)
        with pytest.raises(AnothersDocument):
            export_codings(hand, target)
        assert target.read_bytes() == anothers


def test_unknown_format_is_told_and_nothing_is_written(hand: Project, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match="pdf"):
        export_codings(hand, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


def test_open_pass_is_written_alone_and_sees_what_it_asks_for(interview: Project, tmp_path: Path) -> None:
    codebook.add(interview, "chance")
    code_pass(interview, "first", [("P1", "chance", FLYER)])
    passes.start(interview, "second", blind_to=["first"])
    add(interview, "second", [("P1", "chance", (0, 11))])
    written = export_codings(interview, tmp_path / "out.csv")
    assert (written.coding_pass, written.codings) == ("second", 1)
    first, second = passes.find(interview, "first"), passes.find(interview, "second")
    assert passes.sight(interview, second.id, first.id) == "blind"
    assert export_codings(interview, tmp_path / "out.csv", "first").codings == 1
    assert passes.sight(interview, second.id, first.id) == "saw"


def test_cells_longer_than_excel_allows_are_cut_and_told(tmp_path: Path) -> None:
    content, cut = workbook_bytes("t", ["code", "quote"], [("a", "😀" * LONGEST_CELL), ("b", "short")])
    (tmp_path / "t.xlsx").write_bytes(content)
    rows = list(read_grid(tmp_path / "t.xlsx", COLUMNS).rows)
    assert cut == ["quote in row 2"]
    assert rows[0].cells["quote"].endswith("😀 […]")
    assert [row.cells["code"] for row in rows] == ["a", "b"]


@pytest.mark.parametrize("text", ["x" * LONGEST_CELL, "😀" * (LONGEST_CELL // 2)])
def test_longest_text_that_fits_is_left_alone(text: str) -> None:
    assert fitting(text) == text
    assert len(fitting(text + "xx").encode("utf-16-le")) // 2 <= LONGEST_CELL


def test_commands_export_and_import_what_they_wrote(hand: Project, words_of: WordsOf) -> None:
    import_rows(hand, [("P1", "chance", *FLYER, "by luck")])
    folder = hand.path.parent
    of = ("--project", str(hand.path))
    answer = run(*of, "codings", "export", "-o", str(folder / "P1.docx"), "--json")
    assert answer.json == {
        "file": "P1.docx",
        "codings": 1,
        "pass": "hand",
        "transcript": "P1",
        "warnings": [],
    }
    undo(hand)
    answer = run(*of, "codings", "import", str(folder / "P1.docx"), "--pass", "hand", "--create", "--json")
    value = json.loads(answer.out)
    assert (answer.code, value["placed"], value["codes_created"]) == (0, 1, ["chance"])
    assert words_of(hand, "hand") == [("chance", "I saw a flyer.")]
    assert run(*of, "codings", "import", str(folder / "P1.docx"), "--highlight", "yellow").code == 2
