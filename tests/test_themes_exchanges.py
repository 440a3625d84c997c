from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.store.project import Project, open_project
from qualcode.store.study import create_study
from qualcode.themes.exchanges import (
    INTERVIEWER,
    Line,
    Part,
    all_restore,
    lines,
    parts,
    set_lines,
    speakers,
    within,
)
from qualcode.themes.rendering import BRACKETED, POINTS, Edit
from qualcode.transcripts import library
from qualcode.transcripts.importing import import_files
from qualcode.transcripts.prepare import ImportOptions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "Mod: How?\n\nS1: We wait. Always.\n\nS2: Two hours."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    create_study(tmp_path / "study.qualcode", title="Groups", questions=["Q?"], coder="CS")
    (tmp_path / "FG1.txt").write_text(f"{TEXT}\n", encoding="utf-8")
    with open_project(tmp_path / "study.qualcode", coder="CS") as opened:
        import_files(opened, [tmp_path / "FG1.txt"], ImportOptions(kind="focus-group", interviewer=("Mod",)))
        yield opened


def line(speaker: str, body: str) -> Line:
    who = None if speaker == INTERVIEWER else speaker
    return Line(speaker, who, 0, len(body), body, len(body.split()))


def test_parts_are_the_turns_cut_to_the_span_and_without_labels(project: Project) -> None:
    found = parts(project, library.find(project, "FG1"), (5, TEXT.index("hours")))
    said = [(one.speaker, one.participant, TEXT[slice(*one.span)]) for one in found]
    assert said == [
        (INTERVIEWER, None, "How?"),
        ("FG1-S1", "FG1-S1", "We wait. Always."),
        ("FG1-S2", "FG1-S2", "Two "),
    ]


def test_two_people_are_an_exchange_however_short() -> None:
    found = set_lines([line("A", "Yes."), line(INTERVIEWER, "Why?"), line("B", "No.")])
    assert (found.form, found.text, found.words) == ("exchange", "A: Yes.\nInterviewer: Why?\nB: No.", 3)
    assert found.body == "Yes.\nWhy?\nNo."


def test_a_question_is_bracketed_below_forty_words_and_a_line_of_its_own_from_there() -> None:
    asked, at_most = line(INTERVIEWER, "And then?"), " ".join(["word"] * 36)
    running = set_lines([asked, line("P5", f"{at_most} end.")])
    assert (running.form, running.words) == ("inline", 39)
    assert running.text.startswith("“[Interviewer: And then?] word")
    assert running.text.endswith("word end” (P5).")
    apart = set_lines([asked, line("P5", f"{at_most} more end.")])
    assert (apart.form, apart.words) == ("exchange", 40)
    assert apart.text.startswith("Interviewer: And then?\nP5: word")


def test_two_turns_of_one_speaker_run_on() -> None:
    found = set_lines([line("P5", "They left."), line("P5", "I stayed.")])
    assert (found.form, found.text) == ("inline", "“They left. I stayed” (P5).")


def test_who_asks_is_no_speaker() -> None:
    assert speakers([line("B", "x"), line(INTERVIEWER, "y"), line("A", "z"), line("B", "x")]) == ("B", "A")


def test_a_cut_inside_an_exchange_is_marked_and_at_its_ends_it_is_not() -> None:
    text = "Well, we wait. Always. | So, two hours. Really."
    turns = (Part("A", "A", "participant", 0, 22), Part("B", "B", "participant", 25, 47))
    cut = [(0, 5), (14, 22), (25, 28), (39, 47)]
    edits = [Edit("omit", *one) for one in cut]
    made = lines(text, turns, edits, bracketed=False)
    assert [one.body for one in made] == ["we wait. . . .", ". . . two hours."]
    assert all_restore(text, made, edits, bracketed=False)


def test_an_inner_turn_left_out_is_points_alone() -> None:
    turns = tuple(Part(who, who, "participant", at, at + 1) for at, who in enumerate("ABC"))
    for bracketed, points in ((False, POINTS), (True, BRACKETED)):
        made = lines("abc", turns, [Edit("omit", 1, 2)], bracketed=bracketed)
        assert [one.body for one in made] == ["a", points, "c"]
        assert all_restore("abc", made, [Edit("omit", 1, 2)], bracketed=bracketed)


def test_an_edit_over_two_turns_never_restores() -> None:
    turns = (Part("A", "A", "participant", 0, 5), Part("B", "B", "participant", 6, 11))
    made = lines("We go. Yes.", turns, [], bracketed=False)
    assert all_restore("We go. Yes.", made, [], bracketed=False)
    assert not all_restore("We go. Yes.", made, [Edit("omit", 3, 9)], bracketed=False)


def test_edits_are_counted_from_the_turn_they_stand_in() -> None:
    assert within([Edit("omit", 7, 9), Edit("omit", 1, 2)], (5, 10)) == [Edit("omit", 2, 4)]


@given(
    st.lists(st.sampled_from(["we", "wait,", "home.", "no?", "[laughs]"]), min_size=6),
    st.booleans(),
    st.data(),
)
def test_undoing_the_edits_of_every_turn_gives_the_transcript_back(
    words: list[str], bracketed: bool, data: st.DataObject
) -> None:
    text = " ".join(words)
    middle = len(" ".join(words[:3]))
    turns = (Part("A", "A", "participant", 0, middle), Part("B", "B", "participant", middle + 1, len(text)))
    turn = data.draw(st.sampled_from(turns))
    start = data.draw(st.integers(turn.start_char, turn.end_char - 1))
    edits = [Edit("omit", start, data.draw(st.integers(start + 1, turn.end_char)))]
    made = lines(text, turns, edits, bracketed=bracketed)
    assert all_restore(text, made, edits, bracketed=bracketed)
    changed = [*made[:1], Line("B", "B", middle + 1, len(text), "Nothing like it.", 3)]
    assert not all_restore(text, changed, edits, bracketed=bracketed)
