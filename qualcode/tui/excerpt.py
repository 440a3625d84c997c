"""A passage in its context as lines: unit numbers, speakers, and the words asked about between »marks«.

Whose reading a line belongs to is written as letters before it, so that neither colour nor bold type is
needed to see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.spans import overlap
from qualcode.tui.page import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.spans import Span
    from qualcode.tui.page import Ground
    from qualcode.tui.questions import Question, Reading

BAR: Final = "▌"
"""Stands before the lines of a reading that has no letter."""

_CLOSES, _OPENS = 0, 1
"""Where one reading ends and the next begins, the end is written first."""

_TIED: Final = "\N{NO-BREAK SPACE}"
"""Between a mark with letters and its word, so that no line is broken there."""


class Line(NamedTuple):
    """One line of a passage.

    Attributes:
        letters: Whose readings touch it.
        number: Of the unit that begins here; empty elsewhere.
        words: What is said, or who speaks.
        strong: Spans of `words` that are asked about.
        is_speaker: Whether it names who speaks.
    """

    letters: str
    number: str
    words: str
    strong: tuple[Span, ...] = ()
    is_speaker: bool = False


def lines(question: Question, width: int, around: int, extent: Span | None = None) -> list[Line]:
    """The words asked about with so many units before and after them, in lines of at most `width` cells.

    `extent` is around what, if not around what is asked about.
    """
    ground = question.ground
    inside = ground.units_in(extent or question.extent)
    wanted = range(max(0, inside.start - around), min(len(ground.units), inside.stop + around))
    room = max(10, width - gutter(question))
    return [line for unit in wanted for line in _of_unit(question, unit, room, first=unit == wanted.start)]


def gutter(question: Question) -> int:
    """Cells before the words: letters, a number, a blank after each."""
    return _letters(question) + len(str(len(question.ground.units))) + 2


def drawn(question: Question, line: Line) -> str:
    """What stands before the words of a line."""
    numbers = len(str(len(question.ground.units)))
    return f"{line.letters:<{_letters(question)}} {line.number:>{numbers}} "


def _letters(question: Question) -> int:
    return _letters_of(question.readings)


def _letters_of(readings: Sequence[Reading]) -> int:
    return len({one.letter for one in readings})


def _of_unit(question: Question, unit: int, width: int, *, first: bool) -> Iterator[Line]:
    ground = question.ground
    speaker = ground.speaker(unit)
    if speaker if first else ground.turn_of[unit] != ground.turn_of[unit - 1]:
        yield Line("", "", speaker or "·", is_speaker=True)
    words, strong = _marked(ground, unit, question.readings)
    number = str(unit + 1)
    for start, end in wrapped(words, 0, len(words), width):
        inside = [(letter, span) for letter, span in strong if overlap(span, (start, end))]
        letters = "".join(sorted({letter for letter, _ in inside}))
        spans = [(max(span[0], start) - start, min(span[1], end) - start) for _, span in inside]
        yield Line(letters, number, words[start:end], tuple(spans))
        number = ""


def _marked(ground: Ground, unit: int, readings: Sequence[Reading]) -> tuple[str, list[tuple[str, Span]]]:
    """The words of a unit with marks where readings begin and end, and where each of them stands then."""
    begin, stop = ground.units[unit]
    tags = sorted(_tags(ground, unit, readings))
    words, done = "", begin
    for offset, _, tag in tags:
        words, done = f"{words}{ground.shown[done:offset]}{tag}", offset
    words += ground.shown[done:stop]

    def moved(offset: int, order: int) -> int:
        return offset - begin + sum(len(tag) for *where, tag in tags if where < [offset, order])

    here = [(one.letter or BAR, one.span) for one in readings if overlap(one.span, (begin, stop))]
    after = _OPENS + 1
    return words, [
        (letter, (moved(max(start, begin), after), moved(min(end, stop), _CLOSES)))
        for letter, (start, end) in here
    ]


def _tags(ground: Ground, unit: int, readings: Sequence[Reading]) -> Iterator[tuple[int, int, str]]:
    """(offset, order, mark) of what is written between the words of a unit."""
    begin, stop = ground.units[unit]
    found: dict[tuple[int, int], str] = {}
    for letter, span in readings:
        units = ground.units_in(span)
        if units and unit == units[0]:
            where = max(span[0], begin), _OPENS
            found[where] = found.get(where, "") + letter
        if units and unit == units[-1]:
            where = min(span[1], stop), _CLOSES
            found[where] = found.get(where, "") + letter
    # Letters only where the readings begin or end at different places.
    tell_apart = len({one.span for one in readings}) > 1 and _letters_of(readings) > 1
    for (offset, order), letters in found.items():
        told = letters if tell_apart else ""
        if order == _OPENS:
            yield offset, order, f"»{told}{_TIED}" if told else "»"
        else:
            yield offset, order, f"{_TIED}{told}«" if told else "«"
