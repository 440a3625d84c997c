"""The lines of a transcript: what is speech, and what stands in the file but was said by nobody."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from qualcode.transcripts.stamps import BRACKETED, CLOCK, ONLY_STAMPS, TRAILING, milliseconds, range_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from qualcode.spans import Span

LINE = re.compile(r"\S(?:[^\n]*\S)?")
"""A line without the space around it."""

_NOTE = re.compile(r"[*_]{0,2}(?:\\?\[[^\]\n]*\]|\([^()\n]*\)|\{[^{}\n]*\})[*_]{0,2}\.?\Z")
_HEADING = re.compile(
    r"#{1,6}[ ]|(?:[-*_=~][ ]?){3,}\Z|<?/?(?:THE )?END(?: OF\b|\Z)|(?:SIDE|TAPE) [A-Z0-9]\b"
    r"|(?i:\W*(?:end of (?:the )?(?:interview|recording|transcript|tape|side|session|audio)|"
    r"(?:recording|interview|audio) (?:ends|starts|begins|stops|stopped|resumes))\b.{0,20}\Z)"
)
_QUESTION = re.compile(
    r"(?:Q(?:uestion)?[ ]?(?P<number>\d{1,2})[a-z]?[.:)]?|(?P<section>\d{1,2})(?:\.[a-z\d]{1,2}[.)]?|[.)])?)"
    r"[ \t]+\S"
)
_STAMP_FIRST = re.compile(rf"(?P<stamp>{BRACKETED}|{CLOCK})[ \t]*(?:[-–—][ \t]+)?")
_BRACKETED_FIRST = re.compile(rf"(?P<stamp>{BRACKETED})[ \t]*")
_LONG_LINE = 20
_REPEATS = 3
_FEWEST_QUESTIONS = 3
_MOST_QUESTIONS = 0.6
_OUT_OF_ORDER = 0.2


class Piece(NamedTuple):
    """One line of speech, or a line that is nobody's; times in milliseconds."""

    start: int
    end: int
    start_ms: int | None
    end_ms: int | None
    speech: bool


@lru_cache(maxsize=1)
def every_line(text: str) -> tuple[Span, ...]:
    """Trimmed spans of all lines that hold something; asked for several times of each transcript."""
    return tuple(line.span() for line in LINE.finditer(text))


def lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Trimmed spans of the lines that hold something."""
    return (line.span() for line in LINE.finditer(text, start, end))


def piece(text: str, start: int, end: int, *, bare_stamps: bool = False, speech: bool = True) -> Piece:
    """A line as speech without the times at its beginning and end.

    Args:
        text: The transcript.
        start: Where the line begins.
        end: Where it ends.
        bare_stamps: Whether times without brackets, too, are times of the recording here.
        speech: False for a line already known to be nobody's.
    """
    opening = (_STAMP_FIRST if bare_stamps else _BRACKETED_FIRST).match(text, start, end) if speech else None
    start_ms, end_ms = range_of(opening["stamp"]) if opening else (None, None)
    if opening and opening.end() == end:
        return Piece(start, end, start_ms, end_ms, speech=False)
    if opening:
        start = opening.end()
    closing = TRAILING.search(text, max(start, end - 24), end) if text[end - 1] == "#" and speech else None
    if closing and closing.start() > start:
        return Piece(start, closing.start(), start_ms, milliseconds(closing[0]), speech=True)
    return Piece(start, end, start_ms, end_ms, speech)


def is_nobodys(line: str) -> bool:
    """A note in brackets, a heading, a rule, a time, "END OF SIDE A": a line that nobody said."""
    return bool(_NOTE.match(line) or _HEADING.match(line) or ONLY_STAMPS.match(line))


def stamped(text: str, found: Iterable[Span]) -> int:
    """How many of these lines begin with a time."""
    return sum(_STAMP_FIRST.match(text, start, end) is not None for start, end in found)


def repeated(text: str, regions: Iterable[Span]) -> dict[str, int]:
    """Lines that stand word for word at least three times, with how often.

    Args:
        text: The transcript.
        regions: Where to look; a region's first line is left out when it follows a label.
    """
    counts: Counter[str] = Counter()
    for start, end in regions:
        counts.update(text[a:b] for a, b in lines(text, start, end) if b - a >= _LONG_LINE)
    return {line: count for line, count in counts.items() if count >= _REPEATS and not is_nobodys(line)}


def question_headings(text: str, found: Sequence[Span]) -> Collection[Span]:
    """Printed questions between answers: `Q1. How …`, `1.a Was …`, numbered upwards through the whole text.

    Numbered points within one answer, or answers that are numbered themselves, are none.
    """
    headings: list[Span] = []
    numbers: list[int] = []
    others = 0
    for start, end in found:
        seen = _QUESTION.match(text, start, end)
        if seen is None:
            continue
        number = int(seen["number"] or seen["section"])
        if number == (numbers[-1] if numbers else 1) or numbers[-1:] == [number - 1]:
            headings.append((start, end))
            numbers.append(number)
        else:
            others += 1
    enough = len(set(numbers)) >= _FEWEST_QUESTIONS and others < _OUT_OF_ORDER * len(numbers)
    spread = enough and headings[-1][0] - headings[0][0] > len(text) / 3
    return frozenset(headings) if spread and len(headings) <= _MOST_QUESTIONS * len(found) else frozenset()
