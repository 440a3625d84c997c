"""A participant's own words, found in what others wrote; everyday phrases and others' words stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.passes.own_words import OwnWords

SAID = [
    "They put the spare chair out for me.",
    "I bought a pair of boots once, size thirteen, for a man with bread bags on his feet.",
    "Nobody asked.",
    "It was good to see her there.",
]
OTHERS = ["P2: It was good to see her there. At the end of the day I left."]


@pytest.fixture
def own() -> OwnWords:
    return OwnWords(SAID, OTHERS)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("See: they put the spare chair out for me!", "See: [withdrawn]!"),
        ("He spoke of “spare chair” often.", "He spoke of “[withdrawn]” often."),
        ('He spoke of "the spare chair" often.', 'He spoke of "[withdrawn]" often.'),
        ("boots: a pair of boots once, size thirteen, he said", "boots: [withdrawn], he said"),
        ("THEY PUT THE SPARE CHAIR out", "[withdrawn]"),
    ],
)
def test_words_of_the_participant_go(own: OwnWords, text: str, left: str) -> None:
    assert own.without(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "The spare chair is a picture of being let in.",
        "It was good to see her there.",
        "At the end of the day I left.",
        "Nobody asked what they do.",
        "He said “good to see her”.",
        "",
    ],
)
def test_words_of_others_and_everyday_phrases_stay(own: OwnWords, text: str) -> None:
    assert own.without(text) == text


def test_example_or_name_is_owned_as_a_whole(own: OwnWords) -> None:
    assert own.owns("Spare chair")
    assert own.owns("bread bags on his feet")
    assert not own.owns("good to see her")
    assert not own.owns("chair")


words = st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta", "eps", "zeta"]), min_size=1, max_size=14)


@given(said=st.lists(words, min_size=1, max_size=4), before=words, other=words)
def test_nothing_owned_is_left_and_nothing_else_is_touched(
    said: list[list[str]], before: list[str], other: list[str]
) -> None:
    own = OwnWords([" ".join(one) for one in said], [" ".join(other)])
    text = " ".join([*before, "|", *said[0], "|", *other])
    made = own.without(text)
    assert own.spans(made) == []
    assert own.without(" ".join(other)) == " ".join(other)
