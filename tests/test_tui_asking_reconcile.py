"""Reconciling on the screen: every key, reasons, refusals, undo, going on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from asking_screen import burst, on_screen, press

from qualcode.codes import codebook
from qualcode.commands.reconcile_walk import Reconciling
from qualcode.passes import coding, passes, quotations
from qualcode.passes.integrity import problems
from qualcode.transcripts import addresses
from qualcode.tui.asking import TOO_EARLY

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from qualcode.store.project import Project
    from qualcode.tui.app import AskingApp

A = [("chance", "P1:2"), ("family", "P1:3"), ("people", "P1:6-7")]
B = [("chance", "P1:2"), ("people", "P1:6"), ("return", "P1:9")]
FLYER = ("chance", "I saw a flyer.")
SISTER = ("family", "My sister dragged me along, honestly.")
PEOPLE = "The people."
REMEMBERED = f"{PEOPLE} They remembered my name 😀 the second week."


@pytest.fixture
def coded(interview: Project) -> Project:
    """Two passes: one place alike, one missed (P1:3), one boundary (P1:6-7), one extra (P1:9)."""
    for name in ("chance", "family", "people", "return"):
        codebook.add(interview, name, definition=f"About {name}.")
    return with_passes(interview, a=A, b=B)


def with_passes(project: Project, **coded: list[tuple[str, str]]) -> Project:
    """Passes with codings."""
    for name, codings in coded.items():
        passes.start(project, name)
        for code, address in codings:
            coding.apply(project, code, addresses.resolve(project, address), pass_name=name)
    return project


def flow(project: Project, *others: str, deferred: bool = False) -> Reconciling:
    """What asks."""
    return Reconciling(project, ("a", "b", "agreed"), others, deferred=deferred)


def agreed(project: Project) -> list[tuple[str, str]]:
    """(code, words) of the agreed pass."""
    found = quotations.quotations(project, pass_id=passes.find(project, "agreed").id)
    return [(one.code, one.quotation) for one in found]


def reasons(project: Project) -> list[tuple[str, str, str]]:
    """(address, decision, reason) of what was decided."""
    found = flow(project).session.all
    return [(one.address, one.decision.decision, one.decision.reason) for one in found if one.decision]


def test_question_shows_context_sides_definition_and_all_keys(coded: Project) -> None:
    shown = press(flow(coded))
    assert "P1:3 · family · coded by a, not by b" in shown
    assert "a 3 »My sister dragged me along, honestly.«" in shown
    assert "  2 I saw a flyer." in shown
    assert "a a  6 words" in shown
    assert "b b  not coded" in shown
    assert "family: About family." in shown
    assert "a + b → agreed │ 0 of 3 decided, 3 left │ saved" in shown
    footer = " ".join(shown.splitlines()[-3:])
    for key in ("a a", "b b", "+ both", "- neither", "s edit", "l defer", "n skip", "w definition"):
        assert key in footer
    for key in ("u undo", "? keys", "q quit"):
        assert key in footer


@pytest.mark.parametrize(
    ("key", "decision", "kept"),
    [("a", "a", [SISTER]), ("b", "b", []), ("+", "both", [SISTER]), ("-", "neither", [])],
)
def test_answer_is_kept_with_its_reason(
    coded: Project, key: str, decision: str, kept: list[tuple[str, str]]
) -> None:
    press(flow(coded), key, "we talked", "<enter>")
    assert reasons(coded) == [("P1:3", decision, "we talked")]
    assert agreed(coded) == [FLYER, *kept]


def test_reason_is_demanded_and_what_was_typed_is_not_lost(coded: Project) -> None:
    shown = press(flow(coded), "s", ":", "99", "<enter>", "why not", "<enter>")
    assert "✗ P1 has units 1 to 9, not 99." in shown
    assert "99" in shown
    assert "why not" in shown
    assert reasons(coded) == []
    shown = press(flow(coded), "a", "<enter>")
    assert "needs a reason" in shown
    assert "a's reading · Enter · Esc leaves" in shown
    assert reasons(coded) == []


def test_last_reason_is_a_key_away(coded: Project) -> None:
    shown = press(flow(coded), "a", "yes", "<enter>", "b", "b", "<up>", "!", "<enter>")
    assert "Nothing is left to ask" in shown
    assert reasons(coded)[2] == ("P1:9", "b", "yes!")
    assert "↑ the last reason" not in press(flow(coded), "a")


def test_escape_leaves_an_answer_half_given(coded: Project) -> None:
    shown = press(flow(coded), "a", "because", "<escape>")
    assert "P1:3 · family" in shown
    assert reasons(coded) == []


def test_boundary_is_decided_without_a_reason(coded: Project) -> None:
    shown = press(flow(coded), "a", "yes", "<enter>")
    assert "P1:3 family: a." in shown.replace(" (a)", "")
    assert "people · the boundaries differ" in shown
    assert "»ab The people. b«" in shown.replace("\N{NO-BREAK SPACE}", " ")
    press(flow(coded), "b")
    assert reasons(coded) == [("P1:3", "a", "yes"), ("P1:6-7", "b", "")]
    assert ("people", PEOPLE) in agreed(coded)


def test_span_is_edited_by_words_and_units(coded: Project) -> None:
    shown = press(flow(coded), "s", "<left>", "o", "<right>", "<right>")
    assert "3 My sister »dragged me along«, honestly." in shown
    press(flow(coded), "s", "<left>", "o", "<right>", "<right>", "<enter>", "<enter>", "only this", "<enter>")
    assert agreed(coded) == [FLYER, ("family", "dragged me along")]


def test_place_may_be_typed(coded: Project) -> None:
    press(flow(coded), "s", ":", "3-4", "<enter>", "longer", "<enter>")
    assert agreed(coded)[1] == ("family", "My sister dragged me along, honestly. I nearly left.")


def test_place_elsewhere_is_refused_and_can_be_mended(coded: Project) -> None:
    flowing = flow(coded)
    shown = press(flowing, "s", ":", "9", "<enter>", "there", "<enter>")
    assert "✗ An edit needs a new span that touches the old one. The old one is P1:3." in shown
    assert agreed(coded) == [FLYER]


def test_definition_is_changed_in_the_middle_and_the_question_stays(coded: Project) -> None:
    shown = press(flow(coded), "w", " Kin.", "<enter>")
    assert "family: About family. Kin." in shown
    assert "P1:3 · family" in shown
    assert codebook.find(coded, "family").definition == "About family. Kin."
    press(flow(coded), "w", "!", "<enter>", "u")
    assert codebook.find(coded, "family").definition == "About family. Kin."


def test_skipped_ones_come_again_next_time(coded: Project) -> None:
    shown = press(flow(coded), "n")
    assert "P1:6-7 · people" in shown
    assert "0 of 3 decided, 3 left (1 skipped)" in shown
    shown = press(flow(coded), "n", "n", "n")
    assert "Nothing is left to ask" in shown
    assert "3 left for later." in shown
    assert "P1:3 · family" in press(flow(coded))


def test_deferred_ones_come_when_asked_for(coded: Project) -> None:
    shown = press(flow(coded), "l", "ask AB", "<enter>")
    assert "0 of 3 decided, 3 left (1 deferred)" in shown
    assert "P1:6-7 · people" in press(flow(coded))
    shown = press(flow(coded, deferred=True))
    assert "P1:3 · family" in shown
    assert "deferred because: ask AB" in shown
    press(flow(coded, deferred=True), "a", "AB agrees", "<enter>")
    assert reasons(coded) == [("P1:3", "a", "AB agrees")]


def test_undo_asks_the_same_again_and_only_this_sitting_is_taken_back(coded: Project) -> None:
    flowing = flow(coded)
    shown = press(flowing, "a", "yes", "<enter>", "+", "u", "u")
    assert "P1:3 · family" in shown
    assert "Taken back: P1:3 family." in shown
    assert agreed(coded) == [FLYER]
    shown = press(flowing, "u")
    assert "✗ No decision of this sitting can be taken back." in shown
    press(flow(coded), "a", "yes", "<enter>")
    assert "✗ No decision of this sitting" in press(flow(coded), "u")
    assert reasons(coded) == [("P1:3", "a", "yes")]
    assert problems(coded) == []


def test_it_goes_on_where_it_was_left(coded: Project) -> None:
    press(flow(coded), "a", "yes", "<enter>", "q")
    shown = press(flow(coded))
    assert "P1:6-7 · people" in shown
    assert "1 of 3 decided, 2 left" in shown


def test_at_the_end_it_says_so_and_the_last_can_still_be_taken_back(coded: Project) -> None:
    flowing = flow(coded)
    shown = press(flowing, "a", "yes", "<enter>", "+", "b", "there", "<enter>")
    assert "Nothing is left to ask" in shown
    assert "Every disagreement is decided." in shown
    assert "3 of 3 decided, 0 left" in shown
    assert "P1:9 · return" in press(flowing, "u")


def test_difference_of_meaning_is_one_question_about_two_codes(interview: Project) -> None:
    for name in ("chance", "luck"):
        codebook.add(interview, name, definition=f"About {name}.")
    with_passes(interview, a=[("chance", "P1:2")], b=[("luck", "P1:2")])
    shown = press(flow(interview))
    assert "chance or luck? · difference of meaning" in shown
    assert "ab 2 »I saw a flyer.«" in shown
    assert "a a  chance, 4 words" in shown
    assert "b b  luck, 4 words" in shown
    assert "0 of 2 decided" in shown
    press(flow(interview), "W", "!", "<enter>")
    assert codebook.find(interview, "luck").definition == "About luck.!"
    press(flow(interview), "+", "both are meant", "<enter>")
    assert agreed(interview) == [FLYER, ("luck", "I saw a flyer.")]


def test_skipping_a_difference_of_meaning_skips_both_sides(interview: Project) -> None:
    for name in ("chance", "luck"):
        codebook.add(interview, name)
    with_passes(interview, a=[("chance", "P1:2")], b=[("luck", "P1:2")])
    assert "Nothing is left to ask" in press(flow(interview), "n")


def test_three_passes_have_three_letters(coded: Project) -> None:
    with_passes(
        coded, third=[("chance", "P1:2"), ("family", "P1:3"), ("people", "P1:6-7"), ("return", "P1:9")]
    )
    shown = press(flow(coded, "third"))
    assert "family · coded by a, third, not by b" in shown
    assert "ac 3 »My sister" in shown
    assert "c third  6 words" in shown
    press(flow(coded, "third"), "c", "two of three", "<enter>")
    assert reasons_of_three(coded) == [("c", "two of three")]


def reasons_of_three(project: Project) -> list[tuple[str, str]]:
    """(decision, reason) of what was decided among three."""
    found = flow(project, "third").session.all
    return [(one.decision.decision, one.decision.reason) for one in found if one.decision]


def test_key_pressed_before_the_question_was_shown_decides_nothing(coded: Project) -> None:
    async def hasty(_: Pilot[None], app: AskingApp) -> None:
        await burst(app, "a", "y", "enter", "b", "b")

    shown = on_screen(flow(coded), hasty)
    assert TOO_EARLY in " ".join(shown.split())
    assert reasons(coded) == [("P1:3", "a", "y")]


def test_unknown_key_does_nothing(coded: Project) -> None:
    shown = press(flow(coded), "z", "x", "<enter>", "c")
    assert "P1:3 · family" in shown
    assert reasons(coded) == []


def test_help_lists_every_key(coded: Project) -> None:
    shown = press(flow(coded), "?", size=(80, 40))
    for does in (
        "a's reading",
        "all the words, or both codes",
        "not coded at all",
        "code another span",
        "leave it for later; it stays open",
        "change the definition of family, then decide",
        "scroll the passage down",
        "back to the words asked about",
        "quit; everything is saved",
    ):
        assert does in shown
    assert "P1:3 · family" in press(flow(coded), "?", "<escape>")


@pytest.mark.parametrize("key", ["<q>", "<ctrl+c>", "<ctrl+q>"])
def test_it_can_be_left(coded: Project, key: str) -> None:
    async def leave(_: Pilot[None], app: AskingApp) -> None:
        assert app.return_code is None
        await burst(app, key.strip("<>"))
        assert app.return_code == 0

    on_screen(flow(coded), leave)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["<down>"], "»My sister dragged me along, honestly. I nearly left.«"),
        (["<down>", "<up>"], "»My sister dragged me along, honestly.«"),
        (["<up>"], "»My sister dragged me along, honestly.«"),
        (["("], "»My sister dragged me along, honestly« ."),
        (["(", ")"], "»My sister dragged me along, honestly.«"),
        (["<left>"], "»My sister dragged me along«, honestly."),
        (["h", "l"], "»My sister dragged me along, honestly.«"),
        (["o", "<up>"], "»I saw a flyer. My sister dragged me along, honestly.«"),
        (["<tab>", "k", "j"], "»My sister dragged me along, honestly.«"),
        (["o", "<right>"], "My »sister dragged me along, honestly.«"),
    ],
)
def test_ends_of_a_span_move(coded: Project, keys: list[str], words: str) -> None:
    shown = press(flow(coded), "s", *keys)
    said = " ".join(re.sub(r"^[▌ ]+\d* ", "", line) for line in shown.splitlines()[1:8])
    assert words.replace("« .", "«.") in " ".join(said.split())


def test_escape_leaves_the_span_as_it_was(coded: Project) -> None:
    shown = press(flow(coded), "s", "<down>", "<escape>")
    assert "a 3 »My sister dragged me along, honestly.«" in shown
    assert reasons(coded) == []


def test_passage_and_notes_scroll_and_come_back(coded: Project) -> None:
    first = press(flow(coded), size=(60, 14))
    assert press(flow(coded), "<down>", size=(60, 14)) != first
    assert press(flow(coded), "<down>", "<up>", size=(60, 14)) == first
    assert press(flow(coded), "j", "k", size=(60, 14)) == first
    assert press(flow(coded), "<pagedown>", "<pagedown>", "<home>", size=(60, 14)) == first
    assert press(flow(coded), " ", "<home>", size=(60, 14)) == first
    assert press(flow(coded), "<pagedown>", size=(60, 14)) != first
    assert press(flow(coded), "]", size=(60, 14)) != first
    assert press(flow(coded), "]", "[", size=(60, 14)) == first
