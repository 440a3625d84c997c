"""Word lines: a text as its words between single spaces, in which runs of whole words are found fast."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from qualcode.passes.folding import Words
    from qualcode.spans import Span


class Run(NamedTuple):
    """Words `first` up to but not including `end` of a line; how like they are to what was sought, 0..100."""

    first: int
    end: int
    score: float


class WordLine:
    """The words of a text in order, without punctuation, with the way back to the text."""

    def __init__(self, words: Words) -> None:
        self.keys = words.keys
        self._words = words
        self._line = f" {' '.join(words.keys)} "
        self._offsets = list(accumulate((len(key) + 1 for key in words.keys), initial=1))

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """Where each word stands, by its number in the line."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, key in enumerate(self.keys):
            found[key].append(number)
        return dict(found)

    @cached_property
    def vocabulary(self) -> list[str]:
        """The different words, in the order in which they first stand."""
        return list(self.positions)

    def span(self, first: int, end: int) -> Span:
        """The stretch of the text from word `first` up to, not including, word `end`."""
        return self._words.folded.original(self._words.starts[first], self._words.ends[end - 1])

    def stretch(self, first: int, end: int) -> str:
        """The words from `first` up to, not including, `end`, between single spaces."""
        return self._line[self._offsets[first] : self._offsets[end] - 1]

    def runs(self, keys: list[str], score: float, first: int = 0, end: int | None = None) -> list[Run]:
        """Every place between two words where these words stand in this order, also overlapping ones."""
        sought = f" {' '.join(keys)} "
        stop = self._offsets[len(self) if end is None else end]
        found: list[Run] = []
        at = self._line.find(sought, self._offsets[first] - 1, stop)
        while at >= 0:
            number = bisect_left(self._offsets, at + 1)
            found.append(Run(number, number + len(keys), score))
            at = self._line.find(sought, at + 1, stop)
        return found
