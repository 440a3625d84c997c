"""Walking the passages of a theme on the screen: every verdict, reasons, undo, going on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from asking_screen import press

from qualcode.codes import codebook
from qualcode.commands.theme_walk import Judging
from qualcode.passes import coding, passes
from qualcode.themes import review, themes
from qualcode.transcripts import addresses

if TYPE_CHECKING:
    from qualcode.store.project import Project


@pytest.fixture
def study(interview: Project) -> Project:
    """A theme of two codes with three passages, one of them coded twice."""
    codebook.add(interview, "people", definition="Those who are there.")
    codebook.add(interview, "return", definition="Coming back.")
    passes.start(interview, "hand")
    for code, address in (("people", "P1:3"), ("people", "P1:6-7"), ("return", "P1:9"), ("people", "P1:9")):
        coding.apply(interview, code, addresses.resolve(interview, address), pass_name="hand")
    themes.add(interview, "Staying", ["people", "return"])
    themes.define(interview, "Staying", essence="People stay for people.", includes="Names.", excludes="Pay.")
    return interview


def verdicts(project: Project) -> list[tuple[str, str | None, str]]:
    """(address, verdict, reason) of every passage."""
    return [(one.address, one.verdict, one.reason) for one in review.passages(project, "Staying")]


def test_passage_is_shown_with_codes_and_what_the_theme_is(study: Project) -> None:
    shown = press(Judging(study, "Staying"))
    assert "P1:3 · people · does it fit?" in shown
    assert "▌ 3 »My sister dragged me along, honestly.«" in shown
    assert "Staying: People stay for people." in shown
    assert "includes: Names." in shown
    assert "excludes: Pay." in shown
    assert "code people: Those who are there." in shown
    assert "Staying, level 1 │ 0 of 3 passages judged, 3 left │ saved" in shown
    assert "f fits  w weak  m move  c contrary  n skip  u undo  ? keys  q quit" in shown


@pytest.mark.parametrize(
    ("keys", "verdict", "reason"),
    [
        (["f"], "fits", ""),
        (["w", "<enter>"], "weak", ""),
        (["w", "thin", "<enter>"], "weak", "thin"),
        (["m", "to luck", "<enter>"], "move", "to luck"),
        (["c", "she left", "<enter>"], "contrary", "she left"),
    ],
)
def test_verdict_is_kept(study: Project, keys: list[str], verdict: str, reason: str) -> None:
    shown = press(Judging(study, "Staying"), *keys)
    assert verdicts(study)[0] == ("P1:3", verdict, reason)
    assert "P1:6-7 · people" in shown
    assert f"P1:3: {verdict}." in shown


@pytest.mark.parametrize("key", ["m", "c"])
def test_moving_and_contrary_need_a_reason(study: Project, key: str) -> None:
    shown = press(Judging(study, "Staying"), key, "<enter>")
    assert "needs a reason" in shown
    assert verdicts(study)[0] == ("P1:3", None, "")
    press(Judging(study, "Staying"), key, "<enter>", "so it is", "<enter>")
    assert verdicts(study)[0][2] == "so it is"


def test_skipped_ones_come_again_and_judged_ones_do_not(study: Project) -> None:
    shown = press(Judging(study, "Staying"), "n", "f", "q")
    assert "1 of 3 passages judged, 2 left (1 skipped)" in shown
    shown = press(Judging(study, "Staying"))
    assert "P1:3 · people" in shown
    assert "P1:9 · people, return" in press(Judging(study, "Staying"), "f")


def test_undo_asks_the_same_again(study: Project) -> None:
    flow = Judging(study, "Staying")
    shown = press(flow, "f", "c", "no", "<enter>", "u")
    assert "Taken back: P1:6-7." in shown
    assert "P1:6-7 · people" in shown
    shown = press(flow, "u", "u")
    assert "✗ No decision of this sitting can be taken back." in shown
    assert {verdict for _, verdict, _ in verdicts(study)} == {None}


def test_when_all_are_judged_it_says_how_to_sign_off(study: Project) -> None:
    shown = press(Judging(study, "Staying"), *"fff")
    assert "All passages have a verdict: --sign-off dates the end of this level." in shown
    assert "3 of 3 passages judged, 0 left" in press(Judging(study, "Staying"))


def test_theme_without_passages_says_what_is_missing(study: Project) -> None:
    passes.start(study, "second")
    shown = press(Judging(study, "Staying"))
    assert "No passage is there to judge: reconcile the passes first" in shown
