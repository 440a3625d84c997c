"""Roles: who asks, who answers, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.transcripts.roles import UnknownInterviewer, guess_roles
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
