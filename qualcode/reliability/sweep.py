"""From spans to counts by walking over span boundaries; the text is never expanded into characters.

Spans are half-open [start, end) in Unicode code points. One coder's overlapping spans of a code count once.
Cost is O(s log s) for s spans, whatever the length of the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter
from sys import maxsize
from typing import TYPE_CHECKING

from qualcode.errors import UsageError
from qualcode.spans import Span, contains, length, overlap, union

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.reliability.binary import FourCounts

RULES = ("any", "half", "half-or-inside")
"""When a unit counts as coded: touched at all; half covered; half covered or a coding wholly inside it."""

_BEYOND = (maxsize, maxsize)  # a span after every text
_start = itemgetter(0)
_end = itemgetter(1)


class UnknownRuleError(UsageError):
    """A rule for coded units that does not exist."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"There is no rule called {rule!r}.", f"Choose one of {', '.join(RULES)}.")


def clip(spans: Iterable[Span], readable: Sequence[Span]) -> list[Span]:
    """The parts of the spans that lie in the readable text, united.

    Args:
        spans: May overlap and be out of order; empty and inverted ones contribute nothing.
        readable: Sorted and disjoint, as `qualcode.spans.union` returns them.
    """
    united = union(spans)
    if len(readable) == 1:  # the usual case: a whole transcript
        low, high = readable[0]
        if not united or (united[0][0] >= low and united[-1][1] <= high):
            return united
        return [(max(start, low), min(end, high)) for start, end in united if start < high and end > low]
    parts: list[Span] = []
    for start, end in united:
        index = bisect_right(readable, start, key=_end)
        while index < len(readable) and readable[index][0] < end:
            parts.append((max(start, readable[index][0]), min(end, readable[index][1])))
            index += 1
    return parts


def four_counts(
    a_spans: Iterable[Span], b_spans: Iterable[Span], readable_spans: Iterable[Span]
) -> FourCounts:
    """Characters of the readable text coded by both, only A, only B, neither.

    Args:
        a_spans: First coder's spans of one code, in any order, overlaps allowed.
        b_spans: Second coder's spans of the same code.
        readable_spans: Text both coders read; anything outside is not counted at all.
    """
    readable = union(readable_spans)
    return four(clip(a_spans, readable), clip(b_spans, readable), length(readable))


def four_counts_by_code(
    a_codings: Mapping[str, Iterable[Span]],
    b_codings: Mapping[str, Iterable[Span]],
    readable_spans: Iterable[Span],
) -> dict[str, FourCounts]:
    """`four_counts` of every code either coder used in one document; the readable text is united once."""
    readable = union(readable_spans)
    total = length(readable)
    return {
        code: four(clip(a_codings.get(code, ()), readable), clip(b_codings.get(code, ()), readable), total)
        for code in {**a_codings, **b_codings}
    }


def four(a_parts: list[Span], b_parts: list[Span], total: int) -> FourCounts:
    """(both, only A, only B, neither) of two sorted, disjoint lists in `total` positions."""
    both = _shared(a_parts, b_parts)
    a_total, b_total = length(a_parts), length(b_parts)
    return both, a_total - both, b_total - both, total - a_total - b_total + both


def _shared(a_parts: list[Span], b_parts: list[Span]) -> int:
    """Length of the intersection of two united lists, without building it."""
    shared = 0
    others = iter(b_parts)
    other_start, other_end = next(others, _BEYOND)
    for start, end in a_parts:
        while other_start < end:
            shared += max(0, min(end, other_end) - max(start, other_start))
            if other_end > end:
                break  # the rest of it may meet the next span as well
            other_start, other_end = next(others, _BEYOND)
    return shared


def coded_units(spans: Iterable[Span], units: Sequence[Span], rule: str = "half-or-inside") -> set[int]:
    """Indices of the units that count as coded.

    Args:
        spans: One coder's codings of one code, raw: overlaps and any order allowed, empty ones ignored.
        units: Sorted, disjoint (start, end); gaps between them are allowed and belong to no unit.
        rule: "any": one coded character is enough; "half": the united spans cover at least half of the unit;
            "half-or-inside": as "half", or one of the codings lies wholly inside the unit.

    Raises:
        UnknownRuleError: The rule is none of these.
    """
    if rule not in RULES:
        raise UnknownRuleError(rule)
    raw = [span for span in spans if span[0] < span[1]]
    covered = _covered(union(raw), units)
    if rule == "any":
        return set(covered)
    coded = {index for index, count in covered.items() if 2 * count >= units[index][1] - units[index][0]}
    return coded if rule == "half" else coded | _with_coding_inside(raw, units)


def _covered(united: list[Span], units: Sequence[Span]) -> dict[int, int]:
    covered: dict[int, int] = {}
    for span in united:
        first = bisect_right(units, span[0], key=_end)
        for index in range(first, bisect_left(units, span[1], key=_start)):
            shared = overlap(span, units[index])
            if shared:
                covered[index] = covered.get(index, 0) + shared
    return covered


def _with_coding_inside(spans: list[Span], units: Sequence[Span]) -> set[int]:
    inside: set[int] = set()
    for span in spans:
        index = bisect_right(units, span[0], key=_start) - 1
        if index >= 0 and contains(units[index], span):
            inside.add(index)
    return inside


def unit_counts(a_units: set[int], b_units: set[int], units: int) -> FourCounts:
    """Four counts over `units` units from the indices each coder coded."""
    both = len(a_units & b_units)
    return both, len(a_units) - both, len(b_units) - both, units - len(a_units | b_units)
