"""Printed lines become paragraphs: repeated page margins out, divided words joined, lines run on.

Cautious by design: a line runs on into the next only where the printer had no room left, so that two turns
never become one; a paragraph that falls apart at a sentence end does little harm.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median
from typing import NamedTuple


class Line(NamedTuple):
    """A printed line.

    `divided`: its last word goes on in the next line, the hyphen is not in `words`. `left` and `right` are
    points from the left edge (both 0 when unknown); `depth` is the distance from the top of the page as a
    share of its height; `size` is the height of the letters in points (0: unknown).
    """

    words: str
    divided: bool = False
    left: float = 0.0
    right: float = 0.0
    depth: float = 0.0
    size: float = 0.0


_MARGIN = 0.12
_MARGIN_LINES = 3
_REPEATED_ON = 0.4
_FEW_PAGES = 4
_BEGINS = re.compile(
    r"[\[(]?[^\W\d_][^:.?!\n]{0,38}[\])]?:(?:\s|\Z)|[\[(]?\d{1,2}:\d{2}|[•▪‣*]|[-–—]\s|(?:\d{1,3}|[a-zA-Z])[.)]\s|Q\d"
)
"""How a line begins that is a new paragraph: a label, a time, a bullet, a number of a list."""

_WIDER_GAP = 1.3
_INDENT = 6.0
_SLACK = 2.0
_SAME_EDGE = 0.8
_ENDED = re.compile(r"[.?!…:][\"'”’)\]]*\Z")
_COMPOUND = re.compile(r"\w+-\w+")
_LAST_WORD = re.compile(r"\w+\Z")
_FIRST_WORD = re.compile(r"\w+")


def without_margins(pages: list[list[Line]]) -> tuple[list[list[Line]], int]:
    """Pages without the headers, footers and page numbers that repeat, and how many lines those were.

    A line goes when it stands in the outer eighth of the page and the same words, whatever their numbers,
    stand there on two pages in five (in documents of two or three pages on all).
    """
    margins = [[_is_margin(lines, place) for place in range(len(lines))] for lines in pages]
    found = Counter(
        key
        for lines, marginal in zip(pages, margins, strict=True)
        for key in {_key(line) for line, is_margin in zip(lines, marginal, strict=True) if is_margin}
    )
    full = sum(1 for lines in pages if lines)
    needed = max(2, full if full < _FEW_PAGES else round(_REPEATED_ON * full))
    repeated = {key for key, number in found.items() if number >= needed}
    body = [
        [
            line
            for line, is_margin in zip(lines, marginal, strict=True)
            if not (is_margin and _key(line) in repeated)
        ]
        for lines, marginal in zip(pages, margins, strict=True)
    ]
    return body, sum(map(len, pages)) - sum(map(len, body))


def paragraphs(pages: list[list[Line]]) -> tuple[str, list[int], int]:
    """The text of all pages, the offset at which each begins, and the number of divided words joined."""
    compounds = {word.lower() for lines in pages for line in lines for word in _COMPOUND.findall(line.words)}
    layout = _Layout.of(pages)
    pieces: list[str] = []
    starts: list[int] = []
    length = divided = 0
    before: Line | None = None
    for lines in pages:
        edge = layout.right_edge(lines)
        for place, line in enumerate(lines):
            after = lines[place + 1] if place + 1 < len(lines) else None
            runs_on = before is not None and layout.runs_on(before, line, after, edge, turns_page=place == 0)
            glue = _glue(before, line, compounds, runs_on=runs_on)
            if place == 0:
                starts.append(length + len(glue))
            divided += runs_on and before is not None and before.divided
            pieces += [glue, line.words]
            length += len(glue) + len(line.words)
            before = line
        if not lines:
            starts.append(length)
    return "".join(pieces) + ("-" if before and before.divided else ""), starts, divided


def _is_margin(lines: list[Line], place: int) -> bool:
    """Whether a line is one of the outermost in the top or bottom margin."""
    line = lines[place]
    if not line.depth or _MARGIN < line.depth < 1 - _MARGIN:
        return False
    depths = sorted(each.depth for each in lines)
    rank = depths.index(line.depth)
    return min(rank, len(depths) - 1 - rank) < _MARGIN_LINES


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.words.lower())


class _Layout(NamedTuple):
    """How a document is printed: distance from line to line (share of the page) and the widest line."""

    leading: float
    right: float

    @classmethod
    def of(cls, pages: list[list[Line]]) -> _Layout:
        steps = [below.depth - above.depth for lines in pages for above, below in pairwise(lines)]
        downward = [step for step in steps if step > 0]
        right = max((line.right for lines in pages for line in lines), default=0.0)
        return cls(median(downward) if downward else 0.0, right)

    def right_edge(self, lines: list[Line]) -> float:
        """Where the lines of a page end when they are full; a page of short lines has that of the others."""
        widest = max((line.right for line in lines), default=0.0)
        return widest if widest > self.right * _SAME_EDGE else self.right

    def runs_on(self, above: Line, line: Line, below: Line | None, edge: float, *, turns_page: bool) -> bool:
        """Whether the sentence of `above` runs on into `line` because there was no more room."""
        if _BEGINS.match(line.words):
            return False
        if above.divided:
            return True
        if turns_page:
            return not _ENDED.search(above.words) and line.words[0].islower()
        step = line.depth - above.depth
        if line.depth and not 0 < step <= self.leading * _WIDER_GAP:
            return False
        indented = line.left > above.left + _INDENT and below is not None and below.left < line.left - _INDENT
        return not indented and above.right + _first_word_width(line) > edge - _SLACK


def _first_word_width(line: Line) -> float:
    """Width of a space and the first word, by the average width of the line's characters."""
    first = line.words.split(maxsplit=1)[0]
    return (line.right - line.left) / len(line.words) * (len(first) + 1)


def _glue(before: Line | None, line: Line, compounds: set[str], *, runs_on: bool) -> str:
    """What stands between two lines in the text: a line end, a space, a hyphen, or nothing."""
    if before is None:
        return ""
    if not runs_on:
        return "-\n" if before.divided else "\n"
    left, right = _LAST_WORD.search(before.words), _FIRST_WORD.match(line.words)
    if before.divided:
        if not left or not right:
            return "- "
        compound = f"{left[0]}-{right[0]}".lower() in compounds or not right[0][0].islower()
        return "-" if compound else ""
    return "" if before.words.endswith("-") and before.words[-2:-1].isalnum() else " "
