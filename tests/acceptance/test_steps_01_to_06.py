"""Steps 1 to 6: setting up, bringing in, checking, reading."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from acceptance import setting_up
from acceptance.desk import FILE, truth
from acceptance.setting_up import EXAMPLE, PEOPLE, REPLACED, replaced, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from acceptance.desk import Desk

    At = Callable[[str], Desk]


@pytest.fixture
def new(at: At) -> Desk:
    """Everything came in; nothing was touched yet."""
    return at("imported")


@pytest.fixture
def study(at: At) -> Desk:
    """Read through, not yet coded."""
    return at("read")


def test_step_1_a_new_study_is_in_phase_0_and_told_what_is_missing(at: At) -> None:
    begun = at("begun").said
    status = begun["status at first"].json
    assert (status["phase"], status["approach"], len(status["questions"])) == (0, "codebook", 2)
    assert status["missing"] == ["transcripts", "a codebook", "a first pass", "candidate themes", "quotes"]
    assert "▸ 0 setting up\n    there: 2 research questions\n    missing: transcripts\n" in (
        begun["status at first, in words"].out
    )
    assert "qualcode import FOLDER" in begun["next at first"].out + begun["next at first"].err


def test_step_2_ten_are_eligible_and_the_range_is_computed(new: Desk) -> None:
    told = new.json("participants", "check")
    assert (told["participants"], told["eligible"]) == (10, 10)
    assert told["criteria"] == ["recovery_months >= 12", "tenure_months >= 6"]
    tenure = next(one for one in told["ranges"] if one["attribute"] == "tenure_months")
    assert (tenure["n"], tenure["lowest"], tenure["highest"], tenure["mean"]) == (10, 10, 240, 72)
    words = new.type("participants", "check").out
    assert "tenure_months: 10 to 240, mean 72 (10 months to 20 years, mean 6 years)" in words


def test_step_2_one_who_is_too_new_is_named_and_the_check_fails(new: Desk) -> None:
    new.type("participants", "set", "P7", "tenure_months=5")
    told = new.type("participants", "check", code=1)
    assert told.out.startswith("9 of 10 eligible")
    assert "P7 does not meet tenure_months >= 6" in told.out


def test_step_2_the_sample_is_the_planted_one(new: Desk) -> None:
    listed = {one["participant"]: one["attributes"] for one in new.json("participants", "list")}
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
def test_step_3_the_stored_text_is_the_text_of_the_file(new: Desk, name: str) -> None:
    (file,) = (EXAMPLE / "interviews").glob(f"{name}.*")
    assert new.type("transcripts", "text", name).out == text_of(file)


@pytest.mark.parametrize("name", PEOPLE)
def test_step_3_speakers_turns_and_units_are_the_planted_ones(new: Desk, name: str) -> None:
    planted: dict[str, Any] = truth()["transcripts"][name]
    told = next(one for one in new.said["import"].json["imported"] if one["transcript"] == name)
    turns = {one["role"]: one["turns"] for one in told["speakers"]}
    assert turns == {role: planted["turns"][role] for role in ("interviewer", "participant")}
    assert told["units"] == planted["units_total_with_unlabelled"]
    found = new.json("transcripts", "show", name)["turns"]
    assert [[one["start_char"], one["end_char"], one["role"]] for one in found] == planted["turn_spans"]


def test_step_3_the_repeated_line_is_reported_and_stays_until_it_is_taken_out(new: Desk) -> None:
    sponsor = truth()["boilerplate"]
    (told,) = [one for one in new.said["import"].json["imported"] if one["warnings"]]
    assert told["transcript"] == sponsor["transcript"]
    assert told["warnings"] == ["a line that repeats 8 times belongs to nobody and stays in the text"]
    text = new.type("transcripts", "text", "P8").out
    assert text.count(sponsor["line"]) == sponsor["times"]
    (new.folder / "P8.txt").write_text(text.replace(f"{sponsor['line']}\n\n", ""), encoding="utf-8")
    new.type("transcripts", "replace", "P8", "P8.txt")
    assert sponsor["line"] not in new.type("transcripts", "text", "P8").out
    assert new.json("log", "-n", "1")[0]["command"] == "transcripts replace"


def test_step_3_guide_and_field_notes_are_nobodys_data(new: Desk) -> None:
    kinds = {one["transcript"]: one["kind"] for one in new.json("transcripts", "list")}
    assert kinds == {"guide": "guide", "field-notes": "field-note"} | dict.fromkeys(PEOPLE, "interview")
    assert new.json("status")["counts"]["transcripts"] == 10
    assert new.json("status")["counts"]["participants"] == 10


def test_step_4_both_planted_hits_are_found(new: Desk) -> None:
    hits = new.json("deid", "scan")
    planted = truth()["deidentification"]
    found = {(one["class"], one["words"], one["transcript"]) for one in hits}
    assert ("agency", planted["agency"], planted["transcript"]) in found
    assert ("phone", planted["phone"], planted["transcript"]) in found


def test_step_4_brackets_stand_where_the_words_stood(study: Desk) -> None:
    text = study.type("transcripts", "text", "P9").out
    assert text == replaced(text_of(EXAMPLE / "interviews" / "P9.md"))
    assert "through the [agency withheld here], they trained me" in text
    assert len(study.json("search", "agency withheld here", "--in", "P9")) > 0


def test_step_4_nothing_is_left_to_decide(study: Desk) -> None:
    assert study.json("deid", "scan") == []
    assert [one for one in study.json("lint") if one["rule"] == "IDENT"] == []


def test_step_4_the_log_lies_outside_and_no_byte_of_the_project_names_them(new: Desk) -> None:
    setting_up.protect(new)
    log = setting_up.log_of(new)
    assert log.parent == new.folder.parent
    rows = list(csv.DictReader(log.read_text(encoding="utf-8-sig").splitlines()))
    assert {row["original"]: row["replacement"] for row in rows} == REPLACED
    (new.folder / "left.json").unlink()  # what the test itself was told, before
    files = [file for file in new.folder.rglob("*") if file.is_file()]
    assert {file.name for file in files} >= {FILE}
    for words in REPLACED:
        assert [file.name for file in files if words.encode() in file.read_bytes()] == []
    assert not any(words in str(new.json("log")) for words in REPLACED)


def test_step_4_the_replaced_words_cannot_be_brought_back_by_undo(new: Desk) -> None:
    setting_up.protect(new)
    new.type("undo")  # what may stay is to be decided again
    new.type("undo", code=1)
    assert "Lantern" not in new.type("transcripts", "text", "P9").out


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
