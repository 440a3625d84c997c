"""The u-alpha family by brute force over characters, and its premises."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.reliability.coefficients import unitizing
from qualcode.reliability.continuum import InvertedSpanError, TooFewCodersError
from qualcode.reliability.unitizing import OverlappingUnitsError, Unit

LENGTH = 30
cuts = st.sets(st.integers(0, LENGTH), min_size=2, max_size=9).map(sorted)
values = st.lists(st.sampled_from(["a", "b", "c", None]), min_size=8, max_size=8)


def units_between(positions: list[int], given_values: list[str | None]) -> list[Unit]:
    pairs = zip(pairwise(positions), given_values, strict=False)
    return [(start, end, value) for (start, end), value in pairs if value is not None]


coder = st.builds(units_between, cuts, values)
three = st.fixed_dictionaries({"A": coder, "B": coder, "C": coder})


def characters(units: list[Unit]) -> list[str | None]:
    line: list[str | None] = [None] * LENGTH
    for start, end, value in units:
        line[start:end] = [value] * (end - start)
    return line


def brute_u_alpha(coders: dict[str, list[Unit]]) -> float | None:
    """Observed and expected coincidences counted character by character, without fractions or sweeps."""
    lines = {name: characters(units) for name, units in coders.items()}
    others = len(coders) - 1
    total = len(coders) * LENGTH
    agreeing = sum(
        lines[one][at] == lines[two][at]
        for one in lines
        for two in lines
        if one != two
        for at in range(LENGTH)
    )
    kinds = {value for line in lines.values() for value in line}
    squares = dict.fromkeys(kinds, 0) | {None: 0}
    for name, units in coders.items():
        squares[None] += lines[name].count(None)
        for start, end, value in units:
            squares[value] += (end - start) ** 2
    counts = {kind: sum(line.count(kind) for line in lines.values()) for kind in kinds}
    free = total - sum(squares.values()) / total
    expected = sum((count**2 - squares[kind]) / free for kind, count in counts.items())
    return None if len(kinds) == 1 else 1 - (total - agreeing / others) / (total - expected)


@given(three)
@settings(deadline=None)
def test_u_alpha_equals_counting_every_character(coders: dict[str, list[Unit]]) -> None:
    assert unitizing(LENGTH, coders)["u_alpha"] == pytest.approx(brute_u_alpha(coders), abs=1e-9)


@given(three)
@settings(deadline=None)
def test_coefficients_are_at_most_one_and_coverages_are_shares(coders: dict[str, list[Unit]]) -> None:
    result = unitizing(LENGTH, coders)
    for name in ("u_alpha", "bar_u_alpha", "cu_alpha"):
        assert result[name] is None or result[name] <= 1.0
        assert (result[name] is None) == (name in result["undefined"])
    assert all(0.0 <= share <= 1.0 for share in (result["cu_coverage"], *result["ku_coverage"].values()))


@given(three)
@settings(deadline=None)
def test_names_of_coders_and_values_do_not_matter(coders: dict[str, list[Unit]]) -> None:
    renamed = {
        name: [(start, end, value.upper()) for start, end, value in reversed(units)]
        for name, units in zip("zyx", coders.values(), strict=True)
    }
    before, after = unitizing(LENGTH, coders), unitizing(LENGTH, renamed)
    assert {name.lower(): value for name, value in after["ku_alpha"].items()} == before["ku_alpha"]
    assert (after["u_alpha"], after["cu_alpha"]) == (before["u_alpha"], before["cu_alpha"])


def test_with_a_single_value_boundaries_are_all_there_is() -> None:
    coders = {"A": [(2, 9, "x"), (20, 25, "x")], "B": [(3, 9, "x")]}
    result = unitizing(LENGTH, coders)
    assert result["u_alpha"] == pytest.approx(result["bar_u_alpha"])
    assert result["cu_alpha"] is None


def test_identical_units_agree_fully() -> None:
    units = [(0, 5, "a"), (5, 9, "b"), (12, 20, "a")]
    result = unitizing(LENGTH, {"A": units, "B": units})
    assert (result["u_alpha"], result["bar_u_alpha"], result["cu_alpha"]) == (1.0, 1.0, 1.0)
    assert result["ku_alpha"] == {"a": 1.0, "b": 1.0}


def test_nothing_marked_is_undefined_for_want_of_variation() -> None:
    result = unitizing(LENGTH, {"A": [], "B": []})
    assert result["u_alpha"] is None
    assert result["undefined"]["u_alpha"] == "no variation"
    assert result["undefined"]["cu_alpha"] == "no units intersect"


def test_overlapping_units_are_refused_with_what_to_do_instead() -> None:
    with pytest.raises(OverlappingUnitsError, match="coder A overlap") as caught:
        unitizing(LENGTH, {"A": [(0, 5, "x"), (4, 9, "y")], "B": []})
    assert "per code" in caught.value.hint


def test_too_few_coders_and_inverted_units_are_refused() -> None:
    with pytest.raises(TooFewCodersError):
        unitizing(LENGTH, {"A": []})
    with pytest.raises(InvertedSpanError):
        unitizing(LENGTH, {"A": [(5, 2, "x")], "B": []})
