"""The public face of the reliability statistics: numbers in, numbers out.

No store, no terminal, no project is needed, and importing this loads nothing beyond the standard library.
Every function returns a plain dict. A coefficient that is undefined is None, never 0 or 1, and `undefined`
maps its name to the reason. Positions are half-open [start, end); lengths are in whatever the caller counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.reliability import continuum, ratings, results
from qualcode.reliability.benchmark import SCALES, cumulative, level
from qualcode.reliability.clustered import REPLICATES
from qualcode.reliability.documents import documents_result
from qualcode.reliability.labelsets import label_set_result
from qualcode.reliability.segmentation import segmentation_result
from qualcode.reliability.segments import segments_result
from qualcode.reliability.unitizing import unitizing_result

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from qualcode.reliability.binary import FourCounts
    from qualcode.spans import Span

__all__ = [
    "benchmark",
    "contingency",
    "documents",
    "label_sets",
    "nominal",
    "segmentation",
    "segments",
    "spans",
    "unitizing",
]

SEED = 1
"""Of the cluster bootstrap, unless another is asked for."""


def nominal(
    units: Sequence[Sequence[Hashable]], categories: Sequence[Hashable] | None = None
) -> dict[str, Any]:
    """Agreement of any number of coders who put the same units into categories.

    Args:
        units: Per unit one value per coder, None = not judged.
        categories: All categories on offer; AC1 and Brennan-Prediger depend on how many there are. None takes
            those that occur.

    Returns:
        `n_units` (judged at all), `n_pairable` (judged twice), `has_missing`, `dropped_coders` (positions of
        coders who judged nothing); percent_agreement, fleiss_kappa (Fleiss 1971), gwet_ac1 (Gwet 2008),
        brennan_prediger (1981), krippendorff_alpha (1970, 2011) and conger_kappa (Conger 1980), each with
        `_se` (Gwet 2014, independent units) and `_ci95`; light_kappa (Light 1971); per_category_kappa by name
        of category. With two coders also cohen_kappa (Cohen 1960), cohen_kappa_max, cohen_kappa_se_fce1969,
        cohen_kappa_se0_null, cohen_kappa_ci95_normal and scott_pi (1955); with the categories 0 and 1 also
        jaccard, dice, positive_agreement, negative_agreement, prevalence_index, bias_index, pabak.

    Raises:
        UnevenRatingsError: Units with different numbers of values.
        UndeclaredCategoryError: A value outside `categories`.
    """
    return results.nominal_result(ratings.from_units(units, categories))


def contingency(table: Sequence[Sequence[int]]) -> dict[str, Any]:
    """Agreement of two coders from a square table of counts: rows coder 1, columns coder 2.

    Returns:
        The names of `nominal`, and scott_pi_se_table and gwet_ac1_se_table, which divide by n^2.

    Raises:
        TableShapeError: The table is not square or holds a negative count.
    """
    return results.contingency_result(ratings.from_table(table))


def spans(  # the public face is fixed: length, coders, not_read; units and rule are its optional refinement
    length: int,
    coders: Mapping[str, Sequence[Span]],
    not_read: Mapping[str, Sequence[Span]] | None = None,
    units: Sequence[Span] | None = None,
    rule: str = "half-or-inside",
) -> dict[str, Any]:
    """Agreement of two or more coders on one code in one text.

    Args:
        length: Characters of the text.
        coders: {name: [(start, end), ...]}; overlaps of one coder count once, empty spans not at all, and
            what sticks out of the text is cut off and counted in `clipped`.
        not_read: {name: [(start, end), ...]} that a coder did not read: missing there, not "no".
        units: Sorted, disjoint (start, end) to count instead of characters.
        rule: When a unit counts as coded: "any", "half" or "half-or-inside" (see `sweep.coded_units`). A unit
            is missing for a coder who left any of it unread.

    Returns:
        Two coders A and B: `both`, `only_A`, `only_B`, `neither` over what both read, and the names of
        `binary.STATISTICS`. Three or more: percent_agreement, positive_agreement, negative_agreement,
        fleiss_kappa, gwet_ac1, brennan_prediger, krippendorff_alpha, conger_kappa, light_kappa. Always
        `coverage_table`: {"read,coded": size} by how many coders read a place and how many coded it. No
        standard errors: characters of one text are not independent; use `documents`.

    Raises:
        TooFewCodersError: Fewer than two coders.
        InvertedSpanError: A span ends before it starts.
        UnknownRuleError: No such rule.
    """
    patterns = continuum.patterns_of(length, coders, not_read or {}, units, rule)
    clipped = sum(continuum.beyond(given, length) for given in coders.values())
    return {**results.spans_result(patterns, list(coders)), "clipped": clipped}


def unitizing(length: int, coders: Mapping[str, Sequence[tuple[int, int, str]]]) -> dict[str, Any]:
    """Krippendorff's u-alpha family (2016 with erratum; 2019, section 12.6).

    Args:
        length: Length of the continuum.
        coders: {name: [(start, end, value), ...]}; units of one coder must not overlap.

    Returns:
        u_alpha (boundaries and values), bar_u_alpha (marked or not), cu_alpha (values where units intersect)
        with cu_coverage, and by value ku_alpha and ku_coverage.

    Raises:
        OverlappingUnitsError: One coder's units overlap.
        TooFewCodersError: Fewer than two coders.
    """
    return unitizing_result(length, coders)


def label_sets(units: Sequence[Sequence[Iterable[str] | None]]) -> dict[str, Any]:
    """Agreement of coders who may give a unit several codes.

    Args:
        units: Per unit, per coder: a list of codes; [] = judged, no code; None = not judged.

    Returns:
        alpha_exact_set, alpha_masi (Passonneau 2006), alpha_jaccard, alpha_dice: Krippendorff's alpha with
        that distance; mv_alpha_krippendorff_craggs2016; with two coders also mean_jaccard_agreement,
        exact_match_share and micro_f1.
    """
    return label_set_result(units)


def documents(
    tables: Sequence[Sequence[FourCounts]], seed: int = SEED, replicates: int = REPLICATES
) -> dict[str, Any]:
    """One result per code over many documents.

    Args:
        tables: [document][code] = (both, only A, only B, neither).
        seed: Of the bootstrap.
        replicates: How often the bootstrap redraws the documents; 0 skips it.

    Returns:
        per_code_pooled_kappa and per_code_pooled_alpha (of the summed tables), each with `_jackknife_se` and
        `_jackknife_ci95`; cell_kappa[document][code] with undefined_cells; per_code_mean_kappa_unweighted and
        _weighted_by_size (undefined cells left out); de_vries_pooled_kappa_over_codes (2008);
        mean_of_code_kappas; per_code_kappa_cluster_bootstrap with se, ci95_percentile, undefined.

    Raises:
        UnevenTablesError: Documents with different numbers of codes.
    """
    return documents_result(tables, seed, replicates)


def segments(
    a: Sequence[tuple[int, int, str]],
    b: Sequence[tuple[int, int, str]],
    number_of_codes: int,
    iou: float | Sequence[float] = (1.0, 0.9, 0.5),
) -> dict[str, Any]:
    """Do whole coded segments match: same code and at least `iou` intersection over union?

    Args:
        a: (start, end, code) of the reference coder.
        b: (start, end, code) of the other.
        number_of_codes: Codes on offer, for chance agreement.
        iou: One threshold or several, each above 0 and at most 1.

    Returns:
        Per threshold `two_way_match@T` (agreements, segments, percent_agreement, brennan_prediger) and
        `one_to_one@T` (tp, precision, recall, f1), T written as in 0.9 or 1.0. For a single threshold also
        without `@T`.

    Raises:
        ThresholdError: A threshold outside (0, 1].
    """
    if isinstance(iou, (int, float)):
        single = segments_result(a, b, number_of_codes, [iou])
        return {**single, **{name.partition("@")[0]: value for name, value in single.items()}}
    return segments_result(a, b, number_of_codes, iou)


def segmentation(masses: Sequence[int], reference: Sequence[int]) -> dict[str, Any]:
    """Do two coders cut a text in the same places?

    Args:
        masses: Units in each segment, in order.
        reference: The same of the coder the error rates are measured against.

    Returns:
        boundary_similarity (Fournier 2013, near misses of one unit), window_diff (Pevzner & Hearst 2002), pk
        (Beeferman et al. 1999); the last two are error rates.

    Raises:
        MassesError: The segmentations do not cover the same number of units.
    """
    return segmentation_result(masses, reference)


def benchmark(coefficient: float | None, se: float | None, scale: str | None = None) -> dict[str, Any]:
    """Which level of a scale a coefficient reaches with 95 % probability (Gwet 2014, chapter 6).

    Args:
        coefficient: Between -1 and 1, or None if undefined.
        se: Its standard error, clustered by document where units are not independent.
        scale: A name from `benchmark.SCALES`; None gives all.

    Returns:
        Per scale `SCALE_cumprob` (from the top level down), `SCALE_levels` and `SCALE_label`; None without a
        coefficient or a standard error above 0.

    Raises:
        UnknownScaleError: No such scale.
    """
    result: dict[str, Any] = {}
    for name in SCALES if scale is None else [scale]:
        usable = coefficient is not None and se is not None and se > 0
        cumulated = cumulative(coefficient or 0.0, se or 1.0, name)
        result[f"{name}_cumprob"] = cumulated if usable else None
        result[f"{name}_label"] = level(cumulated, name) if usable else None
        result[f"{name}_levels"] = [word for _, word in SCALES[name]]
        if not usable:
            result.setdefault("undefined", {})[f"{name}_label"] = "no standard error above 0"
    return result
