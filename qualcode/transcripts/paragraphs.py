"""Transcripts without speaker labels: one turn without speaker per paragraph, notes and headings aside."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from qualcode.model import Turn
from qualcode.transcripts.lines import is_nobodys, lines, piece, question_headings, repeated, stamped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.spans import Span

_DASH = re.compile(r"[-–—][ \t]+(?=\S)")
_BLANK = re.compile(r"\n[^\S\n]*\n")
_LONG = 100
_MARGIN = 45
_WRAPPED_SHARE = 0.3
_FEW = 3
_DIALOGUE_SHARE = 0.2


class Paragraphs(NamedTuple):
    """Turns without speaker, lines that are nobody's, repeated lines, and how the text is laid out."""

    turns: list[Turn]
    unassigned: list[Span]
    boilerplate: dict[str, int]
    style: str


def paragraphs(text: str) -> list[Span]:
    """Blocks between blank lines; single lines where lines are whole paragraphs."""
    single = list(lines(text, 0, len(text)))
    together = [(a, b) for a, b in pairwise(single) if not _BLANK.search(text, a[1], b[0])]
    if not together:
        return single
    if not _wrapped(text, together):
        return single
    joined = [single[0]]
    for line, following in pairwise(single):
        if _BLANK.search(text, line[1], following[0]):
            joined.append(following)
        else:
            joined[-1] = (joined[-1][0], following[1])
    return joined


def _wrapped(text: str, together: Sequence[tuple[Span, Span]]) -> bool:
    """Whether line ends come from an editor's margin: of its width, many going on in small letters."""
    within = [(line, following) for line, following in together if line[1] - line[0] >= _MARGIN]
    if sum(line[1] - line[0] for line, _ in within) > _LONG * len(within):
        return False
    going_on = sum(text[following[0]].islower() for _, following in within)
    return going_on > _WRAPPED_SHARE * len(together)


def paragraph_turns(text: str) -> Paragraphs:
    """One turn without speaker for each paragraph that somebody said."""
    found = paragraphs(text)
    headings = question_headings(text, found)
    boilerplate = repeated(text, [(0, len(text))])
    timed = stamped(text, found) >= _FEW
    dashes = sum(_DASH.match(text, start, end) is not None for start, end in found)
    dialogue = dashes >= max(_FEW, _DIALOGUE_SHARE * len(found))
    turns: list[Turn] = []
    unassigned: list[Span] = []
    for start, end in found:
        line = text[start:end]
        nobodys = (start, end) in headings or line in boilerplate or is_nobodys(line)
        each = piece(text, start, end, bare_stamps=timed, speech=not nobodys)
        if not each.speech:
            unassigned.append((start, end))
            continue
        dash = _DASH.match(text, each.start, each.end) if dialogue else None
        turns.append(Turn(None, dash.end() if dash else each.start, each.end, each.start_ms, each.end_ms))
    style = "dashes, no labels" if dialogue else "printed questions, no labels" if headings else "no labels"
    return Paragraphs(turns, unassigned, boilerplate, style)
