"""Sentence units: covering, disjoint, and cut where a reader would cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.transcripts.segment import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, [(0, len(text))])]


@pytest.mark.parametrize(
    "units",
    [
        ["I went home.", "Then I slept."],
        ["Really?!", "Yes."],
        ["So I thought... well, never mind.", "Anyway."],
        ["It was fun. [laughs]", "Then we left."],
        ["It was fun. (laughs)", "Then we left."],
        ["He said, “Why?” and left.", "I stayed."],
        ["“I can't.”", "“You can.”"],
        ["Dr. Smith came at 3.5 p.m. on Monday.", "He was late."],
        ["See e.g. the U.S. Army, i.e. them.", "Right."],
        ["J. R. Smith was there.", "So was I.", "We talked."],
        ["No.", "I was number No. 5 of them."],
        ["Great! 😀", "I liked it. :-)", "You too?"],
        ["Look at www.example.org. It works."[:24], "It works."],
        ["これは文です。", "次の文です。"],
        ["هل أنت هنا؟", "نعم."],
    ],
)
def test_sentence_ends_where_a_reader_would_end_it(units: list[str]) -> None:
    assert cut(" ".join(units)) == units


def test_hard_wrapped_line_does_not_end_a_sentence() -> None:
    wrapped = "I had been working there for quite a long while when they\ntold me to stop."
    assert cut(f"{wrapped} So I did.") == [wrapped, "So I did."]


def test_blank_line_ends_a_unit_without_any_mark() -> None:
    assert cut("first thought\n\nsecond thought") == ["first thought", "second thought"]


def test_list_number_is_no_sentence() -> None:
    assert cut("1. Log in.\n2. Log out.") == ["1. Log in.", "2. Log out."]


@given(st.text(alphabet='aB .?!…\n\t"”[](1)😀é。', max_size=80), st.data())
def test_units_cover_every_word_and_stay_in_their_turn(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    units = sentences(text, spans)
    assert all(a[1] <= b[0] for a, b in pairwise(units))
    assert all(any(s <= a and b <= e for s, e in spans) for a, b in units)
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in units)
    covered = "".join(text[a:b] for a, b in units)
    assert "".join(covered.split()) == "".join("".join(text[s:e] for s, e in spans).split())
