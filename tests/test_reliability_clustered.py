"""Leaving out and redrawing documents."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.reliability.binary import FourCounts, statistic
from qualcode.reliability.clustered import (
    REPLICATES,
    bootstrap,
    bootstrap_interval,
    jackknife_interval,
    jackknife_se,
    leave_one_out,
    pooled,
)

DOCUMENTS: list[FourCounts] = [(50, 100, 50, 800), (0, 0, 0, 500), (200, 0, 0, 1800)]


def test_pooled_value_is_the_statistic_of_the_summed_table() -> None:
    assert pooled(DOCUMENTS) == (250, 100, 50, 3100)
    assert statistic("cohen_kappa", pooled(DOCUMENTS)) == pytest.approx(0.7457627119)
    assert pooled([]) == (0, 0, 0, 0)


def test_jackknife_standard_errors_of_the_hand_made_example() -> None:
    assert jackknife_se(DOCUMENTS, "cohen_kappa") == pytest.approx(0.3792095913)
    assert jackknife_se(DOCUMENTS, "krippendorff_alpha") == pytest.approx(0.3805181942)


def test_jackknife_interval_uses_student_t_and_stops_at_one() -> None:
    tables = [(40, 8, 6, 146), (30, 9, 8, 150), (44, 6, 7, 140), (28, 11, 4, 155)]
    value, se = statistic("cohen_kappa", pooled(tables)), jackknife_se(tables, "cohen_kappa")
    interval = jackknife_interval(tables, "cohen_kappa")
    assert value is not None
    assert se is not None
    assert interval == pytest.approx((value - 3.182446305 * se, value + 3.182446305 * se))
    assert jackknife_interval(DOCUMENTS, "cohen_kappa") == pytest.approx((-0.8858444867, 1.0))


@pytest.mark.parametrize("tables", [[], [(5, 1, 1, 50)], [(5, 1, 1, 50), (0, 0, 0, 60)], [(0, 0, 0, 9)] * 4])
def test_no_interval_where_too_few_documents_carry_the_code(tables: list[FourCounts]) -> None:
    assert jackknife_se(tables, "cohen_kappa") is None
    assert jackknife_interval(tables, "cohen_kappa") is None


def test_bootstrap_is_the_same_for_the_same_seed_and_close_to_a_long_run() -> None:
    first = bootstrap(DOCUMENTS, "cohen_kappa", seed=7)
    assert first == bootstrap(DOCUMENTS, "cohen_kappa", seed=7)
    assert first != bootstrap(DOCUMENTS, "cohen_kappa", seed=8)
    assert first.se == pytest.approx(0.2481913785, abs=0.02)
    assert first.interval == pytest.approx((0.3181818182, 1.0))
    # All three draws hit the document without the code in 1 of 27 cases.
    assert first.undefined / REPLICATES == pytest.approx(1 / 27, abs=0.02)


def test_bootstrap_needs_two_documents_and_a_defined_replicate() -> None:
    assert bootstrap_interval([(5, 1, 1, 50)], "cohen_kappa", seed=1) is None
    assert bootstrap_interval([(0, 0, 0, 50)] * 3, "cohen_kappa", seed=1) is None


tables = st.lists(st.tuples(*[st.integers(1, 300)] * 4), min_size=2, max_size=12)


@given(tables)
def test_jackknife_se_is_the_scaled_deviation_of_the_leave_one_out_values(tables: list[FourCounts]) -> None:
    values = [value for value in leave_one_out(tables, "krippendorff_alpha") if value is not None]
    scale = (len(tables) - 1) / math.sqrt(len(tables))
    assert jackknife_se(tables, "krippendorff_alpha") == pytest.approx(
        statistics.stdev(values) * scale, abs=1e-12
    )


@given(tables)
def test_order_of_documents_does_not_matter(tables: list[FourCounts]) -> None:
    assert jackknife_se(tables, "cohen_kappa") == pytest.approx(jackknife_se(tables[::-1], "cohen_kappa"))
