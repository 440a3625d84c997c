"""Reporting checklists: filled where the project knows, asked once for the rest, no line blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest
from themes_study import study

from qualcode.export.checklist_facts import FACTS
from qualcode.export.checklist_items import SOURCES, ChecklistNotFound, items
from qualcode.export.checklists import answer, answers, fill, open_questions, write_checklist
from qualcode.export.report import UnknownFormat
from qualcode.store.actions import undo
from qualcode.themes import memberchecks, themes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Three interviews, one pass, one theme."""
    with study(tmp_path) as opened:
        themes.add(opened, "Earning a place", ["doubted at first", "asked now"])
        yield opened


def _by_number(project: Project, checklist: str) -> dict[str, tuple[str, bool]]:
    return {line.number: (line.answer, line.filled) for line in fill(project, checklist)}


@pytest.mark.parametrize(("checklist", "number"), [("coreq", 32), ("srqr", 21), ("ta15", 15)])
def test_every_item_has_an_answer(project: Project, checklist: str, number: int) -> None:
    lines = fill(project, checklist)
    assert [line.number for line in lines] == [str(at) for at in range(1, number + 1)]
    assert all(line.answer.strip() and line.section for line in lines)
    assert all(line.filled or ", because " in line.answer for line in lines)


@pytest.mark.parametrize("checklist", SOURCES)
def test_items_name_only_facts_that_can_be_computed(checklist: str) -> None:
    assert {item.fact for item in items(checklist)} - {""} <= set(FACTS)
    assert {item.kind for item in items(checklist)} <= {"auto", "ask", "text"}


def test_project_fills_what_it_knows(project: Project) -> None:
    found = _by_number(project, "coreq")
    assert found["12"] == ("3 participants; 3 transcripts, 77 words of participant speech.", True)
    assert found["16"] == ("Setting: other 3.", True)
    assert found["24"] == ("One person (CS) coded, in 1 pass.", True)
    assert found["31"] == ("1 theme: Earning a place (2 of 3).", True)
    assert found["10"] == ("Not reported, because the question has not been answered yet.", False)


def test_answer_is_kept_and_shared_between_checklists(project: Project) -> None:
    assert answer(project, "coreq", {"10": "purposive, then snowball"}) == ["sampling"]
    assert _by_number(project, "coreq")["10"] == ("purposive, then snowball.", True)
    assert _by_number(project, "srqr")["8"] == ("purposive, then snowball.", True)
    assert "sampling" not in [item.answer for item in open_questions(project, "srqr")]
    answer(project, "srqr", {"sampling": ""})
    assert answers(project) == {}


def test_changed_answer_replaces_the_first_and_can_be_undone(project: Project) -> None:
    answer(project, "coreq", {"14": "at work"})
    answer(project, "coreq", {"14": "at home"})
    assert answers(project) == {"setting": "at home"}
    undo(project)
    assert answers(project) == {"setting": "at work"}


def test_answer_stands_beside_what_the_record_shows(project: Project) -> None:
    answer(project, "coreq", {"24": "The second author checked a fifth"})
    line = next(one for one in fill(project, "coreq") if one.number == "24")
    assert line.answer == "The second author checked a fifth. One person (CS) coded, in 1 pass."
    assert line.origin == "answered by the researcher, and from the record"


def test_log_of_participant_checking_fills_its_item(project: Project) -> None:
    memberchecks.log(project, "P1", ["sent", "corrected"], changed="theme")
    memberchecks.log(project, "P2", ["sent"])
    told, filled = _by_number(project, "coreq")["28"]
    assert filled
    assert told.startswith("Summaries were sent to 2 of 3 participants; 1 replied; 1 corrected or added;")


def test_table_in_word_has_a_row_for_every_item(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "coreq.docx"
    write_checklist(project, "coreq", target)
    (table,) = docx.Document(str(target)).tables
    numbers = [row.cells[0].text for row in table.rows]
    assert [one for one in numbers if one.isdecimal()] == [str(at) for at in range(1, 33)]
    assert all(row.cells[2].text for row in table.rows)


def test_unknown_checklist_item_and_ending_are_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ChecklistNotFound):
        fill(project, "prisma")
    with pytest.raises(ChecklistNotFound):
        answer(project, "coreq", {"10": "x", "33": "y"})
    assert answers(project) == {}
    with pytest.raises(UnknownFormat):
        write_checklist(project, "coreq", tmp_path / "coreq.xlsx")
