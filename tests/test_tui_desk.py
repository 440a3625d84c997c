from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from coding_screen import desk_of
from conftest import bring_in

from qualcode.codes import codebook
from qualcode.errors import QualcodeError
from qualcode.passes import memos, passes
from qualcode.passes.acts import NewCode
from qualcode.tui import wording
from qualcode.tui.desk import Desk, ReadOnly

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.store.project import Project

    Words = Callable[[Project, str], list[tuple[str, str]]]


@pytest.fixture
def desk(interview: Project) -> Desk:
    """P1 on the desk of the pass `hand`, with one code."""
    codebook.add(interview, "luck")
    return desk_of(interview)


def test_what_is_applied_has_no_blanks_at_its_ends(desk: Desk, words_of: Words) -> None:
    start = desk.ground.text.index(" saw a ")
    desk.selection.select((start, start + len(" saw a ")))
    desk.apply(["luck"])
    assert words_of(desk.project, "hand") == [("luck", "saw a")]


def test_a_refused_act_leaves_everything_as_it_was(desk: Desk) -> None:
    desk.selection.to_unit(1)
    desk.apply(["luck"])
    before = desk.saved_at
    for name in ("luck", "unknown"):
        with pytest.raises(QualcodeError):
            desk.apply([name])
    assert (len(desk.marks), desk.saved_at) == (1, before)


def test_nothing_is_written_when_read_only(desk: Desk) -> None:
    desk.read_only = "Sealed."
    acts: list[Callable[[], object]] = [lambda: desk.apply(["luck"]), desk.repeat, desk.undo, desk.redo]
    for act in acts:
        with pytest.raises((ReadOnly, QualcodeError)):
            act()
    assert passes.passes(desk.project)[0].name == "hand"


def test_nothing_to_repeat_or_redo_is_said(desk: Desk) -> None:
    with pytest.raises(QualcodeError, match="No code has been applied yet"):
        desk.repeat()
    with pytest.raises(QualcodeError, match="nothing to redo"):
        desk.redo()


def test_a_new_act_ends_what_could_be_done_again(desk: Desk) -> None:
    desk.apply(["luck"])
    desk.undo()
    desk.apply([NewCode("other")])
    with pytest.raises(QualcodeError, match="nothing to redo"):
        desk.redo()


def test_what_another_process_did_is_seen_after_the_next_act(desk: Desk, path: Path) -> None:
    from qualcode.store.project import open_project

    with open_project(path) as elsewhere:
        codebook.add(elsewhere, "from elsewhere")
    desk.apply(["luck"])
    assert "from elsewhere" in {code.name for code in desk.codes}


def test_uncoded_stretches_are_what_participants_said(desk: Desk) -> None:
    assert desk.codable == {1, 2, 3, 5, 6, 7, 8}
    assert desk.uncoded(1) == 1
    desk.selection.to_unit(1)
    desk.apply(["luck"])
    assert desk.uncoded(1) == 2
    desk.selection.to_unit(2)
    assert desk.uncoded(1) == 5
    desk.selection.to_unit(8)
    assert desk.uncoded(-1) == 5


def test_memos_can_be_about_what_is_here(desk: Desk) -> None:
    desk.selection.to_unit(1)
    desk.apply(["luck"])
    told = [f"{one.what} {one.name}" for one in desk.subjects()]
    assert told == ["coding P1:2 luck", "code luck", "transcript P1", "pass hand"]
    desk.remark("Hm.", desk.subjects()[0], "reflexive")
    assert desk.marks[0].memos == 1
    assert memos.memos(desk.project)[0].kind == "reflexive"


def test_counts_and_marks_of_another_pass_stay_out_of_sight(desk: Desk) -> None:
    desk.apply(["luck"])
    second = desk_of(desk.project, named="recode")
    assert (second.marks, second.counts, second.recent, second.coded) == ([], {}, [], set())
    assert second.progress.codings == 0


def test_the_status_line_says_as_much_as_there_is_room_for(desk: Desk) -> None:
    assert wording.status(desk, 80) == "hand · CS │ P1 1/9, 0% coded │ 0/1 transcripts, 0 codings │ saved"
    assert wording.status(desk, 60) == "hand · CS │ P1 1/9, 0% coded │ 0/1 transcripts │ saved"
    assert wording.status(desk, 30) == "P1 1/9, 0% coded │ saved"


def test_a_study_of_one_short_transcript_has_no_neighbours(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, P1="P1: Yes.\n\nInterviewer: No.\n")
    opened = desk_of(project)
    assert opened.beside(1) is None
    assert opened.uncoded(-1) is None


def test_a_long_transcript_is_opened_at_once(project: Project, tmp_path: Path) -> None:
    answer = "P1: They remembered my name the second week, and nobody does that. So I came back again.\n\n"
    bring_in(project, tmp_path, P1=("Interviewer: Why?\n\n" + answer) * 5_600)
    codebook.add(project, "luck")
    passes.start(project, "hand")
    began = time.process_time()
    desk = desk_of(project)
    assert len(desk.ground.text.split()) > 100_000
    assert time.process_time() - began < 2  # it takes 0.15 s; a machine under tests may be slow
    began = time.process_time()
    desk.selection.to_unit(10_000)
    desk.apply(["luck"])
    assert time.process_time() - began < 0.5
