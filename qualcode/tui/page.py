"""A transcript laid out for a width: rows of text with their offsets, computed once per width.

Widths are terminal cells, offsets code points. Every unit begins a row, so that its number, its codings and
its words stand side by side.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import split_graphemes

from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.model import Turn
    from qualcode.spans import Span
    from qualcode.store.project import Project

_PLAIN: Final = re.compile(r"[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027]*")
"""Text of which every character fills one cell, so that it can be measured by counting."""

_BLANKS: Final = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], " ")
"""Line breaks, tabs and controls are shown as one blank each, which keeps offsets as they are."""

_WIDE: Final = 2
"""Cells of a character between two of which a line may break without a blank (Chinese, Japanese, Korean)."""


class Row(NamedTuple):
    """One row of the screen: the words [start, end) of a unit, or the line that names who speaks (empty)."""

    unit: int
    start: int
    end: int
    is_speaker: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """What there is to read: text, numbered units, turns, and the turn each unit belongs to (-1: nobody)."""

    text: str
    units: Sequence[Span]
    turns: Sequence[Turn]
    turn_of: list[int] = field(init=False)
    shown: str = field(init=False)
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        begins = [turn.start_char for turn in self.turns]
        found = []
        for start, _ in self.units:
            at = bisect_right(begins, start) - 1
            found.append(at if at >= 0 and start < self.turns[at].end_char else -1)
        object.__setattr__(self, "turn_of", found)
        object.__setattr__(self, "shown", self.text.translate(_BLANKS))
        object.__setattr__(self, "starts", [start for start, _ in self.units])

    def unit_at(self, offset: int) -> int:
        """Index of the unit that holds an offset, or of the last one before it."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def units_in(self, span: Span) -> range:
        """Indexes of the units that share a character with a span."""
        first = bisect_right(self.starts, span[0]) - 1
        if first < 0 or self.units[first][1] <= span[0]:
            first += 1
        return range(first, max(first, bisect_left(self.starts, span[1])))

    def turn_units(self, unit: int) -> range:
        """Indexes of the units in the same turn as one of them."""
        turn, first, last = self.turn_of[unit], unit, unit
        while first > 0 and self.turn_of[first - 1] == turn:
            first -= 1
        while last + 1 < len(self.units) and self.turn_of[last + 1] == turn:
            last += 1
        return range(first, last + 1)

    def places(self, pattern: str) -> list[Span]:
        """Where words stand, in any case, whatever blanks are between them."""
        sought = r"\s+".join(re.escape(word) for word in pattern.split())
        found = re.finditer(sought, self.text, re.IGNORECASE) if sought else []
        return [match.span() for match in found]

    def speaker(self, unit: int) -> str:
        """Who says a unit, as the file writes it; empty when nobody does."""
        turn = self.turn_of[unit]
        return (self.turns[turn].speaker or "") if turn >= 0 else ""


def ground_of(project: Project, transcript_id: str) -> Ground:
    """What there is to read in a transcript."""
    turns = [turn for turn, _ in library.turns(project, transcript_id)]
    return Ground(library.text(project, transcript_id), library.units(project, transcript_id), turns)


class Grounds:
    """The transcripts of a project to read in; the one read last is kept at hand."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._last: tuple[str, Ground] | None = None

    def of(self, transcript_id: str) -> Ground:
        """What there is to read in a transcript."""
        if self._last is None or self._last[0] != transcript_id:
            self._last = transcript_id, ground_of(self._project, transcript_id)
        return self._last[1]


class Page:
    """The rows of a transcript at one width."""

    def __init__(self, ground: Ground, width: int) -> None:
        self.ground = ground
        self.width = width
        self.rows: list[Row] = list(_rows(ground, width))
        self._starts = [row.start for row in self.rows]

    def row_at(self, offset: int) -> int:
        """Index of the row that holds an offset, or of the last one before it."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def rows_of(self, span: Span) -> tuple[int, int]:
        """First and last row that a span touches."""
        first = self.row_at(span[0])
        if self.rows[first].end <= span[0]:  # the span begins in the blank between two rows
            first = min(first + 1, len(self.rows) - 1)
        while self.rows[first].is_speaker:
            first += 1
        return first, max(first, bisect_left(self._starts, span[1]) - 1)

    def offset_at(self, row: int, cell: int) -> int:
        """Offset of the character drawn at a cell of a row; the row's end past its last one."""
        _, start, end, _ = self.rows[row]
        at = 0
        for first, _, size in split_graphemes(self.ground.shown[start:end])[0]:
            at += size
            if cell < at:
                return start + first
        return end


def wrapped(shown: str, start: int, end: int, width: int) -> Iterator[Span]:
    """Offsets of the lines that hold shown[start:end], none wider than `width` cells, without end blanks.

    A single character wider than the line still gets one.
    """
    while start < end and shown[start] == " ":
        start += 1
    while start < end and shown[end - 1] == " ":
        end -= 1
    while start < end:
        cut = _cut(shown, start, end, width)
        stop = cut
        while stop > start + 1 and shown[stop - 1] == " ":
            stop -= 1
        yield start, stop
        start = cut
        while start < end and shown[start] == " ":
            start += 1


def _cut(shown: str, start: int, end: int, width: int) -> int:
    """Where the line that begins at `start` ends."""
    # A character may be as narrow as no cell at all, so what is looked at grows until it fills the line.
    stop = min(end, start + width + 1)
    if _PLAIN.fullmatch(shown, start, stop):
        if end - start <= width:
            return end
        blank = shown.rfind(" ", start, stop)
        return blank if blank > start else start + width
    return _cut_by_cells(shown, start, end, width)


def _cut_by_cells(shown: str, start: int, end: int, width: int) -> int:
    piece = shown[start : min(end, start + 8 * width)]
    filled, breakable, before = 0, 0, 0
    for first, last, size in split_graphemes(piece)[0]:
        if first and (piece[first] == " " or size == before == _WIDE):
            breakable = first
        if filled + size > width and first:
            return start + (breakable or first)
        filled, before = filled + size, size
        if piece[first:last] == " ":
            breakable = last
    return min(end, start + len(piece))


def _rows(ground: Ground, width: int) -> Iterator[Row]:
    before: int | None = None
    for unit, (start, end) in enumerate(ground.units):
        turn = ground.turn_of[unit]
        if turn != before:
            yield Row(unit, start, start, is_speaker=True)
            before = turn
        for first, last in wrapped(ground.shown, start, end, width):
            yield Row(unit, first, last, is_speaker=False)
