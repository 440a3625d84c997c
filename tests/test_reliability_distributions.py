"""Our t quantile against printed tables and a statistics package (test only)."""

from __future__ import annotations

import math

import pytest

from qualcode.reliability.distributions import t_quantile


@pytest.mark.parametrize(
    ("df", "printed"), [(1, 12.706), (2, 4.303), (5, 2.571), (9, 2.262), (30, 2.042), (120, 1.980)]
)
def test_two_sided_five_percent_points_as_printed(df: int, printed: float) -> None:
    assert t_quantile(0.975, df) == pytest.approx(printed, abs=5e-4)


@pytest.mark.parametrize("probability", [0.51, 0.9, 0.975, 0.999])
def test_two_degrees_of_freedom_agree_with_the_closed_form(probability: float) -> None:
    tilt = 2 * probability - 1
    assert t_quantile(probability, 2) == pytest.approx(tilt * math.sqrt(2 / (1 - tilt * tilt)), rel=1e-12)


@pytest.mark.parametrize("df", [1, 2, 3, 4, 7, 11, 29, 60, 250, 1999, 2000, 100_000])
@pytest.mark.parametrize("probability", [0.01, 0.5, 0.6, 0.9, 0.975, 0.995, 0.9999])
def test_distribution_function_of_the_quantile_is_the_probability(df: int, probability: float) -> None:
    scipy_stats = pytest.importorskip("scipy.stats")
    assert scipy_stats.t.cdf(t_quantile(probability, df), df) == pytest.approx(probability, abs=1e-12)


@pytest.mark.parametrize(("probability", "df"), [(0.0, 3), (1.0, 3), (0.9, 0)])
def test_impossible_arguments_are_refused(probability: float, df: int) -> None:
    with pytest.raises(ValueError, match="t quantile"):
        t_quantile(probability, df)
