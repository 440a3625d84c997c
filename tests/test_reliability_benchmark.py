"""Probabilistic benchmarking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.reliability.benchmark import SCALES, UnknownScaleError
from qualcode.reliability.coefficients import benchmark


def test_gwets_example_is_moderate_although_its_value_lies_in_good() -> None:
    result = benchmark(0.67, 0.15, "altman")
    assert result["altman_cumprob"] == pytest.approx([0.18168, 0.67511, 0.96356, 0.99912, 1.0], abs=1e-5)
    assert result["altman_label"] == "Moderate"
    assert "landis_koch_label" not in result


@given(st.floats(-1, 1), st.floats(0.001, 2), st.sampled_from(sorted(SCALES)))
def test_probabilities_grow_from_the_top_level_to_one(coefficient: float, se: float, scale: str) -> None:
    result = benchmark(coefficient, se, scale)
    cumulated = result[f"{scale}_cumprob"]
    assert cumulated == sorted(cumulated)
    assert cumulated[-1] == pytest.approx(1.0)
    assert result[f"{scale}_label"] in result[f"{scale}_levels"]


@pytest.mark.parametrize(("coefficient", "se"), [(None, 0.1), (0.8, None), (1.0, 0.0)])
def test_no_word_without_a_coefficient_and_its_uncertainty(
    coefficient: float | None, se: float | None
) -> None:
    result = benchmark(coefficient, se, "fleiss")
    assert result["fleiss_label"] is None
    assert result["undefined"] == {"fleiss_label": "no standard error above 0"}


def test_all_scales_come_unless_one_is_named() -> None:
    assert {f"{scale}_label" for scale in SCALES} <= benchmark(0.7, 0.1).keys()


def test_an_unknown_scale_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(UnknownScaleError) as caught:
        benchmark(0.7, 0.1, "stars")
    assert "landis_koch" in caught.value.hint
