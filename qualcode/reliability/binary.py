"""Agreement of two passes on one code, from the four counts both / only A / only B / neither.

Every coefficient is one division of two integers, so that "exactly zero" and "undefined" are decided without
rounding. Sources are named beside the formulas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

FourCounts = tuple[int, int, int, int]
"""(both, only A, only B, neither), in units; a unit is a character, sentence, turn, ..."""

Ratio = tuple[int, int]
"""(numerator, denominator); a denominator of 0 means undefined."""

NO_UNITS = "no units"
NOT_USED = "not used"
NO_VARIATION = "no variation"


def _percent(both: int, only_a: int, only_b: int, neither: int) -> Ratio:
    return both + neither, both + only_a + only_b + neither


def _positive(both: int, only_a: int, only_b: int, _neither: int) -> Ratio:
    """Cicchetti & Feinstein 1990; the same number as Dice and F1."""
    return 2 * both, 2 * both + only_a + only_b


def _negative(_both: int, only_a: int, only_b: int, neither: int) -> Ratio:
    """Cicchetti & Feinstein 1990."""
    return 2 * neither, 2 * neither + only_a + only_b


def _jaccard(both: int, only_a: int, only_b: int, _neither: int) -> Ratio:
    return both, both + only_a + only_b


def _chance(both: int, only_a: int, only_b: int, neither: int) -> tuple[int, int]:
    """(n, pe * n^2) of Cohen's expected agreement."""
    n = both + only_a + only_b + neither
    a_used, b_used = both + only_a, both + only_b
    return n, a_used * b_used + (n - a_used) * (n - b_used)


def _cohen(both: int, only_a: int, only_b: int, neither: int) -> Ratio:
    """Cohen 1960."""
    n, expected = _chance(both, only_a, only_b, neither)
    return (both + neither) * n - expected, n * n - expected


def _cohen_max(both: int, only_a: int, only_b: int, neither: int) -> Ratio:
    """Largest kappa these two margins allow (Cohen 1960)."""
    n, expected = _chance(both, only_a, only_b, neither)
    reachable = n - abs(only_a - only_b)
    return reachable * n - expected, n * n - expected


def _scott(both: int, only_a: int, only_b: int, neither: int) -> Ratio:
    """Scott 1955."""
    coded, uncoded = 2 * both + only_a + only_b, 2 * neither + only_a + only_b
    return coded * uncoded - (only_a + only_b) * (coded + uncoded), coded * uncoded


def _krippendorff(both: int, only_a: int, only_b: int, neither: int) -> Ratio:
    """Krippendorff 1970, nominal: 1 - (2n - 1)(b + c) / [(2a + b + c)(2d + b + c)]."""
    coded, uncoded = 2 * both + only_a + only_b, 2 * neither + only_a + only_b
    return coded * uncoded - (coded + uncoded - 1) * (only_a + only_b), coded * uncoded


def _gwet(both: int, only_a: int, only_b: int, neither: int) -> Ratio:
    """Gwet 2008, AC1 with two declared categories."""
    coded, uncoded = 2 * both + only_a + only_b, 2 * neither + only_a + only_b
    even = coded * coded + uncoded * uncoded
    return even - 2 * (only_a + only_b) * (coded + uncoded), even


def _pabak(both: int, only_a: int, only_b: int, neither: int) -> Ratio:
    """Byrt, Bishop & Carlin 1993; Brennan & Prediger 1981 with two declared categories."""
    return both + neither - only_a - only_b, both + only_a + only_b + neither


def _prevalence(both: int, only_a: int, only_b: int, neither: int) -> Ratio:
    """Byrt, Bishop & Carlin 1993."""
    return abs(both - neither), both + only_a + only_b + neither


def _bias(both: int, only_a: int, only_b: int, neither: int) -> Ratio:
    """Byrt, Bishop & Carlin 1993."""
    return abs(only_a - only_b), both + only_a + only_b + neither


STATISTICS: dict[str, Callable[[int, int, int, int], Ratio]] = {
    "percent_agreement": _percent,
    "positive_agreement": _positive,
    "negative_agreement": _negative,
    "cohen_kappa": _cohen,
    "kappa_max": _cohen_max,
    "scott_pi": _scott,
    "krippendorff_alpha": _krippendorff,
    "gwet_ac1": _gwet,
    "brennan_prediger": _pabak,
    "pabak": _pabak,
    "jaccard": _jaccard,
    "dice_f1": _positive,
    "prevalence_index": _prevalence,
    "bias_index": _bias,
}
"""Coefficient name -> its integer numerator and denominator."""

CHANCE_CORRECTED = frozenset(
    {"cohen_kappa", "scott_pi", "krippendorff_alpha", "gwet_ac1", "brennan_prediger", "pabak"}
)
"""Coefficients between -1 and 1; all others lie between 0 and 1."""

_DEFINED_WITHOUT_VARIATION = ("gwet_ac1", "brennan_prediger", "pabak")


def statistic(name: str, counts: FourCounts) -> float | None:
    """One coefficient of four counts; None where it is undefined.

    Raises:
        KeyError: No coefficient has this name (see `STATISTICS`).
    """
    numerator, denominator = STATISTICS[name](*counts)
    return numerator / denominator if denominator else None


def undefined_reason(counts: FourCounts) -> str | None:
    """Why agreement on this code says nothing: "no units", "not used", "no variation"; None when it does."""
    both, only_a, only_b, neither = counts
    if only_a or only_b or (both and neither):
        return None
    if both:
        return NO_VARIATION
    return NOT_USED if neither else NO_UNITS


def binary_coefficients(both: int, only_a: int, only_b: int, neither: int) -> dict[str, Any]:
    """Every two-pass coefficient of one code.

    Args:
        both: Units both passes coded.
        only_a: Units only the first pass coded.
        only_b: Units only the second pass coded.
        neither: Units both passes read and neither coded.

    Returns:
        One entry per name in `STATISTICS` (float or None), and
        `undefined`: {name: reason} for every None, with reason "no units", "not used" (neither pass used the
        code) or "no variation" (both coded everything);
        `flagged`: {name: reason} for coefficients that come out as 1 although nothing varied.
    """
    counts = (both, only_a, only_b, neither)
    values: dict[str, Any] = {name: statistic(name, counts) for name in STATISTICS}
    reason = undefined_reason(counts)
    missing = {name: reason or NO_VARIATION for name, value in values.items() if value is None}
    flagged = {name: reason for name in _DEFINED_WITHOUT_VARIATION if reason and name not in missing}
    return {**values, "undefined": missing, "flagged": flagged}
