"""A theme on one screen, twenty questions, the approach and what follows from it, on the example study."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from command_line import run

from qualcode import demo

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Answer, Document

SUPERVISION = "Supervision"
SUPPORT = ("--support", "supervision cancelled")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example study, made once."""
    return demo.run(tmp_path_factory.mktemp("demo")).project


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Path:
    """A copy of it to work on."""
    target = tmp_path / "study.qualcode"
    shutil.copy(made, target)
    return target


def ask(study: Path, *words: str) -> Answer:
    return run("--project", str(study), *words)


def told(study: Path, *words: str) -> Document:
    return ask(study, *words, "--json").json


def state(study: Path, number: int) -> str:
    return str(told(study, "reviewer2")[number - 1]["state"])


def test_life_of_a_theme_fits_on_a_screen(study: Path) -> None:
    out = ask(study, "why", SUPERVISION).out
    assert len(out.splitlines()) < 40
    for words in ("Supervision  (defined)", "44 passages of 5 of 10", "people: P1 13", "q33 P1", "TOPIC: "):
        assert words in out


def test_life_grows_with_what_happens_to_the_theme(study: Path) -> None:
    ask(study, "themes", "review", SUPERVISION, "--searched", "read the six who are not in it")
    first = told(study, "themes", "review", SUPERVISION)["passages"][0]
    ask(
        study,
        "themes",
        "review",
        SUPERVISION,
        "--verdict",
        "contrary",
        "--at",
        first["address"],
        "--reason",
        "x",
    )
    ask(
        study,
        "claims",
        "add",
        "Two described it.",
        "--theme",
        SUPERVISION,
        "--support",
        "supervision cancelled",
    )
    ask(study, "memos", "add", "Is it one idea?", "--on", f"theme:{SUPERVISION}")
    ask(study, "themes", "rename", SUPERVISION, "Looked after while looking after", "--reason", "a topic")
    life = told(study, "why", "Looked after while looking after")
    assert [line["event"] for line in life["history"]][-2:] == ["searched", "renamed"]
    assert life["history"][-1]["reason"] == "a topic"
    assert life["verdicts"]["contrary"] == 1
    assert [one["address"] for one in life["contrary"]] == [first["address"]]
    assert life["claims"] == [17, 18, 19, 20]
    assert life["memos"][0]["text"] == "Is it one idea?"
    assert "NEG" not in {one["rule"] for one in life["questions"]}


def test_dropped_theme_still_has_its_life(study: Path) -> None:
    ask(study, "themes", "drop", SUPERVISION, "--reason", "folded into others")
    life = told(study, "why", SUPERVISION)
    assert life["theme"]["status"] == "dropped"
    assert life["history"][-1]["reason"] == "folded into others"


def test_unknown_theme_gets_a_near_miss(study: Path) -> None:
    answer = ask(study, "why", "Supervison")
    assert answer.code == 1
    assert "'Supervision'" in answer.err


def test_warnings_stand_where_the_theme_is_shown(study: Path) -> None:
    warnings = told(study, "themes", "show", SUPERVISION)["warnings"]
    assert {one["rule"] for one in warnings} >= {"TOPIC", "NEG"}
    assert "bare noun" in ask(study, "themes", "show", SUPERVISION).out


def test_twenty_questions_each_have_a_state_a_place_and_a_command(study: Path) -> None:
    found = told(study, "reviewer2")
    assert [one["number"] for one in found] == list(range(1, 21))
    assert {one["state"] for one in found} == {"answered", "partly", "open"}
    for one in found:
        assert one["question"].endswith("?")
        assert one["answer"]
        assert one["where"]
        assert one["command"].startswith("qualcode ")


def test_commands_that_are_pointed_to_exist(study: Path) -> None:
    for one in told(study, "reviewer2"):
        words = [word for word in one["command"].split()[1:] if word.islower() and not word.startswith("-")]
        assert run(*words[:2], "--help").code == 0 or run(words[0], "--help").code == 0, one["command"]


def test_answers_of_the_example_are_those_of_its_record(study: Path) -> None:
    answers = {one["number"]: (one["state"], one["answer"]) for one in told(study, "reviewer2")}
    assert answers[3] == ("answered", "intracoder consistency (code-recode), by CS, 0 days apart.")
    assert answers[5][1].startswith("487 decided by CS")
    assert answers[6] == ("answered", "Frozen as pre-themes at 75 codes; 75 now, none changed since.")
    assert answers[8] == ("open", "0 of 10 transcripts checked.")
    assert answers[13][0] == "partly"
    assert "P2: Never quoted." in answers[13][1]
    assert answers[16] == ("answered", "34 of 34 quotes verbatim, 8 edits kept.")
    assert answers[19] == ("answered", "No suggestion was ever asked for.")


def test_questions_are_answered_by_doing_the_work(study: Path) -> None:
    assert state(study, 8) == "open"
    ask(study, "transcripts", "verify", "P1", "--share", "100", "--by", "CS")
    assert state(study, 8) == "partly"
    assert state(study, 14) == "partly"
    for name in [one["name"] for one in told(study, "themes", "list")]:
        ask(study, "themes", "review", name, "--searched", "read everyone again")
    assert state(study, 14) == "answered"
    assert state(study, 12) == "answered"
    for one in told(study, "claims", "list"):
        ask(study, "claims", "remove", f"c{one['number']}")
    assert state(study, 12) == "open"
    ask(study, "claims", "add", "Two waited.", "--theme", SUPERVISION, *SUPPORT)
    assert state(study, 12) == "answered"
    ask(study, "claims", "add", "Most waited.", "--theme", SUPERVISION, *SUPPORT)
    assert state(study, 12) == "partly"


def test_empty_study_leaves_nearly_everything_open(tmp_path: Path) -> None:
    path = tmp_path / "empty.qualcode"
    run("init", str(path), "--title", "Empty", "--question", "Why?")
    states = [one["state"] for one in told(path, "reviewer2")]
    assert states.count("open") >= 13
    assert states[18] == "answered"


def test_approach_says_what_follows_from_it(study: Path) -> None:
    found = told(study, "approach")
    assert found["approach"] == "codebook"
    assert found["behaviour"]["saturation"] == "computed if asked"
    assert "agreement" in ask(study, "approach").out


def test_switch_needs_a_reason_and_keeps_it(study: Path) -> None:
    refused = ask(study, "approach", "set", "reflexive")
    assert refused.code == 2
    assert "needs a reason" in refused.err
    assert told(study, "approach", "set", "reflexive", "--reason", "coding is my reading")["changed"] is True
    assert told(study, "approach", "set", "reflexive")["changed"] is False
    (reason,) = told(study, "approach")["reasons"]
    assert (reason["detail"], reason["text"]) == ("codebook to reflexive", "coding is my reading")
    assert told(study, "status")["phases"][3]["name"] == "generating initial themes"
    ask(study, "undo")
    assert told(study, "approach") == {**told(study, "approach"), "approach": "codebook", "reasons": []}
    assert ask(study, "approach", "set", "grounded", "--reason", "x").code == 2


def test_reflexive_study_shows_where_readings_differ_and_no_coefficient(study: Path) -> None:
    ask(study, "approach", "set", "reflexive", "--reason", "coding is my reading")
    found = told(study, "compare", "hand", "recode")
    assert found["label"] == "where the readings differ"
    assert all(row["krippendorff_alpha"] is None and row["cohen_kappa"] is None for row in found["codes"])
    assert found["overall"]["median_alpha"] is None
    assert found["codes"][0]["both"] >= 0
    assert "--reason" in ask(study, "compare", "hand", "recode").err


def test_reason_opens_the_coefficient_and_is_kept(study: Path) -> None:
    ask(study, "approach", "set", "reflexive", "--reason", "coding is my reading")
    found = told(study, "compare", "hand", "recode", "--reason", "the funder asks for it")
    assert found["overall"]["median_alpha"] is not None
    assert found["label"].startswith("intracoder consistency")
    assert told(study, "compare", "hand", "recode")["overall"]["median_alpha"] is not None
    assert told(study, "approach")["reasons"][-1]["text"] == "the funder asks for it"


def test_reason_is_not_kept_where_none_is_needed(study: Path) -> None:
    told(study, "compare", "hand", "recode", "--reason", "just so")
    assert told(study, "approach")["reasons"] == []


def test_saturation_is_suppressed_in_a_reflexive_study_with_a_sentence(study: Path) -> None:
    ask(study, "approach", "set", "reflexive", "--reason", "coding is my reading")
    found = told(study, "saturation")
    assert found["guest"] is None
    assert found["francis"]["assessable"] is False
    assert found["curve"] == []
    assert "not computed in a reflexive study" in ask(study, "saturation").out


def test_questions_can_be_added_after_the_start(study: Path) -> None:
    assert told(study, "questions", "add", "What  keeps them in it?")["label"] == "Q3"
    rows = told(study, "questions", "list")
    assert [row["label"] for row in rows] == ["Q1", "Q2", "Q3"]
    assert rows[2] == {"label": "Q3", "wording": "What keeps them in it?", "themes": []}
    assert SUPERVISION in rows[1]["themes"]
    assert ask(study, "questions", "add", "What keeps them in it?").code == 2
    assert ask(study, "questions", "add", " ").code == 2
    ask(study, "themes", "define", SUPERVISION, "--answers", "Q3")
    assert told(study, "questions", "list")[2]["themes"] == [SUPERVISION]


def test_label_of_a_question_is_never_used_again(study: Path) -> None:
    told(study, "questions", "add", "Third?")
    ask(study, "undo")
    assert told(study, "questions", "add", "Another?")["label"] == "Q4"


def test_status_tells_phase_by_phase_what_is_there_and_missing(study: Path) -> None:
    found = told(study, "status")
    assert found["phase"] == 6
    phases = {one["phase"]: one for one in found["phases"]}
    assert phases[2]["there"][-1] == "frozen as pre-themes at 75 codes"
    assert "4 themes of 59 codes" in phases[3]["there"]
    assert any(step["what"].startswith("a review of 4 themes") for step in phases[4]["missing"])
    assert "4 of 4 defined, 0 final" in phases[5]["there"]
    assert found["missing"] == [step["what"] for one in found["phases"] for step in one["missing"]]
    assert told(study, "next")["phase"] == 4
