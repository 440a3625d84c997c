"""A text in which some stretches were replaced, and where every other place of it is now. Pure.

Unlike a corrected version (`amending`), nothing has to be found again: what was replaced is known to the
character, so every span has its place in the new text, and keeps its words unless it touches a replacement.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.spans import Span


class Swap(NamedTuple):
    """Characters [start, end) of the old text, and what stands there in the new one."""

    start: int
    end: int
    words: str


class Rewriting:
    """An old text, the swaps that made it new, and the way from places in the one to places in the other.

    Raises:
        ValueError: a swap is empty, or two of them overlap.
    """

    def __init__(self, old: str, swaps: Iterable[Swap]) -> None:
        self.swaps = sorted(swaps)
        before = 0
        for swap in self.swaps:
            if not before <= swap.start < swap.end <= len(old):
                raise ValueError(swap)
            before = swap.end
        self.new = _put_in(old, self.swaps)
        self._starts = [swap.start for swap in self.swaps]
        grown = (len(swap.words) - (swap.end - swap.start) for swap in self.swaps)
        self._shifts = list(accumulate(grown, initial=0))

    def start(self, at: int) -> int:
        """Where a span that began at `at` begins now; inside a swap, where the replacement begins."""
        index, inside = self._swap_at(at)
        return self._starts[index] + self._shifts[index] if inside else at + self._shifts[index]

    def end(self, at: int) -> int:
        """Where a span that ended at `at` ends now; inside a swap, where the replacement ends."""
        index, inside = self._swap_at(at)
        if not inside:
            return at + self._shifts[index]
        return self.swaps[index].end + self._shifts[index + 1]

    def land(self, start: int, end: int) -> Span:
        """Where a span stands now; it takes in the whole of every replacement that it touched."""
        if start == end:  # between two characters
            return self.end(end), self.end(end)
        return self.start(start), self.end(end)

    def divide(self, spans: Iterable[Span]) -> list[Span]:
        """Disjoint spans in order, disjoint still: what a swap swallowed whole is not among them."""
        found: list[Span] = []
        last = 0
        for old_start, old_end in spans:
            start, end = self._within(max(self.start(old_start), last), self.end(old_end))
            if start < end:
                found.append((start, end))
                last = end
        return found

    def _within(self, start: int, end: int) -> Span:
        while start < end and self.new[start].isspace():
            start += 1
        return start, end

    def _swap_at(self, at: int) -> tuple[int, bool]:
        """How many swaps end at or before a place, and whether the next one has the place inside it."""
        index = bisect_right(self._starts, at - 1)  # swaps that begin before `at`
        if index and at < self.swaps[index - 1].end:
            return index - 1, True
        return index, False


def _put_in(old: str, swaps: list[Swap]) -> str:
    parts, at = [], 0
    for swap in swaps:
        parts += [old[at : swap.start], swap.words]
        at = swap.end
    return "".join([*parts, old[at:]])
