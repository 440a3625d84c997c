"""Matching of whole segments."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.reliability.coefficients import segments
from qualcode.reliability.segments import Segment, ThresholdError, candidates, largest_matching

A: list[Segment] = [(0, 100, "x"), (120, 180, "y"), (200, 260, "x"), (300, 340, "z")]
B: list[Segment] = [(0, 95, "x"), (118, 182, "y"), (230, 290, "x"), (300, 340, "y")]

segment = st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from("xy")).map(
    lambda s: (min(s[:2]), max(s[:2]), s[2])
)
some = st.lists(segment, max_size=6)


def test_two_way_share_and_one_to_one_worked_by_hand() -> None:
    result = segments(A, B, 3, 0.9)
    assert result["two_way_match@0.9"] == {
        "agreements": 4,
        "segments": 8,
        "percent_agreement": 0.5,
        "brennan_prediger": 0.25,
    }
    assert result["one_to_one@0.9"] == {"tp": 2, "precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert result["one_to_one"] == result["one_to_one@0.9"]


def test_nine_tenths_of_ten_characters_reach_a_threshold_of_nine_tenths() -> None:
    assert segments([(0, 10, "x")], [(0, 9, "x")], 2, 0.9)["one_to_one"]["tp"] == 1
    assert segments([(0, 10, "x")], [(0, 9, "x")], 2, 0.91)["one_to_one"]["tp"] == 0


def test_one_segment_may_not_be_used_twice_one_to_one() -> None:
    result = segments([(0, 10, "x"), (1, 10, "x")], [(0, 10, "x")], 2, 0.5)
    assert result["two_way_match"]["agreements"] == 3
    assert result["one_to_one"]["tp"] == 1


@given(some, some, st.sampled_from([0.3, 0.5, 0.9, 1.0]))
@settings(deadline=None)
def test_candidates_equal_comparing_every_pair(a: list[Segment], b: list[Segment], iou: float) -> None:
    def matches(one: Segment, other: Segment) -> bool:
        first, second = set(range(one[0], one[1])), set(range(other[0], other[1]))
        return (
            one[2] == other[2] and bool(first & second) and len(first & second) >= iou * len(first | second)
        )

    expected = [[index for index, other in enumerate(b) if matches(one, other)] for one in a]
    assert [sorted(found) for found in candidates(a, b, iou)] == expected


@given(st.lists(st.lists(st.integers(0, 4), unique=True, max_size=5), max_size=5))
@settings(deadline=None)
def test_matching_is_as_large_as_the_best_of_all_assignments(partners: list[list[int]]) -> None:
    padded = [*range(5), *[-1] * len(partners)]
    best = max(
        sum(right in partners[left] for left, right in enumerate(order))
        for order in permutations(padded[:5], min(len(partners), 5))
    )
    assert largest_matching(partners) == best


def test_a_long_chain_of_segments_needs_no_recursion() -> None:
    chain = [[index, index + 1] for index in range(3000)]
    chain.append([0])
    assert largest_matching(chain) == 3001


def test_without_segments_or_with_one_code_chance_is_undefined() -> None:
    nothing = segments([], [], 3, 0.5)
    assert nothing["one_to_one"]["f1"] is None
    assert nothing["two_way_match"]["undefined"]["brennan_prediger"] == "no segments"
    single = segments(A, B, 1, 0.5)["two_way_match"]
    assert single["undefined"] == {"brennan_prediger": "one category declared"}


@pytest.mark.parametrize("iou", [0.0, -0.5, 1.5])
def test_thresholds_outside_zero_to_one_are_refused(iou: float) -> None:
    with pytest.raises(ThresholdError):
        segments(A, B, 3, iou)
