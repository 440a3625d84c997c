"""Steps 7 to 12: two passes, their comparison, the agreed coding, the freeze."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from acceptance import golden
from acceptance.coding import IN_WORD, PUT_OFF, TYPED, rows
from acceptance.commented import NO_CODE
from acceptance.desk import Desk, truth
from acceptance.model_server import said, serving
from acceptance.setting_up import EXAMPLE, PEOPLE, text_of

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


def test_step_7_counts_per_transcript_are_the_planted_ones(at: At) -> None:
    study = at("hand-coded")
    counted = {name: len(study.json("codings", "list", "--pass", "hand", "--in", name)) for name in PEOPLE}
    assert counted == {name: truth()["transcripts"][name]["codings"]["hand"] for name in PEOPLE}
    assert sum(counted.values()) == 581


def test_step_7_every_coding_stands_on_the_words_it_was_given(at: At) -> None:
    listed = at("hand-coded").json("codings", "list", "--pass", "hand")
    found = sorted((one["transcript"], one["code"], one["quotation"]) for one in listed)
    assert found == sorted((row["transcript"], row["code"], row["quote"]) for row in rows("codings-hand.csv"))
    origins = {one["transcript"]: one["origin"] for one in listed}
    assert origins == dict.fromkeys(IN_WORD, "import") | dict.fromkeys(TYPED, "hand")


@pytest.mark.parametrize("name", IN_WORD)
def test_step_7_comments_that_cannot_be_placed_are_listed_and_none_is_guessed(at: At, name: str) -> None:
    told = at("hand-coded").said[f"comments of {name}"].json
    assert told["placed"] == truth()["transcripts"][name]["codings"]["hand"]
    assert (told["near"], told["codes_created"]) == ([], [])
    assert len(told["unplaced"]) == 2
    reasons = " ".join(one["reason"] for one in told["unplaced"])
    assert NO_CODE in reasons
    assert f"The quote was not found in {name}." in reasons


def test_step_8_a_sealed_pass_takes_no_change(at: At) -> None:
    study = at("hand-coded")
    before = study.rows(CODINGS, "hand")
    for words in (
        ("apply", "tiredness", "P1:4", "--pass", "hand"),
        ("unapply", "P4:2-9", "route into the job", "--pass", "hand"),
        ("codings", "import", "P1.docx", "--pass", "hand"),
        ("passes", "unread", "hand", "P1"),
    ):
        told = study.type(*words, code=1)
        assert "was sealed on 2026-03-25 and never changes" in told.err
    assert study.rows(CODINGS, "hand") == before
    assert study.json("passes", "show", "hand")["sealed_at"]


def test_step_9_three_weeks_passed_and_the_second_pass_is_blind(at: At) -> None:
    study = at("suggested")
    hand, recode = (study.json("passes", "show", name) for name in ("hand", "recode"))
    assert recode["opened_at"][:10] == "2026-04-15"
    assert hand["sealed_at"][:10] == "2026-03-25"
    assert (recode["mode"], recode["blind_to"], recode["saw"]) == ("assisted", ["hand"], [])
    assert study.said["suggest"].json["method"] == "definitions"


def test_step_9_proposals_count_for_nothing_until_they_are_decided(at: At) -> None:
    before, after = at("hand-coded"), at("suggested")
    assert after.said["suggest"].json["made"] == 145
    first, second = (desk.json("status")["counts"] for desk in (before, after))
    assert first | {"suggestions": 145, "passes": 2} == second
    assert before.json("codes", "list", "--counts") == after.json("codes", "list", "--counts")
    assert after.json("codings", "list", "--pass", "recode") == []
    assert after.rows(CODINGS, "hand") == before.rows(CODINGS, "hand")


@pytest.mark.parametrize("verb", ["accept", "reject"])
def test_step_9_there_is_no_deciding_of_all_at_once(at: At, verb: str) -> None:
    study = at("suggested")
    assert "No such option: --all" in study.type("suggestions", verb, "--all", code=2).err
    study.type("suggestions", verb, "s1", "s2", code=2)
    assert len(study.json("suggestions", "list", "--status", "open")) == 145


def test_step_9_a_proposal_that_is_not_in_the_transcript_is_discarded_and_counted(at: At) -> None:
    study = at("suggested")
    entries = [
        {"quote": "I said no such thing to anybody.", "code": "tiredness", "reason": "tired"},
        {"quote": "I keep a log.", "code": "paperwork", "reason": "keeps a log"},
    ]
    with serving() as server:
        server.answer = lambda: said(entries)
        study.type("suggestions", "model", "--url", server.url, "--name", "small", "--deidentified")
        study.type("participants", "set", "P4", "consent_third_party=yes")
        told = study.json("suggest", "--pass", "recode", "--method", "model", "--in", "P4")
    assert (told["made"], told["discarded"]) == (1, len(server.asked) * 2 - 1)
    assert {one["quotation"] for one in study.json("suggestions", "list") if one["method"] == "model"} == {
        "I keep a log."
    }
    report = study.json("suggestions", "report", "--pass", "recode")
    assert {one["code"]: one["discarded"] for one in report["codes"]}["tiredness"] == len(server.asked)


def test_step_9_every_answer_is_kept_and_the_pass_holds_the_planted_codings(at: At) -> None:
    study = at("recoded")
    report = study.json("suggestions", "report", "--pass", "recode", "--against", "hand")
    asked = study.json("suggestions", "list", "--pass", "recode")
    answers = {status: sum(one["status"] == status for one in asked) for status in STATUSES}
    assert answers["deferred"] == PUT_OFF
    assert answers["open"] == 0
    assert sum(answers.values()) == report["made"] == 145
    planted = {tuple(row.values())[:4] for row in rows("codings-recode.csv")}
    assert {tuple(map(str, row)) for row in study.rows(CODINGS, "recode")} == planted
    origins = [one["origin"] for one in study.json("codings", "list", "--pass", "recode")]
    assert origins.count("suggestion") == answers["accepted"] + answers["edited"]


STATUSES = ("open", "accepted", "edited", "rejected", "deferred")


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
    start = text_of(file).index(row["quote"])
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
