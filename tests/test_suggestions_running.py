"""`suggest`: what it writes, what it never writes, and what happens when it is asked again."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from assisted_study import build, places, suggested
from command_line import dump

from qualcode.assist.examples import TooFewExamples
from qualcode.codes import codebook, rules
from qualcode.errors import UsageError
from qualcode.passes import coding, passes
from qualcode.passes.coding import OtherCodersPass
from qualcode.passes.passes import PassSealed
from qualcode.reliability.compare import compare
from qualcode.store import actions
from qualcode.store.project import open_project
from qualcode.store.study import create_study
from qualcode.suggestions import deciding, listing, running
from qualcode.suggestions.requests import Request
from qualcode.suggestions.running import NothingToSuggest, SearchedInstead
from qualcode.transcripts import addresses

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project

OWN = {
    "suggestions",
    "suggestion_runs",
    "suggestion_reads",
    "actions",
    "changes",
    "sqlite_sequence",
}


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    return build(project, tmp_path)


def test_suggest_writes_suggestions_and_nothing_else(study: Project) -> None:
    before = dump(study.path)
    assert running.suggest(study, Request("second")).made == 6
    after = dump(study.path)
    assert {table for table, rows in after.items() if rows != before[table]} <= OWN


def test_suggesting_again_doubles_nothing(study: Project) -> None:
    first = places(suggested(study))
    again = running.suggest(study, Request("second"))
    assert (again.made, again.read_before) == (0, 2)
    assert places(listing.suggestions(study)) == first


def test_suggesting_again_keeps_every_decision(study: Project) -> None:
    found = suggested(study)
    deciding.reject(study, deciding.show(study, found[0]), "no")
    codebook.edit(study, "getting there", {"definition": "Distance, buses, rides and weather."})
    statuses = {one.id: one.status for one in suggested(study)}
    assert statuses[found[0].id] == "rejected"


def test_open_suggestion_that_would_not_be_made_any_more_goes(study: Project) -> None:
    suggested(study)
    rules.add_rule(study, "lost phones", "not-when", "client sold")
    again = running.suggest(study, Request("second"))
    assert again.replaced == 1
    assert ("P2:2", "lost phones") not in places(listing.suggestions(study))


def test_decided_suggestion_stays_though_it_would_not_be_made_any_more(study: Project) -> None:
    found = {one.address: one for one in suggested(study)}
    deciding.accept(study, deciding.show(study, found["P2:2"]))
    rules.add_rule(study, "lost phones", "not-when", "client sold")
    running.suggest(study, Request("second"))
    assert {one.address: one.status for one in listing.suggestions(study)}["P2:2"] == "accepted"


def test_what_the_pass_has_coded_is_not_suggested(study: Project) -> None:
    coding.apply(study, "paperwork", addresses.resolve(study, "P1:6"), pass_name="second")
    outcome = running.suggest(study, Request("second"))
    assert (outcome.made, outcome.there) == (5, 1)
    assert ("P1:6", "paperwork") not in places(listing.suggestions(study))


def test_undo_takes_a_whole_run_back_and_redo_brings_it(study: Project) -> None:
    first = places(suggested(study))
    actions.undo(study)
    assert listing.suggestions(study) == []
    actions.redo(study)
    assert places(listing.suggestions(study)) == first


def test_run_that_was_undone_is_made_again_when_asked(study: Project) -> None:
    first = places(suggested(study))
    actions.undo(study)
    assert places(suggested(study)) == first


def test_only_the_transcripts_asked_for(study: Project) -> None:
    running.suggest(study, Request("second", transcripts=("P2",)))
    assert {one.transcript for one in listing.suggestions(study)} == {"P2"}


def test_what_the_pass_was_not_given_to_read_gets_no_suggestion(study: Project) -> None:
    passes.start(study, "half", mode="assisted", transcripts=["P1"])
    running.suggest(study, Request("half"))
    found = listing.suggestions(study, pass_id=passes.find(study, "half").id)
    assert {one.transcript for one in found} == {"P1"}


def test_interrupted_run_keeps_its_batches_and_goes_on(
    study: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH_CHARACTERS", 1)
    steps = 0

    def interrupt() -> None:
        nonlocal steps
        steps += 1
        if steps == len(["P1", "P2"]):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        running.suggest(study, Request("second"), interrupt)
    assert {one.transcript for one in listing.suggestions(study)} == {"P1"}
    again = running.suggest(study, Request("second"))
    assert (again.transcripts, again.read_before) == (1, 1)
    assert {one.transcript for one in listing.suggestions(study)} == {"P1", "P2"}


def test_sealed_pass_gets_no_suggestion(study: Project) -> None:
    passes.seal(study, "second")
    with pytest.raises(PassSealed):
        running.suggest(study, Request("second"))


def test_nobody_gets_suggestions_in_another_coders_pass(study: Project) -> None:
    study.coder = "XY"
    with pytest.raises(OtherCodersPass):
        running.suggest(study, Request("second"))


def test_without_codes_there_is_nothing_to_suggest(interview: Project) -> None:
    passes.start(interview, "second", mode="assisted")
    with pytest.raises(NothingToSuggest, match="no code"):
        running.suggest(interview, Request("second"))


def test_reflexive_study_searches_instead(tmp_path: Path) -> None:
    create_study(tmp_path / "r.qualcode", title="A study", approach="reflexive", coder="CS")
    with open_project(tmp_path / "r.qualcode") as reflexive:
        build(reflexive, tmp_path)
        with pytest.raises(SearchedInstead):
            running.suggest(reflexive, Request("second"))


def test_search_proposes_its_code_where_the_query_is_met(study: Project) -> None:
    running.suggest(study, Request("second", "search", ("getting there",), query="moth* OR bus"))
    found = listing.suggestions(study)
    assert places(found) == [("P1:4", "getting there"), ("P2:6", "getting there")]
    assert {one.reason for one in found} == {"meets the query moth* OR bus"}


def test_another_query_for_a_code_leaves_what_the_first_one_proposed(study: Project) -> None:
    running.suggest(study, Request("second", "search", ("getting there",), query="bus"))
    again = running.suggest(study, Request("second", "search", ("getting there",), query="weather"))
    assert (again.made, again.replaced) == (1, 0)
    assert places(listing.suggestions(study)) == [("P1:4", "getting there"), ("P2:5", "getting there")]


def test_search_says_how_many_sentences_meet_the_query_less_well(study: Project) -> None:
    words = ("my", "his", "week", "number", "bus", "forms", "sister", "lane")
    asked = Request("second", "search", ("paperwork",), query=" OR ".join(words))
    outcome = running.suggest(study, asked)
    left = running.suggest(study, replace(asked, share=1.0))
    assert (outcome.left_out, left.left_out) == (1, 0)


@pytest.mark.parametrize(
    "asked",
    [
        Request("second", "search", ("paperwork",)),
        Request("second", "search", ("paperwork", "getting there"), query="form"),
        Request("second", "definitions", query="form"),
        Request("second", "definitions", sources=("second",)),
        Request("second", "definitions", share=0.0),
        Request("second", "search", ("paperwork",), query="form", share=1.5),
        Request("second", "examples", share=0.5),
        Request("second", "model", dry_run=True),
    ],
)
def test_options_that_do_not_go_together_are_refused(study: Project, asked: Request) -> None:
    with pytest.raises(UsageError):
        running.suggest(study, asked)
    assert listing.suggestions(study) == []


def learned_from_hand(study: Project) -> None:
    passes.start(study, "hand")
    for code, place in (("paperwork", "P1:6"), ("paperwork", "P2:4"), ("paperwork", "P1:4")):
        coding.apply(study, code, addresses.resolve(study, place), pass_name="hand")


def test_examples_need_examples(study: Project) -> None:
    with pytest.raises(TooFewExamples, match="second"):
        running.suggest(study, Request("second", "examples"))


def test_learning_from_a_pass_makes_the_comparison_a_completeness_check(study: Project) -> None:
    learned_from_hand(study)
    assert compare(study, ["second", "hand"]).label.coefficients
    outcome = running.suggest(study, Request("second", "examples", sources=("hand",)))
    label = compare(study, ["second", "hand"]).label
    assert (label.independent, label.coefficients) == (False, False)
    assert label.text == "not independent; used as a completeness check"
    assert outcome.notes[0].startswith("Learned from hand: these suggestions are not independent of it")


def test_dry_run_tells_what_may_be_expected_and_keeps_nothing(study: Project) -> None:
    learned_from_hand(study)
    before = dump(study.path)
    looked = running.suggest(study, Request("second", "examples", sources=("hand",), dry_run=True))
    assert dump(study.path) == before
    done = running.suggest(study, Request("second", "examples", sources=("hand",)))
    assert (looked.dry_run, looked.made, looked.by_code) == (True, done.made, done.by_code)
    assert looked.notes == done.notes


def test_learning_from_the_codebook_leaves_the_comparison_alone(study: Project) -> None:
    passes.start(study, "hand")
    running.suggest(study, Request("second"))
    assert "review" not in compare(study, ["second", "hand"]).label.text


@pytest.mark.parametrize(
    "asked",
    [
        Request("second"),
        Request("second", "search", ("paperwork",), query="form* OR week"),
        Request("second", "examples", sources=("hand",)),
    ],
)
def test_same_project_gets_the_same_suggestions(study: Project, asked: Request) -> None:
    learned_from_hand(study)
    running.suggest(study, asked)
    once = [replace(one, id="", row_id="") for one in listing.suggestions(study)]
    actions.undo(study)
    running.suggest(study, asked)
    assert once == [replace(one, id="", row_id="") for one in listing.suggestions(study)] != []


def test_run_keeps_method_settings_and_codebook_state(study: Project) -> None:
    running.suggest(study, Request("second", "search", ("paperwork",), query="form*"))
    row = study.row("SELECT method, settings, codebook_action FROM suggestion_runs")
    assert row is not None
    latest = study.value("SELECT max(action_seq) FROM changes WHERE table_name = 'codes'")
    assert (row["method"], json.loads(row["settings"])["query"], row["codebook_action"]) == (
        "search",
        "form*",
        latest,
    )


def test_suggestions_of_a_retired_code_or_transcript_are_not_listed(study: Project) -> None:
    from qualcode.transcripts import library

    suggested(study)
    codebook.retire(study, "paperwork")
    library.retire(study, "P2")
    assert places(listing.suggestions(study)) == [
        ("P1:2-3", "lost phones"),
        ("P1:4", "getting there"),
        ("P1:8", "stay in your lane"),
    ]


def test_log_names_the_run_and_holds_none_of_its_words(study: Project) -> None:
    suggested(study)
    told = "".join(map(str, dump(study.path)["changes"])) + "".join(map(str, dump(study.path)["actions"]))
    assert "suggest" in told
    assert "phone" not in told
