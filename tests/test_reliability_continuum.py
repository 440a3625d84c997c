"""Spans of several coders with unread text: the sweep against characters and outside referees."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qualcode.reliability.coefficients import nominal, spans
from qualcode.reliability.continuum import coverage_table, judgement_patterns, within

if TYPE_CHECKING:
    from qualcode.spans import Span

LENGTH = 40
span = st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).map(lambda pair: (min(pair), max(pair)))
some_spans = st.lists(span, max_size=5)
three = st.fixed_dictionaries({"A": some_spans, "B": some_spans, "C": some_spans})
gaps = st.fixed_dictionaries({"A": st.lists(span, max_size=1), "C": st.lists(span, max_size=1)})


def expanded(coders: dict[str, list[Span]], not_read: dict[str, list[Span]]) -> list[tuple[int | None, ...]]:
    """One judgement per coder and character."""

    def judged(name: str, at: int) -> int | None:
        if any(start <= at < end for start, end in not_read.get(name, [])):
            return None
        return int(any(start <= at < end for start, end in coders[name]))

    return [tuple(judged(name, at) for name in coders) for at in range(LENGTH)]


@given(three, gaps)
@settings(deadline=None)
def test_three_coders_with_unread_text_equal_judging_every_character(
    coders: dict[str, list[Span]], not_read: dict[str, list[Span]]
) -> None:
    swept, brute = spans(LENGTH, coders, not_read), nominal(expanded(coders, not_read), [0, 1])
    for name in ("percent_agreement", "fleiss_kappa", "gwet_ac1", "krippendorff_alpha", "conger_kappa"):
        assert swept[name] == pytest.approx(brute[name], abs=1e-12), name
    assert swept["light_kappa"] == pytest.approx(brute["light_kappa"], abs=1e-12)
    assert sum(swept["coverage_table"].values()) == LENGTH


@given(st.fixed_dictionaries({"A": some_spans, "B": some_spans}))
@settings(deadline=None, max_examples=50)
def test_two_coders_equal_scikit_learn_and_krippendorff_on_characters(coders: dict[str, list[Span]]) -> None:
    metrics, krippendorff = pytest.importorskip("sklearn.metrics"), pytest.importorskip("krippendorff")
    result = spans(LENGTH, coders)
    assume(result["cohen_kappa"] is not None)
    first, second = zip(*expanded(coders, {}), strict=True)
    assert result["cohen_kappa"] == pytest.approx(metrics.cohen_kappa_score(first, second), abs=1e-12)
    theirs = krippendorff.alpha(reliability_data=[first, second], level_of_measurement="nominal")
    assert result["krippendorff_alpha"] == pytest.approx(theirs, abs=1e-12)


@given(st.fixed_dictionaries({"A": some_spans, "B": some_spans}))
@settings(deadline=None, max_examples=15)
def test_two_coders_equal_irrcac_on_characters(coders: dict[str, list[Span]]) -> None:
    result = spans(LENGTH, coders)
    assume(result["cohen_kappa"] is not None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the referee's deprecations are not ours
        raw, pandas = pytest.importorskip("irrCAC.raw"), pytest.importorskip("pandas")
        judge = raw.CAC(pandas.DataFrame(expanded(coders, {})), categories=[0, 1], digits=12)
        ac1, pi = judge.gwet()["est"], judge.fleiss()["est"]
    assert result["gwet_ac1"] == pytest.approx(ac1["coefficient_value"], abs=1e-9)
    assert result["scott_pi"] == pytest.approx(pi["coefficient_value"], abs=1e-9)


@given(three)
def test_names_and_order_of_coders_do_not_matter(coders: dict[str, list[Span]]) -> None:
    other = {"Zoe": coders["C"], "Mia": coders["A"], "Ben": coders["B"]}
    before, after = spans(LENGTH, coders), spans(LENGTH, other)
    assert before["coverage_table"] == after["coverage_table"]
    assert before["krippendorff_alpha"] == after["krippendorff_alpha"]


def test_patterns_tell_apart_coded_read_and_unread() -> None:
    patterns = judgement_patterns(10, [[(0, 4)], [(2, 6)]], [[], [(5, 10)]])
    assert patterns == {(1, 0): 2, (1, 1): 2, (0, 1): 1, (0, None): 5}
    assert coverage_table(patterns) == {(1, 0): 5, (2, 1): 3, (2, 2): 2}


def test_an_empty_text_has_no_units() -> None:
    assert spans(0, {"A": [], "B": []})["undefined"]["percent_agreement"] == "no units"


def test_within_joins_and_cuts() -> None:
    assert within([(-3, 4), (4, 6), (8, 8), (9, 30)], 12) == [(0, 6), (9, 12)]


def test_counting_turns_shows_agreement_that_characters_do_not() -> None:
    turns = [(0, 50), (50, 100)]
    coders = {"A": [(0, 10)], "B": [(40, 50)]}
    assert spans(100, coders, units=turns, rule="any")["both"] == 1
    assert spans(100, coders, units=turns, rule="half")["both"] == 0
    assert spans(100, coders, units=turns)["cohen_kappa"] == 1.0
    assert spans(100, coders)["both"] == 0


def test_a_unit_read_in_part_is_missing_for_that_coder() -> None:
    turns = [(0, 50), (50, 100)]
    result = spans(100, {"A": [(0, 50)], "B": [(0, 50)]}, {"B": [(90, 100)]}, units=turns)
    assert (result["both"], result["neither"], result["n_pairable"]) == (1, 0, 1)
