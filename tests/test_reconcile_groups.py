"""Spans of two passes taken apart into things that can be decided one by one."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qualcode.reconcile.groups import Group, connected
from qualcode.spans import Span, intersection, union


def group_of(spans: tuple[tuple[Span, ...], ...]) -> Group:
    return Group("t", "c", spans, (True,) * len(spans))


spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda drawn: (drawn[0], sum(drawn))), max_size=8
).map(union)


@given(spans, spans)
def test_groups_hold_every_span_once_and_never_overlap(a: list[Span], b: list[Span]) -> None:
    found = list(connected(a, b))
    assert [span for a_part, _ in found for span in a_part] == a
    assert [span for _, b_part in found for span in b_part] == b
    extents = [group_of(one).extent for one in found]
    assert all(before[1] <= after[0] for before, after in pairwise(extents))


@given(spans, spans)
def test_a_group_is_one_unbroken_stretch(a: list[Span], b: list[Span]) -> None:
    for one in connected(a, b):
        group = group_of(one)
        assert union(group.spans[0] + group.spans[1]) == [group.extent]


@given(spans, spans)
def test_kinds_say_who_coded(a: list[Span], b: list[Span]) -> None:
    for one in connected(a, b):
        group = group_of(one)
        shared = intersection(list(group.spans[0]), list(group.spans[1]))
        assert (group.kind in ("agreed", "boundary")) == bool(shared)
        assert (group.kind == "agreed") == (group.spans[0] == group.spans[1])


def test_spans_that_only_touch_are_two_disagreements() -> None:
    assert [group_of(one).kind for one in connected([(0, 5)], [(5, 9)])] == ["missed", "extra"]


def test_one_long_span_against_two_short_ones_is_one_boundary() -> None:
    (one,) = connected([(0, 20)], [(2, 5), (10, 25)])
    assert group_of(one).kind == "boundary"
    assert group_of(one).extent == (0, 25)
