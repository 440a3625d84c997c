"""A tree of codes as lines of text, and as corners for a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.themes.clusters import Branch

UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
"""Sides of a character cell from which a line leaves."""

SIGNS: Final = " ╵╷│╴┘┐┤╶└┌├─┴┬┼"
"""The line for each sum of sides."""


@dataclass(frozen=True, slots=True)
class Joint:
    """Where a branch divides: its depth, 0 at the root to 1 at the leaves, and the rows of its two arms.

    Rows are fractions: a branch leaves its own joint in the middle of its arms.
    """

    depth: float
    upper: float
    lower: float
    upper_depth: float
    lower_depth: float


def joints(leaves: int, tree: Sequence[Branch]) -> list[Joint]:
    """Joints of a tree over rows 0 to leaves - 1."""
    tallest = max((one.height for one in tree), default=0.0) or 1.0
    row = [float(at) for at in range(leaves)]
    depth = [1.0] * leaves
    found = []
    for one in tree:
        own = 1.0 - one.height / tallest
        upper, lower = sorted((one.left, one.right), key=lambda node: row[node])
        found.append(Joint(own, row[upper], row[lower], depth[upper], depth[lower]))
        row.append((row[upper] + row[lower]) / 2)
        depth.append(own)
    return found


def lines(leaves: int, tree: Sequence[Branch], width: int) -> list[str]:
    """The tree with its root on the left, one line per leaf, `width` characters each.

    A branch stands at least one column right of the one it leaves, as long as there are columns.
    """
    cells = [[0] * width for _ in range(leaves)]
    columns = _columns(leaves, tree, width)
    rows: list[int] = list(range(leaves))
    for one in tree:
        rows.append((rows[one.left] + rows[one.right]) // 2)
    for at, one in enumerate(tree):
        own = columns[leaves + at]
        upper, lower = sorted((one.left, one.right), key=lambda node: rows[node])
        _vertical(cells, own, rows[upper], rows[lower])
        for node in (upper, lower):
            _horizontal(cells[rows[node]], own, columns[node])
    return ["".join(SIGNS[cell] for cell in line) for line in cells]


def _columns(leaves: int, tree: Sequence[Branch], width: int) -> list[int]:
    tallest = max((one.height for one in tree), default=0.0) or 1.0
    columns = [width] * leaves + [round((width - 1) * (1 - one.height / tallest)) for one in tree]
    for at in range(len(tree) - 1, -1, -1):  # from the root
        for node in (tree[at].left, tree[at].right):
            if node >= leaves:
                columns[node] = min(max(columns[node], columns[leaves + at] + 1), width - 1)
    return columns


def _vertical(cells: list[list[int]], column: int, top: int, bottom: int) -> None:
    for row in range(top, bottom):
        cells[row][column] |= DOWN
        cells[row + 1][column] |= UP


def _horizontal(line: list[int], start: int, end: int) -> None:
    for column in range(start, min(end, len(line) - 1)):
        line[column] |= RIGHT
        line[column + 1] |= LEFT
    if end >= len(line):
        line[-1] |= RIGHT
