"""Intervals for three or more passes: whole transcripts left out or redrawn, as for two."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualcode.reliability.clustered import NOTHING, Spread, spread_left_out, spread_redrawn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.reliability.clustered import Interval
    from qualcode.reliability.tally import Patterns

Coverage = Counter[tuple[int, int]]
"""(passes that read it, passes that coded it) -> units."""

_PAIR = 2


def coverage(patterns: Patterns) -> Coverage:
    """How many passes read and coded each unit, of the patterns of one code."""
    found: Coverage = Counter()
    for pattern, units in patterns.items():
        marks = [mark for mark in pattern if mark is not None]
        found[len(marks), sum(map(bool, marks))] += units
    return found


def coverage_alpha(table: Mapping[tuple[int, int], float]) -> float | None:
    """Krippendorff's alpha of a coverage table (reliability.md 7.2); None where nothing varies."""
    apart = coded = uncoded = 0.0
    for (read, marked), units in table.items():
        if read < _PAIR or not units:
            continue
        between = units * marked * (read - marked) / (read - 1)
        apart += between
        coded += between + units * marked * (marked - 1) / (read - 1)
        uncoded += between + units * (read - marked) * (read - marked - 1) / (read - 1)
    return 1 - (coded + uncoded - 1) * apart / (coded * uncoded) if coded * uncoded else None


def pattern_interval(patterns: Sequence[Patterns], seed: int, replicates: int) -> Interval | None:
    """The interval of `pattern_spread`."""
    return pattern_spread(patterns, seed, replicates).interval


def pattern_spread(patterns: Sequence[Patterns], seed: int, replicates: int) -> Spread:
    """Standard error and 95 % interval of alpha: jackknife-t over transcripts, or seeded redraws of them.

    Args:
        patterns: Per transcript the patterns of one code.
        seed: Of the redraws.
        replicates: How many redraws; 0: jackknife.

    Returns:
        Nothing with fewer than two transcripts, or where leaving one out leaves alpha undefined.
    """
    tables = [coverage(one) for one in patterns]
    if len(tables) < _PAIR:
        return NOTHING
    if replicates:
        return spread_redrawn(_redrawn(tables, seed, replicates))
    total: Coverage = Counter()
    for table in tables:
        total.update(table)
    left_out = [coverage_alpha({key: total[key] - table[key] for key in total}) for table in tables]
    return spread_left_out(coverage_alpha(total), left_out)


def _redrawn(tables: Sequence[Coverage], seed: int, replicates: int) -> list[float | None]:
    import numpy as np

    keys = sorted({key for table in tables for key in table})
    matrix = np.asarray([[table[key] for key in keys] for table in tables], dtype=np.int64)
    generator = np.random.Generator(np.random.PCG64(seed))
    weights = generator.multinomial(len(tables), [1 / len(tables)] * len(tables), size=replicates)
    return [coverage_alpha(dict(zip(keys, row, strict=True))) for row in (weights @ matrix).tolist()]
