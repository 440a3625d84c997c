"""The four-count coefficients against the values worked out by hand in the method's own table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.reliability.binary import (
    CHANCE_CORRECTED,
    STATISTICS,
    binary_coefficients,
    statistic,
    undefined_reason,
)

COLUMNS = (
    "percent_agreement",
    "positive_agreement",
    "jaccard",
    "cohen_kappa",
    "krippendorff_alpha",
    "gwet_ac1",
)

counts = st.tuples(*[st.integers(0, 500)] * 4)


@pytest.mark.parametrize(
    ("table", "printed"),
    [
        ((50, 75, 75, 800), (0.8500, 0.4000, 0.2500, 0.3143, 0.3146, 0.8080)),
        ((50, 150, 0, 800), (0.8500, 0.4000, 0.2500, 0.3478, 0.3146, 0.8080)),
        ((2, 2, 2, 194), (0.9800, 0.5000, 0.3333, 0.4898, 0.4911, 0.9792)),
        ((40, 8, 6, 146), (0.9300, 0.8511, 0.7407, 0.8053, 0.8058, 0.8907)),
    ],
)
def test_golden_rows_to_four_places(table: tuple[int, int, int, int], printed: tuple[float, ...]) -> None:
    result = binary_coefficients(*table)
    assert tuple(round(result[name], 4) for name in COLUMNS) == printed


def test_a_code_nobody_used_is_not_used_and_never_one() -> None:
    result = binary_coefficients(0, 0, 0, 200)
    for name in ("cohen_kappa", "scott_pi", "krippendorff_alpha", "positive_agreement", "jaccard", "dice_f1"):
        assert result[name] is None
        assert result["undefined"][name] == "not used"
    assert result["percent_agreement"] == 1.0
    assert result["flagged"] == {"gwet_ac1": "not used", "brennan_prediger": "not used", "pabak": "not used"}


def test_a_code_both_put_everywhere_has_no_variation() -> None:
    result = binary_coefficients(200, 0, 0, 0)
    assert (result["cohen_kappa"], result["krippendorff_alpha"]) == (None, None)
    assert result["undefined"]["cohen_kappa"] == "no variation"
    assert result["undefined"]["negative_agreement"] == "no variation"
    assert (result["jaccard"], result["dice_f1"], result["gwet_ac1"]) == (1.0, 1.0, 1.0)


def test_without_units_everything_is_undefined() -> None:
    result = binary_coefficients(0, 0, 0, 0)
    assert result["undefined"] == dict.fromkeys(STATISTICS, "no units")
    assert result["flagged"] == {}


@pytest.mark.parametrize("only", [1, 7, 150, 10**9 + 7])
def test_kappa_is_exactly_zero_when_one_coder_never_uses_the_code(only: int) -> None:
    assert statistic("cohen_kappa", (0, only, 0, 3 * 10**9)) == 0.0


def test_complementary_coding_reaches_minus_one() -> None:
    result = binary_coefficients(0, 100, 100, 0)
    assert (result["cohen_kappa"], result["scott_pi"], result["gwet_ac1"], result["pabak"]) == (
        -1,
        -1,
        -1,
        -1,
    )
    assert result["krippendorff_alpha"] == pytest.approx(-0.995)


def test_largest_possible_kappa_of_cohens_own_margins() -> None:
    # Collapsing Cohen (1960) example 2 to its first category: margins 120 and 100 of 200.
    assert statistic("kappa_max", (88, 32, 12, 68)) == pytest.approx(0.8)


def test_kappa_pi_and_alpha_tend_to_dice_as_uncoded_text_grows() -> None:
    for name in ("cohen_kappa", "scott_pi", "krippendorff_alpha"):
        assert statistic(name, (400, 150, 150, 10**9)) == pytest.approx(0.7272727273, abs=1e-6)


@given(counts)
def test_every_coefficient_stays_in_its_range(table: tuple[int, int, int, int]) -> None:
    for name in STATISTICS:
        value = statistic(name, table)
        low = -1.0 if name in CHANCE_CORRECTED or name == "kappa_max" else 0.0
        assert value is None or low <= value <= 1.0, (name, value)


@given(counts)
def test_swapping_the_coders_changes_nothing(table: tuple[int, int, int, int]) -> None:
    both, only_a, only_b, neither = table
    assert binary_coefficients(*table) == binary_coefficients(both, only_b, only_a, neither)


@given(counts)
def test_kappa_is_at_least_pi_and_at_most_its_maximum(table: tuple[int, int, int, int]) -> None:
    kappa, pi, best = (statistic(name, table) for name in ("cohen_kappa", "scott_pi", "kappa_max"))
    if kappa is not None and pi is not None and best is not None:
        assert pi - 1e-12 <= kappa <= best + 1e-12


@given(counts)
def test_alpha_is_pi_plus_the_small_sample_term(table: tuple[int, int, int, int]) -> None:
    alpha, pi = statistic("krippendorff_alpha", table), statistic("scott_pi", table)
    assert (alpha is None) == (pi is None)
    if alpha is not None and pi is not None:
        assert alpha == pytest.approx(pi + (1 - pi) / (2 * sum(table)), abs=1e-12)


@given(counts)
def test_kappa_is_undefined_exactly_when_a_reason_exists(table: tuple[int, int, int, int]) -> None:
    assert (statistic("cohen_kappa", table) is None) == (undefined_reason(table) is not None)
