"""All codes together: what may be averaged, what is pooled, and what counts sets of codes."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from statistics import fmean, median
from typing import TYPE_CHECKING, Final

from qualcode.reliability import documents, nominal
from qualcode.reliability.binary import NO_VARIATION
from qualcode.reliability.remarks import RARE
from qualcode.reliability.set_agreement import set_alphas
from qualcode.reliability.sweep import clip
from qualcode.reliability.unitizing import Paired, coincidences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from qualcode.reliability.scores import CodeScore
    from qualcode.reliability.tally import Tally
    from qualcode.reliability.unitizing import Unit
    from qualcode.reliability.units import Grid

Overall = dict[str, float | None]

NAMES: Final = (
    "pooled_kappa",
    "mean_kappa",
    "median_alpha",
    "lowest_alpha",
    "highest_alpha",
    "jaccard",
    "fleiss_kappa",
    "krippendorff_alpha",
    "alpha_masi",
    "alpha_jaccard",
    "alpha_dice",
    "alpha_exact_set",
    "cu_alpha",
)

OVERLAPPING: Final = "codes of one pass overlap"
NO_CODE: Final = "no code was used"
RARE_ONLY: Final = f"no code was used in {RARE} units by any pass"
PAIRS_ONLY: Final = "for two passes only"
ONE_CODE: Final = "only one code where all passes coded"


def overall(scores: Sequence[CodeScore], found: Tally, grids: Sequence[Grid]) -> Overall:
    """One number each over all codes that any pass used; None where undefined.

    Returns:
        pooled_kappa: De Vries et al. 2008, two passes only.
        mean_kappa, median_alpha, lowest_alpha, highest_alpha: over codes that a pass used in at least five
            units, undefined ones left out (three or more passes: mean of Fleiss' kappas).
        jaccard: units that all passes coded over units that any coded, summed over codes before dividing.
        fleiss_kappa, krippendorff_alpha: of the coverage tables summed over codes, that is over all
            judgements "this code, on this unit".
        alpha_masi, alpha_jaccard, alpha_dice, alpha_exact_set: alpha over the set of codes of each unit, with
            that distance (MASI: Passonneau 2006).
        cu_alpha: on characters, which code where both coded (Krippendorff et al. 2016); None where one
            pass's codes overlap.
    """
    used = [one for one in scores if one.is_used]
    frequent = [one for one in used if not one.is_rare]
    alphas = [one.values["krippendorff_alpha"] for one in frequent]
    kappa = "cohen_kappa" if all(one.counts is not None for one in scores) else "fleiss_kappa"
    pooled = nominal.coverage_coefficients(_coverage(used))
    return {
        "pooled_kappa": documents.pooled_kappa([one.counts for one in used if one.counts is not None]),
        "mean_kappa": _over(fmean, (one.values[kappa] for one in frequent)),
        "median_alpha": _over(median, alphas),
        "lowest_alpha": _over(min, alphas),
        "highest_alpha": _over(max, alphas),
        "jaccard": _jaccard(used),
        "fleiss_kappa": pooled["fleiss_kappa"],
        "krippendorff_alpha": pooled["krippendorff_alpha"],
        **set_alphas(found.sets),
        "cu_alpha": cu_alpha(found, grids),
    }


def reasons(values: Overall, scores: Sequence[CodeScore]) -> dict[str, str]:
    """Why each undefined figure of `overall` is undefined."""
    used = [one for one in scores if one.is_used]
    missing = [name for name, value in values.items() if value is None]
    if not used:
        return dict.fromkeys(missing, NO_CODE)
    told = {"cu_alpha": f"{OVERLAPPING}, or {ONE_CODE}"}
    if any(one.counts is None for one in used):
        told["pooled_kappa"] = PAIRS_ONLY
    if all(one.is_rare for one in used):
        told |= dict.fromkeys(("mean_kappa", "median_alpha", "lowest_alpha", "highest_alpha"), RARE_ONLY)
    return {name: told.get(name, NO_VARIATION) for name in missing}


def cu_alpha(found: Tally, grids: Sequence[Grid]) -> float | None:
    """Agreement on which code, where every pass coded; None where one pass's codes overlap, or one code only.

    Characters are counted whatever the unit of the comparison; stretches that a pass did not read are left
    out.
    """
    keys = set(found.keys)
    coders: dict[str, list[Unit]] = {str(coder): [] for coder in range(len(found.applied))}
    offset = 0
    for grid in grids:
        for coder, own in enumerate(found.applied):
            units = sorted(
                (start + offset, end + offset, key)
                for key, spans in own.get(grid.transcript.id, {}).items()
                if key in keys
                for start, end in clip(spans, grid.common)
            )
            if any(after[0] < before[1] for before, after in pairwise(units)):
                return None
            coders[str(coder)].extend(units)
        offset += grid.transcript.length
    value = Paired.of(coincidences(offset, coders)).cu_alpha() if offset else None
    return None if value is None else float(value)


def _coverage(used: Sequence[CodeScore]) -> Counter[tuple[int, int]]:
    total: Counter[tuple[int, int]] = Counter()
    for one in used:
        total.update(one.coverage)
    return total


def _jaccard(used: Sequence[CodeScore]) -> float | None:
    coded = sum(sum(one.by_number[1:]) for one in used)
    return sum(one.by_number[-1] for one in used) / coded if coded else None


def _over(average: Callable[[list[float]], float], values: Iterable[float | None]) -> float | None:
    defined = [value for value in values if value is not None]
    return average(defined) if defined else None
