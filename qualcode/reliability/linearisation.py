"""Standard errors of the nominal coefficients by linearisation (Gwet 2008, 2014), summed over count patterns.

They assume that the UNITS were drawn independently, as pre-cut segments are; characters or sentences of one
transcript are not, and for those `clustered` is the honest answer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.reliability.distributions import t_quantile
from qualcode.reliability.nominal import even_chance, fleiss_chance, gwet_chance

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.reliability.nominal import Summary
    from qualcode.reliability.ratings import Counts

Weighted = list[tuple[int, float]]
"""(units, linearised value of one such unit)."""

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Spread:
    """A standard error and its 95 % interval; both None with fewer than two units."""

    se: float | None
    ci95: tuple[float, float] | None


NOWHERE = Spread(None, None)


def spread(value: float, linearised: Weighted, centre: float | None = None) -> Spread:
    """Var = sum of squared deviations / (n (n - 1)); interval value +- t(n - 1) SE, cut off at 1.

    Args:
        value: The coefficient.
        linearised: What each kind of unit contributes.
        centre: Mean of the contributions where it is not the coefficient itself.
    """
    middle = value if centre is None else centre
    units = sum(count for count, _ in linearised)
    if units < _PAIR:
        return NOWHERE
    squares = math.fsum(count * (x - middle) ** 2 for count, x in linearised)
    se = math.sqrt(squares / (units * (units - 1)))
    half = t_quantile(0.975, units - 1) * se
    return Spread(se, (value - half, min(1.0, value + half)))


def pair_share(tally: Sequence[int]) -> float:
    """Share of agreeing pairs in one unit (pa_i); 0 for a unit with fewer than two judgements."""
    coders = sum(tally)
    if coders < _PAIR:
        return 0.0
    return sum(chosen * (chosen - 1) for chosen in tally) / (coders * (coders - 1))


def corrected_unit(summary: Summary, tally: Sequence[int], value: float, chance: float, own: float) -> float:
    """Linearised coefficient of one unit: agreement, corrected for its part in chance agreement."""
    pairable = chance if sum(tally) >= _PAIR else 0.0
    agreement = summary.judged / summary.pairable * (pair_share(tally) - pairable) / (1 - chance)
    return agreement - 2 * (1 - value) * (own - chance) / (1 - chance)


def percent_spread(counts: Counts, summary: Summary, value: float) -> Spread:
    """Percent agreement."""
    scale = summary.judged / summary.pairable
    return spread(value, [(units, scale * pair_share(tally)) for tally, units in _judged(counts)])


def fleiss_spread(counts: Counts, summary: Summary, value: float) -> Spread:
    """Fleiss' kappa."""
    shares = [float(share) for share in summary.shares]
    chance = float(fleiss_chance(summary))
    return _chance_spread(counts, summary, value, chance, lambda tally: _mean(shares, tally))


def gwet_spread(counts: Counts, summary: Summary, value: float) -> Spread:
    """AC1."""
    weights = [float(1 - share) / (len(summary.shares) - 1) for share in summary.shares]
    chance = float(gwet_chance(summary))
    return _chance_spread(counts, summary, value, chance, lambda tally: _mean(weights, tally))


def even_spread(counts: Counts, summary: Summary, value: float) -> Spread:
    """Brennan-Prediger: chance agreement is a constant and adds nothing."""
    chance = float(even_chance(summary))
    return _chance_spread(counts, summary, value, chance, lambda _: chance)


def alpha_spread(counts: Counts, summary: Summary, value: float) -> Spread:
    """Krippendorff's alpha in Gwet's (2014) form: only units with two judgements count.

    Deviations are taken from the coefficient without its small-sample term, the interval lies around alpha.
    """
    paired = [(tally, units) for tally, units in counts.items() if sum(tally) >= _PAIR and units]
    frame = _AlphaFrame.of(paired, summary)
    return spread(value, [(units, frame.unit(tally)) for tally, units in paired], frame.centre)


@dataclass(frozen=True, slots=True)
class _AlphaFrame:
    """Averages over the pairable units, in the names of Gwet (2014): r-bar, pi_k, pa, pe, a'."""

    mean: float
    shares: tuple[float, ...]
    agreement: float
    chance: float
    centre: float

    @classmethod
    def of(cls, paired: Sequence[tuple[tuple[int, ...], int]], summary: Summary) -> _AlphaFrame:
        total = sum(summary.coincidences)
        mean = total / summary.pairable
        shares = tuple(count / total for count in summary.coincidences)
        chance = math.fsum(share * share for share in shares)
        raw = math.fsum(units * _alpha_agreement(tally, mean) for tally, units in paired) / summary.pairable
        return cls(mean, shares, (1 - 1 / total) * raw + 1 / total, chance, (raw - chance) / (1 - chance))

    def unit(self, tally: Sequence[int]) -> float:
        excess = (sum(tally) - self.mean) / self.mean
        observed = _alpha_agreement(tally, self.mean) - self.agreement * excess
        shared = math.fsum(share * chosen for share, chosen in zip(self.shares, tally, strict=True))
        expected = shared / self.mean - self.chance * excess
        correction = 2 * (1 - self.centre) * (expected - self.chance)
        return (observed - self.chance - correction) / (1 - self.chance)


def _alpha_agreement(tally: Sequence[int], mean: float) -> float:
    return sum(chosen * (chosen - 1) for chosen in tally) / (mean * (sum(tally) - 1))


def _mean(weights: Sequence[float], tally: Sequence[int]) -> float:
    return math.fsum(weight * chosen for weight, chosen in zip(weights, tally, strict=True)) / sum(tally)


def _judged(counts: Counts) -> list[tuple[tuple[int, ...], int]]:
    return [(tally, units) for tally, units in counts.items() if sum(tally) and units]


def _chance_spread(
    counts: Counts, summary: Summary, value: float, chance: float, own: Callable[[Sequence[int]], float]
) -> Spread:
    return spread(
        value,
        [
            (units, corrected_unit(summary, tally, value, chance, own(tally)))
            for tally, units in _judged(counts)
        ],
    )


SPREADS: dict[str, Callable[[Counts, Summary, float], Spread]] = {
    "percent_agreement": percent_spread,
    "fleiss_kappa": fleiss_spread,
    "gwet_ac1": gwet_spread,
    "brennan_prediger": even_spread,
    "krippendorff_alpha": alpha_spread,
}
"""Coefficient name -> its standard error and interval."""
