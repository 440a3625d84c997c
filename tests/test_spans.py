"""Span arithmetic, held to sets of characters."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from qualcode import spans

if TYPE_CHECKING:
    from qualcode.spans import Span

SPAN = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: (min(pair), max(pair)))
SPANS = st.lists(SPAN, max_size=8)


def characters(found: list[Span]) -> set[int]:
    return {place for start, end in found for place in range(start, end)}


@given(SPAN, SPAN)
def test_overlap_counts_shared_characters(a: Span, b: Span) -> None:
    assert spans.overlap(a, b) == len(characters([a]) & characters([b]))


def test_touching_spans_do_not_overlap() -> None:
    assert spans.overlap((0, 5), (5, 9)) == 0


@given(SPAN, SPAN)
def test_contained_characters_are_all_in_the_outer_span(outer: Span, inner: Span) -> None:
    if spans.contains(outer, inner):
        assert characters([inner]) <= characters([outer])
    elif inner[0] < inner[1]:
        assert not characters([inner]) <= characters([outer])


@given(SPANS)
def test_union_covers_the_same_characters_in_disjoint_rising_spans(found: list[Span]) -> None:
    joined = spans.union(found)
    assert characters(joined) == characters(found)
    assert all(a[1] < b[0] for a, b in pairwise(joined))
    assert all(start < end for start, end in joined)


@given(SPANS)
def test_union_of_a_union_is_itself(found: list[Span]) -> None:
    assert spans.union(spans.union(found)) == spans.union(found)


@given(SPANS, SPANS)
def test_intersection_holds_the_characters_in_both(a: list[Span], b: list[Span]) -> None:
    both = spans.intersection(spans.union(a), spans.union(b))
    assert characters(both) == characters(a) & characters(b)
    assert both == sorted(both)


@given(SPANS)
def test_length_of_a_union_counts_each_character_once(found: list[Span]) -> None:
    assert spans.length(spans.union(found)) == len(characters(found))
