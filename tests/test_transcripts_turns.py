"""Turns: the speech of each label, and the lines that are nobody's."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.transcripts.turns import BadSpeakerPattern, find_turns


def said(text: str, speakers: str = "auto") -> list[tuple[str | None, str]]:
    return [
        (turn.speaker, text[turn.start_char : turn.end_char]) for turn in find_turns(text, speakers).turns
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Anna Bell: ", "Carl Dorn: "),
        ("**Anna Bell:** ", "**Carl Dorn:** "),
        ("**Anna Bell**: ", "**Carl Dorn**: "),
        ("[Anna Bell]: ", "[Carl Dorn]: "),
        ("Anna Bell [00:01:02]: ", "Carl Dorn [00:01:09]: "),
        ("Anna Bell:\t", "Carl Dorn:\t"),
        ("Anna Bell:\n", "Carl Dorn:\n"),
        ("Anna Bell  00:12\n", "Carl Dorn  00:19\n"),
        ("Anna Bell   0:45\n", "Carl Dorn   0:49\n"),
        ("00:00:08 Anna Bell\n", "00:00:12 Carl Dorn\n"),
        ("Anna Bell (00:04):\n", "Carl Dorn (00:09):\n"),
        ("[00:03:43] Anna Bell: ", "[00:03:55] Carl Dorn: "),
        ("00:00:08 Anna Bell: ", "00:00:12 Carl Dorn: "),
        ("<v Anna Bell>", "<v Carl Dorn>"),
    ],
)
def test_label_style_is_recognised(first: str, second: str) -> None:
    text = f"{first}How was it?\n\n{second}Good. I think.\n\n{first}Why?\n\n{second}Because.\n"
    assert said(text) == [
        ("Anna Bell", "How was it?"),
        ("Carl Dorn", "Good. I think."),
        ("Anna Bell", "Why?"),
        ("Carl Dorn", "Because."),
    ]


def test_paragraphs_after_a_label_continue_its_turn() -> None:
    text = "I: Tell me.\n\nP: First.\n\nSecond: not a label.\n\nI: Thanks.\n\nP: Bye."
    assert said(text)[1] == ("P", "First.\n\nSecond: not a label.")


def test_broken_pattern_is_refused() -> None:
    with pytest.raises(BadSpeakerPattern):
        find_turns("A: b", "(")


@given(st.text(alphabet="AbI:P \n*[]0123.?>-<v", max_size=120))
def test_turns_are_disjoint_and_trimmed(text: str) -> None:
    turns = find_turns(text).turns
    assert all(a.end_char <= b.start_char for a, b in pairwise(turns))
    for turn in turns:
        speech = text[turn.start_char : turn.end_char]
        assert speech == speech.strip() != ""
