"""The default method: what it finds, why, where it keeps silent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from assisted_study import build, places, suggested
from conftest import bring_in

from qualcode.assist.definitions import LEAST, SHARE
from qualcode.codes import codebook, rules
from qualcode.codes.rules import BadRule
from qualcode.passes import passes
from qualcode.suggestions import listing, running
from qualcode.suggestions.requests import Request

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    return build(project, tmp_path)


def test_what_is_proposed_by_the_codebook_alone(study: Project) -> None:
    assert places(suggested(study)) == [
        ("P1:2-3", "lost phones"),
        ("P1:4", "getting there"),
        ("P1:6", "paperwork"),
        ("P1:8", "stay in your lane"),
        ("P2:2", "lost phones"),
        ("P2:4", "paperwork"),
    ]


def test_reason_says_which_words_and_where_the_codebook_has_them(study: Project) -> None:
    reasons = {one.address: one.reason for one in suggested(study)}
    assert reasons["P1:2-3"] == "shares “lost”, “phones” (name of the code)"
    assert reasons["P1:8"] == "says “stay in your lane”, name of the code"
    assert reasons["P2:2"] == "shares “phones” (name of the code); “sold” (definition of the code)"


def test_sentence_that_shares_nothing_gets_nothing(study: Project) -> None:
    assert not any("weather" in one.quotation or "sister" in one.quotation for one in suggested(study))


def test_interviewers_words_are_never_suggested(study: Project) -> None:
    assert all("people lose" not in one.quotation for one in suggested(study))


def test_smaller_share_keeps_the_surest(project: Project, tmp_path: Path) -> None:
    said = [f"Someone lost phone {at}." if at % 2 else f"A phone is here {at}." for at in range(20)]
    bring_in(project, tmp_path, P1="P1: " + " ".join(said) + "\n")
    codebook.add(project, "lost phones")
    codebook.add(project, "paperwork")
    passes.start(project, "second", mode="assisted")
    running.suggest(project, Request("second", share=0.5))
    found = listing.suggestions(project)
    assert [one.address for one in found] == [f"P1:{at}" for at in range(2, 21, 2)]


def test_only_the_code_asked_for(study: Project) -> None:
    assert {code for _, code in places(suggested(study, "paperwork"))} == {"paperwork"}


def test_phrase_of_the_researcher_is_a_sure_hit_in_any_form(study: Project) -> None:
    rules.add_rule(study, "getting there", "phrase", "call him")
    found = {one.address: one for one in suggested(study, "getting there")}
    assert (found["P2:3"].score, found["P2:3"].reason) == (
        1.0,
        "matches “call him”, a phrase set for the code",
    )


def test_token_pattern_and_regular_expression_are_sure_hits(study: Project) -> None:
    pattern = json.dumps([{"LOWER": "my"}, {"LOWER": {"IN": ["sister", "mother"]}}])
    rules.add_rule(study, "getting there", "pattern", pattern)
    rules.add_rule(study, "paperwork", "regex", r"\bSunday\b|weather")
    assert ("P1:7", "getting there") in places(found := suggested(study))
    assert ("P2:4-6", "paperwork") in places(found)


def test_not_when_forbids_what_would_be_suggested(study: Project) -> None:
    rules.add_rule(study, "lost phones", "not-when", "client sold")
    assert ("P2:2", "lost phones") not in places(suggested(study))


def test_synonym_counts_like_the_name(study: Project) -> None:
    rules.add_rule(study, "getting there", "synonym", "weather")
    found = {one.address: one.reason for one in suggested(study, "getting there")}
    assert found["P2:5"] == "says “weather”, synonym of the code"


def test_token_pattern_that_spacy_refuses_is_told(study: Project) -> None:
    rules.add_rule(study, "paperwork", "pattern", '[{"NONSENSE": {"a": 1}}]')
    with pytest.raises(BadRule, match="token pattern cannot be used"):
        suggested(study)


def test_example_given_as_an_address_stands_for_its_words(study: Project) -> None:
    codebook.edit(study, "getting there", {"example": "P2:6"})
    found = {one.address for one in suggested(study, "getting there")}
    assert "P2:6" in found


def test_example_in_a_transcript_that_is_gone_says_nothing(study: Project) -> None:
    codebook.edit(study, "paperwork", {"example": "P9:1"})
    assert ("P1:6", "paperwork") in places(suggested(study))


def test_codebook_in_another_script_finds_its_words(study: Project) -> None:
    codebook.add(study, "Søster", definition="sister 😀")
    assert ("P1:7", "Søster") in places(suggested(study))


def test_same_state_gives_the_same_scores_and_reasons(study: Project, tmp_path: Path) -> None:
    from qualcode.store.project import open_project
    from qualcode.store.study import create_study

    create_study(tmp_path / "twin.qualcode", title="A study", coder="CS")
    with open_project(tmp_path / "twin.qualcode") as twin:
        build(twin, tmp_path)
        mine, other = suggested(study), suggested(twin)
    assert [(o.address, o.code, o.score, o.reason) for o in mine] == [
        (o.address, o.code, o.score, o.reason) for o in other
    ]


def test_settings_of_a_run_are_kept(study: Project) -> None:
    running.suggest(study, Request("second"))
    kept = json.loads(study.value("SELECT settings FROM suggestion_runs"))
    assert (kept["least"], kept["share"], kept["words"]) == (LEAST, SHARE, "stems 1")
    assert kept["background_sentences"] == 11
