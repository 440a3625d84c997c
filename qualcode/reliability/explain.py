"""A coefficient worked out on paper: the formula, this project's numbers in it, the result, the source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from qualcode.reliability.binary import FourCounts
    from qualcode.reliability.scores import CodeScore

PLACES: Final = 4
"""Decimal places shown; nothing is rounded before the last step."""


def explain(score: CodeScore) -> list[str]:
    """Lines that let a reader redo the arithmetic of one row by hand."""
    if score.counts is None:
        return [f"{score.code}: {_by_number(score)}", *_many(score)]
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
        f"  percent agreement = (a + d) / n = ({a} + {d}) / {n} = {_shown(score, 'percent_agreement')}",
        (
            f"  positive agreement = 2a / (2a + b + c) = {2 * a} / ({2 * a} + {b} + {c})"
            f" = {_shown(score, 'positive_agreement')} (Cicchetti & Feinstein 1990)"
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
            f" / (1 - {chance:.{PLACES}f}) = {_shown(score, 'cohen_kappa')} (Cohen 1960)"
        ),
    ]


def _alpha(score: CodeScore) -> list[str]:
    a, b, c, d = _counts(score)
    n = a + b + c + d
    return [
        (
            "  Krippendorff's alpha = 1 - (2n - 1)(b + c) / [(2a + b + c)(2d + b + c)]"
            f" = 1 - {2 * n - 1} × {b + c} / [{2 * a + b + c} × {2 * d + b + c}]"
            f" = {_shown(score, 'krippendorff_alpha')} (Krippendorff 1970; 2019, nominal, two passes)"
        )
    ]


def _others(score: CodeScore) -> list[str]:
    a, b, c, d = _counts(score)
    n = a + b + c + d
    share = (2 * a + b + c) / (2 * n)
    return [
        (
            f"  Scott's pi: as kappa with pe = p² + (1 - p)², p = (2a + b + c) / 2n = {share:.{PLACES}f}:"
            f" {_shown(score, 'scott_pi')} (Scott 1955)"
        ),
        f"  Gwet's AC1: as kappa with pe = 2p(1 - p): {_shown(score, 'gwet_ac1')} (Gwet 2008)",
        (
            f"  PABAK = 2po - 1 = {_shown(score, 'pabak')} (Byrt, Bishop & Carlin 1993; two categories,"
            " so also Brennan & Prediger 1981)"
        ),
    ]


def _interval(score: CodeScore) -> list[str]:
    found = score.ci.get("krippendorff_alpha")
    documents = len(score.tables)
    if found is None:
        return [f"  95 % interval of alpha: none, the code rests on too few of {documents} transcripts."]
    low, high = found
    return [
        (
            f"  95 % interval of alpha: {low:.{PLACES}f} to {high:.{PLACES}f}, {documents} transcripts"
            " left out or redrawn as wholes (Quenouille 1956, Tukey 1958): units of one are not independent"
        )
    ]


def _by_number(score: CodeScore) -> str:
    told = (f"{units} by {number}" for number, units in enumerate(score.by_number))
    return "units by the number of passes that coded them: " + ", ".join(told)


def _many(score: CodeScore) -> list[str]:
    if not score.is_used:
        return ["  Not used by any pass: no coefficient says anything about it."]
    return [
        (
            "  Krippendorff's alpha = 1 - (N - 1) × o / (n1 × n0), where every unit that r passes read"
            f" and r1 coded adds r1(r - r1) / (r - 1) to o: {_shown(score, 'krippendorff_alpha')} (2011)"
        ),
        (
            "  Fleiss' kappa = (pa - pe) / (1 - pe), pa the share of agreeing pairs,"
            f" pe = p² + (1 - p)²: {_shown(score, 'fleiss_kappa')} (Fleiss 1971)"
        ),
        f"  percent agreement, over pairs of passes: {_shown(score, 'percent_agreement')}",
    ]


def _counts(score: CodeScore) -> FourCounts:
    return score.counts or (0, 0, 0, 0)


def _shown(score: CodeScore, name: str) -> str:
    value = score.values[name]
    return "undefined, nothing varies" if value is None else f"{value:.{PLACES}f}"
