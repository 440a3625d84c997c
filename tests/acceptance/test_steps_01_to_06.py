"""Steps 1 to 6: setting up, bringing in, checking, reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from acceptance.desk import truth
from acceptance.setting_up import EXAMPLE, PEOPLE, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from acceptance.desk import Desk

    At = Callable[[str], Desk]


@pytest.fixture
def study(at: At) -> Desk:
    """Read through, not yet coded."""
    return at("read")


def test_step_1_a_new_study_is_in_phase_0_and_told_what_is_missing(at: At) -> None:
    new = at("begun").said
    status = new["status at first"].json
    assert (status["phase"], status["approach"], len(status["questions"])) == (0, "codebook", 2)
    assert status["missing"] == ["transcripts", "a codebook", "a first pass", "candidate themes", "quotes"]
    assert "▸ 0 setting up\n    there: 2 research questions\n    missing: transcripts\n" in (
        new["status at first, in words"].out
    )
    assert "qualcode import FOLDER" in new["next at first"].out + new["next at first"].err


def test_step_2_ten_are_eligible_and_the_range_is_computed(study: Desk) -> None:
    told = study.json("participants", "check")
    assert (told["participants"], told["eligible"]) == (10, 10)
    assert told["criteria"] == ["recovery_months >= 12", "tenure_months >= 6"]
    tenure = next(one for one in told["ranges"] if one["attribute"] == "tenure_months")
    assert (tenure["n"], tenure["lowest"], tenure["highest"], tenure["mean"]) == (10, 10, 240, 72)
    words = study.type("participants", "check").out
    assert "tenure_months: 10 to 240, mean 72 (10 months to 20 years, mean 6 years)" in words


def test_step_2_one_who_is_too_new_is_named_and_the_check_fails(study: Desk) -> None:
    study.type("participants", "set", "P7", "tenure_months=5")
    told = study.type("participants", "check", code=1)
    assert told.out.startswith("9 of 10 eligible")
    assert "P7 does not meet tenure_months >= 6" in told.out


def test_step_2_the_sample_is_the_planted_one(study: Desk) -> None:
    listed = {one["participant"]: one["attributes"] for one in study.json("participants", "list")}
    assert tuple(listed) == PEOPLE  # P2 before P10
    counted = {
        value: sum(value in one.values() for one in listed.values())
        for value in ("man", "woman", "emergency", "community", "snowball")
    }
    assert counted == {"man": 7, "woman": 3, "emergency": 4, "community": 6, "snowball": 3}
    assert [name for name, one in listed.items() if one["consent_quotes"] == "no"] == ["P2"]


def test_step_3_the_files_came_in_four_formats() -> None:
    assert {file.suffix for file in (EXAMPLE / "interviews").iterdir()} == {".docx", ".md", ".txt", ".vtt"}


@pytest.mark.parametrize("name", PEOPLE)
def test_step_3_the_stored_text_is_the_text_of_the_file(study: Desk, name: str) -> None:
    (file,) = (EXAMPLE / "interviews").glob(f"{name}.*")
    assert study.type("transcripts", "text", name).out == text_of(file)


@pytest.mark.parametrize("name", PEOPLE)
def test_step_3_speakers_turns_and_units_are_the_planted_ones(study: Desk, name: str) -> None:
    planted: dict[str, Any] = truth()["transcripts"][name]
    told = next(one for one in study.said["import"].json["imported"] if one["transcript"] == name)
    turns = {one["role"]: one["turns"] for one in told["speakers"]}
    assert turns == {role: planted["turns"][role] for role in ("interviewer", "participant")}
    assert told["units"] == planted["units_total_with_unlabelled"]
    found = study.json("transcripts", "show", name)["turns"]
    assert [[one["start_char"], one["end_char"], one["role"]] for one in found] == planted["turn_spans"]


def test_step_3_the_repeated_line_is_reported_and_stays_until_it_is_taken_out(study: Desk) -> None:
    sponsor = truth()["boilerplate"]
    (told,) = [one for one in study.said["import"].json["imported"] if one["warnings"]]
    assert told["transcript"] == sponsor["transcript"]
    assert told["warnings"] == ["a line that repeats 8 times belongs to nobody and stays in the text"]
    text = study.type("transcripts", "text", "P8").out
    assert text.count(sponsor["line"]) == sponsor["times"]
    (study.folder / "P8.txt").write_text(text.replace(f"{sponsor['line']}\n\n", ""), encoding="utf-8")
    study.type("transcripts", "replace", "P8", "P8.txt")
    assert sponsor["line"] not in study.type("transcripts", "text", "P8").out
    assert study.json("log", "-n", "1")[0]["command"] == "transcripts replace"


def test_step_3_guide_and_field_notes_are_nobodys_data(study: Desk) -> None:
    kinds = {one["transcript"]: one["kind"] for one in study.json("transcripts", "list")}
    assert kinds == {"guide": "guide", "field-notes": "field-note"} | dict.fromkeys(PEOPLE, "interview")
    assert study.json("status")["counts"]["transcripts"] == 10
    assert study.json("status")["counts"]["participants"] == 10


def test_step_5_the_record_shows_ten_of_ten_checked_at_the_stated_share(study: Desk) -> None:
    assert "10 checked against the recording" in study.words("status")
    rows = study.rows(
        "SELECT t.name, v.share, v.verified_by FROM verifications v"
        " JOIN transcripts t ON t.id = v.transcript_id"
    )
    assert sorted(rows) == sorted((name, 100, "CS") for name in PEOPLE)
    assert sum(one["command"] == "transcripts verify" for one in study.json("log")) == 10


def test_step_6_every_transcript_has_a_first_reading_and_a_reflexive_memo(study: Desk) -> None:
    memos = study.json("memos", "list")
    for kind in ("familiarization", "reflexive"):
        assert [one["on"]["name"] for one in memos if one["kind"] == kind] == list(PEOPLE)
    assert "first reading of 10 transcripts noted" in study.words("status")
    assert "Walk me through" in " ".join(study.said["read P1"].out.split())


def test_step_6_nothing_is_coded_or_proposed_while_reading(study: Desk) -> None:
    counts = study.json("status")["counts"]
    assert {counts[name] for name in ("codes", "codings", "suggestions", "themes")} == {0}
    assert study.json("next")["what"] == "a codebook"
