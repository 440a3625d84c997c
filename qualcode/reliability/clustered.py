"""Uncertainty by leaving out or redrawing whole documents, for characters of one text are not independent.

Tables are additive over documents: the pooled statistic is that of the summed table (Cohen 1960 applied to
the sum), and leaving a document out is a subtraction.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.reliability.binary import CHANCE_CORRECTED, FourCounts, statistic
from qualcode.reliability.distributions import t_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

Interval = tuple[float, float]

REPLICATES = 2000
_FEWEST = 2  # documents, or replicates, from which a spread can be computed


def pooled(tables: Sequence[FourCounts]) -> FourCounts:
    """The documents' four counts added up."""
    both, only_a, only_b, neither = (
        (sum(column) for column in zip(*tables, strict=True)) if tables else (0,) * 4
    )
    return both, only_a, only_b, neither


def leave_one_out(tables: Sequence[FourCounts], name: str) -> list[float | None]:
    """The pooled statistic without each document in turn; None where it is then undefined."""
    a, b, c, d = pooled(tables)
    return [statistic(name, (a - t[0], b - t[1], c - t[2], d - t[3])) for t in tables]


def jackknife_se(tables: Sequence[FourCounts], name: str) -> float | None:
    """Delete-one-document standard error of a pooled statistic (Quenouille 1956, Tukey 1958).

    Args:
        tables: One (both, only A, only B, neither) per document, of one code.
        name: A name from `binary.STATISTICS`.

    Returns:
        None with fewer than two documents, or when the statistic is undefined with all documents or without
        one of them (the code then rests on a single document, which says nothing about documents in general).
    """
    left_out = leave_one_out(tables, name)
    values = [value for value in left_out if value is not None]
    if len(tables) < _FEWEST or len(values) < len(tables) or statistic(name, pooled(tables)) is None:
        return None
    mean = math.fsum(values) / len(values)
    return math.sqrt((len(values) - 1) / len(values) * math.fsum((value - mean) ** 2 for value in values))


def jackknife_interval(tables: Sequence[FourCounts], name: str, level: float = 0.95) -> Interval | None:
    """Confidence interval of a pooled statistic: value +- t(D - 1) times the jackknife standard error.

    Cut to the range the statistic can take. None where `jackknife_se` is None.
    """
    value, se = statistic(name, pooled(tables)), jackknife_se(tables, name)
    if value is None or se is None:
        return None
    half = t_quantile((1 + level) / 2, len(tables) - 1) * se
    return max(value - half, -1.0 if name in CHANCE_CORRECTED else 0.0), min(value + half, 1.0)


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """What redrawing documents gave.

    Attributes:
        se: Standard deviation of the defined replicates; None with fewer than two.
        interval: Percentile interval of the defined replicates; None without any.
        undefined: Replicates in which the statistic was undefined; they are left out.
        replicates: Replicates drawn.
    """

    se: float | None
    interval: Interval | None
    undefined: int
    replicates: int


def bootstrap(
    tables: Sequence[FourCounts], name: str, seed: int, replicates: int = REPLICATES, level: float = 0.95
) -> Bootstrap:
    """Cluster bootstrap of a pooled statistic: documents are drawn with replacement (Efron 1979).

    Args:
        tables: One (both, only A, only B, neither) per document, of one code.
        name: A name from `binary.STATISTICS`.
        seed: Of the PCG64 generator; the same seed gives the same interval.
        replicates: How many times the documents are redrawn.
        level: Coverage aimed at.
    """
    if len(tables) < _FEWEST:
        return Bootstrap(None, None, 0, 0)
    drawn = _redrawn(tables, seed, replicates)
    values = sorted(value for value in (statistic(name, counts) for counts in drawn) if value is not None)
    interval = (
        (_percentile(values, (1 - level) / 2), _percentile(values, (1 + level) / 2)) if values else None
    )
    return Bootstrap(_deviation(values), interval, replicates - len(values), replicates)


def bootstrap_interval(
    tables: Sequence[FourCounts], name: str, seed: int, replicates: int = REPLICATES, level: float = 0.95
) -> Interval | None:
    """Percentile interval of `bootstrap`; None with fewer than two documents or no defined replicate."""
    return bootstrap(tables, name, seed, replicates, level).interval


def _redrawn(tables: Sequence[FourCounts], seed: int, replicates: int) -> list[FourCounts]:
    """Sums of redrawn documents: one matrix product of how often each document was drawn with the tables."""
    import numpy as np

    generator = np.random.Generator(np.random.PCG64(seed))
    count = len(tables)
    weights = generator.multinomial(count, [1 / count] * count, size=replicates)
    sums = weights @ np.asarray(tables, dtype=np.int64)
    return [(row[0], row[1], row[2], row[3]) for row in sums.tolist()]


def _deviation(values: list[float]) -> float | None:
    if len(values) < _FEWEST:
        return None
    mean = math.fsum(values) / len(values)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))


def _percentile(ordered: list[float], share: float) -> float:
    """Linear interpolation between order statistics (Hyndman & Fan 1996, type 7)."""
    position = share * (len(ordered) - 1)
    low = math.floor(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)
