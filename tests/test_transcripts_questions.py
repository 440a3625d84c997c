from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import bring_in

from qualcode.passes import margin
from qualcode.store.actions import undo
from qualcode.transcripts import library, overview
from qualcode.transcripts.importing import import_files
from qualcode.transcripts.prepare import ImportOptions
from qualcode.transcripts.questions import asked

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project

GUIDE = "1. How did you start coming here?\n2. What made you stay with the group?\n"
INTERVIEW = (
    "Interviewer: Hello and welcome.\n\n"
    "P1: Hello.\n\n"
    "Interviewer: So how did you start coming here, at the very beginning?\n\n"
    "P1: I saw a flyer.\n\n"
    "Interviewer: Really?\n\n"
    "P1: Yes.\n\n"
    "Interviewer: And what made you stay with the group?\n\n"
    "P1: The people.\n"
)
START, STAY = "How did you start coming here?", "What made you stay with the group?"


def guide(project: Project, folder: Path, name: str = "guide", text: str = GUIDE) -> None:
    file = folder / f"{name}.txt"
    file.write_text(text, encoding="utf-8")
    import_files(project, [file], ImportOptions(kind="guide"))


def questions(project: Project) -> list[str | None]:
    return [turn["question"] for turn in overview.details(project, "P1")["turns"]]


@pytest.mark.parametrize("guide_first", [True, False])
def test_each_answer_knows_its_question_whichever_came_first(
    project: Project, tmp_path: Path, guide_first: bool
) -> None:
    if guide_first:
        guide(project, tmp_path)
    bring_in(project, tmp_path, P1=INTERVIEW)
    if not guide_first:
        assert set(questions(project)) == {None}
        guide(project, tmp_path)
    assert questions(project) == [None, None, START, START, START, START, STAY, STAY]
    numbers = [turn["question_number"] for turn in overview.details(project, "P1")["turns"]]
    assert numbers == [None, None, "1", "1", "1", "1", "2", "2"]


def test_question_stands_in_the_reading_view(project: Project, tmp_path: Path) -> None:
    guide(project, tmp_path)
    bring_in(project, tmp_path, P1=INTERVIEW)
    lines = {line.text: line.question for line in margin.lines(project, "P1")}
    assert (lines["Hello."], lines["I saw a flyer."], lines["The people."]) == (
        None,
        f"1 {START}",
        f"2 {STAY}",
    )


def test_undoing_the_guide_takes_its_questions_along(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, P1=INTERVIEW)
    guide(project, tmp_path)
    undo(project)
    assert set(questions(project)) == {None}


def test_latest_guide_counts(project: Project, tmp_path: Path) -> None:
    guide(project, tmp_path)
    bring_in(project, tmp_path, P1=INTERVIEW)
    guide(project, tmp_path, "revised", "1. What made you stay with us in the group?\n")
    assert questions(project)[-1] == "What made you stay with us in the group?"
    assert questions(project)[3] is None


def test_guide_itself_has_no_questions_to_answer(project: Project, tmp_path: Path) -> None:
    guide(project, tmp_path)
    assert asked(project, library.find(project, "guide").id) == {}
