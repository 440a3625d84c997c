"""Nominal agreement of any number of coders with gaps: percent, Fleiss, AC1, Brennan-Prediger, alpha.

All of it follows from how many coders chose which category, so the values are exact fractions and "undefined"
is decided by counting categories, never by comparing rounded numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from qualcode.reliability.binary import NO_UNITS, NO_VARIATION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.reliability.ratings import Counts

NOT_PAIRABLE = "no unit was judged by two coders"
ONE_CATEGORY = "one category declared"

Values = dict[str, Fraction | None]

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Summary:
    """What the coefficients need to know about a set of counts.

    Attributes:
        judged: Units with at least one judgement (n).
        pairable: Units with at least two (n2).
        agreement: Mean share of agreeing pairs over pairable units (pa); None without pairable units.
        shares: Per category the mean over judged units of the share of coders who chose it (pi_k).
        coincidences: Per category the pairable judgements (n_c of the coincidence matrix).
        disagreement: Off-diagonal total of the coincidence matrix.
    """

    judged: int
    pairable: int
    agreement: Fraction | None
    shares: tuple[Fraction, ...]
    coincidences: tuple[int, ...]
    disagreement: Fraction


@dataclass(slots=True)
class _Level:
    """Sums over the units that the same number of coders judged; whole numbers, so nothing is rounded."""

    units: int
    chosen: list[int]
    agreeing: int = 0


def summarise(counts: Counts) -> Summary:
    """One pass over the count patterns; units nobody judged are ignored."""
    levels = _levels(counts)
    judged = sum(level.units for level in levels.values())
    paired = {coders: level for coders, level in levels.items() if coders >= _PAIR}
    pairable = sum(level.units for level in paired.values())
    agreeing = sum(
        (Fraction(level.agreeing, coders * (coders - 1)) for coders, level in paired.items()), Fraction(0)
    )
    size = len(next(iter(counts))) if counts else 0
    return Summary(
        judged=judged,
        pairable=pairable,
        agreement=agreeing / pairable if pairable else None,
        shares=tuple(_share(levels, category, judged) for category in range(size)),
        coincidences=tuple(sum(level.chosen[k] for level in paired.values()) for k in range(size)),
        disagreement=sum(
            (
                Fraction(coders * (coders - 1) * level.units - level.agreeing, coders - 1)
                for coders, level in paired.items()
            ),
            Fraction(0),
        ),
    )


def _levels(counts: Counts) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for tally, units in counts.items():
        coders = sum(tally)
        if coders == 0 or units == 0:
            continue
        level = levels.setdefault(coders, _Level(0, [0] * len(tally)))
        level.units += units
        level.agreeing += units * sum(chosen * (chosen - 1) for chosen in tally)
        for category, chosen in enumerate(tally):
            level.chosen[category] += units * chosen
    return levels


def _share(levels: Mapping[int, _Level], category: int, judged: int) -> Fraction:
    total = sum((Fraction(level.chosen[category], coders) for coders, level in levels.items()), Fraction(0))
    return total / judged if judged else total


def chance_corrected(agreement: Fraction | None, chance: Fraction) -> Fraction | None:
    """(pa - pe) / (1 - pe); None where nothing is pairable or chance alone explains everything."""
    return None if agreement is None or chance == 1 else (agreement - chance) / (1 - chance)


def fleiss_chance(summary: Summary) -> Fraction:
    """Fleiss 1971, generalised by Gwet 2014 to missing judgements: sum of squared shares."""
    return sum((share * share for share in summary.shares), Fraction(0))


def gwet_chance(summary: Summary) -> Fraction:
    """Gwet 2008, AC1: sum of share (1 - share) over the q declared categories, divided by q - 1."""
    if len(summary.shares) <= 1:
        return Fraction(1)  # with one declared category every agreement is chance: undefined
    return sum((share * (1 - share) for share in summary.shares), Fraction(0)) / (len(summary.shares) - 1)


def even_chance(summary: Summary) -> Fraction:
    """Bennett, Alpert & Goldstein 1954; Brennan & Prediger 1981: one over the declared categories."""
    return Fraction(1, max(len(summary.shares), 1))


def alpha(summary: Summary) -> Fraction | None:
    """Krippendorff 1970, 2011: 1 - (N - 1) sum o_ck / sum n_c n_k, c != k; pairable units only."""
    total = sum(summary.coincidences)
    different = total * total - sum(count * count for count in summary.coincidences)
    return None if different == 0 else 1 - (total - 1) * summary.disagreement / different


def specific_agreement(summary: Summary, category: int) -> Fraction | None:
    """How often the others chose a category that one chose, for pairable judgements; None if nobody did.

    Of two coders and a yes the positive agreement, of a no the negative (Cicchetti & Feinstein 1990); of more
    the same over all pairs of them. Two categories only: any disagreement then is with the other one.
    """
    chosen = summary.coincidences[category]
    return (chosen - summary.disagreement / 2) / chosen if chosen else None


def nominal_values(summary: Summary) -> Values:
    """percent_agreement, fleiss_kappa, gwet_ac1, brennan_prediger, krippendorff_alpha; None = undefined."""
    return {
        "percent_agreement": summary.agreement,
        "fleiss_kappa": chance_corrected(summary.agreement, fleiss_chance(summary)),
        "gwet_ac1": chance_corrected(summary.agreement, gwet_chance(summary)),
        "brennan_prediger": chance_corrected(summary.agreement, even_chance(summary)),
        "krippendorff_alpha": alpha(summary),
    }


def reason(summary: Summary) -> str:
    """Why a coefficient of these units is undefined, if it is."""
    if not summary.judged:
        return NO_UNITS
    if not summary.pairable:
        return NOT_PAIRABLE
    return ONE_CATEGORY if len(summary.shares) == 1 else NO_VARIATION


def per_category_kappa(counts: Counts, categories: int) -> list[Fraction | None]:
    """Fleiss 1971: kappa of each category against all others together; None where it never varies."""
    values: list[Fraction | None] = []
    for category in range(categories):
        collapsed: dict[tuple[int, ...], int] = {}
        for tally, units in counts.items():
            key = (sum(tally) - tally[category], tally[category])
            collapsed[key] = collapsed.get(key, 0) + units
        values.append(nominal_values(summarise(collapsed))["fleiss_kappa"])
    return values


def coverage_coefficients(table: Mapping[tuple[int, int], int]) -> dict[str, float | None]:
    """Binary coefficients of any number of coders from a coverage table.

    Args:
        table: (coders who read it, coders who coded it) -> length or number of units.

    Returns:
        percent_agreement, positive_agreement, negative_agreement, fleiss_kappa, gwet_ac1, brennan_prediger,
        krippendorff_alpha; None = undefined.
    """
    counts: Counts = {(read - coded, coded): units for (read, coded), units in table.items()}
    values = binary_values(summarise(counts))
    return {name: None if value is None else float(value) for name, value in values.items()}


def binary_values(summary: Summary) -> Values:
    """`nominal_values` of no and yes, with positive and negative agreement."""
    categories = bool(summary.coincidences)
    return {
        **nominal_values(summary),
        "positive_agreement": specific_agreement(summary, 1) if categories else None,
        "negative_agreement": specific_agreement(summary, 0) if categories else None,
    }
