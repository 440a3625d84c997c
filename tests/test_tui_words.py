from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.tui.words import phrases, words


def split(text: str) -> list[str]:
    """The words themselves."""
    return [text[start:end] for start, end in words(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I nearly left.", ["I", "nearly", "left"]),
        ("“I’m not a doctor,”", ["I’m", "not", "a", "doctor"]),
        ("well-known drop-in/outreach", ["well-known", "drop-in", "outreach"]),
        ("home—well, no… yes", ["home", "well", "no", "yes"]),
        ("cafe\u0301 nai\u0308ve", ["cafe\u0301", "nai\u0308ve"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("我很 OK", ["我", "很", "OK"]),
        ("my name 😀 the", ["my", "name", "😀", "the"]),
        ("... — !", []),
    ],
)
def test_words_are_found_without_what_surrounds_them(text: str, found: list[str]) -> None:
    assert split(text) == found


@given(st.text(max_size=60))
def test_words_follow_one_another_without_overlap(text: str) -> None:
    spans = words(text, 0, len(text))
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I knock, and I wait.", ["I knock", "and I wait"]),
        ("“I’m not a doctor, I’m not a cop,” I say", ["I’m not a doctor", "I’m not a cop", "I say"]),
        ("well-meant—and late", ["well-meant", "and late"]),
        ("我敲门，我等。", ["我敲门", "我等"]),
        ("...", []),
    ],
)
def test_phrases_reach_from_one_punctuation_mark_to_the_next(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in phrases(text, 0, len(text))] == found
