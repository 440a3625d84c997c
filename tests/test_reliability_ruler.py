"""The ruler says of every span what the plain rule says."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from qualcode.reliability.ruler import Ruler
from qualcode.reliability.sweep import RULES, clip, coded_units
from qualcode.spans import union

if TYPE_CHECKING:
    from qualcode.model import Overlap
    from qualcode.spans import Span

gaps = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 8)), max_size=8)
spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6)


def units_from(lengths: list[tuple[int, int]]) -> list[Span]:
    ends = accumulate(gap + size for gap, size in lengths)
    return [(end - size, end) for end, (_, size) in zip(ends, lengths, strict=True)]


def numbers(runs: list[Span]) -> set[int]:
    return {number for first, after in runs for number in range(first, after)}


@given(gaps, spans, st.sampled_from(RULES), st.booleans())
def test_coded_runs_are_the_units_of_the_plain_rule(
    lengths: list[tuple[int, int]], drawn: list[tuple[int, int]], rule: Overlap, in_order: bool
) -> None:
    units = units_from(lengths)
    coded = [(start, start + size) for start, size in drawn]
    runs = Ruler(units).coded(sorted(coded) if in_order else coded, rule)
    assert numbers(runs) == coded_units(coded, units, rule)
    assert runs == sorted(runs)
    assert all(before[1] <= after[0] for before, after in pairwise(runs))


@given(gaps, spans, st.booleans())
def test_covered_parts_are_those_of_clipping(
    lengths: list[tuple[int, int]], drawn: list[tuple[int, int]], in_order: bool
) -> None:
    units = units_from(lengths)
    coded = [(start, start + size) for start, size in drawn]
    given_spans = union(coded) if in_order else coded
    assert union(Ruler(units).covered(given_spans)) == union(clip(coded, units))
