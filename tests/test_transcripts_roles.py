"""Roles: who asks, who answers, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.transcripts.roles import UnknownInterviewer, guess_roles, role_of_words
from qualcode.transcripts.turns import find_turns

if TYPE_CHECKING:
    from qualcode.model import Speaker


def roles(text: str, *interviewer: str) -> dict[str, str]:
    return {each.label: each.role for each in speakers(text, *interviewer)}


def speakers(text: str, *interviewer: str) -> tuple[Speaker, ...]:
    return guess_roles(text, find_turns(text).turns, interviewer=interviewer)


ASKED = "Bell: How was it?\nDorn: It was good and long.\nBell: Why?\nDorn: Because I say so.\n"


def test_the_one_who_asks_is_the_interviewer() -> None:
    assert roles(ASKED) == {"Bell": "interviewer", "Dorn": "participant"}
    assert speakers(ASKED)[0].reason == "100% of this speaker's turns end in a question."


def test_legend_overrules_the_letters() -> None:
    text = "Interviewer = A\n\nA: Tell me.\n\nB: Yes.\n\nA: More.\n\nB: No.\n"
    assert roles(text) == {"A": "interviewer", "B": "participant"}


def test_named_interviewer_overrules_the_guess_whatever_its_case() -> None:
    assert roles(ASKED, "dorn") == {"Bell": "participant", "Dorn": "interviewer"}


def test_unknown_interviewer_is_refused_with_the_labels_found() -> None:
    with pytest.raises(UnknownInterviewer) as refused:
        roles(ASKED, "Smith")
    assert "Bell" in refused.value.hint
    assert "Dorn" in refused.value.hint


@pytest.mark.parametrize(
    ("front", "first", "second"),
    [
        ("S00 = Interviewer", "S00", "S01"),
        ("Interviewer = S00", "S00", "S01"),
        ("I: Interviewer\nP: Participant", "I", "P"),
        ("S00 = Interviewer, S01 = Anna", "S00", "S01"),
        ("Date: 5 May\nInterviewer: Jane Roe", "Jane", "P3"),
        ("Date: 5 May\nInterviewer: Jane Roe", "JR", "P3"),
    ],
)
def test_what_stands_before_the_first_turn_names_the_interviewer(front: str, first: str, second: str) -> None:
    text = f"{front}\n\n{first}: Well.\n{second}: Fine?\n{first}: Hm.\n{second}: Right?\n"
    assert roles(text) == {first: "interviewer", second: "participant"}


@pytest.mark.parametrize(
    ("label", "others", "role"),
    [
        ("Interviewer", [], "interviewer"),
        ("interviewr", [], "interviewer"),
        ("interveiwee", [], "participant"),
        ("MODERATOR", [], "interviewer"),
        ("Unidentified Woman Interviewer", [], "interviewer"),
        ("Researcher 1", [], "interviewer"),
        ("Q", ["A"], "interviewer"),
        ("A", ["Q", "A"], "participant"),
        ("A", ["A", "B"], None),
        ("R", ["I", "R"], "participant"),
        ("R", ["R", "P1"], "interviewer"),
        ("M", ["M", "R1"], "interviewer"),
        ("B2", ["I", "B2"], "participant"),
        ("P3", [], "participant"),
        ("Unidentified Woman", [], "other"),
        ("Befragte", [], "participant"),
        ("访谈者", [], "interviewer"),
        ("Anna", [], None),
    ],
)
def test_role_words_are_understood_in_company(label: str, others: list[str], role: str | None) -> None:
    assert role_of_words(label, others) == role


def test_in_a_focus_group_only_the_one_who_asks_most_is_interviewer() -> None:
    text = "".join(f"Roe: And {n}?\nBo: Well.\nCy: Me?\nDi: I see.\nEd: Yes.\n" for n in range(4))
    assert [each.label for each in speakers(text) if each.role == "interviewer"] == []
    asking = text.replace("Me?", "Me.")
    assert [each.label for each in speakers(asking) if each.role == "interviewer"] == ["Roe"]


def test_two_interviewers_of_one_person_are_both_found() -> None:
    text = (
        "Roe: Where?\nDorn: Over there, in the long street.\nLee: When?\nDorn: In the year of the flood.\n"
        * 3
    )
    assert roles(text) == {"Roe": "interviewer", "Dorn": "participant", "Lee": "interviewer"}


def test_single_speaker_is_the_participant() -> None:
    assert roles("**Ann Bo:** Why?\n\n**Ann Bo:** Because.\n") == {"Ann Bo": "participant"}


def test_when_nobody_asks_all_are_participants_and_the_reason_says_so() -> None:
    found = speakers("Bo: Well.\nCy: Fine.\nBo: Good.\nCy: Yes.\n")
    assert {each.role for each in found} == {"participant"}
    assert "nobody is the interviewer" in found[0].reason


def test_identifier_of_the_participant_is_the_participant() -> None:
    turns = find_turns(ASKED).turns
    found = guess_roles(ASKED, turns, participant="bell")
    assert {each.label: each.role for each in found}["Bell"] == "participant"


def test_turns_are_counted_per_label() -> None:
    assert [(each.label, each.turns) for each in speakers(ASKED)] == [("Bell", 2), ("Dorn", 2)]
