"""Distances between sets of codes, and alpha on them."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from math import prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qualcode.reliability.coefficients import label_sets, nominal
from qualcode.reliability.labelsets import (
    DISTANCES,
    CodeSet,
    dice,
    exact,
    jaccard,
    judged_sets,
    masi,
    multi_valued_alpha,
    observed,
)

code_set = st.frozensets(st.sampled_from("abcd"))
Units = list[list[CodeSet | None]]
units = st.lists(st.lists(st.none() | code_set, min_size=2, max_size=2), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("ab", "ab", (0, 0, 0, 0)),
        ("", "", (0, 0, 0, 0)),
        ("", "a", (1, 1, 1, 1)),
        ("a", "b", (1, 1, 1, 1)),
        ("ab", "a", (1, Fraction(1, 2), Fraction(1, 3), Fraction(2, 3))),
        ("ab", "ac", (1, Fraction(2, 3), Fraction(1, 2), Fraction(8, 9))),
    ],
)
def test_distances_between_sets(one: str, other: str, expected: tuple[Fraction, ...]) -> None:
    pair = frozenset(one), frozenset(other)
    assert (exact(*pair), jaccard(*pair), dice(*pair), masi(*pair)) == expected


@given(code_set, code_set)
def test_every_distance_is_symmetric_between_zero_and_one_and_zero_only_for_equal_sets(
    one: CodeSet, other: CodeSet
) -> None:
    for distance in DISTANCES.values():
        assert distance(one, other) == distance(other, one)
        assert 0 <= distance(one, other) <= 1
        assert (distance(one, other) == 0) == (one == other)


@given(units)
@settings(deadline=None)
def test_exact_sets_give_the_nominal_alpha_of_the_sets(given_units: Units) -> None:
    result = label_sets(given_units)
    assert result["alpha_exact_set"] == pytest.approx(nominal(given_units)["krippendorff_alpha"], abs=1e-12)


@given(units)
@settings(deadline=None, max_examples=40)
def test_multi_valued_alpha_equals_listing_every_pair_of_sets(given_units: Units) -> None:
    judged = judged_sets(given_units)
    sets = [codes for row in judged for codes in row]
    used = {code: sum(code in codes for codes in sets) for code in "abcd"}
    expected = Fraction(0)
    for one, other in product(sets, sets):
        listed = [
            (prod(used[c] - (c in first) for c in second) * prod(used[c] for c in first), dice(first, second))
            for first in map(frozenset, combinations("abcd", len(one)))
            for second in map(frozenset, combinations("abcd", len(other)))
        ]
        ways = sum(count for count, _ in listed)
        if ways:
            apart = sum((count * distance for count, distance in listed), Fraction(0))
            expected += apart / ways / len(sets) ** 2
    assume(expected)
    assert multi_valued_alpha(judged) == 1 - observed(judged, dice) / len(sets) / expected


def test_agreement_of_two_coders_sets_worked_by_hand() -> None:
    result = label_sets([[["a", "b"], ["a"]], [["c"], ["c"]], [["a"], ["b", "c"]], [["b"], ["b", "a"]]])
    assert result["mean_jaccard_agreement"] == pytest.approx(0.5)
    assert result["exact_match_share"] == 0.25
    assert result["micro_f1"] == pytest.approx(2 * 3 / 11)


def test_all_the_same_set_is_undefined_and_says_so() -> None:
    result = label_sets([[["a"], ["a"]], [["a"], ["a"]]])
    assert result["alpha_masi"] is None
    assert result["undefined"]["alpha_masi"] == "no variation"
    assert result["mean_jaccard_agreement"] == 1.0


def test_without_pairs_everything_is_undefined() -> None:
    result = label_sets([[["a"], None], [None, []]])
    assert result["n_pairable"] == 0
    assert result["undefined"]["micro_f1"] == "no unit was judged by two coders"
