"""A coefficient worked out on paper: the formula, this project's numbers in it, the result, the source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.reliability.distributions import t_quantile
from qualcode.reliability.explain_many import explain_many

if TYPE_CHECKING:
    from qualcode.reliability.binary import FourCounts
    from qualcode.reliability.intervals import Uncertainty
    from qualcode.reliability.scores import CodeScore

PLACES: Final = 4
"""Decimal places shown; nothing is rounded before the last step."""

RARELY: Final = 0.05
"""Below this share of coded units, agreement on "no" drowns what is agreed on "yes"."""


def explain(score: CodeScore) -> list[str]:
    """Lines that let a reader redo the arithmetic of one row by hand."""
    if score.counts is None:
        return [*explain_many(score), *_interval(score)]
    both, only_a, only_b, neither = score.counts
    title = f"{score.code}: a = both = {both}, b = only A = {only_a}, c = only B = {only_b}"
    lines = [f"{title}, d = neither = {neither}", f"  n = a + b + c + d = {sum(score.counts)} units"]
    if not score.is_used:
        return [*lines, "  Not used by either pass: no coefficient says anything about it."]
    if all(value is None for value in score.values.values()):
        return [*lines, "  No coefficient is computed for these passes."]
    return [*lines, *_agreement(score), *_kappa(score), *_alpha(score), *_others(score), *_interval(score)]


def _agreement(score: CodeScore) -> list[str]:
    a, b, c, d = _counts(score)
    n = a + b + c + d
    return [
        f"  percent agreement = (a + d) / n = ({a} + {d}) / {n} = {shown(score, 'percent_agreement')}",
        (
            f"  positive agreement = 2a / (2a + b + c) = {2 * a} / ({2 * a} + {b} + {c})"
            f" = {shown(score, 'positive_agreement')} (Cicchetti & Feinstein 1990)"
        ),
    ]


def _kappa(score: CodeScore) -> list[str]:
    a, b, c, d = _counts(score)
    n = a + b + c + d
    chance = ((a + b) * (a + c) + (c + d) * (b + d)) / (n * n)
    observed = (a + d) / n
    return [
        (
            f"  expected by chance pe = [(a+b)(a+c) + (c+d)(b+d)] / n² = [{a + b} × {a + c} +"
            f" {c + d} × {b + d}] / {n}² = {chance:.{PLACES}f}"
        ),
        (
            f"  Cohen's kappa = (po - pe) / (1 - pe) = ({observed:.{PLACES}f} - {chance:.{PLACES}f})"
            f" / (1 - {chance:.{PLACES}f}) = {shown(score, 'cohen_kappa')} (Cohen 1960),"
            f" at most {shown(score, 'kappa_max')} with these margins"
        ),
    ]


def _alpha(score: CodeScore) -> list[str]:
    a, b, c, d = _counts(score)
    n = a + b + c + d
    return [
        (
            "  Krippendorff's alpha = 1 - (2n - 1)(b + c) / [(2a + b + c)(2d + b + c)]"
            f" = 1 - {2 * n - 1} × {b + c} / [{2 * a + b + c} × {2 * d + b + c}]"
            f" = {shown(score, 'krippendorff_alpha')} (Krippendorff 1970; 2019, nominal, two passes)"
        )
    ]


def _others(score: CodeScore) -> list[str]:
    a, b, c, d = _counts(score)
    n = a + b + c + d
    share = (2 * a + b + c) / (2 * n)
    lines = [
        (
            f"  Scott's pi: as kappa with pe = p² + (1 - p)², p = (2a + b + c) / 2n = {share:.{PLACES}f}:"
            f" {shown(score, 'scott_pi')} (Scott 1955)"
        ),
        f"  Gwet's AC1: as kappa with pe = 2p(1 - p): {shown(score, 'gwet_ac1')} (Gwet 2008)",
        (
            f"  PABAK = 2po - 1 = {shown(score, 'pabak')} (Byrt, Bishop & Carlin 1993; two categories,"
            f" so also Brennan & Prediger 1981); prevalence index |a - d| / n ="
            f" {shown(score, 'prevalence_index')}, bias index |b - c| / n = {shown(score, 'bias_index')}"
        ),
    ]
    if share < RARELY:
        lines.append(
            f"  Only {100 * share:.1f} % of the units are coded: percent agreement, AC1 and PABAK mostly"
            " count what neither pass coded."
        )
    return lines


def _interval(score: CodeScore) -> list[str]:
    found, value = score.uncertainty, score.values.get("krippendorff_alpha")
    if found is None or value is None:
        return []
    if found.interval is None or found.se is None:
        return [f"  95 % interval of alpha: none, {found.reason}."]
    low, high = found.interval
    shown_interval = f"{low:.{PLACES}f} to {high:.{PLACES}f}"
    how = _redrawn(found) if found.replicates else _left_out(found, value, found.se)
    return [f"  95 % interval of alpha: {shown_interval}; {how}: units of one text are not independent"]


def _left_out(found: Uncertainty, value: float, se: float) -> str:
    quantile, freedom = t_quantile(0.975, found.clusters - 1), found.clusters - 1
    low, high = found.interval or (value, value)
    cut = ", cut at the ends of its range" if high == 1 or low == -1 else ""
    return (
        f"alpha ± t({freedom}) × SE = {value:.{PLACES}f} ± {quantile:.{PLACES}f} × {se:.{PLACES}f}{cut}, SE"
        f" from leaving out each of {found.clusters} {found.over} in turn (jackknife; Quenouille 1956, Tukey"
        " 1958)"
    )


def _redrawn(found: Uncertainty) -> str:
    lost = f", {found.undefined} of them undefined and left out" if found.undefined else ""
    return (
        f"the middle 95 % of {found.replicates} redraws of {found.clusters} {found.over} with seed"
        f" {found.seed}{lost} (cluster bootstrap; Efron 1979)"
    )


def _counts(score: CodeScore) -> FourCounts:
    return score.counts or (0, 0, 0, 0)


def shown(score: CodeScore, name: str) -> str:
    """A coefficient of the row, or that it is undefined."""
    value = score.values[name]
    return "undefined, nothing varies" if value is None else f"{value:.{PLACES}f}"
