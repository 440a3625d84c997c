"""Codings beside the text: which bar stands in which lane of which rows, and where its name is written.

Lanes are told apart by place and by the shape of their bars, so that no meaning hangs on colour.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.passes.onepass import Mark
    from qualcode.tui.page import Page


class Shape(NamedTuple):
    """What a bar is drawn with: its first row, those between, its last; and a bar of one row."""

    first: str
    between: str
    last: str
    only: str


SHAPES: Final = (
    Shape("┏", "┃", "┗", "■"),
    Shape("╔", "║", "╚", "◆"),
    Shape("┌", "│", "└", "●"),
    Shape("╭", "╎", "╰", "▲"),
)
"""Shapes by lane; the fifth lane begins again with the first."""

SHOWN_SHAPE: Final = Shape("┬", "┊", "┴", "◇")
"""Shape of codings of another pass that is shown beside one's own."""

_SPILL: Final = 2
"""Rows below its last one on which a bar's name may still stand, when it is a short bar among many."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A coding on rows [first, last] of a page, in a lane; None where all lanes are taken."""

    mark: Mark
    first: int
    last: int
    lane: int | None
    own: bool = True

    @property
    def shape(self) -> Shape:
        """What it is drawn with."""
        return SHAPES[(self.lane or 0) % len(SHAPES)] if self.own else SHOWN_SHAPE

    def glyph(self, row: int) -> str:
        """What stands in its lane on a row."""
        if self.first == self.last:
            return self.shape.only
        if row == self.first:
            return self.shape.first
        return self.shape.last if row == self.last else self.shape.between

    @property
    def sign(self) -> str:
        """What its name begins with, which is what its bar begins with."""
        return self.glyph(self.first)


class Margin:
    """All bars of a page."""

    def __init__(self, page: Page, marks: Iterable[Mark], lanes: int, own_pass: str) -> None:
        self.lanes = lanes
        self.bars = _in_lanes(page, marks, lanes, own_pass)
        self._by_lane: list[list[Bar]] = [[] for _ in range(lanes)]
        self._crowded: list[Bar] = []
        for bar in self.bars:
            (self._crowded if bar.lane is None else self._by_lane[bar.lane]).append(bar)
        self._firsts = [[bar.first for bar in lane] for lane in self._by_lane]
        self.names = _names(self.bars)

    def on_row(self, row: int) -> list[Bar | None]:
        """For each lane the bar that stands in it on a row."""
        found: list[Bar | None] = []
        for lane, firsts in zip(self._by_lane, self._firsts, strict=True):
            at = bisect_right(firsts, row) - 1
            found.append(lane[at] if at >= 0 and lane[at].last >= row else None)
        return found

    def hidden_on_row(self, row: int) -> int:
        """How many codings of a row found no lane."""
        return sum(bar.first <= row <= bar.last for bar in self._crowded)


def _in_lanes(page: Page, marks: Iterable[Mark], lanes: int, own_pass: str) -> list[Bar]:
    free_from = [0] * lanes
    found = []
    for mark in marks:
        first, last = page.rows_of(mark.span)
        lane = next((at for at in range(lanes) if free_from[at] <= first), None)
        if lane is not None:
            free_from[lane] = last + 1
        found.append(Bar(mark, first, last, lane, mark.pass_id == own_pass))
    return found


def _names(bars: Iterable[Bar]) -> dict[int, list[Bar]]:
    """Where names are written: on the first free row of the bar or just below; else together on its first."""
    placed: dict[int, list[Bar]] = {}
    for bar in bars:
        rows = range(bar.first, max(bar.last, bar.first + _SPILL) + 1)
        row = next((row for row in rows if row not in placed), bar.first)
        placed.setdefault(row, []).append(bar)
    return placed
