from __future__ import annotations

import time
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.model import Turn
from qualcode.tui.page import Ground, Page, wrapped

if TYPE_CHECKING:
    from qualcode.spans import Span

PIECES = [*"ab c,.\n\t你好é😀ไ—“”", "e\u0301", "n\u0303", "👩\u200d🦰", "ท\u0e35\u0e48", "का"]
MIXED = st.lists(st.sampled_from(PIECES), min_size=1, max_size=80).map("".join)
"""Wide, combining and joined characters among plain ones."""


def ground(*turns: tuple[str | None, str]) -> Ground:
    """Turns of a speaker and words; every sentence mark ends a unit."""
    text, units, spoken = "", [], []
    for speaker, words in turns:
        start = len(text)
        for sentence in words.split("|"):
            units.append((len(text), len(text) + len(sentence)))
            text += sentence + " "
        if speaker is not None:
            spoken.append(Turn(speaker, start, len(text) - 1))
    return Ground(text, units, spoken)


def words(page: Page) -> list[str]:
    """The rows as they are read; a speaker's row as `P1:`."""
    shown = page.ground.shown
    named = page.ground.speaker
    return [f"{named(row.unit)}:" if row.is_speaker else shown[row.start : row.end] for row in page.rows]


def test_a_unit_begins_a_row_and_a_new_speaker_is_named_above_it() -> None:
    read = ground(("Interviewer", "How did you start?"), ("P1", "I saw a flyer.|My sister dragged me along."))
    assert words(Page(read, 16)) == [
        "Interviewer:",
        "How did you",
        "start?",
        "P1:",
        "I saw a flyer.",
        "My sister",
        "dragged me",
        "along.",
    ]


def test_words_of_nobody_stand_under_no_name() -> None:
    assert words(Page(ground((None, "Recording begins."), ("P1", "Yes.")), 20)) == [
        ":",
        "Recording begins.",
        "P1:",
        "Yes.",
    ]


def test_a_word_longer_than_the_line_is_cut_and_nothing_of_it_lost() -> None:
    assert [("x" * 25)[a:b] for a, b in wrapped("x" * 25, 0, 25, 10)] == ["x" * 10, "x" * 10, "x" * 5]


def test_wide_characters_count_two_cells_and_break_anywhere() -> None:
    text = "今天我很高兴"
    assert [text[a:b] for a, b in wrapped(text, 0, 6, 5)] == ["今天", "我很", "高兴"]


def test_combining_marks_stay_on_their_letter() -> None:
    text = "e\u0301" * 6
    assert [len(text[a:b]) for a, b in wrapped(text, 0, 12, 4)] == [8, 4]


def test_a_mixed_line_is_not_taken_for_plain_because_its_lengths_happen_to_agree() -> None:
    text = "e\u0301 你 " * 3  # as many cells as code points
    assert all(cell_len(text[a:b]) <= 6 for a, b in wrapped(text, 0, len(text), 6))


@given(MIXED, st.integers(4, 30))
def test_lines_fit_and_hold_every_character_but_blanks(text: str, width: int) -> None:
    shown = Ground(text, [(0, len(text))], []).shown
    lines = list(wrapped(shown, 0, len(shown), width))
    assert all(cell_len(shown[a:b]) <= width for a, b in lines)
    begins, ends = [a for a, _ in lines], [b for _, b in lines]
    between = zip([0, *ends], [*begins, len(shown)], strict=True)
    assert "".join(shown[a:b] for a, b in between).strip(" ") == ""


@given(MIXED, st.integers(4, 30))
def test_the_cell_where_a_character_is_drawn_leads_back_to_it(text: str, width: int) -> None:
    page = Page(Ground(text, [(0, len(text))], []), width)
    for number, row in enumerate(page.rows):
        if not row.is_speaker:
            before = page.ground.shown[row.start : page.offset_at(number, 0)]
            assert cell_len(before) == 0  # nothing, or a mark without its letter
            assert page.offset_at(number, width + 1) == row.end


def test_rows_of_a_span_are_those_it_touches() -> None:
    page = Page(ground(("P1", "I saw a flyer.|My sister dragged me along.")), 16)
    text = page.ground.text

    def rows(part: str) -> list[str]:
        first, last = page.rows_of((text.index(part), text.index(part) + len(part)))
        return words(page)[first : last + 1]

    assert rows("flyer. My") == ["I saw a flyer.", "My sister"]
    assert rows("dragged me along") == ["dragged me", "along."]
    assert rows(" My") == ["My sister"]


def test_units_in_a_span_leave_out_those_it_only_touches() -> None:
    read = ground(("P1", "One.|Two.|Three."))
    assert list(read.units_in((0, 4))) == [0]
    assert list(read.units_in((4, 5))) == []
    assert list(read.units_in((2, 12))) == [0, 1, 2]


def test_words_are_found_in_any_case_and_across_line_breaks() -> None:
    read = Ground("The beds.\nNo  BEDS (none).", [(0, 9), (10, 26)], [])
    assert [read.text[a:b] for a, b in read.places("beds")] == ["beds", "BEDS"]
    assert [read.text[a:b] for a, b in read.places("no beds")] == ["No  BEDS"]
    assert read.places("(none)") == [(19, 25)]
    assert read.places("  ") == []


def test_a_hundred_thousand_words_are_laid_out_at_once() -> None:
    sentence = "They remembered my name the second week, and nobody does that. "
    units: list[Span] = [(at * len(sentence), (at + 1) * len(sentence) - 1) for at in range(9_100)]
    read = Ground(sentence * 9_100, units, [Turn("P1", 0, len(sentence) * 9_100)])
    began = time.process_time()
    page = Page(read, 46)
    assert time.process_time() - began < 1  # it takes 0.03 s; a machine under tests may be slow
    assert len(read.text.split()) > 100_000
    assert len(page.rows) == 1 + 2 * 9_100
