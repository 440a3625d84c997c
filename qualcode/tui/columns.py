"""How the width of the screen is shared: numbers, text, lanes, names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WIDE: Final = 110
"""Cells of a terminal from which the codebook stands beside the text without being asked for."""

ROOMY: Final = 84
"""Cells of the text view from which there is room for more lanes."""

LONGEST_LINE: Final = 72
"""Cells past which lines of text grow no longer: long lines are hard to read."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Cells of each column; a blank stands between them."""

    number: int
    text: int
    lanes: int
    names: int


def columns(width: int, units: int) -> Columns:
    """The columns of a text view `width` cells wide, for a transcript of so many units.

    The lanes are reserved, never added when codings come, so that coding does not move the words.
    """
    number = max(2, len(str(units))) + 1
    lanes = 4 if width < ROOMY else 6
    rest = max(20, width - number - lanes - 3)
    text = min(LONGEST_LINE, max(16, rest * 68 // 100))
    return Columns(number, text, lanes, max(4, rest - text))
