"""Uncertainty by leaving out or redrawing whole documents, for characters of one text are not independent.

Tables are additive over documents: the pooled statistic is that of the summed table (Cohen 1960 applied to
the sum), and leaving a document out is a subtraction.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.reliability.binary import CHANCE_CORRECTED, STATISTICS, FourCounts, statistic
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
    ratio = STATISTICS[name]
    ratios = (ratio(a - t[0], b - t[1], c - t[2], d - t[3]) for t in tables)
    return [numerator / denominator if denominator else None for numerator, denominator in ratios]


def jackknife_se(tables: Sequence[FourCounts], name: str) -> float | None:
    """Delete-one-document standard error of a pooled statistic (Quenouille 1956, Tukey 1958).

    Args:
        tables: One (both, only A, only B, neither) per document, of one code.
        name: A name from `binary.STATISTICS`.

    Returns:
        None with fewer than two documents, or when the statistic is undefined with all documents or without
        one of them (the code then rests on a single document, which says nothing about documents in general).
    """
    return jackknife(tables, name).se


def jackknife_interval(tables: Sequence[FourCounts], name: str, level: float = 0.95) -> Interval | None:
    """Confidence interval of a pooled statistic: value +- t(D - 1) times the jackknife standard error.

    Cut to the range the statistic can take. None where `jackknife_se` is None.
    """
    return jackknife(tables, name, level).interval


@dataclass(frozen=True, slots=True)
class Spread:
    """What leaving out or redrawing documents gave.

    Attributes:
        se: Standard error; None if there is none.
        interval: Confidence interval; None if there is none.
        undefined: Redraws in which the statistic was undefined; they are left out.
    """

    se: float | None
    interval: Interval | None
    undefined: int = 0


NOTHING: Final = Spread(None, None)
"""Where there is nothing to leave out."""


def jackknife(tables: Sequence[FourCounts], name: str, level: float = 0.95) -> Spread:
    """`jackknife_se` and `jackknife_interval` in one go."""
    lowest = -1.0 if name in CHANCE_CORRECTED else 0.0
    return spread_left_out(statistic(name, pooled(tables)), leave_one_out(tables, name), lowest, level)


def spread_left_out(
    value: float | None, left_out: Sequence[float | None], lowest: float = -1.0, level: float = 0.95
) -> Spread:
    """From a statistic and its values without each document; nothing unless all of them are defined."""
    values = [one for one in left_out if one is not None]
    if value is None or len(left_out) < _FEWEST or len(values) < len(left_out):
        return NOTHING
    mean = math.fsum(values) / len(values)
    se = math.sqrt((len(values) - 1) / len(values) * math.fsum((one - mean) ** 2 for one in values))
    half = t_quantile((1 + level) / 2, len(values) - 1) * se
    return Spread(se, (max(value - half, lowest), min(value + half, 1.0)))


def bootstrap(
    tables: Sequence[FourCounts], name: str, seed: int, replicates: int = REPLICATES, level: float = 0.95
) -> Spread:
    """Cluster bootstrap of a pooled statistic: documents are drawn with replacement (Efron 1979).

    Args:
        tables: One (both, only A, only B, neither) per document, of one code.
        name: A name from `binary.STATISTICS`.
        seed: Of the PCG64 generator; the same seed gives the same interval.
        replicates: How many times the documents are redrawn.
        level: Coverage aimed at.
    """
    if len(tables) < _FEWEST:
        return NOTHING
    return spread_redrawn([statistic(name, counts) for counts in _redrawn(tables, seed, replicates)], level)


def spread_redrawn(redrawn: Sequence[float | None], level: float = 0.95) -> Spread:
    """Standard deviation and percentile interval of the defined values of a statistic in redraws."""
    values = sorted(value for value in redrawn if value is not None)
    undefined = len(redrawn) - len(values)
    if not values:
        return Spread(None, None, undefined)
    interval = _percentile(values, (1 - level) / 2), _percentile(values, (1 + level) / 2)
    return Spread(_deviation(values), interval, undefined)


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
