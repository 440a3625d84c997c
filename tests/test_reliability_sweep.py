"""Counting by span boundaries gives what counting every character would give."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.reliability.sweep import (
    UnknownRuleError,
    clip,
    coded_units,
    four_counts,
    four_counts_by_code,
    unit_counts,
)

if TYPE_CHECKING:
    from qualcode.spans import Span

LENGTH = 60
position = st.integers(0, LENGTH)
spans = st.lists(st.tuples(position, position), max_size=8)
cuts = st.sets(position, min_size=2, max_size=10).map(sorted)


def characters(of: list[Span]) -> set[int]:
    return {index for start, end in of for index in range(start, end)}


@given(spans, spans, spans)
def test_four_counts_equal_counting_every_character(
    a: list[Span], b: list[Span], readable: list[Span]
) -> None:
    read = characters(readable)
    in_a, in_b = characters(a) & read, characters(b) & read
    expected = (len(in_a & in_b), len(in_a - in_b), len(in_b - in_a), len(read - in_a - in_b))
    assert four_counts(a, b, readable) == expected


def test_self_overlap_counts_once_and_text_outside_the_readable_does_not_count() -> None:
    assert four_counts([(10, 50), (30, 70)], [(10, 70)], [(0, 200)]) == (60, 0, 0, 140)
    assert four_counts([(0, 100)], [], [(20, 30), (90, 120)]) == (0, 20, 0, 20)
    assert four_counts([(0, 5)], [(0, 5)], []) == (0, 0, 0, 0)


def test_clip_keeps_the_parts_inside_several_readable_spans() -> None:
    assert clip([(5, 25), (40, 41)], [(0, 10), (20, 30)]) == [(5, 10), (20, 25)]


def test_counts_by_code_cover_codes_only_one_coder_used() -> None:
    a, b = {"trust": [(0, 10)], "fear": [(5, 6)]}, {"trust": [(5, 15)], "hope": [(0, 4)]}
    assert four_counts_by_code(a, b, [(0, 20)]) == {
        "trust": (5, 5, 5, 5),
        "fear": (0, 1, 0, 19),
        "hope": (0, 0, 4, 16),
    }


UNITS = [(0, 10), (10, 20), (25, 45)]


@pytest.mark.parametrize(
    ("codings", "rule", "coded"),
    [
        ([(9, 11)], "any", {0, 1}),
        ([(9, 11)], "half", set()),
        ([(9, 11)], "half-or-inside", set()),
        ([(2, 4)], "half", set()),
        ([(2, 4)], "half-or-inside", {0}),
        ([(0, 5)], "half", {0}),
        ([(1, 4), (4, 6)], "half", {0}),
        ([(0, 3), (1, 5)], "half", {0}),
        ([(20, 25)], "any", set()),
        ([(15, 35)], "half", {1, 2}),
        ([(15, 34)], "half-or-inside", {1}),
        ([(44, 60)], "any", {2}),
        ([(3, 3), (9, 4)], "any", set()),
    ],
)
def test_which_units_count_as_coded(codings: list[Span], rule: str, coded: set[int]) -> None:
    assert coded_units(codings, UNITS, rule) == coded


def test_a_rule_that_does_not_exist_is_refused_with_the_names_that_do() -> None:
    with pytest.raises(UnknownRuleError) as caught:
        coded_units([], UNITS, "most")
    assert "half-or-inside" in caught.value.hint


@given(spans, cuts)
def test_coded_units_equal_counting_characters_unit_by_unit(codings: list[Span], ends: list[int]) -> None:
    units = list(itertools.pairwise(ends))[::2] or [(ends[0], ends[1])]
    marked = characters(codings)
    covered = [len(marked & characters([unit])) for unit in units]
    inside = {
        index
        for index, unit in enumerate(units)
        if any(unit[0] <= start < end <= unit[1] for start, end in codings)
    }
    half = {i for i, (start, end) in enumerate(units) if 2 * covered[i] >= end - start}
    assert coded_units(codings, units, "any") == {i for i, count in enumerate(covered) if count}
    assert coded_units(codings, units, "half") == half
    assert coded_units(codings, units, "half-or-inside") == half | inside


@given(spans, spans)
def test_units_of_one_character_give_the_character_counts(a: list[Span], b: list[Span]) -> None:
    units = [(index, index + 1) for index in range(LENGTH)]
    for rule in ("any", "half", "half-or-inside"):
        table = unit_counts(coded_units(a, units, rule), coded_units(b, units, rule), LENGTH)
        assert table == four_counts(a, b, [(0, LENGTH)])
