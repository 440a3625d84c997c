"""A passage in its context as lines: nothing is lost or too wide, and the marks stand in their places."""

from __future__ import annotations

import re

from hypothesis import assume, example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.model import Turn
from qualcode.tui.excerpt import drawn, gutter, lines
from qualcode.tui.page import Ground
from qualcode.tui.questions import Question, Reading, Way

SAID = "One two. Three four. Five six. Seven eight."
UNITS = [(match.start(), match.end()) for match in re.finditer(r"\w+ \w+\.", SAID)]
TURNS = [Turn("A", 0, 20, None, None), Turn("B", 21, len(SAID), None, None)]
GROUND = Ground(SAID, UNITS, TURNS)


def asked(*readings: tuple[str, tuple[int, int]], ground: Ground = GROUND) -> Question:
    """A question about some readings."""
    return Question("?", "P1:1", ground, tuple(Reading(*one) for one in readings), ())


def shown(question: Question, width: int = 60, around: int = 9) -> list[str]:
    """Its lines as they are drawn."""
    found = [f"{drawn(question, line)}{line.words}".rstrip() for line in lines(question, width, around)]
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in found]


def test_one_reading_stands_between_marks_with_a_bar_before_its_lines() -> None:
    assert shown(asked(("", (15, 30)))) == [
        "    A",
        "  1 One two.",
        "▌ 2 Three »four.",
        "    B",
        "▌ 3 Five six.«",
        "  4 Seven eight.",
    ]


def test_readings_with_other_ends_are_told_apart_by_their_letters() -> None:
    assert shown(asked(("a", (9, 20)), ("b", (15, 30))), around=0) == [
        "     A",
        "ab 2 »a Three »b four. a«",
        "     B",
        "b  3 Five six. b«",
    ]


def test_same_reading_of_two_passes_needs_no_letters_between_the_words() -> None:
    assert shown(asked(("a", (9, 20)), ("b", (9, 20))), around=0)[1] == "ab 2 »Three four.«"


def test_reading_in_several_pieces_is_marked_piece_by_piece() -> None:
    found = shown(asked(("a", (0, 3)), ("a", (9, 14))), around=0)
    assert found[1:] == ["a 1 »One« two.", "a 2 »Three« four."]


def test_mark_stays_with_its_word_when_a_line_ends_there() -> None:
    found = shown(asked(("a", (0, 20)), ("b", (0, 8))), width=15, around=0)
    assert [line for line in found if line.endswith("«") and line.split()[-1] == line.strip()] == []


def test_only_as_much_context_as_was_asked_for() -> None:
    assert [line.number for line in lines(asked(("", (9, 20))), 60, 1) if line.number] == ["1", "2", "3"]


def test_strong_words_are_the_words_asked_about() -> None:
    found = [line for line in lines(asked(("", (15, 19))), 60, 0) if line.strong]
    assert [line.words[slice(*span)] for line in found for span in line.strong] == ["four"]


@st.composite
def grounds(draw: st.DrawFn) -> tuple[Ground, list[Reading]]:
    """A transcript of a few units in any script, and readings of it."""
    pieces = draw(st.lists(st.text(min_size=1, max_size=40).filter(str.strip), min_size=1, max_size=5))
    units, text = [], ""
    for piece in pieces:
        units.append((len(text), len(text) + len(piece)))
        text += piece + " "
    ends = st.integers(0, len(text) - 1)
    readings = []
    for letter in draw(st.sampled_from(["a", "ab", "abc"])):
        start, end = sorted((draw(ends), draw(ends)))
        readings.append(Reading(letter, (start, end + 1)))
    return Ground(text, units, [Turn("A", 0, len(text), None, None)]), readings


@given(grounds(), st.integers(24, 80))
def test_no_line_is_too_wide_and_no_word_is_lost(made: tuple[Ground, list[Reading]], width: int) -> None:
    ground, readings = made
    assume(any(ground.units_in(one.span) for one in readings))
    question = Question("?", "P1:1", ground, tuple(readings), ())
    found = lines(question, width, 9)
    assert all(cell_len(line.words) <= width - gutter(question) for line in found)
    said = "".join(line.words for line in found if not line.is_speaker)
    kept = "".join("".join(ground.shown[start:end].split()) for start, end in ground.units)
    letters = iter("".join(said.split()))
    assert all(letter in letters for letter in kept)


@given(grounds())
@example((GROUND, [Reading("a", (8, 9))]))
def test_marks_open_and_close_as_often(made: tuple[Ground, list[Reading]]) -> None:
    ground, readings = made
    assume("»" not in ground.text and "«" not in ground.text)
    said = "".join(line.words for line in lines(asked(*readings, ground=ground), 60, 9))
    opened = re.findall(r"»(\w*) ?", said)
    touching = [one for one in readings if ground.units_in(one.span)]
    assert said.count("»") == len({start_of(ground, one) for one in touching})
    assert bool(opened) == bool(touching)


def start_of(ground: Ground, one: Reading) -> int:
    """Where the mark before a reading stands."""
    return max(one.span[0], ground.units[ground.units_in(one.span)[0]][0])


def test_answer_is_known_by_its_key_or_its_word() -> None:
    ways = (Way("w", "definition", ""), Way("W", "other-definition", ""), Way("dl", "defer", ""))
    question = Question("?", "P1:1", GROUND, (Reading("", (0, 3)),), ways)
    found = [question.way(typed) for typed in ("w", "W", "Definition", "l", "D", "x", "", "dl")]
    assert [way.word if way else None for way in found] == [
        "definition",
        "other-definition",
        "definition",
        "defer",
        "defer",
        None,
        None,
        None,
    ]
