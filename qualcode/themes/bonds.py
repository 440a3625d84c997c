"""The lines of stated relations on the thematic map: each in a lane of its own, its words beside it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from qualcode.themes.map import Box
    from qualcode.themes.relations import Relation

LINE: Final = 18
"""Height of a line of type, in pixels."""

LANE: Final = 16
"""Pixels from lane to lane."""

STEP: Final = 9
"""How far below each other several relations meet a theme."""

LETTERS: Final = 18
"""Letters of a relation's words on a line."""

WORDS: Final = 150
"""Pixels that such a line takes."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bond:
    """A relation of `theme` to `other`: its corners from edge to edge, and its words from (`x`, `y`) down.

    `leader`: the line from the lane to the words.
    """

    theme: str
    other: str
    label: str
    points: tuple[Point, Point, Point, Point]
    lines: tuple[str, ...]
    x: float
    y: float

    @property
    def leader(self) -> tuple[Point, Point]:
        """From the lane, at the height of the words, to a little before them."""
        middle = self.y + LINE * len(self.lines) / 2
        return (self.points[1][0], middle), (self.x - 4, middle)

    @property
    def head(self) -> tuple[Point, Point, Point]:
        """The corners of the arrow head, which points at the second theme."""
        x, y = self.points[-1]
        ahead = 1 if self.points[-2][0] > x else -1
        return (x + ahead, y), (x + 9 * ahead, y - 4), (x + 9 * ahead, y + 4)


def room(number: int) -> int:
    """Pixels that the lanes and words of so many relations take."""
    return LANE * (number + 1) + WORDS if number else 0


def among_sub_themes(stated: Sequence[Relation], sub_themes: Container[str]) -> list[Relation]:
    """Relations of one sub-theme to another, which are drawn at the right of all boxes."""
    return [one for one in stated if one.theme in sub_themes and one.other in sub_themes]


def bonds(stated: Sequence[Relation], at: Mapping[str, Box], wide: float) -> tuple[Bond, ...]:
    """A line for each relation; `at` are the boxes by name, all of them so `wide`."""
    sub_themes = {name for name, box in at.items() if box.role == "sub-theme"}
    outer = among_sub_themes(stated, sub_themes)
    inner = [one for one in stated if one not in outer]
    met: dict[str, int] = {}
    return (
        *_apart([_bond(one, n, len(inner), at, wide, met) for n, one in enumerate(inner, start=1)]),
        *_apart([_bond(one, n, len(outer), at, wide, met) for n, one in enumerate(outer, start=1)]),
    )


def _bond(
    one: Relation, number: int, of: int, at: Mapping[str, Box], wide: float, met: dict[str, int]
) -> Bond:
    """One of several beside a column: from and to right edges, or the left edge of a box further right."""
    boxes = at[one.theme], at[one.other]
    column = min(box.x for box in boxes)
    edge = column + wide
    (x, start), (end_x, end) = (
        (edge if box.x == column else float(box.x), _meeting(box, met)) for box in boxes
    )
    words = tuple(textwrap.wrap(one.relation, LETTERS))
    lane = edge + LANE * number
    top = (start + end) / 2 - LINE * len(words) / 2
    corners = ((x, start), (lane, start), (lane, end), (end_x, end))
    return Bond(one.theme, one.other, one.relation, corners, words, edge + room(of) - WORDS, top)


def svg(found: Sequence[Bond]) -> str:
    """Lines, arrow heads and words."""
    drawn = "".join(
        f'<polyline points="{_points(one.points)}"/><polygon points="{_points(one.head)}" fill="#000"/>'
        f'<polyline points="{_points(one.leader)}" stroke-dasharray="2 2"/>'
        for one in found
    )
    words = "".join(
        f'<text x="{one.x:g}" y="{one.y + LINE * (row + 0.75):g}" font-style="italic">{escape(line)}</text>'
        for one in found
        for row, line in enumerate(one.lines)
    )
    return f'<g stroke="#000" stroke-width="1.2" fill="none">{drawn}</g>{words}' if found else ""


def _meeting(box: Box, met: dict[str, int]) -> float:
    """Where the next relation meets a theme: a little below its middle, where its sub-themes are joined."""
    met[box.key] = met.get(box.key, 0) + 1
    return min(box.middle + STEP * met[box.key], box.y + box.height - 4)


def _apart(made: list[Bond]) -> tuple[Bond, ...]:
    """The same with no words over others."""
    free = 0.0
    placed: dict[int, Bond] = {}
    for number, one in sorted(enumerate(made), key=lambda pair: pair[1].y):
        placed[number] = replace(one, y=max(one.y, free))
        free = placed[number].y + LINE * len(one.lines) + 2
    return tuple(placed[number] for number in range(len(made)))


def _points(corners: Sequence[Point]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in corners)
