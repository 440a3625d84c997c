"""Nominal coefficients and their standard errors against independent packages (used in tests only)."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qualcode.reliability.coefficients import contingency, nominal
from qualcode.reliability.nominal import coverage_coefficients
from qualcode.reliability.ratings import (
    TableShapeError,
    UndeclaredCategoryError,
    UnevenRatingsError,
    from_units,
)

CATEGORIES = ("a", "b", "c")
Units = list[tuple[str | None, ...]]

value = st.sampled_from([*CATEGORIES, None])
three_coders = st.lists(st.tuples(value, value, value), min_size=3, max_size=25)
two_coders = st.lists(
    st.tuples(st.sampled_from(CATEGORIES), st.sampled_from(CATEGORIES)), min_size=2, max_size=40
)
NAMES = (
    "percent_agreement",
    "fleiss_kappa",
    "gwet_ac1",
    "brennan_prediger",
    "krippendorff_alpha",
    "conger_kappa",
    "light_kappa",
)


@given(two_coders)
@settings(deadline=None, max_examples=50)
def test_cohens_kappa_equals_scikit_learn(units: Units) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    result = nominal(units, CATEGORIES)
    assume(result["cohen_kappa"] is not None)
    first, second = zip(*units, strict=True)
    assert result["cohen_kappa"] == pytest.approx(metrics.cohen_kappa_score(first, second), abs=1e-12)


@given(three_coders)
@settings(deadline=None, max_examples=50)
def test_alpha_with_gaps_equals_the_krippendorff_package(units: Units) -> None:
    krippendorff, numpy = pytest.importorskip("krippendorff"), pytest.importorskip("numpy")
    found = nominal(units, CATEGORIES)["krippendorff_alpha"]
    assume(found is not None)
    codes = {"a": 0.0, "b": 1.0, "c": 2.0, None: numpy.nan}
    data = [[codes[unit[coder]] for unit in units] for coder in range(3)]
    theirs = krippendorff.alpha(
        reliability_data=data, level_of_measurement="nominal", value_domain=[0.0, 1.0, 2.0]
    )
    assert found == pytest.approx(theirs, abs=1e-9)


@given(three_coders)
@settings(deadline=None, max_examples=25)
def test_values_and_standard_errors_equal_irrcac(units: Units) -> None:
    found = nominal(units, CATEGORIES)
    assume(not found["dropped_coders"] and found["krippendorff_alpha"] is not None)
    assume({value for unit in units for value in unit} >= set(CATEGORIES))
    assume(sum(sum(value is not None for value in unit) > 1 for unit in units) > 1)  # it divides by n - 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the referee's deprecations are not ours
        raw, pandas = pytest.importorskip("irrCAC.raw"), pytest.importorskip("pandas")
        judge = raw.CAC(pandas.DataFrame(units), categories=list(CATEGORIES), digits=12)
        theirs = {
            "fleiss_kappa": judge.fleiss(),
            "gwet_ac1": judge.gwet(),
            "brennan_prediger": judge.bp(),
            "krippendorff_alpha": judge.krippendorff(),
            "conger_kappa": judge.conger(),
        }
    for name, answer in theirs.items():
        assert found[name] == pytest.approx(answer["est"]["coefficient_value"], abs=1e-9), name
        assert found[f"{name}_se"] == pytest.approx(answer["est"]["se"], abs=1e-9), name


@given(three_coders, st.permutations(range(3)), st.permutations(CATEGORIES))
def test_order_of_coders_units_and_names_of_categories_do_not_matter(
    units: Units, order: list[int], names: list[str]
) -> None:
    renamed = dict(zip(CATEGORIES, names, strict=True))
    shuffled = [tuple(renamed.get(unit[coder] or "") for coder in order) for unit in reversed(units)]
    before, after = nominal(units, CATEGORIES), nominal(shuffled, CATEGORIES)
    for name in NAMES:
        assert after[name] == pytest.approx(before[name], abs=1e-12), name


@given(three_coders)
def test_no_coefficient_exceeds_one_and_ac1_is_defined_whenever_something_is_pairable(units: Units) -> None:
    result = nominal(units, CATEGORIES)
    assert all(result[name] is None or result[name] <= 1.0 for name in NAMES)
    assert (result["gwet_ac1"] is None) == (result["n_pairable"] == 0)
    assert {name for name in NAMES if result[name] is None} <= result["undefined"].keys()


@given(st.lists(st.sampled_from(CATEGORIES), min_size=2, max_size=20))
def test_perfect_agreement_is_one_unless_nothing_varies(chosen: list[str]) -> None:
    result = nominal([(category, category, category) for category in chosen], CATEGORIES)
    expected = None if len(set(chosen)) == 1 else 1.0
    assert (result["fleiss_kappa"], result["krippendorff_alpha"]) == (expected, expected)
    assert result["gwet_ac1"] == 1.0


@given(two_coders)
def test_a_contingency_table_says_what_its_units_say(units: Units) -> None:
    table = [[sum(unit == (row, column) for unit in units) for column in CATEGORIES] for row in CATEGORIES]
    from_rows, from_table = nominal(units, CATEGORIES), contingency(table)
    for name in (*NAMES, "cohen_kappa", "cohen_kappa_max", "cohen_kappa_se_fce1969", "gwet_ac1_se"):
        assert from_table[name] == pytest.approx(from_rows[name], abs=1e-12), name


def test_unused_categories_change_what_depends_on_their_number_and_nothing_else() -> None:
    units = [("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]
    observed, declared = nominal(units), nominal(units, "abcde")
    assert (observed["brennan_prediger"], declared["brennan_prediger"]) == (0.5, 0.6875)
    assert declared["gwet_ac1"] > observed["gwet_ac1"]
    assert declared["krippendorff_alpha"] == observed["krippendorff_alpha"]
    assert declared["per_category_kappa"]["e"] is None


def test_one_declared_category_leaves_only_percent_agreement() -> None:
    result = nominal([("a", "a"), ("a", "a")], ["a"])
    assert result["percent_agreement"] == 1.0
    assert result["undefined"]["gwet_ac1"] == "one category declared"
    assert result["undefined"]["brennan_prediger"] == "one category declared"


def test_a_coder_without_judgements_is_dropped_and_named() -> None:
    result = nominal([("a", None, "a"), ("b", None, "a")], ["a", "b"])
    assert result["dropped_coders"] == [1]
    assert result["cohen_kappa"] == 0.0


def test_units_judged_once_only_are_not_pairable() -> None:
    result = nominal([("a", None), (None, "b")], ["a", "b"])
    assert (result["n_units"], result["n_pairable"], result["percent_agreement"]) == (2, 0, None)
    assert result["undefined"]["cohen_kappa"] == "no unit was judged by two coders"


def test_coverage_table_gives_the_values_of_the_expanded_units() -> None:
    table = {(2, 0): 5, (2, 1): 3, (3, 0): 20, (3, 1): 2, (3, 2): 4, (3, 3): 9, (1, 1): 2}
    units = [
        (1,) * coded + (0,) * (read - coded) + (None,) * (3 - read)
        for (read, coded), size in table.items()
        for _ in range(size)
    ]
    expanded = nominal(units, [0, 1])
    found = coverage_coefficients(table)
    specific = {found.pop("positive_agreement"): 1, found.pop("negative_agreement"): 0}
    for name, value in found.items():
        assert value == pytest.approx(expanded[name], abs=1e-12), name
    for value, answer in specific.items():
        judged = [[one for one in unit if one is not None] for unit in units]
        shares = [(row.count(answer), row.count(answer) - 1, len(row) - 1) for row in judged if len(row) > 1]
        chosen = sum(count for count, _, _ in shares)
        assert value == pytest.approx(sum(n * others / of for n, others, of in shares) / chosen)


def test_positive_agreement_of_two_is_that_of_the_four_counts() -> None:
    found = coverage_coefficients({(2, 2): 40, (2, 1): 14, (2, 0): 146})
    assert found["positive_agreement"] == pytest.approx(80 / 94)
    assert found["negative_agreement"] == pytest.approx(292 / 306)
    assert coverage_coefficients({(3, 0): 7})["positive_agreement"] is None


def test_malformed_input_is_refused() -> None:
    with pytest.raises(UnevenRatingsError):
        from_units([("a", "b"), ("a",)])
    with pytest.raises(UndeclaredCategoryError):
        nominal([("a", "z")], CATEGORIES)
    with pytest.raises(TableShapeError):
        contingency([[1, 2, 3], [4, 5, 6]])
    with pytest.raises(TableShapeError):
        contingency([[1, -2], [4, 5]])


@pytest.mark.parametrize("table", [[], [[0]], [[0, 0], [0, 0]]])
def test_an_empty_table_is_undefined_and_not_an_error(table: list[list[int]]) -> None:
    result = contingency(table)
    assert {name: result[name] for name in NAMES} == dict.fromkeys(NAMES)
    assert result["undefined"]["cohen_kappa"] == "no units"
    assert result["scott_pi_se_table"] is None


def test_a_table_with_a_single_unit_has_no_standard_error() -> None:
    result = contingency([[1, 0], [0, 0]])
    assert (result["gwet_ac1"], result["gwet_ac1_se"], result["gwet_ac1_ci95"]) == (1.0, None, None)
    assert result["cohen_kappa"] is None
