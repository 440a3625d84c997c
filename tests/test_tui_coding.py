from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from coding_screen import desk_of, on_screen, press, send, walk
from conftest import bring_in

from qualcode.codes import codebook
from qualcode.passes import integrity, memos, passes
from qualcode.tui.app import CodingApp
from qualcode.tui.coding import CodingScreen
from qualcode.tui.keys import GROUPS, HINT
from qualcode.tui.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from qualcode.store.project import Project
    from qualcode.tui.desk import Desk

    Words = Callable[[Project, str], list[tuple[str, str]]]

KEYS = [key for _, keys in GROUPS for key in keys]
FLYER = "I saw a flyer."
SISTER = "My sister dragged me along, honestly."
LEFT = "I nearly left."
LUCK = ["c", *"luck", "enter"]


@pytest.fixture
def desk(interview: Project) -> Desk:
    """P1 on the desk of the pass `hand`, with three codes in the codebook."""
    codebook.add(interview, "luck", definition="Chance events.")
    codebook.add(interview, "family")
    codebook.add(interview, "being remembered", definition="Somebody knows one's name.")
    return desk_of(interview)


def test_no_key_is_bound_twice_and_every_key_has_its_action() -> None:
    bound = [key for one in KEYS for key in one.keys.split(",")]
    assert len(bound) == len(set(bound))
    for key in KEYS:
        name = f"action_{key.action.split('(')[0]}"
        assert hasattr(Reader, name) or hasattr(CodingScreen, name), name


def test_keys_that_move(desk: Desk) -> None:
    walk(
        desk,
        ("down", FLYER),
        ("j", SISTER),
        ("k", FLYER),
        ("up", "How did you start?"),
        ("right_square_bracket", FLYER),
        ("ctrl+down", "What made you stay?"),
        ("left_square_bracket", FLYER),
        ("ctrl+up", "How did you start?"),
        ("G", "So I came back."),
        ("g", "How did you start?"),
        ("end", "So I came back."),
        ("home", "How did you start?"),
        ("pagedown", "So I came back."),
        ("pageup", "How did you start?"),
        ("space", "So I came back."),
    )


def test_keys_that_take_words(desk: Desk) -> None:
    walk(
        desk,
        ("down", FLYER),
        ("right", "I"),
        ("l", "saw"),
        ("shift+right", "saw a"),
        ("L", "saw a flyer."),
        ("H", "saw a"),
        ("shift+left", "saw"),
        ("o", "saw"),
        ("shift+left", "I saw"),
        ("escape", FLYER),
        ("left", "flyer"),
        ("h", "a"),
        ("right_parenthesis", "a "),
        ("left_parenthesis", "a"),
    )


def test_keys_that_take_phrases(desk: Desk) -> None:
    walk(
        desk,
        ("3", "How did you start?"),
        ("down", FLYER),
        ("down", SISTER),
        ("w", "My sister dragged me along"),
        ("W", SISTER),
        ("A", "My sister dragged me along"),
        ("w", "honestly"),
        ("a", "My sister dragged me along"),
    )


def test_keys_that_take_units_and_turns(desk: Desk) -> None:
    turn = f"{FLYER} {SISTER} {LEFT}"
    walk(
        desk,
        ("down", FLYER),
        ("shift+down", f"{FLYER} {SISTER}"),
        ("J", turn),
        ("shift+up", f"{FLYER} {SISTER}"),
        ("K", FLYER),
        ("right_curly_bracket", turn),
        ("ctrl+shift+up", FLYER),
        ("ctrl+shift+down", turn),
        ("left_curly_bracket", FLYER),
        ("t", turn),
        ("escape", LEFT),
    )


def test_a_code_is_applied_with_its_letters_and_three_keys(desk: Desk, words_of: Words) -> None:
    press(desk, "down", "down", *LUCK)
    assert words_of(desk.project, "hand") == [("luck", SISTER)]


def test_a_coding_may_reach_over_several_turns(desk: Desk, words_of: Words) -> None:
    press(desk, "G", "K", "K", "K", "K", "K", *LUCK)
    (code, words), *rest = words_of(desk.project, "hand")
    assert (code, rest) == ("luck", [])
    assert words.startswith("I nearly left.\n\nInterviewer: What made you stay?\n\nP1: The people.")
    assert words.endswith("So I came back.")


def test_overlapping_codings_stand_side_by_side_with_their_names(desk: Desk) -> None:
    shown = press(desk, "down", "t", *LUCK, "escape", "k", *"cfam", "enter", "c", *"rem", "enter")
    lines = [line[49:].split() for line in shown.splitlines()[3:6]]
    assert lines == [["┏", "┏", "luck"], ["┃◆●", "◆", "being", "remembered"], ["┗", "●", "family"]]


def test_enter_opens_the_picker_too_and_escape_leaves_without_a_trace(desk: Desk, words_of: Words) -> None:
    shown = press(desk, "enter", *"luc")
    assert "Chance events." in shown
    assert words_of(desk.project, "hand") == []


def test_a_new_name_makes_the_code_with_its_definition(desk: Desk, words_of: Words) -> None:
    press(desk, "down", "c", *"flyers", "enter", *"Heard", "space", *"of", "enter")
    assert words_of(desk.project, "hand") == [("flyers", FLYER)]
    assert codebook.find(desk.project, "flyers").definition == "Heard of"


def test_several_codes_are_applied_at_once_and_undone_at_once(desk: Desk, words_of: Words) -> None:
    keys = ["down", "c", *"luck", "tab", *"fam", "enter"]
    press(desk, *keys)
    assert words_of(desk.project, "hand") == [("family", FLYER), ("luck", FLYER)]
    press(desk, "u")
    assert words_of(desk.project, "hand") == []


def test_tab_marks_and_unmarks_in_the_picker(desk: Desk, words_of: Words) -> None:
    press(desk, "down", "c", "tab", "down", "tab", "up", "tab", "enter")
    assert [code for code, _ in words_of(desk.project, "hand")] == ["family"]


def test_the_last_codes_are_applied_again_even_after_a_restart(desk: Desk, words_of: Words) -> None:
    press(desk, "down", *LUCK, "down", "full_stop")
    assert words_of(desk.project, "hand") == [("luck", FLYER), ("luck", SISTER)]
    press(desk_of(desk.project), "down", "full_stop")
    assert words_of(desk.project, "hand")[-1] == ("luck", LEFT)


def test_words_become_a_code_of_their_own(desk: Desk, words_of: Words) -> None:
    press(desk, "down", "down", "right", "right", "L", "i", "enter")
    assert words_of(desk.project, "hand") == [("sister dragged", "sister dragged")]
    assert codebook.find(desk.project, "sister dragged").kind == "in-vivo"


def test_a_coding_is_taken_off_and_one_of_several_is_asked_for(desk: Desk, words_of: Words) -> None:
    press(desk, "down", *LUCK, "x")
    assert words_of(desk.project, "hand") == []
    press(desk, *LUCK, "c", *"fam", "enter", "delete", *"luck", "enter")
    assert words_of(desk.project, "hand") == [("family", FLYER)]


def test_boundaries_are_changed_with_the_keys_that_select(desk: Desk, words_of: Words) -> None:
    shown = press(desk, "down", *LUCK, "e", "H")
    assert "new boundaries" in shown
    assert words_of(desk.project, "hand") == [("luck", FLYER)]
    press(desk, "e", "H", "enter")
    assert words_of(desk.project, "hand") == [("luck", "I saw a")]
    press(desk, "e", "L", "escape")
    assert words_of(desk.project, "hand") == [("luck", "I saw a")]
    press(desk, "u")
    assert words_of(desk.project, "hand") == [("luck", FLYER)]


def test_tab_goes_from_coding_to_coding(desk: Desk) -> None:
    press(desk, "down", *LUCK, "down", "H", "c", *"fam", "enter", "g")
    walk(
        desk,
        ("tab", FLYER),
        ("tab", "My sister dragged me along"),
        ("tab", "My sister dragged me along"),
        ("shift+tab", FLYER),
    )
    assert desk.mark(desk.active) is not None


def test_n_goes_to_what_participants_said_and_is_not_coded(desk: Desk) -> None:
    press(desk, "down", *LUCK, "down", *LUCK, "g")
    walk(
        desk,
        ("n", LEFT),
        ("n", "The people."),
        ("n", "The people."),
        ("N", LEFT),
    )


def test_memos_are_kept_on_a_coding_its_code_or_the_transcript(desk: Desk) -> None:
    press(desk, "down", *LUCK, "m", *"Hm", "ctrl+j", *"So", "enter")
    press(desk, "m", "tab", "ctrl+t", *"Code", "enter")
    press(desk, "m", "tab", "tab", *"Text", "enter")
    press(desk, "m", *"Never", "escape")
    found = [(one.text, one.kind, one.about.what if one.about else "") for one in memos.memos(desk.project)]
    assert found == [
        ("Hm\nSo", "analytic", "coding"),
        ("Code", "reflexive", "code"),
        ("Text", "analytic", "transcript"),
    ]
    shown = press(desk, "M")
    assert "on coding P1:2 luck" in shown
    assert "luck*" in press(desk)


def test_everything_can_be_undone_and_done_again(desk: Desk, words_of: Words) -> None:
    project = desk.project
    states = [words_of(project, "hand")]
    acts = (
        ["down", *LUCK],
        ["c", *"fam", "tab", *"rem", "enter"],
        ["m", *"Hm", "enter"],
        ["x", *"fam", "enter"],
        ["x", *"luck", "enter"],
        ["e", "H", "enter"],
        ["escape", "i", "enter"],
    )

    async def there_and_back(_: Pilot[None], screen: CodingScreen) -> None:
        for act in acts:
            await send(screen, *act)
            states.append(words_of(project, "hand"))
        for state in reversed(states[:-1]):
            await send(screen, "u")
            assert words_of(project, "hand") == state
        for state in states[1:]:
            await send(screen, "U")
            assert words_of(project, "hand") == state

    on_screen(desk, there_and_back)
    assert len({str(state) for state in states}) == len(states) - 1  # the memo changes no coding
    assert integrity.problems(project) == []


def test_undo_goes_where_it_undid_and_says_what(desk: Desk, tmp_path: Path) -> None:
    bring_in(desk.project, tmp_path, P2="Interviewer: Well?\n\nP2: Yes. No.\n")
    press(desk, "down", *LUCK)
    shown = press(desk, "colon", *"P2", "enter", "u")
    assert "Undone: apply luck at P1:2" in shown
    assert desk.transcript.name == "P1"


def test_search_goes_from_place_to_place(desk: Desk) -> None:
    assert "1 of 2 places with “my”" in press(desk, "slash", *"my", "enter")
    shown = press(desk, "slash", *"nobody", "space", *"does", "enter")
    assert desk.selection.quotation == "Nobody does"
    assert "1 of 1" in shown
    assert "does not occur" in press(desk, "slash", *"zebra", "enter")
    assert "Nothing is searched for" in press(desk, "s")


def test_matches_follow_one_another_and_begin_again(desk: Desk) -> None:
    async def search(_: Pilot[None], screen: CodingScreen) -> None:
        await send(screen, "slash", *"the", "enter")
        starts = [desk.selection.start]
        for key in ("s", "s", "S", "S", "S"):
            await send(screen, key)
            starts.append(desk.selection.start)
        places = [start for start, _ in desk.ground.places("the")]
        assert len(places) == 3
        assert starts == [places[at] for at in (0, 1, 2, 1, 0, 2)]

    on_screen(desk, search)


def test_one_code_can_be_shown_alone(desk: Desk) -> None:
    press(desk, "down", *LUCK, "down", "c", *"fam", "enter")
    shown = press(desk, "f", *"luck", "enter")
    assert "only “luck” is shown" in shown
    assert "■ luck" in shown
    assert "■ family" not in shown
    assert "■ family" in press(desk, "escape")


def test_the_next_transcript_is_a_key_away(desk: Desk, tmp_path: Path) -> None:
    bring_in(desk.project, tmp_path, P2="Interviewer: Well?\n\nP2: Yes. No.\n")
    second = desk_of(desk.project, named="both")
    press(second, "greater_than_sign")
    assert second.transcript.name == "P2"
    assert "last transcript" in press(second, "ctrl+pagedown")
    press(second, "less_than_sign")
    assert second.transcript.name == "P1"
    assert "first transcript" in press(second, "ctrl+pageup")


def test_a_number_or_an_address_leads_there(desk: Desk) -> None:
    press(desk, "colon", "3", "enter")
    assert desk.selection.quotation == SISTER
    press(desk, "colon", *"P1:2-3", "enter")
    assert desk.selection.quotation == f"{FLYER} {SISTER}"
    assert "✗ P1 has units 1 to 9" in press(desk, "colon", *"99", "enter")


def test_help_shows_every_key(desk: Desk) -> None:
    shown = press(desk, "question_mark", size=(120, 50))
    for key in KEYS:
        assert key.does in shown
    assert "All keys" not in press(desk, "f1", "escape")


def test_the_codebook_shows_counts_and_the_definition_of_the_code_at_hand(desk: Desk) -> None:
    press(desk, "down", *LUCK)
    shown = press(desk, "b")
    assert "▸luck" in shown
    assert "Chance events." in shown
    assert "Chance events." not in press(desk)
    assert "Chance events." in press(desk, size=(120, 40))
    assert "Chance events." not in press(desk, "b", size=(120, 40))


@pytest.mark.parametrize("read", [["alt+x"], ["circumflex_accent", "x"]])
def test_escape_and_a_letter_in_one_go_are_two_keys(desk: Desk, words_of: Words, read: list[str]) -> None:
    press(desk, "down", *LUCK, "c", *read)
    assert words_of(desk.project, "hand") == []


@pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q"])
def test_it_can_be_left(desk: Desk, key: str) -> None:
    app = CodingApp(desk)

    async def leave() -> None:
        async with app.run_test() as pilot:
            await pilot.pause()
            assert app.return_code is None
            await send(app.coding, key)
            assert app.return_code == 0

    asyncio.run(leave())


def test_the_hint_teaches_until_it_has_been_learnt(desk: Desk) -> None:
    assert HINT in press(desk)
    for unit in range(9):
        desk.selection.to_unit(unit)
        desk.apply(["luck"])
    desk.apply(["family"])
    desk.apply(["being remembered"])
    desk.selection.to_unit(1)
    desk.apply(["family"])
    assert HINT not in press(desk)


def test_the_status_line_says_pass_coder_progress_and_that_it_is_saved(desk: Desk) -> None:
    assert "hand · CS │ P1 1/9, 0% coded │ 0/1 transcripts, 0 codings │ saved" in press(desk)
    shown = press(desk, "down", *LUCK)
    assert "P1 2/9, 14% coded │ 1/1 transcripts, 1 coding │ saved " in shown


def test_a_sealed_pass_is_read_only_and_says_so(desk: Desk, words_of: Words) -> None:
    desk.apply(["luck"])
    passes.seal(desk.project, "hand")
    desk.read_only = "The pass hand was sealed."
    assert "The pass hand was sealed." in press(desk)
    for keys in (["c"], ["full_stop"], ["i"], ["x"], ["e"], ["u"]):
        assert "✗ The pass hand was sealed." in press(desk, *keys)
    assert words_of(desk.project, "hand") == [("luck", "How did you start?")]


def test_a_pass_sealed_meanwhile_takes_nothing_and_says_so(desk: Desk, words_of: Words) -> None:
    passes.seal(desk.project, "hand")
    assert "✗ The pass 'hand' was sealed on" in press(desk, *LUCK)
    assert words_of(desk.project, "hand") == []


def test_a_resized_terminal_keeps_the_selection_in_sight(desk: Desk) -> None:
    async def resize(pilot: Pilot[None], screen: CodingScreen) -> None:
        await pilot.press("G")
        for size in ((40, 12), (160, 50), (24, 8), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            view = screen.view
            assert view.page is not None
            first, last = view.page.rows_of(desk.selection.span)
            top = view.scroll_offset.y
            assert top <= last < top + view.scrollable_content_region.height, size
            assert first <= last

    on_screen(desk, resize)


def test_a_mouse_can_do_it_too(desk: Desk, words_of: Words) -> None:
    async def use(pilot: Pilot[None], _: CodingScreen) -> None:
        await pilot.mouse_down("#text", offset=(4, 3))
        await pilot.hover("#text", offset=(8, 3))
        await pilot.mouse_up("#text", offset=(8, 3))
        assert desk.selection.quotation == "I saw"
        await pilot.click("#text", offset=(6, 4), times=2)
        assert desk.selection.quotation == SISTER
        await pilot.click("#text", offset=(2, 5))
        assert desk.selection.quotation == LEFT
        await pilot.press("b")
        await pilot.pause()
        await pilot.click("CodeList", offset=(3, 1), times=2)
        await pilot.pause()
        assert words_of(desk.project, "hand") == [("family", LEFT)]
        await pilot.press("b", "g")
        await pilot.click("#text", offset=(56, 5))
        assert desk.mark(desk.active) is not None

    on_screen(desk, use)


def test_a_choice_can_be_clicked(desk: Desk, words_of: Words) -> None:
    async def use(pilot: Pilot[None], _: CodingScreen) -> None:
        await pilot.press("c")
        await pilot.pause()
        await pilot.click("#choices", offset=(4, 2))
        await pilot.pause()

    on_screen(desk, use)
    assert [code for code, _ in words_of(desk.project, "hand")] == ["luck"]


def test_a_picker_never_covers_what_is_selected(desk: Desk) -> None:
    shown = press(desk, "G", "c")
    assert "▌ 9 So I came back." in shown
    assert "type to filter" in shown


def test_another_pass_is_shown_only_when_asked_for(desk: Desk) -> None:
    desk.selection.to_unit(1)
    desk.apply(["luck"])
    second = desk_of(desk.project, named="recode")
    shown = press(second, size=(120, 40))
    assert "■" not in shown
    assert next(line for line in shown.splitlines() if "luck" in line).endswith("luck")  # no count
    second.shown = [passes.find(desk.project, "hand")]
    second.refresh()
    assert "◇ hand: luck" in press(second, size=(120, 40))
