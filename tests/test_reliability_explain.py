"""A coefficient on paper: a reader who redoes the arithmetic gets the number."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from conftest import bring_in
from two_passes import code_pass, interview_of

from qualcode.reliability.clustered import jackknife_se
from qualcode.reliability.compare import compare
from qualcode.reliability.explain import explain
from qualcode.reliability.explain_overall import explain_overall
from qualcode.reliability.intervals import Settings
from qualcode.reliability.scores import score_many, score_pair

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.reliability.tally import Patterns
    from qualcode.store.project import Project


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


def test_the_jackknife_is_told_with_its_parts() -> None:
    tables = [(5, 1, 2, 40), (3, 0, 1, 30), (8, 4, 0, 50), (2, 2, 2, 20), (4, 1, 0, 30), (3, 2, 1, 9)]
    score = score_pair("hope", tables, Settings())
    value, se = score.values["krippendorff_alpha"], jackknife_se(tables, "krippendorff_alpha")
    assert f"alpha ± t(5) × SE = {value:.4f} ± 2.5706 × {se:.4f}" in explain(score)[-1]
    assert "leaving out each of 6 transcripts in turn (jackknife" in explain(score)[-1]


def test_redraws_are_told_with_their_seed_and_what_was_lost() -> None:
    score = score_pair("hope", [(5, 1, 2, 40), (0, 0, 0, 30)], Settings(seed=9, bootstrap=200))
    assert score.uncertainty is not None
    lost = score.uncertainty.undefined
    assert 0 < lost < 200
    told = explain(score)[-1]
    assert f"the middle 95 % of 200 redraws of 2 transcripts with seed 9, {lost} of them undefined" in told
    assert score.as_dict(["A", "B"])["undefined_redraws"] == lost


def test_a_code_in_one_transcript_only_has_no_interval_and_says_why() -> None:
    score = score_pair("hope", [(5, 1, 2, 40), (0, 0, 0, 30)], Settings())
    assert explain(score)[-1].endswith("none, without one of the transcripts nothing varies.")
    assert "no interval: without one of the transcripts nothing varies" in score.note


def test_rare_codes_come_with_a_warning_about_agreement_on_nothing() -> None:
    warning = "Only 1.5 % of the units are coded"
    assert warning in "\n".join(explain(score_pair("hope", [(2, 1, 1, 196)], Settings())))
    assert "mostly count" not in "\n".join(explain(score_pair("hope", [(40, 8, 6, 146)], Settings())))


def test_three_passes_are_told_with_every_sum() -> None:
    patterns: list[Patterns] = [Counter({(1, 1, 1): 4, (1, 0, 0): 2, (0, 0, 0): 10, (1, 0, None): 3})]
    told = explain(score_many("hope", patterns, ["A", "B", "C"], Settings()))
    assert told[0] == (
        "hope: units 3 read by 2, coded by 1, 10 read by 3, coded by 0, 2 read by 3, coded by 1,"
        " 4 read by 3, coded by 3"
    )
    # By hand: 54 judgements, 17 yes; o = 3 × 1 + 2 × 1 × 2 / 2 = 5; pairs agree in 14 units and 2 thirds.
    assert "= 14.6667 / 19 = 0.7719" in told[2]
    assert "= 12 / 17 = 0.7059" in told[3]
    assert "1 - 53 × 5 / (17 × 37) = 0.5787 (Krippendorff" in told[4]
    assert told[5].endswith("(0.7719 - 0.5616) / (1 - 0.5616) = 0.4798 (Fleiss 1971)")


def test_figures_over_all_codes_are_told_with_what_went_in(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(40)
    bring_in(project, tmp_path, P1=text)
    code_pass(project, "A", [("P1", "x", p) for p in places[:8]] + [("P1", "y", p) for p in places[6:9]])
    code_pass(
        project,
        "B",
        [("P1", "x", p) for p in places[2:8]] + [("P1", "y", p) for p in places[7:9]],
        coder="JD",
        blind_to=["A"],
    )
    found = compare(project, ["A", "B"])
    told = explain_overall(found)
    assert told[0] == "over all codes: 2 used, 0 asked for and used by no pass"
    assert "middle of 1 values" in told[1]
    assert "1 codes with fewer than 5 units in every pass and 0 undefined left out" in told[1]
    assert "(0.9625 - 0.7963) / (1 - 0.7963) = 0.8160 over 2 codes (De Vries et al. 2008)" in told[3]
    assert "Σ coded by all / Σ coded by any = 8 / 11 = 0.7273" in told[4]
    assert (
        told[-1]
        == "  cu alpha: undefined, codes of one pass overlap, or only one code where all passes coded"
    )
