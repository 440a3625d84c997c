"""Intervals for three or more passes: whole transcripts left out or redrawn, as for two."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from qualcode.reliability.distributions import t_quantile

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
    """95 % interval of alpha: jackknife-t over transcripts, or `replicates` seeded redraws of them.

    None with fewer than two transcripts, or where leaving one out leaves alpha undefined.
    """
    tables = [coverage(one) for one in patterns]
    if len(tables) < _PAIR:
        return None
    return _redrawn(tables, seed, replicates) if replicates else _jackknife(tables)


def _jackknife(tables: Sequence[Coverage]) -> Interval | None:
    total: Coverage = Counter()
    for table in tables:
        total.update(table)
    value = coverage_alpha(total)
    left_out = [coverage_alpha({key: total[key] - table[key] for key in total}) for table in tables]
    values = [one for one in left_out if one is not None]
    if value is None or len(values) < len(tables):
        return None
    mean = math.fsum(values) / len(values)
    se = math.sqrt((len(values) - 1) / len(values) * math.fsum((one - mean) ** 2 for one in values))
    half = t_quantile(0.975, len(tables) - 1) * se
    return max(value - half, -1.0), min(value + half, 1.0)


def _redrawn(tables: Sequence[Coverage], seed: int, replicates: int) -> Interval | None:
    import numpy as np

    keys = sorted({key for table in tables for key in table})
    matrix = np.asarray([[table[key] for key in keys] for table in tables], dtype=np.int64)
    generator = np.random.Generator(np.random.PCG64(seed))
    weights = generator.multinomial(len(tables), [1 / len(tables)] * len(tables), size=replicates)
    drawn = [coverage_alpha(dict(zip(keys, row, strict=True))) for row in (weights @ matrix).tolist()]
    values = [value for value in drawn if value is not None]
    if not values:
        return None
    low, high = np.quantile(values, [0.025, 0.975]).tolist()
    return low, high
