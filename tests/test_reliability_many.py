"""Three and more passes: alpha of a coverage table, and its interval."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.reliability.clustered import jackknife_interval
from qualcode.reliability.many import coverage_alpha, pattern_interval
from qualcode.reliability.nominal import coverage_coefficients

if TYPE_CHECKING:
    from qualcode.reliability.tally import Patterns

tables = st.dictionaries(
    st.integers(1, 5).flatmap(lambda read: st.tuples(st.just(read), st.integers(0, read))),
    st.integers(0, 50),
    max_size=8,
)


@given(tables)
def test_alpha_of_a_coverage_table_is_the_exact_one(table: dict[tuple[int, int], int]) -> None:
    exact = coverage_coefficients(table)["krippendorff_alpha"]
    assert coverage_alpha(table) == pytest.approx(exact, abs=1e-9)


def test_the_interval_of_two_passes_is_the_jackknife_of_four_counts() -> None:
    counts = [(5, 1, 2, 40), (3, 0, 1, 30), (8, 4, 0, 50), (2, 2, 2, 20)]
    patterns: list[Patterns] = [
        Counter({(1, 1): a, (1, 0): b, (0, 1): c, (0, 0): d}) for a, b, c, d in counts
    ]
    expected = jackknife_interval(counts, "krippendorff_alpha")
    assert expected is not None
    assert pattern_interval(patterns, 0, 0) == pytest.approx(expected)


def test_one_transcript_gives_no_interval() -> None:
    assert pattern_interval([Counter({(1, 1, 0): 5, (0, 0, 0): 9})], 0, 0) is None


def test_redrawn_interval_is_seeded_and_holds_alpha() -> None:
    patterns: list[Patterns] = [Counter({(1, 1, 1): 3 + n, (1, 0, 0): n, (0, 0, 0): 30}) for n in range(1, 9)]
    low, high = pattern_interval(patterns, 3, 300) or (0.0, 0.0)
    assert pattern_interval(patterns, 3, 300) == (low, high)
    total: Patterns = Counter()
    for one in patterns:
        total.update(one)
    coverage = Counter({(3, sum(filter(None, pattern))): units for pattern, units in total.items()})
    assert low < (coverage_alpha(coverage) or 0.0) < high
