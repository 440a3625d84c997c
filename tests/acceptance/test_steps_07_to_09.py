"""Steps 7 to 9: a pass by hand, its seal, and a second pass with proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fake_endpoint import Server, said, serving

from acceptance.coding import IN_WORD, PUT_OFF, TYPED, rows
from acceptance.commented import NO_CODE
from acceptance.desk import Desk, truth
from acceptance.setting_up import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable

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
    with serving(Server()) as server:
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
