"""What is said beside a row: rare, never used, paradox either way, degenerate, few documents."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from qualcode.reliability.intervals import Settings
from qualcode.reliability.scores import score_many, score_pair

if TYPE_CHECKING:
    from qualcode.reliability.binary import FourCounts
    from qualcode.reliability.tally import Patterns

CHEAP = "high agreement with low kappa: the code is {} in this text, so agreement is cheap"


def spread(counts: FourCounts) -> list[FourCounts]:
    """The same counts in six transcripts, so that nothing is said about their number."""
    return [counts] * 6


@pytest.mark.parametrize(
    ("counts", "note"),
    [
        ((40, 8, 6, 146), ""),
        ((0, 0, 0, 90), "not used"),
        ((0, 9, 0, 11), "one coder never used it"),
        (
            (1, 4, 4, 191),
            CHEAP.format("rare"),
        ),
        (
            (191, 4, 4, 1),
            CHEAP.format("nearly everywhere"),
        ),
        ((9, 0, 0, 91), "no disagreement, so the interval is degenerate"),
    ],
)
def test_each_remark_has_its_cause(counts: FourCounts, note: str) -> None:
    assert score_pair("hope", spread(counts), Settings()).note == note


def test_rare_means_fewer_than_five_units_in_every_pass() -> None:
    rare, enough = (score_pair("hope", [(2, n, 0, 90)], Settings()) for n in (2, 3))
    assert "rare: fewer than 5 units in any pass" in rare.note
    assert "rare" not in enough.note.split("; ")[0]
    assert (rare.is_rare, enough.is_rare) == (True, False)


def test_passes_of_one_person_are_not_called_coders() -> None:
    assert "one pass never used it" in score_pair("x", spread((0, 9, 0, 9)), Settings(), same_coder=True).note


def test_perfect_agreement_keeps_its_degenerate_interval_and_says_so() -> None:
    row = score_pair("hope", spread((9, 0, 0, 91)), Settings()).as_dict(["A", "B"])
    assert row["ci"]["krippendorff_alpha"] == [1.0, 1.0]
    assert "degenerate" in row["note"]


def test_everybody_coding_everything_is_undefined_with_its_reason_and_no_number() -> None:
    row = score_pair("hope", spread((20, 0, 0, 0)), Settings()).as_dict(["A", "B"])
    assert (row["krippendorff_alpha"], row["cohen_kappa"], row["undefined"]) == (None, None, "no variation")
    assert row["ci"] == {"krippendorff_alpha": None, "cohen_kappa": None}
    assert row["positive_agreement"] == 1


def test_three_passes_are_remarked_on_alike() -> None:
    patterns: list[Patterns] = [Counter({(1, 1, 0): 1, (1, 0, 0): 4, (0, 0, 0): 95})] * 6
    note = score_many("hope", patterns, ["A", "B", "C"], Settings()).note
    assert note == f"one pass never used it; {CHEAP.format('rare')}"


def test_review_passes_get_no_remark_about_intervals() -> None:
    assert score_pair("hope", [(9, 1, 1, 91)], Settings(coefficients=False)).note == ""
