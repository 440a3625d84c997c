"""Judgements of several coders on the same units, gathered into distinct patterns with how often each occurs.

Every nominal coefficient depends on the patterns only, so a pattern may stand for one sentence or for a
hundred thousand characters at the same cost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from qualcode.errors import QualcodeError

Pattern = tuple[int | None, ...]
"""Per coder: index of the category chosen, None = not judged."""

Counts = Mapping[tuple[int, ...], int]
"""How many coders chose each category -> units of that kind (or characters, or any whole measure)."""

TWO_CODERS = 2


class UnevenRatingsError(QualcodeError):
    """Units that do not all have one value per coder."""

    def __init__(self) -> None:
        super().__init__(
            "The units do not all have the same number of values.", "Write None for a coder who skipped one."
        )


class UndeclaredCategoryError(QualcodeError):
    """A value that is not among the declared categories."""

    def __init__(self) -> None:
        super().__init__(
            "A unit holds a value that is not among the declared categories.",
            "Declare every category: chance agreement depends on how many there are.",
        )


class TableShapeError(QualcodeError):
    """A contingency table that is not square, or holds something else than counts."""

    def __init__(self) -> None:
        super().__init__(
            "A contingency table needs as many columns as rows, and counts of 0 or more.",
            "Rows are the first coder's categories, columns the second's, in the same order.",
        )


@dataclass(frozen=True, slots=True)
class Ratings:
    """Patterns of judgement and how many units show each.

    Attributes:
        patterns: Pattern -> number of units (> 0). All patterns have one entry per coder.
        categories: Declared categories; a pattern's numbers are positions in here.
        coders: Number of coders.
        has_missing: Whether any coder skipped any unit.
        dropped: Positions of coders left out because they judged nothing.
    """

    patterns: Mapping[Pattern, int]
    categories: tuple[Hashable, ...]
    coders: int
    has_missing: bool = False
    dropped: tuple[int, ...] = ()

    def counts(self) -> Counter[tuple[int, ...]]:
        """The same units by how many coders chose each category, units nobody judged included."""
        counted: Counter[tuple[int, ...]] = Counter()
        for pattern, units in self.patterns.items():
            tally = [0] * len(self.categories)
            for category in pattern:
                if category is not None:
                    tally[category] += 1
            counted[tuple(tally)] += units
        return counted

    def pair_table(self, first: int, second: int) -> list[list[int]]:
        """Square table of the units both coders judged: rows the first coder, columns the second."""
        size = len(self.categories)
        table = [[0] * size for _ in range(size)]
        for pattern, units in self.patterns.items():
            row, column = pattern[first], pattern[second]
            if row is not None and column is not None:
                table[row][column] += units
        return table


def from_units(units: Sequence[Sequence[Hashable]], categories: Sequence[Hashable] | None = None) -> Ratings:
    """Ratings from one row of values per unit, None = not judged.

    Args:
        units: Per unit one value per coder.
        categories: All categories that could have been chosen; None takes those that occur, in order of
            appearance, which changes coefficients that depend on their number (AC1, Brennan-Prediger).

    Raises:
        UnevenRatingsError: Rows of different lengths.
        UndeclaredCategoryError: A value outside `categories`.
    """
    rows = Counter(tuple(unit) for unit in units)
    if len({len(row) for row in rows}) > 1:
        raise UnevenRatingsError
    seen = dict.fromkeys(value for row in rows for value in row if value is not None)
    declared = tuple(seen if categories is None else categories)
    index: dict[Hashable, int | None] = {value: position for position, value in enumerate(declared)}
    if not seen.keys() <= index.keys():
        raise UndeclaredCategoryError
    index[None] = None
    patterns = {tuple(index[value] for value in row): units for row, units in rows.items()}
    coders = len(next(iter(rows))) if rows else 0
    return from_patterns(patterns, declared, coders)


def from_table(table: Sequence[Sequence[int]]) -> Ratings:
    """Ratings of two coders from a square table: rows the first coder, columns the second.

    Raises:
        TableShapeError: Not square, or a negative count.
    """
    size = len(table)
    if any(len(row) != size or min(row) < 0 for row in table):
        raise TableShapeError
    patterns: dict[Pattern, int] = {
        (i, j): count for i, row in enumerate(table) for j, count in enumerate(row) if count
    }
    return Ratings(patterns, tuple(range(size)), TWO_CODERS if patterns else 0)


def from_patterns(patterns: Mapping[Pattern, int], categories: Sequence[Hashable], coders: int) -> Ratings:
    """Ratings from ready patterns; a coder who judged nothing is left out and named in `dropped`."""
    judged = {coder for pattern in patterns for coder, value in enumerate(pattern) if value is not None}
    kept = [coder for coder in range(coders) if coder in judged]
    merged: Counter[Pattern] = Counter()
    for pattern, units in patterns.items():
        merged[tuple(pattern[coder] for coder in kept)] += units
    return Ratings(
        patterns=merged,
        categories=tuple(categories),
        coders=len(kept),
        has_missing=any(None in pattern for pattern in patterns),
        dropped=tuple(coder for coder in range(coders) if coder not in judged),
    )
