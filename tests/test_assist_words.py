"""Words: forms of a word meet, offsets follow sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.assist.words import STEM, Words, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [("phone", "phones"), ("bus", "buses"), ("story", "stories"), ("wait", "waited"), ("stop", "stopping")],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("used", "us"), ("class", "clas"), ("hand", "hard")])
def test_other_words_keep_other_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.text(max_size=30))
def test_stem_is_short_and_never_fails(word: str) -> None:
    assert len(stem(word)) <= STEM


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet="ab Zé😀.\t’", min_size=1, max_size=12).filter(str.strip), max_size=6))
def test_each_token_is_given_the_sentence_it_stands_in(sentences: list[str]) -> None:
    bag = Words().bag(sentences)
    starts = [0]
    for one in sentences:
        starts.append(starts[-1] + len(one) + 1)
    for token, at in zip(bag.doc, bag.sentence_of.tolist(), strict=True):
        assert starts[at] <= token.idx < starts[at + 1]


def test_words_that_mean_little_are_left_out() -> None:
    words = Words()
    named = [word for _, word in words.named("Well, I didn’t see the phones, um, no phones.")]
    assert named == ["phones", "phones"]


def test_nothing_said_is_no_words() -> None:
    bag = Words().bag([])
    assert (bag.size, len(bag.doc), bag.stems.tolist()) == (0, 0, [])


def test_sentence_of_a_million_characters_is_words_too() -> None:
    assert len(Words().doc("ab " * 400_000)) == 400_000
