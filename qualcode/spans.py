"""Span arithmetic: half-open [start, end) stretches of Unicode code points, as in Python slices.

A span is a plain pair so that millions of them cost little; every function here is pure and works in
O(n log n) or better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Span = tuple[int, int]
"""(start_char, end_char), half-open, in Unicode code points of a transcript's text."""


def overlap(a: Span, b: Span) -> int:
    """Characters that two spans share; 0 when they only touch.

    >>> overlap((0, 5), (3, 9))
    2
    """
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def contains(outer: Span, inner: Span) -> bool:
    """Whether `inner` lies wholly inside `outer`."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def union(spans: Iterable[Span]) -> list[Span]:
    """Sorted, disjoint spans covering the same characters; touching spans are joined, empty ones dropped.

    >>> union([(5, 9), (0, 3), (2, 4), (4, 5)])
    [(0, 9)]
    """
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def intersection(left: list[Span], right: list[Span]) -> list[Span]:
    """Characters in both of two sorted, disjoint lists (as `union` returns them)."""
    shared: list[Span] = []
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if start < end:
            shared.append((start, end))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return shared


def length(spans: Iterable[Span]) -> int:
    """Characters covered by disjoint spans."""
    return sum(end - start for start, end in spans)
