"""Spans of two passes taken apart into things that can be decided one by one."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qualcode.reconcile.groups import Group, connected
from qualcode.spans import Span, intersection, union

spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda drawn: (drawn[0], sum(drawn))), max_size=8
).map(union)


@given(spans, spans)
def test_groups_hold_every_span_once_and_never_overlap(a: list[Span], b: list[Span]) -> None:
    found = list(connected(a, b))
    assert [span for a_part, _ in found for span in a_part] == a
    assert [span for _, b_part in found for span in b_part] == b
    extents = [Group("t", "c", *one).extent for one in found]
    assert all(before[1] <= after[0] for before, after in pairwise(extents))


@given(spans, spans)
def test_a_group_is_one_unbroken_stretch(a: list[Span], b: list[Span]) -> None:
    for one in connected(a, b):
        group = Group("t", "c", *one)
        assert union(group.a_spans + group.b_spans) == [group.extent]


@given(spans, spans)
def test_kinds_say_who_coded(a: list[Span], b: list[Span]) -> None:
    for one in connected(a, b):
        group = Group("t", "c", *one)
        shared = intersection(list(group.a_spans), list(group.b_spans))
        assert (group.kind in ("agreed", "boundary")) == bool(shared)
        assert (group.kind == "agreed") == (group.a_spans == group.b_spans)


def test_spans_that_only_touch_are_two_disagreements() -> None:
    assert [Group("t", "c", *one).kind for one in connected([(0, 5)], [(5, 9)])] == ["missed", "extra"]


def test_one_long_span_against_two_short_ones_is_one_boundary() -> None:
    (one,) = connected([(0, 20)], [(2, 5), (10, 25)])
    assert Group("t", "c", *one).kind == "boundary"
    assert Group("t", "c", *one).extent == (0, 25)
