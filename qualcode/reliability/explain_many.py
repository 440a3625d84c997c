"""Three and more passes on paper: every sum of the formulas with this project's numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from qualcode.reliability.many import Coverage
    from qualcode.reliability.scores import CodeScore

PLACES: Final = 4


@dataclass(frozen=True, slots=True)
class Sums:
    """What the formulas need of (passes that read, passes that coded) -> units.

    Attributes:
        units: Units that two passes or more read.
        agreeing: Sum over units of the share of pairs of passes that agree.
        yes: Judgements "coded" in pairs, n1.
        no: Judgements "not coded" in pairs, n0.
        apart: Judgements "coded" paired with "not coded", o.
        share: Mean share of "coded" among the judgements of a unit, p.
    """

    units: int
    agreeing: Fraction
    yes: Fraction
    no: Fraction
    apart: Fraction
    share: Fraction


def sums(table: Coverage) -> Sums:
    """Add up a coverage table; every unit in it was read twice at least."""
    rows = [(Fraction(read), Fraction(coded), units) for (read, coded), units in table.items() if units]
    total = sum(units for _, _, units in rows)
    zero = Fraction(0)
    apart = sum((units * c * (r - c) / (r - 1) for r, c, units in rows), zero)
    return Sums(
        units=total,
        agreeing=sum(
            (units * (c * (c - 1) + (r - c) * (r - c - 1)) / (r * (r - 1)) for r, c, units in rows), zero
        ),
        yes=sum((units * c for _, c, units in rows), zero),
        no=sum((units * (r - c) for r, c, units in rows), zero),
        apart=apart,
        share=sum((units * c / r for r, c, units in rows), zero) / max(total, 1),
    )


def explain_many(score: CodeScore) -> list[str]:
    """Lines for one row of three or more passes."""
    table = score.coverage
    told = ", ".join(f"{units} read by {read}, coded by {coded}" for (read, coded), units in _ordered(table))
    lines = [f"{score.code}: units {told}"]
    if not score.is_used:
        return [*lines, "  Not used by any pass: no coefficient says anything about it."]
    if all(value is None for value in score.values.values()):
        return [*lines, "  No coefficient is computed for these passes."]
    added = sums(table)
    return [*lines, *_agreement(score, added), *_alpha(score, added), *_fleiss(score, added), *_others(score)]


def _agreement(score: CodeScore, added: Sums) -> list[str]:
    return [
        "  Each unit that r passes read and r1 of them coded counts with:",
        (
            "  percent agreement = Σ [r1(r1 - 1) + (r - r1)(r - r1 - 1)] / [r(r - 1)] / n ="
            f" {_number(added.agreeing)} / {added.units} = {_shown(score, 'percent_agreement')}"
            " (share of pairs of passes that agree)"
        ),
        (
            f"  positive agreement = Σ r1(r1 - 1)/(r - 1) / Σ r1 = {_number(added.yes - added.apart)} /"
            f" {_number(added.yes)} = {_shown(score, 'positive_agreement')}"
        ),
    ]


def _alpha(score: CodeScore, added: Sums) -> list[str]:
    n = _number(added.yes + added.no - 1)
    return [
        (
            "  Krippendorff's alpha = 1 - (N - 1) × o / (n1 × n0), o = Σ r1(r - r1)/(r - 1), n1 = Σ r1,"
            f" n0 = Σ (r - r1), N = n1 + n0: 1 - {n} × {_number(added.apart)} /"
            f" ({_number(added.yes)} × {_number(added.no)}) = {_shown(score, 'krippendorff_alpha')}"
            " (Krippendorff 1970; 2011)"
        )
    ]


def _fleiss(score: CodeScore, added: Sums) -> list[str]:
    share = added.share
    chance, observed = share**2 + (1 - share) ** 2, added.agreeing / max(added.units, 1)
    return [
        (
            f"  Fleiss' kappa = (pa - pe) / (1 - pe), p = mean of r1/r = {_decimal(share)},"
            f" pe = p² + (1 - p)² = {_decimal(chance)}: ({_decimal(observed)} - {_decimal(chance)})"
            f" / (1 - {_decimal(chance)}) = {_shown(score, 'fleiss_kappa')} (Fleiss 1971)"
        ),
        (
            f"  Gwet's AC1: as kappa with pe = 2p(1 - p) = {_decimal(2 * share * (1 - share))}:"
            f" {_shown(score, 'gwet_ac1')} (Gwet 2008)"
        ),
        (
            f"  Brennan-Prediger: as kappa with pe = 1/2: {_shown(score, 'brennan_prediger')}"
            " (Brennan & Prediger 1981)"
        ),
    ]


def _others(score: CodeScore) -> list[str]:
    return [
        (
            "  Conger's kappa, pe from each pass's own share, mean over pairs:"
            f" {_shown(score, 'conger_kappa')} (Conger 1980)"
        ),
        (
            "  Light's kappa, mean of Cohen's kappa over pairs of passes:"
            f" {_shown(score, 'light_kappa')} (Light 1971)"
        ),
    ]


def _ordered(table: Coverage) -> list[tuple[tuple[int, int], int]]:
    return sorted((key, units) for key, units in table.items() if units)


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else _decimal(value)


def _decimal(value: Fraction) -> str:
    return f"{float(value):.{PLACES}f}"


def _shown(score: CodeScore, name: str) -> str:
    value = score.values[name]
    return "undefined" if value is None else f"{value:.{PLACES}f}"
