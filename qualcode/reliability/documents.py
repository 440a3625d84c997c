"""One code book over many documents: pool first, divide once; averages of cells only beside it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.reliability.binary import FourCounts, statistic
from qualcode.reliability.clustered import bootstrap, jackknife_interval, jackknife_se, pooled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.reliability.results import Result

UNEVEN = "The documents do not all have a table for every code."


class UnevenTablesError(QualcodeError):
    """Documents with different numbers of codes."""

    def __init__(self) -> None:
        super().__init__(UNEVEN, "A code nobody used in a document still has a table: (0, 0, 0, units).")


def by_code(tables: Sequence[Sequence[FourCounts]]) -> list[list[FourCounts]]:
    """[document][code] turned into [code][document].

    Raises:
        UnevenTablesError: A document has more or fewer codes than another.
    """
    if len({len(row) for row in tables}) > 1:
        raise UnevenTablesError
    return [[_whole(table) for table in column] for column in zip(*tables, strict=True)]


def _whole(table: Sequence[int]) -> FourCounts:
    both, only_a, only_b, neither = table
    return both, only_a, only_b, neither


def pooled_kappa(tables: Sequence[FourCounts]) -> float | None:
    """Pooled kappa over codes (De Vries, Elliott, Kanouse & Teleki 2008): mean agreement against mean chance.

    Args:
        tables: One four-count table per code, summed over documents. Codes whose own kappa is undefined stay
            in; codes without any unit are left out.
    """
    usable = [table for table in tables if sum(table)]
    agreement = sum((Fraction(t[0] + t[3], sum(t)) for t in usable), Fraction(0))
    by_chance = sum((chance(table) for table in usable), Fraction(0))
    if by_chance == len(usable):
        return None
    return float((agreement - by_chance) / (len(usable) - by_chance))


def chance(table: FourCounts) -> Fraction:
    """Cohen's expected agreement of one table."""
    both, only_a, only_b, neither = table
    total, a, b = sum(table), both + only_a, both + only_b
    return Fraction(a * b + (only_b + neither) * (only_a + neither), total * total)


def mean(values: Sequence[float | None], weights: Sequence[int] | None = None) -> float | None:
    """Mean of the defined values, plain or weighted; None when none is defined."""
    shares = weights if weights is not None else [1] * len(values)
    kept = [
        (value, share) for value, share in zip(values, shares, strict=True) if value is not None and share
    ]
    return sum(value * share for value, share in kept) / sum(share for _, share in kept) if kept else None


def documents_result(tables: Sequence[Sequence[FourCounts]], seed: int, replicates: int) -> Result:
    """See `coefficients.documents`."""
    codes = by_code(tables)
    sums = [pooled(column) for column in codes]
    kappas = [statistic("cohen_kappa", table) for table in sums]
    cells = [[statistic("cohen_kappa", table) for table in column] for column in codes]
    sizes = [[sum(table) for table in column] for column in codes]
    return {
        "per_code_pooled_kappa": kappas,
        "per_code_pooled_alpha": [statistic("krippendorff_alpha", table) for table in sums],
        "cell_kappa": [list(row) for row in zip(*cells, strict=True)],
        "undefined_cells": sum(value is None for column in cells for value in column),
        "per_code_mean_kappa_unweighted": [mean(column) for column in cells],
        "per_code_mean_kappa_weighted_by_size": [mean(c, s) for c, s in zip(cells, sizes, strict=True)],
        "de_vries_pooled_kappa_over_codes": pooled_kappa(sums),
        "mean_of_code_kappas": mean(kappas),
        **_jackknives(codes),
        "per_code_kappa_cluster_bootstrap": _bootstraps(codes, seed, replicates),
    }


def _jackknives(codes: list[list[FourCounts]]) -> Result:
    result: Result = {}
    for short, name in (("kappa", "cohen_kappa"), ("alpha", "krippendorff_alpha")):
        result[f"per_code_{short}_jackknife_se"] = [jackknife_se(column, name) for column in codes]
        intervals = [jackknife_interval(column, name) for column in codes]
        result[f"per_code_{short}_jackknife_ci95"] = [i if i is None else list(i) for i in intervals]
    return result


def _bootstraps(codes: list[list[FourCounts]], seed: int, replicates: int) -> Result:
    drawn = [bootstrap(column, "cohen_kappa", seed, replicates) for column in codes]
    return {
        "se": [one.se for one in drawn],
        "ci95_percentile": [None if one.interval is None else list(one.interval) for one in drawn],
        "undefined": [one.undefined for one in drawn],
        "replicates": replicates,
        "seed": seed,
    }
