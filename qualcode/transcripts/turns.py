"""Speaker turns: who said which stretch of a transcript, and which lines belong to nobody.

A turn's span is speech only. Labels and times stay outside the spans, and stay in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import UsageError
from qualcode.model import Turn
from qualcode.transcripts.labels import FORMS, Candidate, candidates, speakers_among
from qualcode.transcripts.stamps import BRACKETED, CLOCK, ONLY_STAMPS, milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.spans import Span

_STAMPED_PARAGRAPH = re.compile(rf"(?P<stamp>{BRACKETED}|{CLOCK})[ \t]*")
_BRACKETED_PARAGRAPH = re.compile(rf"(?P<stamp>{BRACKETED})[ \t]*")
_NOTE = re.compile(r"[*_]{0,2}(?:\\?\[[^\]\n]*\\?\]|\([^()\n]*\)|\{[^{}\n]*\})[*_]{0,2}\.?\Z")
_HEADING = re.compile(r"#{1,6}[ ]|(?:[-*_=][ ]?){3,}\Z|END OF |SIDE [A-Z0-9]\Z|TAPE [A-Z0-9]")
_QUESTION = re.compile(r"(?:Q(?:uestion)?[ ]?)?(?P<number>\d{1,2})(?:\.[a-z\d]{1,2})?[.):]?[ \t]+\S")
_REPEATS = 3
_LONG_LINE = 20
_STAMPS_MAKE_A_RULE = 3
_PARAGRAPH_LINE = 100


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


class _Piece(NamedTuple):
    """One line of speech, or a line that is nobody's."""

    start: int
    end: int
    start_ms: int | None
    speech: bool


def find_turns(text: str, speakers: str = "auto") -> TurnsFound:
    r"""Find who speaks where.

    Args:
        text: A transcript with `\n` line ends.
        speakers: `auto`, `none` (one turn without speaker per paragraph), or a regular expression that
            matches a label at the beginning of a line and has the name as its first group.

    Raises:
        BadSpeakerPattern: `speakers` is not a regular expression.
    """
    if speakers == "none":
        return _paragraph_turns(text)
    found = speakers_among(text, candidates(text)) if speakers == "auto" else _by_pattern(text, speakers)
    if not found:
        return _paragraph_turns(text)
    return _labelled_turns(text, found, "as you gave it" if speakers != "auto" else "")


def _by_pattern(text: str, pattern: str) -> list[Candidate]:
    try:
        label = re.compile(pattern)
    except re.error as problem:
        raise BadSpeakerPattern(str(problem)) from None
    found = []
    for start, end in _lines(text, 0, len(text)):
        seen = label.match(text, start, end)
        if seen and seen.end() > start:
            name = (seen[1] if label.groups else seen[0]) or ""
            found.append(Candidate(" ".join(name.split()).rstrip(":"), "plain", start, seen.end()))
    return [each for each in found if each.label]


def _labelled_turns(text: str, found: Sequence[Candidate], style: str) -> TurnsFound:
    preamble_end = found[0].start
    ends = [each.start for each in found[1:]] + [len(text)]
    repeated = _repeated(
        text, [(0, preamble_end), *((each.speech, end) for each, end in zip(found, ends, strict=True))]
    )
    unassigned = list(_lines(text, 0, preamble_end))
    turns: list[Turn] = []
    for each, end in zip(found, ends, strict=True):
        _add_speech(text, each, end, repeated, turns, unassigned)
    forms = Counter(each.form for each in found)
    return TurnsFound(
        tuple(turns), tuple(unassigned), tuple(repeated.items()), style or FORMS[forms.most_common(1)[0][0]]
    )


def _add_speech(
    text: str, each: Candidate, end: int, repeated: dict[str, int], turns: list[Turn], unassigned: list[Span]
) -> None:
    """One label's speech: one turn, or several where a line in between belongs to nobody."""
    run: list[_Piece] = []
    for piece in _pieces(text, each.speech, end, repeated):
        if run and (not piece.speech or piece.start_ms is not None):
            turns.append(_turn(each, run))
            run = []
        if piece.speech:
            run.append(piece)
        else:
            unassigned.append((piece.start, piece.end))
    if run:
        turns.append(_turn(each, run))


def _turn(each: Candidate, run: Sequence[_Piece]) -> Turn:
    return Turn(each.label, run[0].start, run[-1].end, run[0].start_ms or each.start_ms)


def _pieces(text: str, start: int, end: int, repeated: dict[str, int]) -> Iterator[_Piece]:
    first_line_end = text.find("\n", start, end)
    for line_start, line_end in _lines(text, start, end):
        stamp = _BRACKETED_PARAGRAPH.match(text, line_start, line_end)
        line = text[line_start:line_end]
        on_label_line = first_line_end < 0 or line_end <= first_line_end
        if not on_label_line and (line in repeated or _is_nobodys(line)):
            yield _Piece(line_start, line_end, None, speech=False)
        elif stamp and stamp.end() < line_end:
            yield _Piece(stamp.end(), line_end, milliseconds(stamp["stamp"]), speech=True)
        else:
            yield _Piece(line_start, line_end, None, speech=not stamp)


def _is_nobodys(line: str) -> bool:
    return bool(_NOTE.match(line) or _HEADING.match(line) or ONLY_STAMPS.match(line))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Trimmed spans of the lines that hold something."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = text[start:stop]
        inner = line.strip()
        if inner:
            at = start + len(line) - len(line.lstrip())
            yield at, at + len(inner)
        start = stop + 1


def _repeated(text: str, regions: Sequence[Span]) -> dict[str, int]:
    """Unlabelled lines that stand word for word at least three times."""
    counts: Counter[str] = Counter()
    for start, end in regions:
        after_label = text.find("\n", start, end)
        if after_label >= 0:
            counts.update(text[a:b] for a, b in _lines(text, after_label, end) if b - a >= _LONG_LINE)
    return {line: count for line, count in counts.items() if count >= _REPEATS}


def _paragraph_turns(text: str) -> TurnsFound:
    turns = [Turn(None, start, end) for start, end in _lines(text, 0, len(text))]
    return TurnsFound(tuple(turns))
