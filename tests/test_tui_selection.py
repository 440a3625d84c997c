from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_tui_page import ground

from qualcode.tui.selection import Selection

TURNS = (
    ("Interviewer", "How did you start?"),
    ("P1", "I saw a flyer.|“My sister dragged me along,” honestly.|I nearly left."),
    ("Interviewer", "What made you stay?"),
    ("P1", "The people."),
)


@pytest.fixture
def chosen() -> Selection:
    """The second unit, P1's first."""
    selection = Selection(ground(*TURNS))
    selection.by_unit(1)
    return selection


def test_it_begins_with_the_first_unit() -> None:
    assert Selection(ground(*TURNS)).quotation == "How did you start?"


def test_moving_past_either_end_stays_there(chosen: Selection) -> None:
    chosen.by_unit(-5)
    assert chosen.quotation == "How did you start?"
    chosen.by_unit(50)
    assert chosen.quotation == "The people."


def test_units_taken_in_can_be_let_go_again(chosen: Selection) -> None:
    chosen.extend_by_unit(1)
    chosen.extend_by_unit(1)
    assert chosen.quotation.endswith("honestly. I nearly left.")
    chosen.extend_by_unit(-1)
    chosen.extend_by_unit(-1)
    assert chosen.quotation == "I saw a flyer."


def test_past_its_beginning_a_selection_grows_upwards(chosen: Selection) -> None:
    chosen.extend_by_unit(-1)
    assert chosen.quotation == "How did you start? I saw a flyer."
    assert chosen.unit == 0
    chosen.extend_by_unit(1)
    assert chosen.quotation == "I saw a flyer."


def test_a_selection_reaches_across_turns(chosen: Selection) -> None:
    for _ in range(4):
        chosen.extend_by_unit(1)
    assert chosen.quotation.endswith("I nearly left. What made you stay? The people.")
    assert chosen.is_units()


def test_words_are_taken_one_by_one(chosen: Selection) -> None:
    chosen.by_word(1)
    assert chosen.quotation == "I"
    chosen.by_word(1)
    assert chosen.quotation == "saw"
    chosen.by_word(-1)
    assert chosen.quotation == "I"
    chosen.by_word(-1)
    assert chosen.quotation == "start"


def test_from_a_whole_unit_the_word_before_is_its_last(chosen: Selection) -> None:
    chosen.by_word(-1)
    assert chosen.quotation == "flyer"


def test_the_end_moves_word_by_word_and_one_word_stays(chosen: Selection) -> None:
    chosen.extend_by_word(-1)
    assert chosen.quotation == "I saw a"
    for _ in range(5):
        chosen.extend_by_word(-1)
    assert chosen.quotation == "I"
    for _ in range(3):
        chosen.extend_by_word(1)
    assert chosen.quotation == "I saw a flyer."


def test_the_other_end_moves_when_asked(chosen: Selection) -> None:
    chosen.other_edge()
    chosen.extend_by_word(1)
    assert chosen.quotation == "saw a flyer."
    chosen.extend_by_word(-1)
    chosen.extend_by_word(-1)
    assert chosen.quotation == "start? I saw a flyer."


def test_outer_words_come_with_their_quotation_mark_and_full_stop(chosen: Selection) -> None:
    chosen.by_unit(1)
    chosen.extend_by_word(-1)
    assert chosen.quotation == "“My sister dragged me along"
    chosen.extend_by_word(1)
    assert chosen.quotation == "“My sister dragged me along,” honestly."


def test_phrases_are_taken_one_by_one(chosen: Selection) -> None:
    chosen.by_unit(1)
    chosen.by_phrase(1)
    assert chosen.quotation == "My sister dragged me along"
    chosen.extend_by_phrase(1)
    assert chosen.quotation == "My sister dragged me along,” honestly."
    chosen.extend_by_phrase(-1)
    assert chosen.quotation == "My sister dragged me along"
    chosen.by_phrase(1)
    assert chosen.quotation == "honestly"
    chosen.by_phrase(-1)
    assert chosen.quotation == "My sister dragged me along"


def test_a_unit_of_one_phrase_is_first_taken_without_its_full_stop(chosen: Selection) -> None:
    chosen.by_phrase(1)
    assert chosen.quotation == "I saw a flyer"
    chosen.by_phrase(1)
    assert chosen.quotation == "My sister dragged me along"


def test_characters_move_one_by_one(chosen: Selection) -> None:
    chosen.by_word(1)
    chosen.by_word(1)
    chosen.extend_by_character(-1)
    assert chosen.quotation == "sa"
    chosen.extend_by_character(-9)
    assert chosen.quotation == "s"
    chosen.extend_by_character(1)
    chosen.extend_by_character(1)
    assert chosen.quotation == "saw"


def test_turns_are_gone_through_by_their_first_units(chosen: Selection) -> None:
    chosen.by_unit(1)
    chosen.by_turn(-1)
    assert chosen.quotation == "I saw a flyer."
    chosen.by_turn(-1)
    assert chosen.quotation == "How did you start?"
    chosen.by_turn(1)
    chosen.by_turn(1)
    assert chosen.quotation == "What made you stay?"


def test_the_whole_turn_is_taken_and_its_last_unit_let_go(chosen: Selection) -> None:
    chosen.by_unit(2)
    chosen.whole_turn()
    assert chosen.quotation == "I saw a flyer. “My sister dragged me along,” honestly. I nearly left."
    chosen.extend_by_unit(-1)
    assert chosen.quotation.endswith("honestly.")


def test_a_selection_grows_to_the_end_of_the_turn_and_back(chosen: Selection) -> None:
    chosen.by_unit(1)
    chosen.extend_by_turn(1)
    assert chosen.quotation.endswith("I nearly left.")
    chosen.extend_by_turn(1)
    assert chosen.quotation.endswith("What made you stay?")
    chosen.extend_by_turn(-1)
    assert chosen.quotation.endswith("I nearly left.")


def test_a_mouse_selects_whole_words_in_either_direction(chosen: Selection) -> None:
    text = chosen.ground.text
    chosen.drag(text.index("ister"), text.index("ged"))
    assert chosen.quotation == "sister dragged"
    chosen.drag(text.index("ged"), text.index("ister"))
    assert (chosen.quotation, chosen.edge) == ("sister dragged", "start")


def test_pressing_on_a_blank_selects_a_word_beside_it(chosen: Selection) -> None:
    at = chosen.ground.text.index(" saw")
    chosen.drag(at, at)
    assert chosen.quotation == "saw"


MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            [f"{how}by_{what}" for how in ("", "extend_") for what in ("unit", "turn", "word", "phrase")]
            + ["extend_by_character"]
        ),
        st.sampled_from([-1, 1]),
        st.booleans(),
    ),
    max_size=30,
)


@given(MOVES)
def test_whatever_is_pressed_something_inside_the_text_is_selected(
    moves: list[tuple[str, int, bool]],
) -> None:
    selection = Selection(ground(*TURNS))
    for name, step, swap in moves:
        if swap:
            selection.other_edge()
        getattr(selection, name)(step)
        assert 0 <= selection.start < selection.end <= len(selection.ground.text)
        assert selection.quotation.strip() or name == "extend_by_character"
