from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from themes_study import study

from qualcode.passes.coding import place_quote
from qualcode.themes import history, joining, life, quotes, review, themes, views
from qualcode.themes.gates import NotParticipantSpeech

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path) as opened:
        themes.add(opened, "Earning a place", ["doubted at first", "asked now"])
        themes.add(opened, "Barriers", ["low pay", "no supervision"])
        yield opened


def test_a_reviewer_reads_every_passage_with_its_codes(project: Project) -> None:
    found = review.passages(project, "Earning a place")
    assert [one.transcript for one in found] == ["P1", "P1", "P10", "P10"]
    assert (found[0].quotation, found[0].codes) == ("They doubted me at first.", ("doubted at first",))
    assert {one.verdict for one in found} == {None}


def test_a_verdict_said_again_replaces_the_first(project: Project) -> None:
    place = place_quote(project, "P1", "They doubted me at first.")
    review.judge(project, "Earning a place", place, "weak")
    review.judge(project, "Earning a place", place, "fits", "core")
    first = review.passages(project, "Earning a place")[0]
    assert (first.verdict, first.reason) == ("fits", "core")
    with pytest.raises(NotParticipantSpeech):
        review.judge(project, "Earning a place", place_quote(project, "P1", "And now?"), "contrary")


def test_moving_and_contrary_are_said_with_a_reason(project: Project) -> None:
    place = place_quote(project, "P2", "I never had supervision.")
    with pytest.raises(review.BadReview, match="needs a reason"):
        review.judge(project, "Earning a place", place, "contrary", " ")
    assert review.contrary(project, "Earning a place") == []


def test_contrary_passages_stay_attached(project: Project) -> None:
    place = place_quote(project, "P2", "I never had supervision.")
    review.judge(project, "Earning a place", place, "contrary", "nobody doubted P2")
    found = review.contrary(project, "Earning a place")
    assert [(one.participant, one.quotation) for one in found] == [("P2", "I never had supervision.")]


def test_levels_come_in_order_and_a_theme_is_final_last(project: Project) -> None:
    with pytest.raises(review.NotReady, match="passages of 'Earning a place' come first"):
        review.sign_off(project, "Earning a place", 2)
    with pytest.raises(review.NotReady, match="no definition"):
        review.finalize(project, "Earning a place")
    assert review.sign_off(project, "Earning a place", 1).status == "reviewed"
    themes.define(project, "Earning a place", essence="Showing worth.")
    with pytest.raises(review.NotReady, match="level 2"):
        review.finalize(project, "Earning a place")
    review.sign_off(project, "Earning a place", 2)
    assert review.finalize(project, "Earning a place").status == "final"
    life.move_code(project, "asked now", "Barriers")
    assert themes.find(project, "Earning a place").status == "defined"


def test_history_tells_who_did_what_and_why(project: Project) -> None:
    review.record_search(project, "Barriers", "read P1 and P10 again")
    review.sign_off(project, "Barriers", 1)
    themes.rename(project, "Barriers", "What stands in the way", reason="says more")
    lines = history.history(project, "What stands in the way")
    assert [line.event for line in lines] == ["added", "searched", "reviewed-1", "renamed"]
    assert lines[2].detail == "0 of 3 passages judged one by one"
    assert (lines[3].detail, lines[3].reason) == ("Barriers → What stands in the way", "says more")
    assert {line.by for line in lines} == {"CS"}


def test_merged_themes_bring_their_codes_and_quotes_along(project: Project) -> None:
    place = place_quote(project, "P2", "I never had supervision.")
    quotes.add(project, "Barriers", place)
    joining.merge(project, ["Barriers", "Earning a place"], "Work", reason="one idea")
    assert [one.name for one in views.themes(project)] == ["Work"]
    assert views.show(project, "Work").codings == 7
    assert quotes.show(project, 1).theme == "Work"
    assert "took in Barriers, Earning a place" in [one.detail for one in history.history(project, "Work")]
    with pytest.raises(themes.BadTheme, match="nothing to merge"):
        joining.merge(project, ["Work"], "Work")


def test_a_split_theme_gives_codes_away_and_is_dropped_when_empty(project: Project) -> None:
    joining.split(project, "Barriers", {"Pay": ["low pay"]}, reason="two ideas")
    assert views.show(project, "Barriers").codes == ("no supervision",)
    joining.split(project, "Barriers", {"Supervision": ["no supervision"]})
    assert [one.name for one in views.themes(project)] == ["Earning a place", "Pay", "Supervision"]
    with pytest.raises(themes.BadTheme, match="not in 'Pay'"):
        joining.split(project, "Pay", {"X": ["asked now"]})


def test_a_bad_level_or_verdict_is_refused(project: Project) -> None:
    with pytest.raises(review.BadReview):
        review.sign_off(project, "Barriers", 3)
