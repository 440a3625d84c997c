"""Themes, claims, quotes and checks from the command line, on the example study."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from qualcode import demo
from qualcode.cli import app

SUPERVISION = "Supervision"

Json = Any
"""What a command told."""

runner = CliRunner()


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example study, made once."""
    return demo.run(tmp_path_factory.mktemp("demo")).project


@pytest.fixture
def study(finished: Path, tmp_path: Path) -> Path:
    """A copy of the example study to work on."""
    return Path(shutil.copy(finished, tmp_path / "study.qualcode"))


def run(study: Path, *words: str, code: int = 0) -> Json:
    done = runner.invoke(app, ["--project", str(study), *words, "--json"])
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def test_claim_gets_its_citation_from_the_passages_and_its_quantifier_checked(study: Path) -> None:
    told = run(
        study,
        "claims",
        "add",
        "Most participants described supervision that never came.",
        "--theme",
        SUPERVISION,
        "--support",
        "supervision cancelled",
    )
    assert told["citation"] == "(P6, P7)"
    assert told["quantifier"] == {"word": "most", "n": 2, "of": 10, "fits": False}
    assert {one["participant"] for one in told["support"]} == {"P6", "P7"}
    assert run(study, "claims", "list", "--theme", SUPERVISION)[-1]["number"] == told["number"]


def test_contrary_passage_stays_attached_to_its_claim(study: Path) -> None:
    words = ("They wait.", "--theme", SUPERVISION, "--support", "supervision cancelled")
    number = run(study, "claims", "add", *words)["number"]
    told = run(study, "claims", "contrary", f"c{number}", "P1:30")
    assert [one["address"] for one in told["contrary"]] == ["P1:30"]


def test_claim_is_shown_with_words_and_reworded(study: Path) -> None:
    words = ("Most say so.", "--theme", SUPERVISION, "--support", "supervision cancelled")
    number = f"c{run(study, 'claims', 'add', *words)['number']}"
    shown = runner.invoke(app, ["--project", str(study), "claims", "show", number]).stdout
    assert "(supervision cancelled)" in shown
    assert "over the telephone from a moving" in shown
    table = runner.invoke(app, ["--project", str(study), "claims", "list", "--csv"]).stdout
    assert '"most, 2 of 10: does not fit"' in table
    assert '"P6:126-127, P7@' in table
    assert run(study, "claims", "edit", number, "Two say so.")["quantifier"] is None
    assert run(study, "claims", "detach", number, "supervision cancelled")["support"] == []
    assert runner.invoke(app, ["--project", str(study), "claims", "edit", number]).exit_code == 2


def test_unknown_support_is_refused_with_a_near_miss(study: Path) -> None:
    words = ["claims", "add", "They wait.", "--theme", SUPERVISION, "--support", "supervision canceled"]
    done = runner.invoke(app, ["--project", str(study), *words])
    assert done.exit_code == 1
    assert "supervision cancelled" in done.stderr


def test_theme_goes_from_defined_to_final_only_after_both_reviews(study: Path) -> None:
    done = runner.invoke(app, ["--project", str(study), "themes", "finalize", SUPERVISION])
    assert done.exit_code == 1
    assert "themes review" in done.stderr
    run(study, "themes", "review", SUPERVISION, "--level", "1", "--sign-off")
    run(study, "themes", "review", SUPERVISION, "--level", "2", "--sign-off")
    assert run(study, "themes", "finalize", SUPERVISION)["status"] == "final"
    events = [one["event"] for one in run(study, "themes", "history", SUPERVISION)]
    assert events[-3:] == ["reviewed-1", "reviewed-2", "final"]


def test_verdict_is_kept_beside_its_passage(study: Path) -> None:
    first = run(study, "themes", "review", SUPERVISION)["passages"][0]
    told = run(study, "themes", "review", SUPERVISION, "--verdict", "weak", "--at", first["address"])
    assert told["passages"][0]["verdict"] == "weak"
    assert told["passages"][0]["quotation"] == first["quotation"]


def test_merged_theme_is_dropped_and_its_codes_move(study: Path) -> None:
    other = "Going alongside, and knowing where it stops"
    before = len(run(study, "themes", "show", other)["codes"]) + len(
        run(study, "themes", "show", SUPERVISION)["codes"]
    )
    told = run(study, "themes", "merge", SUPERVISION, "--into", other, "--reason", "one idea")
    assert len(told["codes"]) == before
    assert SUPERVISION not in {one["name"] for one in run(study, "themes", "list")}


def test_saturation_is_computed_with_its_settings_and_francis_is_not_assessable(study: Path) -> None:
    told = run(study, "saturation")
    assert (told["guest"]["base"], told["guest"]["run"]) == (4, 2)
    assert told["francis"]["assessable"] is False
    assert "10 interviews" in told["francis"]["reason"]
    assert told["curve"][-1] == 75


def test_lint_finds_the_topic_name_and_the_participant_never_quoted(study: Path) -> None:
    found = run(study, "lint")
    assert ("TOPIC", SUPERVISION) in {(one["rule"], one["where"]) for one in found}
    assert ("VOICE", "P2") in {(one["rule"], one["where"]) for one in found}


def test_waived_warning_keeps_its_reason(study: Path) -> None:
    found = run(study, "lint", "--waive", "TOPIC", "--where", SUPERVISION, "--reason", "kept from the guide")
    topic = next(one for one in found if one["rule"] == "TOPIC")
    assert topic["waived"] is True
    assert topic["reason"] == "kept from the guide"


def test_shortlist_is_reproducible_and_offers_nobody_who_said_no(study: Path) -> None:
    theme = "Doors that close before people reach them"
    first, second = run(study, "quotes", "shortlist", theme), run(study, "quotes", "shortlist", theme)
    assert first == second
    assert "P2" not in {one["participant"] for one in first["entries"]}


def test_quotes_of_the_example_are_word_for_word(study: Path) -> None:
    assert all(one["verified"] for one in run(study, "quotes", "verify"))


def say(study: Path, *words: str) -> tuple[str, str]:
    """What a person reads: the data, and the talk beside it."""
    done = runner.invoke(app, ["--project", str(study), *words], env={"COLUMNS": "100"})
    assert done.exit_code == 0, done.output
    return done.stdout, done.stderr


def test_review_says_what_it_recorded(study: Path) -> None:
    review = ("themes", "review", SUPERVISION)
    signed = say(study, *review, "--level", "1", "--sign-off")[1]
    assert "level 1 is signed off." in signed
    searched = say(study, *review, "--level", "2", "--searched", "read all that say but")[1]
    assert "; a search for contrary accounts is recorded." in searched
    assert "level 2" not in searched
    assert "level 2 is signed off" in say(study, *review, "--level", "2", "--sign-off")[1]


def test_groups_are_left_out_where_nobody_spoke_in_one(study: Path) -> None:
    shown = say(study, "themes", "show", SUPERVISION)[0]
    assert "participants   5 of 10" in shown
    assert "groups" not in shown


def test_saturation_shows_random_orders_beside_the_order_of_collection(study: Path) -> None:
    shown, talk = say(study, "saturation")
    told = run(study, "saturation")
    mean, low, high = told["band"][4]
    (line,) = [line for line in shown.splitlines() if line.split()[:1] == ["P5"]]
    assert line.split() == ["P5", "1", "74", f"{mean:.1f}", f"({low}–{high})"]
    assert "in order of collection" in talk
    assert "qualcode slots set report_saturation yes" in talk
    say(study, "slots", "set", "limitations", "Saturation was reached after eight interviews.")
    (told_off,) = [one for one in run(study, "lint", code=1) if one["rule"] == "SAT"]
    assert told_off["message"].endswith("or `qualcode slots set report_saturation yes`.")
    say(study, "slots", "set", "report_saturation", "yes")
    assert "report_saturation" not in say(study, "saturation")[1]
    assert not [one for one in run(study, "lint") if one["rule"] == "SAT"]
    rows = say(study, "saturation", "--csv")[0].splitlines()
    assert rows[0] == "interview,new_codes,codes_so_far,random_mean,random_low,random_high"
    assert len(rows) == 11
    assert rows[5].startswith("P5,1,74,")


def test_shortlist_names_strata_and_shows_the_turn_when_asked(study: Path) -> None:
    theme = "Doors that close before people reach them"
    (first, *_) = run(study, "quotes", "shortlist", theme, "-n", "9")["entries"]
    shown = say(study, "quotes", "shortlist", theme, "-n", "1")[0]
    assert shown.startswith(f"{first['address']}  {first['participant']} · ")
    assert all(one in shown for one in first["strata"])
    assert not [one for one in first["strata"] if one.startswith("tenure")]
    assert "»" not in shown
    around = " ".join(say(study, "quotes", "shortlist", theme, "-n", "9", "--around")[0].split())
    assert "»" in around
    assert " ".join(first["turn"].split()) in around.replace("»", "").replace("«", "")


def test_relation_is_stated_listed_and_taken_back(study: Path) -> None:
    doors = "Doors that close before people reach them"
    (told,) = run(study, "themes", "relate", doors, SUPERVISION, "--as", "wears out")
    assert told == {"theme": doors, "relation": "wears out", "other": SUPERVISION}
    assert run(study, "themes", "relations") == [told]
    run(study, "themes", "map", "-o", str(study.with_name("map.svg")))
    assert "wears out" in study.with_name("map.svg").read_text()
    assert run(study, "themes", "relate", doors, SUPERVISION, "--remove") == []
    refused = runner.invoke(app, ["--project", str(study), "themes", "relate", doors, SUPERVISION])
    assert refused.exit_code == 2
    assert "--as" in refused.stderr
