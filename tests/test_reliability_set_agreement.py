"""Alpha with the MASI distance from counted patterns is the same number as from listed sets."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.reliability import set_agreement
from qualcode.reliability.labelsets import DISTANCES, judged_sets, set_alpha
from qualcode.reliability.set_agreement import masi_alpha, set_alphas

Unit = list[set[int] | None]


def patterns_of(units: list[Unit]) -> Counter[tuple[int | None, ...]]:
    return Counter(
        tuple(None if codes is None else sum(1 << code for code in codes) for codes in unit) for unit in units
    )


def listed(units: list[Unit], distance: str = "alpha_masi") -> float | None:
    named = [[None if codes is None else [str(code) for code in codes] for codes in unit] for unit in units]
    value = set_alpha(judged_sets(named), DISTANCES[distance])
    return None if value is None else float(value)


judgements = st.none() | st.sets(st.integers(0, 11), max_size=12)


@given(st.lists(st.lists(judgements, min_size=3, max_size=3), max_size=12))
def test_every_alpha_is_that_of_the_listed_sets(units: list[Unit]) -> None:
    found = set_alphas(patterns_of(units))
    assert list(found) == ["alpha_masi", "alpha_jaccard", "alpha_dice", "alpha_exact_set"]
    for name, value in found.items():
        assert value == pytest.approx(listed(units, name), abs=1e-12), name


@given(st.lists(st.lists(st.sets(st.integers(0, 3), max_size=4), min_size=2, max_size=2), max_size=20))
def test_large_and_small_sets_are_counted_alike(units: list[Unit]) -> None:
    usual = masi_alpha(patterns_of(units))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(set_agreement, "LARGE", 1)
        assert masi_alpha(patterns_of(units)) == usual


def test_equal_sets_everywhere_leave_alpha_undefined() -> None:
    assert masi_alpha(Counter({(3, 3): 5})) is None
    assert masi_alpha(Counter()) is None


def test_perfect_agreement_on_different_sets_is_1() -> None:
    assert masi_alpha(Counter({(3, 3): 5, (0, 0): 2})) == 1
