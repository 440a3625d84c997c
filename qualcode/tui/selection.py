"""What is selected, and how it moves: by unit, by turn, by word, by character. Knows no screen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal

from qualcode.tui.words import phrases, words

if TYPE_CHECKING:
    from qualcode.spans import Span
    from qualcode.tui.page import Ground

Edge = Literal["start", "end"]
Parts = Callable[[str, int, int], "list[Span]"]

_NEARBY: Final = 2
"""Units on either side of an offset in which its neighbouring words are looked for."""


class Selection:
    """A stretch of a transcript, never empty. `edge` is the end that grows and shrinks word by word."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.edge: Edge = "end"
        self.start = self.end = 0
        self.anchor: Span = (0, 0)
        if ground.units:
            self.select(ground.units[0])

    @property
    def span(self) -> Span:
        """(start_char, end_char)."""
        return self.start, self.end

    @property
    def unit(self) -> int:
        """Index of the unit at the moving end."""
        return self.ground.unit_at(self.start if self.edge == "start" else self.end - 1)

    @property
    def quotation(self) -> str:
        """The selected words."""
        return self.ground.text[self.start : self.end]

    def is_units(self) -> bool:
        """Whether whole units are selected."""
        first, last = self.ground.unit_at(self.start), self.ground.unit_at(self.end - 1)
        return self.ground.units[first][0] == self.start and self.ground.units[last][1] == self.end

    def select(self, span: Span) -> None:
        """Select a stretch; it grows and shrinks from there."""
        self.start, self.end = span
        self.anchor, self.edge = span, "end"

    def to_unit(self, unit: int) -> None:
        """Select one unit; one before the first or past the last stands for that."""
        self.select(self.ground.units[max(0, min(unit, len(self.ground.units) - 1))])

    def by_unit(self, step: int) -> None:
        """Select the unit `step` away from the one at the moving end."""
        self.to_unit(self.unit + step)

    def by_turn(self, step: int) -> None:
        """Select the first unit of the next turn, of this one, or of the one before."""
        here = self.ground.turn_units(self.unit)
        if step > 0:
            self.to_unit(here.stop)
        elif self.unit > here.start:
            self.to_unit(here.start)
        else:
            self.to_unit(self.ground.turn_units(max(0, here.start - 1)).start)

    def whole_turn(self) -> None:
        """Select all that is said in this turn."""
        here = self.ground.turn_units(self.unit)
        first, last = self.ground.units[here.start], self.ground.units[here.stop - 1]
        self.select((first[0], last[1]))
        self.anchor = first

    def by_word(self, step: int) -> None:
        """Select one word: the first or last of what is selected, or of one word the next or previous."""
        self._by(words, step)

    def by_phrase(self, step: int) -> None:
        """Select one phrase, as `by_word` does a word."""
        self._by(phrases, step)

    def other_edge(self) -> None:
        """Let the other end be the one that moves."""
        self.edge = "start" if self.edge == "end" else "end"

    def extend_by_unit(self, step: int) -> None:
        """Take in one unit more, or let the last one taken in go."""
        self._extend(self.ground.starts, [end for _, end in self.ground.units], step)

    def extend_by_turn(self, step: int) -> None:
        """Take in the rest of the turn, then one turn more; or let go what was taken in."""
        turn_of = self.ground.turn_of
        firsts = [at for at, turn in enumerate(turn_of) if at == 0 or turn_of[at - 1] != turn]
        lasts = [at - 1 for at in firsts[1:]] + [len(self.ground.units) - 1]
        units = self.ground.units
        self._extend([units[at][0] for at in firsts], [units[at][1] for at in lasts], step)

    def extend_by_word(self, step: int) -> None:
        """Move one end by a word; the last word left stays."""
        self._extend_by(words, step)

    def extend_by_phrase(self, step: int) -> None:
        """Move one end by a phrase; the last phrase left stays."""
        self._extend_by(phrases, step)

    def extend_by_character(self, step: int) -> None:
        """Move one end by a character; the last one left stays. For what words do not suit."""
        if self.edge == "end":
            self.end = max(self.start + 1, min(self.end + step, len(self.ground.text)))
        else:
            self.start = min(self.end - 1, max(self.start + step, 0))
        self.anchor = self.span

    def drag(self, anchor: int, offset: int) -> None:
        """Select whole words from one offset to another, as a mouse does."""
        low, high = sorted((anchor, offset))
        first = next((w for w in self._around(words, low) if w[1] > low), None)
        lasts = [w for w in self._around(words, high) if w[0] <= high]
        if first is None and not lasts:
            return
        touched = [*([first] if first else []), *lasts[-1:]]
        start, end = touched[0][0], touched[-1][1]
        self.select(self._with_edges((start, end) if start < end else touched[0]))
        self.edge = "end" if offset >= anchor else "start"

    def _by(self, parts: Parts, step: int) -> None:
        inside = parts(self.ground.text, self.start, self.end)
        if inside and inside != [self.span]:
            self.select(inside[0] if step > 0 else inside[-1])
        elif step > 0:
            after = [part for part in self._around(parts, self.end) if part[0] >= self.end]
            self.select(after[0] if after else self.span)
        else:
            before = [part for part in self._around(parts, self.start) if part[1] <= self.start]
            self.select(before[-1] if before else self.span)

    def _extend_by(self, parts: Parts, step: int) -> None:
        at = self.end if self.edge == "end" else self.start
        around = [self._with_edges(part) for part in self._around(parts, at)]
        if self.edge == "end":
            ends = [end for _, end in around if (end > at if step > 0 else self.start < end < at)]
            self.end = (min(ends) if step > 0 else max(ends)) if ends else at
        else:
            starts = [start for start, _ in around if (at < start < self.end if step > 0 else start < at)]
            self.start = (min(starts) if step > 0 else max(starts)) if starts else at
        self.anchor = self.span

    def _extend(self, starts: list[int], ends: list[int], step: int) -> None:
        if step > 0 and self.start < self.anchor[0]:
            at = bisect_right(starts, self.start)
            self.start = min(starts[at] if at < len(starts) else self.anchor[0], self.anchor[0])
        elif step > 0:
            at = bisect_right(ends, self.end)
            self.end, self.edge = (ends[at] if at < len(ends) else self.end), "end"
        elif self.end > self.anchor[1]:
            at = bisect_left(ends, self.end) - 1
            self.end = max(ends[at] if at >= 0 else 0, self.anchor[1])
        else:
            at = bisect_left(starts, self.start) - 1
            self.start, self.edge = (starts[at] if at >= 0 else self.start), "start"

    def _around(self, parts: Parts, offset: int) -> list[Span]:
        unit = self.ground.unit_at(offset)
        nearby = self.ground.units[max(0, unit - _NEARBY) : unit + _NEARBY + 1]
        return [part for start, end in nearby for part in parts(self.ground.text, start, end)]

    def _with_edges(self, word: Span) -> Span:
        """A unit's first word with the quotation mark before it, its last one with the full stop after it."""
        first, last = self.ground.unit_at(word[0]), self.ground.unit_at(word[1] - 1)
        text, (begin, end) = self.ground.text, (self.ground.units[first][0], self.ground.units[last][1])
        start = begin if not words(text, begin, word[0]) else word[0]
        stop = end if not words(text, word[1], end) else word[1]
        return start, stop
