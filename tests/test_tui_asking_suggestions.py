"""Reviewing suggestions on the screen: every key, and that nothing is accepted unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from asking_screen import burst, on_screen, press
from assisted_study import build, suggested

from qualcode.commands.reviewing import Reviewing
from qualcode.passes import coding
from qualcode.passes.integrity import problems
from qualcode.suggestions import listing
from qualcode.suggestions.review import Review
from qualcode.transcripts import addresses
from qualcode.tui.asking import TOO_EARLY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from qualcode.store.project import Project
    from qualcode.tui.app import AskingApp

    Words = Callable[[Project, str], list[tuple[str, str]]]


WORDS = "Their phones get lost every week. I write the number on my hand."


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    """Six suggestions in two interviews wait in the pass `second`."""
    suggested(build(project, tmp_path))
    return project


def flow(project: Project, *, by_code: bool = False, deferred: bool = False) -> Reviewing:
    """What asks."""
    return Reviewing(project, Review(project, "second", by_code=by_code, deferred=deferred))


def statuses(project: Project) -> list[str]:
    """Of all suggestions, in their order."""
    return [one.status for one in listing.suggestions(project)]


def test_suggestion_is_shown_with_context_definition_and_reason(study: Project) -> None:
    shown = press(flow(study))
    assert "P1:2-3 · lost phones? · s1" in shown
    assert "▌ 2 »Their phones get lost every week." in shown
    assert "▌ 3 I write the number on my hand.«" in shown
    assert "1 Do people lose their phones a lot?" in shown
    assert "lost phones: Contact breaks down because telephones are lost, sold or shared." in shown
    assert "because it shares" in shown
    assert "suggestions in second │ 0 decided, 6 left │ saved" in shown
    assert "a accept  r reject  s span  c code  d defer  n next  u undo  ? keys  q quit" in shown


def test_what_the_pass_has_there_already_is_shown(study: Project) -> None:
    coding.apply(study, "paperwork", addresses.resolve(study, "P1:2"), pass_name="second")
    assert "coded here already: paperwork" in press(flow(study))


def test_accepted_ones_are_codings_of_the_pass(study: Project, words_of: Words) -> None:
    shown = press(flow(study), "a")
    assert "s1 lost phones: accepted." in shown
    assert "1 decided, 5 left" in shown
    assert words_of(study, "second") == [("lost phones", WORDS)]
    assert statuses(study)[:2] == ["accepted", "open"]


def test_reason_of_a_rejection_is_kept_and_may_be_empty(study: Project) -> None:
    press(flow(study), "r", "not this", "<enter>", "r", "<enter>")
    assert statuses(study)[:3] == ["rejected", "rejected", "open"]
    rows = study.rows("SELECT reason FROM suggestion_decisions ORDER BY rowid")
    assert [row[0] for row in rows] == ["not this", ""]


def test_span_is_changed_by_keys(study: Project, words_of: Words) -> None:
    press(flow(study), "s", "<up>", "<left>", "<left>", "<enter>")
    assert words_of(study, "second") == [("lost phones", "Their phones get lost")]
    assert statuses(study)[0] == "edited"


def test_span_that_was_not_changed_is_refused_and_the_question_stays(study: Project) -> None:
    shown = press(flow(study), "s", "<enter>")
    assert "✗ That is what was suggested." in shown
    assert "P1:2-3 · lost phones?" in shown
    assert statuses(study)[0] == "open"


def test_place_may_be_typed_and_a_wrong_one_be_mended(study: Project, words_of: Words) -> None:
    shown = press(flow(study), "s", ":", "99", "<enter>")
    assert "✗ P1 has units 1 to" in shown
    press(flow(study), "s", ":", "99", "<enter>", "<backspace>", "<backspace>", "2-4", "<enter>")
    assert words_of(study, "second") == [
        (
            "lost phones",
            "Their phones get lost every week. I write the number on my hand. The bus takes two hours.",
        )
    ]


def test_code_is_changed_with_the_picker(study: Project, words_of: Words) -> None:
    shown = press(flow(study), "c", "paper")
    assert "▸  paperwork" in shown
    press(flow(study), "c", "paper", "<enter>")
    assert words_of(study, "second") == [("paperwork", WORDS)]


def test_code_that_was_suggested_is_no_other_code(study: Project) -> None:
    assert "✗ That is what was suggested." in press(flow(study), "c", "lost", "<enter>")
    assert "P1:2-3 · lost phones?" in press(flow(study), "c", "<escape>")
    assert statuses(study)[0] == "open"


def test_deferred_and_left_out_ones_wait(study: Project) -> None:
    shown = press(flow(study), "d", "n")
    assert "1 decided, 4 left" in shown
    assert statuses(study)[:2] == ["deferred", "open"]
    assert "· s2" in press(flow(study))
    assert "· s1" in press(flow(study, deferred=True))


def test_undo_asks_the_same_again_even_a_deferred_one(study: Project, words_of: Words) -> None:
    flowing = flow(study)
    shown = press(flowing, "a", "d", "u")
    assert "· s2" in shown
    assert "Taken back:" in shown
    shown = press(flowing, "u")
    assert "· s1" in shown
    assert words_of(study, "second") == []
    assert statuses(study) == ["open"] * 6
    assert "✗ No decision of this sitting can be taken back." in press(flowing, "u")
    assert problems(study) == []


def test_code_by_code(study: Project) -> None:
    assert "getting there?" in press(flow(study, by_code=True))


def test_return_alone_decides_nothing(study: Project) -> None:
    press(flow(study), "<enter>", "<enter>", " ")
    assert statuses(study) == ["open"] * 6


def test_nothing_is_accepted_that_was_not_shown_before_the_key_was_pressed(study: Project) -> None:
    async def hasty(_: Pilot[None], app: AskingApp) -> None:
        await burst(app, *"aaaaaa")

    shown = on_screen(flow(study), hasty)
    assert TOO_EARLY in " ".join(shown.split())
    assert statuses(study) == ["accepted", *["open"] * 5]


def test_no_key_decides_more_than_one(study: Project) -> None:
    for key in ("a", "r", "d", "c", "s"):
        before = statuses(study).count("open")
        follow = {"r": ["<enter>"], "c": ["lost", "<enter>"], "s": ["<left>", "<enter>"]}.get(key, [])
        press(flow(study), key, *follow)
        assert statuses(study).count("open") == before - 1


def test_at_the_end_it_says_so(study: Project) -> None:
    shown = press(flow(study), *"aaaaaa")
    assert "No suggestion waits." in shown
    assert statuses(study) == ["accepted"] * 6
