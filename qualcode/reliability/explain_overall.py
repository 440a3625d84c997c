"""The figures over all codes on paper: what went in, what stayed out, the sums, the source."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from qualcode.reliability import documents
from qualcode.reliability.overall import reasons
from qualcode.reliability.remarks import RARE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.reliability.binary import FourCounts
    from qualcode.reliability.compare import Comparison
    from qualcode.reliability.scores import CodeScore

PLACES: Final = 4
_SAID: Final = {
    "alpha_masi": "alpha over the set of codes of each unit, distance MASI (Passonneau 2006)",
    "alpha_jaccard": "the same, distance 1 - codes in both / codes in any",
    "alpha_dice": "the same, distance 1 - 2 × codes in both / (codes of one + codes of the other)",
    "alpha_exact_set": "the same, sets equal or not",
    "cu_alpha": "cu-alpha: which code, on characters where all coded (Krippendorff et al. 2016)",
}


def explain_overall(found: Comparison) -> list[str]:
    """Lines that let a reader redo every figure over all codes; none where no coefficient is computed."""
    used = [one for one in found.codes if one.is_used]
    if not found.label.coefficients or not used:
        return []
    pairs = [one.counts for one in used if one.counts is not None]
    undefined = reasons(found.overall, found.codes)
    return [
        f"over all codes: {len(used)} used, {len(found.codes) - len(used)} asked for and used by no pass",
        *_averages(found, used),
        *(_pooled(found, pairs) if pairs else []),
        *_sums(found, used),
        *(f"  {said} = {_shown(found, name)}" for name, said in _SAID.items() if name not in undefined),
        *(f"  {name.replace('_', ' ')}: undefined, {why}" for name, why in undefined.items()),
    ]


def _averages(found: Comparison, used: Sequence[CodeScore]) -> list[str]:
    frequent = [one for one in used if not one.is_rare]
    name = "cohen_kappa" if all(one.counts is not None for one in used) else "fleiss_kappa"
    alphas = sorted(
        one.values["krippendorff_alpha"] or 0.0
        for one in frequent
        if one.values["krippendorff_alpha"] is not None
    )
    kappas = [one.values[name] or 0.0 for one in frequent if one.values[name] is not None]
    if not alphas:
        return []
    left_out = (
        f"{len(used) - len(frequent)} codes with fewer than {RARE} units in every pass and"
        f" {len(frequent) - len(alphas)} undefined left out"
    )
    return [
        (
            f"  median alpha = middle of {len(alphas)} values from {alphas[0]:.{PLACES}f} to"
            f" {alphas[-1]:.{PLACES}f} = {_shown(found, 'median_alpha')}; {left_out}"
        ),
        (
            f"  mean kappa = {sum(kappas):.{PLACES}f} / {len(kappas)} = {_shown(found, 'mean_kappa')}"
            f" ({name.replace('_', ' ')}, the same codes)"
        ),
    ]


def _pooled(found: Comparison, tables: Sequence[FourCounts]) -> list[str]:
    count = len(tables)
    observed = sum((Fraction(t[0] + t[3], sum(t)) for t in tables), Fraction(0)) / count
    chance = sum(map(documents.chance, tables), Fraction(0)) / count
    po, pe = f"{float(observed):.{PLACES}f}", f"{float(chance):.{PLACES}f}"
    return [
        (
            f"  pooled kappa = (mean po - mean pe) / (1 - mean pe) = ({po} - {pe}) / (1 - {pe})"
            f" = {_shown(found, 'pooled_kappa')} over {count} codes (De Vries et al. 2008)"
        )
    ]


def _sums(found: Comparison, used: Sequence[CodeScore]) -> list[str]:
    by_all = sum(one.by_number[-1] for one in used)
    by_any = sum(sum(one.by_number[1:]) for one in used)
    table: Counter[tuple[int, int]] = Counter()
    for one in used:
        table.update(one.coverage)
    told = ", ".join(
        f"{units} read by {read}, coded by {coded}" for (read, coded), units in sorted(table.items()) if units
    )
    return [
        f"  jaccard = Σ coded by all / Σ coded by any = {by_all} / {by_any} = {_shown(found, 'jaccard')}",
        (
            f"  krippendorff alpha = {_shown(found, 'krippendorff_alpha')}, fleiss kappa ="
            f" {_shown(found, 'fleiss_kappa')}: of the counts of all codes added up ({told})"
        ),
    ]


def _shown(found: Comparison, name: str) -> str:
    value = found.overall[name]
    return "undefined" if value is None else f"{value:.{PLACES}f}"
