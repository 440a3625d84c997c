"""Speaker turns: who said which stretch of a transcript, and which lines belong to nobody.

A turn's span is speech only. Labels and times stay outside the spans, and stay in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING

from qualcode.errors import UsageError
from qualcode.model import Turn
from qualcode.transcripts.evidence import marks, speakers_among
from qualcode.transcripts.labels import FORMS, Candidate, candidates
from qualcode.transcripts.lines import (
    Piece,
    every_line,
    is_nobodys,
    lines,
    piece,
    question_headings,
    repeated,
)
from qualcode.transcripts.paragraphs import paragraph_turns
from qualcode.transcripts.roles import role_of_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from qualcode.spans import Span

_OPENS_A_STAMP = frozenset("[(<#\\")
_SPARSE = 0.25
_MUCH = 1 / 3
_SENTENCE_END = re.compile(r"[.?!](?=\s|\Z)")
_SOME_SENTENCES = 3


class BadSpeakerPattern(UsageError):
    """The regular expression given for speaker labels cannot be compiled."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"The pattern for speaker labels is not a regular expression: {problem}.",
            "Its first group is the label, as in --speakers '(\\w+) *:'.",
        )


@dataclass(frozen=True, slots=True)
class TurnsFound:
    """What `find_turns` saw.

    Attributes:
        turns: In text order, disjoint.
        unassigned: Lines that belong to nobody: preamble, notes on a line of their own, marks, boilerplate.
        boilerplate: Lines repeated word for word, with how often.
        style: How speakers are written in this transcript, for the researcher.
    """

    turns: tuple[Turn, ...]
    unassigned: tuple[Span, ...] = ()
    boilerplate: tuple[tuple[str, int], ...] = ()
    style: str = "no labels"


@dataclass(frozen=True, slots=True)
class _Page:
    """A transcript with what is known about its lines."""

    text: str
    nobodys_lines: Collection[int]
    boilerplate: dict[str, int]


def find_turns(text: str, speakers: str = "auto") -> TurnsFound:
    r"""Find who speaks where.

    Args:
        text: A transcript with `\n` line ends.
        speakers: `auto`, `none` (one turn without speaker per paragraph), or a regular expression that
            matches a label at the beginning of a line and has the name as its first group.

    Raises:
        BadSpeakerPattern: `speakers` is not a regular expression.
    """
    if speakers == "auto":
        possible = candidates(text)
        found = speakers_among(text, possible)
        if found:
            return _labelled_turns(text, found, marks(text, possible, found), "")
    elif speakers != "none":
        found = _by_pattern(text, speakers)
        if found:
            return _labelled_turns(text, found, (), "the pattern you gave")
    turns, unassigned, boilerplate, style = paragraph_turns(text)
    return TurnsFound(tuple(turns), tuple(unassigned), tuple(boilerplate.items()), style)


def _by_pattern(text: str, pattern: str) -> list[Candidate]:
    try:
        label = re.compile(pattern)
    except re.error as problem:
        raise BadSpeakerPattern(str(problem)) from None
    found = []
    for start, end in every_line(text):
        seen = label.match(text, start, end)
        name = " ".join(((seen[1] if label.groups else seen[0]) or "").split()).rstrip(":") if seen else ""
        if seen and name:
            found.append(Candidate(name, "plain", start, seen.end()))
    return found


def _labelled_turns(text: str, found: Sequence[Candidate], marked: Collection[int], style: str) -> TurnsFound:
    ends = [each.start for each in found[1:]] + [len(text)]
    first_lines = [_line_end(text, each.speech, end) for each, end in zip(found, ends, strict=True)]
    further = [not _is_blank(text, a, b) for a, b in zip(first_lines, ends, strict=True)]
    unlabelled = [(0, found[0].start), *compress(zip(first_lines, ends, strict=True), further)]
    headings, sparse = _layout(text, found)
    nobodys = {start for start, _ in headings} | set(marked)
    page = _Page(text, nobodys, repeated(text, unlabelled))
    preamble = _pieces(page, 0, found[0].start, 0)
    if sparse:
        turns, unassigned = _sparse_turns(None, preamble)
    else:
        turns, unassigned = [], [(each.start, each.end) for each in preamble]
    for each, first_line, end, more in zip(found, first_lines, ends, further, strict=True):
        one = None if more or sparse else _one_line(text, each, first_line)
        if one is not None:
            turns.append(one)
            continue
        said, nobodys_lines = (_sparse_turns if sparse else _speech)(
            each, _pieces(page, each.speech, end, first_line)
        )
        turns += said
        unassigned += nobodys_lines
    named = FORMS[Counter(each.form for each in found).most_common(1)[0][0]]
    named += ", most lines without a label" if sparse else ""
    return TurnsFound(tuple(turns), tuple(unassigned), tuple(page.boilerplate.items()), style or named)


def _is_blank(text: str, start: int, end: int) -> bool:
    return start >= end or text[start:end].isspace()


def _one_line(text: str, each: Candidate, end: int) -> Turn | None:
    """The commonest case without further ado: a label, and on its line words without times around them."""
    words = text[each.speech : end]
    start, end = end - len(words.lstrip()), each.speech + len(words.rstrip())
    if start >= end or text[start] in _OPENS_A_STAMP or text[end - 1] == "#":
        return None
    return Turn(each.label, start, end, each.start_ms, each.end_ms)


def _speech(each: Candidate, pieces: Iterable[Piece]) -> tuple[list[Turn], list[Span]]:
    """One label's speech: one turn, or several where a line or a time in between belongs to nobody."""
    turns: list[Turn] = []
    unassigned: list[Span] = []
    goes_on = False
    start_ms: int | None = each.start_ms
    for line in pieces:
        if not line.speech:
            unassigned.append((line.start, line.end))
            start_ms = line.start_ms if turns or line.start_ms is not None else start_ms
            goes_on = False
        elif goes_on and line.start_ms is None:
            turns[-1] = turns[-1]._replace(end_char=line.end, end_ms=line.end_ms)
        else:
            begins = start_ms if line.start_ms is None else line.start_ms
            turns.append(Turn(each.label, line.start, line.end, begins, line.end_ms or each.end_ms))
            goes_on, start_ms = True, None
    return turns, unassigned


def _sparse_turns(each: Candidate | None, pieces: Iterable[Piece]) -> tuple[list[Turn], list[Span]]:
    """Where labels are the exception, one holds for its line only; other lines are the main speaker's."""
    turns: list[Turn] = []
    unassigned: list[Span] = []
    for line in pieces:
        if line.speech:
            label = each.label if each and not turns else None
            turns.append(Turn(label, line.start, line.end, line.start_ms, line.end_ms))
        else:
            unassigned.append((line.start, line.end))
    return turns, unassigned


def _line_end(text: str, start: int, end: int) -> int:
    stop = text.find("\n", start, end)
    return end if stop < 0 else stop


def _layout(text: str, found: Sequence[Candidate]) -> tuple[Collection[Span], bool]:
    """Printed questions, and whether labels stand only where somebody else than the main speaker speaks."""
    labels = {each.label for each in found}
    interviewers_only = all(role_of_words(label, labels) == "interviewer" for label in labels)
    if len(found) > 4 * len(labels) + _SOME_SENTENCES and not interviewers_only:
        return (), False
    headings = question_headings(text, every_line(text))
    few = len(found) < _SPARSE * len(every_line(text))
    before = found[0].start > len(text) * _MUCH
    said_before = before and len(_SENTENCE_END.findall(text, 0, found[0].start)) >= _SOME_SENTENCES
    sparse = interviewers_only or (few and bool(headings or said_before))
    return (headings if sparse else ()), sparse


def _pieces(page: _Page, start: int, end: int, first_line: int) -> Iterator[Piece]:
    """Lines of a stretch; the line that holds the label is speech whatever it looks like."""
    for at, stop in lines(page.text, start, end):
        speech = stop <= first_line or not (
            at in page.nobodys_lines or (line := page.text[at:stop]) in page.boilerplate or is_nobodys(line)
        )
        yield piece(page.text, at, stop, speech=speech)
