from __future__ import annotations

import pytest

from qualcode.themes.citations import citation, cited, quantifier

TEN = [f"P{n}" for n in range(1, 11)]


def test_citations_are_in_natural_order_without_doubles() -> None:
    assert citation(["P10", "P2", "P2"], TEN) == "(P2, P10)"
    assert citation([], TEN) == ""
    assert citation(["P3", "P5"], TEN, "illustrative") == "(e.g., P3, P5)"


def test_all_and_nearly_all_are_counted_not_listed() -> None:
    assert citation(TEN, TEN) == "(all 10 participants)"
    nine = [name for name in TEN if name != "P2"]
    assert citation(nine, TEN) == "(9 of 10; not P2)"
    assert citation(nine, TEN, public=True) == "(9 of 10)"
    assert citation(TEN[:8], TEN) == "(P1, P2, P3, P4, P5, P6, P7, P8)"


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("Some were doubted.", "Some were doubted (P3)."),
        ("Some were doubted", "Some were doubted (P3)."),
        ("Who was doubted?", "Who was doubted (P3)?"),
    ],
)
def test_the_citation_stands_before_the_period(sentence: str, whole: str) -> None:
    assert cited(sentence, "(P3)") == whole


@pytest.mark.parametrize(
    ("word", "fitting", "failing"),
    [
        ("one participant", [1], [2]),
        ("two participants", [2], [1, 3]),
        ("a few participants", [3], [2, 4]),
        ("some participants", [3, 4], [2, 5]),
        ("several of them", [3, 4], [2, 5]),
        ("about half of the participants", [5], [4, 6]),
        ("most participants", [6, 7, 8], [5, 9, 10]),
        ("many workers", [6, 8], [3, 9]),
        ("nearly all participants", [9], [8, 10]),
        ("all participants", [10], [9]),
    ],
)
def test_a_quantifier_is_held_against_the_count_of_ten(
    word: str, fitting: list[int], failing: list[int]
) -> None:
    sentence = f"It was said by {word} that days were long."
    for n in fitting:
        found = quantifier(sentence, n, 10)
        assert found is not None
        assert found.fits, (word, n)
    for n in failing:
        found = quantifier(sentence, n, 10)
        assert found is not None
        assert not found.fits, (word, n)


@pytest.mark.parametrize(
    "sentence",
    [
        "It was not easy at all.",
        "After all, they stayed.",
        "For the most part days were long.",
        "One day they left.",
    ],
)
def test_words_that_count_no_people_are_left_alone(sentence: str) -> None:
    assert quantifier(sentence, 3, 10) is None


def test_a_sentence_may_open_with_its_quantifier() -> None:
    found = quantifier("Most felt alone.", 3, 10)
    assert found is not None
    assert (found.word, found.fits) == ("most", False)
