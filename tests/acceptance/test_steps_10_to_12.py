"""Steps 10 to 12: the comparison, the agreed coding, the freeze."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from acceptance import golden
from acceptance.coding import rows
from acceptance.desk import Desk, truth
from acceptance.setting_up import EXAMPLE, replaced, text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    At = Callable[[str], Desk]

FOUR_PLACES = 5e-5
COEFFICIENTS = ("percent_agreement", "positive_agreement", "cohen_kappa", "krippendorff_alpha")
CODINGS = (
    "SELECT t.name, c.name, k.start_char, k.end_char FROM codings k JOIN passes p ON p.id = k.pass_id"
    " JOIN transcripts t ON t.id = k.transcript_id JOIN codes c ON c.id = k.code_id"
    " WHERE p.name = ? AND k.deleted_at IS NULL ORDER BY 1, 2, 3, 4"
)


@pytest.mark.parametrize("unit", ["sentence", "character"])
def test_step_10_every_planted_cell_and_coefficient_is_found(at: At, unit: str) -> None:
    keep = {"sentence": "compare before aligning", "character": "compare characters"}[unit]
    found = at("agreed").said[keep].json
    planted = truth()["reliability"][unit]
    assert found["units"] == planted["units"]
    _check_cells(found, planted["all_names"])


def test_step_10_aligned_codes_are_counted_together(at: At) -> None:
    study = at("agreed")
    planted = truth()["reliability"]["sentence"]["aligned"]
    _check_cells(study.said["compare renamed"].json, planted)
    assert {"practical help", "grief for clients"} <= planted.keys()
    assert not {"hands-on errands", "losing someone"} & planted.keys()


def test_step_10_a_split_code_is_counted_against_all_its_parts(at: At) -> None:
    found = {row["code"]: row for row in at("agreed").json("compare", "hand", "recode")["codes"]}
    parts = ("keeping boundaries", "bending boundaries")
    assert not found.keys() & set(parts)
    hand = _coded_units(rows("codings-hand.csv"), ("boundaries",))
    recode = _coded_units(rows("codings-recode.csv"), parts)
    row = found["boundaries"]
    assert (row["both"], row["only"]["hand"], row["only"]["recode"]) == (
        len(hand & recode),
        len(hand - recode),
        len(recode - hand),
    )
    assert row["both"] > 30


def _coded_units(coded: list[dict[str, str]], codes: tuple[str, ...]) -> set[tuple[str, int]]:
    """Participants' sentences that the codings cover by half, or lie in; counted without the program."""
    covered: defaultdict[str, set[int]] = defaultdict(set)
    inside: set[tuple[str, int]] = set()
    planted = truth()["transcripts"]
    for row in coded:
        if row["code"] in codes:
            name = row["transcript"]
            start, end = _span(row)
            covered[name] |= set(range(start, end))
            inside |= {(name, a) for a, b, _ in planted[name]["units"] if a <= start and end <= b}
    half = {
        (name, a)
        for name, characters in covered.items()
        for a, b, role in planted[name]["units"]
        if role == "participant" and 2 * len(characters & set(range(a, b))) >= b - a
    }
    return half | inside


def _span(row: dict[str, str]) -> tuple[int, int]:
    if "start_char" in row:
        return int(row["start_char"]), int(row["end_char"])
    (file,) = (EXAMPLE / "interviews").glob(f"{row['transcript']}.*")
    start = replaced(text_of(file)).index(row["quote"])
    return start, start + len(row["quote"])


def _check_cells(found: dict[str, Any], planted: dict[str, Any]) -> None:
    assert {row["code"] for row in found["codes"]} == set(planted)
    for row in found["codes"]:
        expected = planted[row["code"]]
        counts = (row["both"], row["only"]["hand"], row["only"]["recode"], row["neither"])
        assert counts == tuple(expected[key] for key in ("both", "a_only", "b_only", "neither")), row["code"]
        for name in COEFFICIENTS:
            assert row[name] == pytest.approx(expected[name], abs=FOUR_PLACES), (row["code"], name)


def test_step_10_the_code_set_line_comes_first_and_is_right(at: At) -> None:
    study = at("agreed")
    line = "68 shared, 2 renamed, 1 split, 2 only in hand, 1 only in recode"
    assert study.type("align", "hand", "recode").out.splitlines()[0] == line
    assert line in study.type("compare", "hand", "recode").out
    assert study.said["before the split"].out.splitlines()[0] == (
        "68 shared, 2 renamed, 3 only in hand, 3 only in recode"
    )


def test_step_10_it_is_called_intracoder_assisted_and_never_intercoder(at: At) -> None:
    study = at("agreed")
    told = study.json("compare", "hand", "recode")
    assert told["label"] == "hand-assisted concordance (intracoder, assisted)"
    assert told["independent"]
    assert not told["provisional"]
    shown = study.type("compare", "hand", "recode")
    assert "intracoder, assisted" in shown.out
    study.type("report", "-o", "whole.md")
    printed = (study.folder / "whole.md").read_text(encoding="utf-8")
    for words in (shown.out + shown.err, printed, str(told)):
        assert "intercoder" not in words.casefold()


@pytest.fixture
def twice(tmp_path: Path) -> Desk:
    """The golden cells."""
    desk = Desk(tmp_path)
    golden.code_twice(desk)
    return desk


@pytest.mark.parametrize("unit", ["character", "sentence"])
def test_step_10_golden_cells_give_the_golden_coefficients(twice: Desk, unit: str) -> None:
    cells, transcript = {
        "character": (golden.CHARACTERS, "C1"),
        "sentence": (golden.SENTENCES, "S1"),
    }[unit]
    told = twice.json("compare", "first", "second", "--unit", unit, "--in", transcript)
    found = {row["code"]: row for row in told["codes"]}
    names = (*COEFFICIENTS[:2], "jaccard", *COEFFICIENTS[2:], "gwet_ac1")
    for code in cells.keys() & golden.COEFFICIENTS.keys():
        row = found[code]
        assert (row["both"], row["only"]["first"], row["only"]["second"], row["neither"]) == cells[code]
        told_values = [round(row[name], 4) for name in names]
        assert told_values == list(golden.COEFFICIENTS[code]), code


def test_step_10_a_code_that_nobody_used_is_not_used_and_never_one(twice: Desk) -> None:
    told = twice.json("compare", "first", "second", "--code", "never", "--in", "S1")
    (row,) = told["codes"]
    assert (row["both"], row["neither"]) == (0, 200)
    assert (row["krippendorff_alpha"], row["cohen_kappa"]) == (None, None)
    assert "not used" in row["note"]


def test_step_11_every_disagreement_has_a_decision_a_reason_and_a_decider(at: At) -> None:
    study = at("agreed")
    found = study.json("disagreements", "hand", "recode", "--into", "agreed")
    planted = truth()["disagreements"]
    assert len(found) == planted["total"] == 487
    told = [[*(one[key] for key in PLACE), one["decision"]["decision"]] for one in found]
    assert sorted(told) == sorted(planted["rows"])
    assert {one["decision"]["decided_by"] for one in found} == {"CS"}
    assert [one["id"] for one in found if not one["decision"]["reason"] and one["kind"] != "boundary"] == []


PLACE = ("transcript", "code", "start_char", "end_char", "kind")


def test_step_11_a_difference_of_meaning_is_not_settled_without_a_reason(at: At) -> None:
    study = at("recoded")
    study.type("reconcile", "hand", "recode", "--into", "other", "--decisions-template", "open.csv")
    lines = (study.folder / "open.csv").read_text(encoding="utf-8-sig").splitlines()
    found = study.json("disagreements", "hand", "recode")
    missed = next(one for one in found if one["kind"] == "missed")
    (study.folder / "one.csv").write_text(
        f"id,decision,reason,decided_by\n{missed['id']},a,,CS\n", encoding="utf-8"
    )
    assert lines[0].startswith("id,")
    assert len(lines) == 1 + len(found)
    told = study.type("reconcile", "hand", "recode", "--into", "other", "--decisions", "one.csv", code=1)
    assert "reason" in told.out + told.err


def test_step_11_neither_pass_changed(at: At) -> None:
    before, after = at("recoded"), at("agreed")
    for name in ("hand", "recode"):
        assert after.rows(CODINGS, name) == before.rows(CODINGS, name)
        assert after.json("passes", "show", name)["seal"] == before.json("passes", "show", name)["seal"]
    assert after.type("check").code == 0


def test_step_12_seventy_five_codes_in_status_method_and_table_5(at: At) -> None:
    study = at("frozen")
    status = study.json("status")
    assert status["codes_at_freeze"] == status["counts"]["codes"] == 75
    assert "frozen as pre-themes at 75 codes" in study.type("status").out
    study.type("themes", "add", "First try", "--codes", "low pay,paperwork")
    study.type("report", "-o", "report.md")
    printed = (study.folder / "report.md").read_text(encoding="utf-8")
    assert "The codebook was frozen at 75 codes on 17 April 2026, before theme development." in printed
    table = printed.split("From codes to themes")[1]
    assert "| Codebook frozen | 17 Apr 2026 | 75 |" in table


def test_step_12_the_agreed_coding_is_the_planted_one(at: At) -> None:
    listed = at("frozen").json("codings", "list", "--pass", "agreed")
    found = sorted([one["transcript"], one["code"], one["start_char"], one["end_char"]] for one in listed)
    assert found == sorted(truth()["agreed"]["spans"])
    assert len({one["code"] for one in listed}) == truth()["agreed"]["codes"] == 75
