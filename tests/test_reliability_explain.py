"""A coefficient on paper: a reader who redoes the arithmetic gets the number."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualcode.reliability.explain import explain
from qualcode.reliability.intervals import Settings
from qualcode.reliability.scores import score_many, score_pair

if TYPE_CHECKING:
    from qualcode.reliability.tally import Patterns


def test_the_lines_hold_the_counts_the_formula_the_result_and_the_source() -> None:
    told = "\n".join(explain(score_pair("hope", [(40, 8, 6, 146)], Settings())))
    assert "hope: a = both = 40, b = only A = 8, c = only B = 6, d = neither = 146" in told
    assert "(40 + 146) / 200 = 0.9300" in told
    assert "80 / (80 + 8 + 6) = 0.8511" in told
    assert "[48 × 46 + 152 × 154] / 200² = 0.6404" in told
    assert "(0.9300 - 0.6404) / (1 - 0.6404) = 0.8053 (Cohen 1960)" in told
    assert "1 - 399 × 14 / [94 × 306] = 0.8058" in told
    assert "0.8907 (Gwet 2008)" in told


def test_intervals_are_told_with_their_base() -> None:
    tables = [(5, 1, 2, 40), (3, 0, 1, 30), (8, 4, 0, 50), (2, 2, 2, 20), (4, 1, 0, 30), (3, 2, 1, 9)]
    told = explain(score_pair("hope", tables, Settings()))[-1]
    assert "95 % interval of alpha:" in told
    assert "6 transcripts" in told


def test_what_is_not_used_or_not_computed_is_said() -> None:
    assert "Not used by either pass" in explain(score_pair("hope", [(0, 0, 0, 9)], Settings()))[-1]
    review = score_pair("hope", [(1, 0, 0, 9)], Settings(coefficients=False))
    assert "No coefficient is computed" in explain(review)[-1]


def test_three_passes_are_told_by_how_many_coded() -> None:
    patterns: list[Patterns] = [Counter({(1, 1, 1): 4, (1, 0, 0): 2, (0, 0, 0): 10})]
    told = explain(score_many("hope", patterns, ["A", "B", "C"], Settings()))
    assert told[0] == "hope: units by the number of passes that coded them: 10 by 0, 2 by 1, 0 by 2, 4 by 3"
    assert "Krippendorff's alpha" in told[1]
