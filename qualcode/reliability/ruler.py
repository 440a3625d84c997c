"""Units as a ruler laid along a text: which of them a coder's spans make coded.

The rule is that of `sweep.coded_units`. Nearly all codings stand alone in their units, and then each covers a
run of whole units with perhaps a part at either end; only where two codings meet in one unit are their
characters added up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from qualcode.reliability.sweep import clip, coded_units
from qualcode.spans import union

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import Overlap
    from qualcode.spans import Span


class Ruler:
    """Sorted, disjoint units; gaps between them belong to none."""

    def __init__(self, units: Sequence[Span]) -> None:
        self.units = units
        self.starts = [start for start, _ in units]
        self.ends = [end for _, end in units]

    def coded(self, spans: Sequence[Span], overlap: Overlap) -> list[Span]:
        """Runs of unit numbers [first, last) that the spans make coded: sorted, disjoint.

        Args:
            spans: Codings of one code by one pass, none of them empty.
            overlap: When a unit counts as coded.
        """
        found: list[Span] = []
        starts, ends = self.starts, self.ends
        reached = -1
        for start, end in spans:
            first = bisect_right(ends, start)
            if first <= reached:  # shares a unit with the span before, or the spans are out of order
                return union((index, index + 1) for index in coded_units(spans, self.units, overlap))
            after = bisect_left(starts, end, first)
            if first == after:
                continue
            reached = after - 1
            if overlap != "any":
                first, after = self._mostly((start, end), (first, after), overlap)
            if first < after:
                found.append((first, after))
        return found

    def covered(self, spans: Sequence[Span]) -> list[Span]:
        """What of the spans lies in the units: sorted, disjoint, as `sweep.clip` has it."""
        found: list[Span] = []
        starts, ends = self.starts, self.ends
        reached = -1
        for start, end in spans:
            if start < reached:
                return clip(spans, self.units)
            reached = end
            first = bisect_right(ends, start)
            places = range(first, bisect_left(starts, end, first))
            found += [(max(start, starts[place]), min(end, ends[place])) for place in places]
        return found

    def _mostly(self, span: Span, run: Span, overlap: Overlap) -> Span:
        """Without the parts at either end that are covered by less than half."""
        (start, end), (first, after) = span, run
        low, high = self.starts[first], self.ends[after - 1]
        if after - first == 1:
            if overlap == "half-or-inside" and low <= start and end <= high:
                return run
            return first, first + (2 * (min(end, high) - max(start, low)) >= high - low)
        head, tail = self.ends[first], self.starts[after - 1]
        skip_first = start > low and 2 * (head - start) < head - low
        skip_last = end < high and 2 * (end - tail) < high - tail
        return first + skip_first, after - skip_last
