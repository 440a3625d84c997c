"""The answers as plain dicts: a number, or None with its reason under `undefined`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from qualcode.reliability import kappas
from qualcode.reliability.binary import NO_VARIATION, FourCounts, binary_coefficients
from qualcode.reliability.continuum import coverage_table
from qualcode.reliability.linearisation import SPREADS, Spread
from qualcode.reliability.nominal import (
    NOT_PAIRABLE,
    Summary,
    binary_values,
    nominal_values,
    per_category_kappa,
    reason,
    summarise,
)
from qualcode.reliability.ratings import TWO_CODERS, Ratings, from_patterns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from qualcode.reliability.ratings import Counts, Pattern

Result = dict[str, Any]

FEW_UNITS = "fewer than two units"
A_PAIR = "undefined for a pair of coders"

_BINARY_ONLY = (
    "pabak",
    "jaccard",
    "dice_f1",
    "positive_agreement",
    "negative_agreement",
    "prevalence_index",
    "bias_index",
)


def put(result: Result, name: str, value: Fraction | float | None, why: str) -> None:
    """Write a value as a float, or None and why."""
    result[name] = None if value is None else float(value)
    if value is None:
        result.setdefault("undefined", {})[name] = why


def nominal_result(ratings: Ratings) -> Result:
    """Every coefficient of these ratings; see `coefficients.nominal` for the names."""
    counts = ratings.counts()
    summary = summarise(counts)
    result: Result = {
        "n_units": summary.judged,
        "n_pairable": summary.pairable,
        "has_missing": ratings.has_missing,
        "dropped_coders": list(ratings.dropped),
        "undefined": {},
    }
    _put_counted(result, counts, summary)
    _put_pairwise(result, ratings, summary)
    _put_categories(result, ratings, counts)
    if ratings.coders <= TWO_CODERS:
        _put_two_coders(result, ratings, summary)
    return result


def _put_spread(result: Result, name: str, spread: Spread) -> None:
    put(result, f"{name}_se", spread.se, FEW_UNITS)
    result[f"{name}_ci95"] = None if spread.ci95 is None else list(spread.ci95)


def _put_counted(result: Result, counts: Counts, summary: Summary) -> None:
    for name, value in nominal_values(summary).items():
        put(result, name, value, reason(summary))
        if value is None:
            _put_undefined_spread(result, name, reason(summary))
        else:
            _put_spread(result, name, SPREADS[name](counts, summary, float(value)))


def _put_undefined_spread(result: Result, name: str, why: str) -> None:
    put(result, f"{name}_se", None, why)
    result[f"{name}_ci95"] = None


def _put_pairwise(result: Result, ratings: Ratings, summary: Summary) -> None:
    conger = kappas.conger(ratings, summary)
    put(result, "conger_kappa", conger, reason(summary))
    if conger is None:
        _put_undefined_spread(result, "conger_kappa", reason(summary))
    else:
        _put_spread(result, "conger_kappa", kappas.conger_spread(ratings, summary, float(conger)))
    put(result, "light_kappa", kappas.light(ratings), A_PAIR if summary.pairable else NOT_PAIRABLE)


def _put_categories(result: Result, ratings: Ratings, counts: Counts) -> None:
    values = per_category_kappa(counts, len(ratings.categories))
    result["per_category_kappa"] = {
        str(category): None if value is None else float(value)
        for category, value in zip(ratings.categories, values, strict=True)
    }


def _put_two_coders(result: Result, ratings: Ratings, summary: Summary) -> None:
    table = ratings.pair_table(0, 1) if ratings.coders == TWO_CODERS else []
    why = reason(summary)
    put(result, "cohen_kappa", kappas.cohen(table), why)
    put(result, "cohen_kappa_max", kappas.cohen_max(table), why)
    put(result, "cohen_kappa_se_fce1969", kappas.cohen_se(table), why)
    put(result, "cohen_kappa_se0_null", kappas.cohen_null_se(table), why)
    interval = kappas.cohen_interval(table)
    result["cohen_kappa_ci95_normal"] = None if interval is None else list(interval)
    put(result, "scott_pi", kappas.scott(table), why)
    result["scott_pi_complete_pairs"] = result["scott_pi"]
    if set(ratings.categories) == {0, 1} and table:
        _put_binary(result, table, ratings.categories.index(1))


def _put_binary(result: Result, table: Sequence[Sequence[int]], yes: int) -> None:
    no = 1 - yes
    binary = binary_coefficients(table[yes][yes], table[yes][no], table[no][yes], table[no][no])
    for name in _BINARY_ONLY:
        put(result, name, binary[name], binary["undefined"].get(name, NO_VARIATION))
    put(result, "dice", binary["dice_f1"], binary["undefined"].get("dice_f1", NO_VARIATION))


def contingency_result(ratings: Ratings) -> Result:
    """`nominal_result` with the standard errors that divide by n^2, as programs for tables print them."""
    result = nominal_result(ratings)
    units = result["n_units"]
    for name, source in (("scott_pi_se_table", "fleiss_kappa_se"), ("gwet_ac1_se_table", "gwet_ac1_se")):
        se = result[source]
        value = None if se is None else se * math.sqrt((units - 1) / units)
        put(result, name, value, FEW_UNITS if units else reason(summarise({})))
    return result


def spans_result(patterns: dict[Pattern, int], names: Sequence[str]) -> Result:
    """Agreement on one code from judgement patterns; see `coefficients.spans` for the names."""
    coverage = {f"{read},{coded}": size for (read, coded), size in coverage_table(patterns).items()}
    if len(names) == TWO_CODERS:
        return {**_two_coder_spans(patterns, names), "coverage_table": coverage}
    return {**_many_coder_spans(patterns, names), "coverage_table": coverage}


def _two_coder_spans(patterns: dict[Pattern, int], names: Sequence[str]) -> Result:
    both, only_a, only_b, neither = counts_of(patterns)
    table = {"both": both, f"only_{names[0]}": only_a, f"only_{names[1]}": only_b, "neither": neither}
    return {**table, "n_pairable": sum(table.values()), **binary_coefficients(both, only_a, only_b, neither)}


def counts_of(patterns: dict[Pattern, int]) -> FourCounts:
    """Four counts of two coders; what only one of them read is left out."""
    return patterns.get((1, 1), 0), patterns.get((1, 0), 0), patterns.get((0, 1), 0), patterns.get((0, 0), 0)


def _many_coder_spans(patterns: dict[Pattern, int], names: Sequence[str]) -> Result:
    ratings = from_patterns(patterns, (0, 1), len(names))
    summary = summarise(ratings.counts())
    result: Result = {
        "n_units": summary.judged,
        "n_pairable": summary.pairable,
        "dropped_coders": [names[coder] for coder in ratings.dropped],
        "undefined": {},
    }
    values = {**binary_values(summary), "conger_kappa": kappas.conger(ratings, summary)}
    for name, value in values.items():
        put(result, name, value, reason(summary))
    put(result, "light_kappa", kappas.light(ratings), A_PAIR if summary.pairable else NOT_PAIRABLE)
    return result
