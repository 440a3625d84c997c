"""A manuscript in PDF: printed lines put together into paragraphs by where they stand on the page."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from qualcode.export.manuscript_parts import Part
from qualcode.transcripts.readers.pages import without_margins
from qualcode.transcripts.readers.pdf import printed_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.transcripts.readers.base import SourceFile
    from qualcode.transcripts.readers.pages import Line

_INDENT: Final = 6.0
_SET_APART: Final = 15.0
"""Points to the right of the text's edge from which a line is indented, and a paragraph set apart."""

_WIDER_GAP: Final = 1.3
_SAME_LINE: Final = 0.3
"""Share of the usual step down under which a line stands beside the one before, not below it."""

_A_SPACE: Final = 12.0
"""Points between two stretches of one line; more lies between the cells of a table."""

_SMALL: Final = 0.93
"""Height of the letters of notes, as a share of the text's, below which they are notes."""

_FULL: Final = 0.85
"""Share of the widest line's right edge that a line of running text reaches."""

_ATTRIBUTED = re.compile(r"[)\]]\s*\.?\s*\Z")
_ENDED = re.compile(r"[.?!…:][\"'”’)\]]*\Z")


def printed_parts(source: SourceFile) -> Iterator[Part]:
    """Paragraphs of all pages in reading order, without repeated margins; indented ones are blocks.

    Notes at the foot of a page come after everything else, so that no paragraph is broken by them.

    Raises:
        UnreadableFileError: damaged, locked, or too many pages.
    """
    pages, _ = without_margins(printed_pages(source, raised=False))
    size = median([line.size for lines in pages for line in lines] or [0.0])
    leading = median([step for lines in pages for step in _steps(lines)] or [0.0])
    whole = [_whole_lines(lines, leading) for lines in pages]
    feet = [_foot(lines, size) for lines in whole]
    body = [line for lines, foot in zip(whole, feet, strict=True) for line in lines[:foot]]
    notes = [line for lines, foot in zip(whole, feet, strict=True) for line in lines[foot:]]
    if not body:
        return
    edge = Counter(round(line.left) for line in body).most_common(1)[0][0]
    paragraphs = _paragraphs(body, leading)
    for lines, apart in zip(paragraphs, _set_apart(paragraphs, edge), strict=True):
        yield Part("block" if apart else "text", _text(lines))
    for lines in _paragraphs(notes, min(_steps(notes) or [0.0])):
        yield Part("text", _text(lines))


def _steps(lines: list[Line]) -> list[float]:
    """How far down it is from each line to the next, on one page."""
    return [step for above, below in pairwise(lines) if (step := below.depth - above.depth) > 0]


def _whole_lines(lines: list[Line], leading: float) -> list[Line]:
    """Lines as a reader sees them: the file may part them where a raised number stood."""
    found: list[Line] = []
    for line in lines:
        before = found[-1] if found else None
        beside = before is not None and abs(line.depth - before.depth) < leading * _SAME_LINE
        if before is not None and beside and -1.0 <= line.left - before.right < _A_SPACE:
            words = f"{before.words} {line.words}"
            found[-1] = before._replace(words=words, right=line.right, divided=line.divided)
        else:
            found.append(line)
    return found


def _foot(lines: list[Line], size: float) -> int:
    """Where the notes of a page begin: the last lines, all in small letters, below text in larger ones."""
    at = len(lines)
    while at and lines[at - 1].size < size * _SMALL:
        at -= 1
    return at or len(lines)


def _paragraphs(lines: list[Line], leading: float) -> list[list[Line]]:
    found: list[list[Line]] = []
    for line in lines:
        if found and _goes_on(found[-1], line, leading):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _goes_on(waiting: list[Line], line: Line, leading: float) -> bool:
    """Whether a line belongs to the paragraph before it: same edge, no wider gap, or first-line indent."""
    above = waiting[-1]
    moved = line.left - above.left
    first_indented = len(waiting) == 1 and -4 * _SET_APART < moved < 0
    if abs(moved) > _INDENT and not first_indented:
        return False
    step = line.depth - above.depth
    if step < 0:  # the page turns
        return not _ENDED.search(above.words)
    return step <= leading * _WIDER_GAP


def _set_apart(paragraphs: list[list[Line]], edge: int) -> list[bool]:
    """Which paragraphs are block quotes: indented, and saying whose they are, or followed by one that does.

    Cells of tables are set apart, too, but do not say whose they are, and are narrow.
    """
    widest = max(line.right for lines in paragraphs for line in lines)
    found = [False] * len(paragraphs)
    for at in reversed(range(len(paragraphs))):
        lines = paragraphs[at]
        left = min(line.left for line in lines)
        if left < edge + _SET_APART or len(lines) == 1:
            continue
        after = paragraphs[at + 1] if at + 1 < len(paragraphs) and found[at + 1] else None
        same = after is not None and abs(min(line.left for line in after) - left) < _INDENT
        full = max(line.right for line in lines) > widest * _FULL
        found[at] = bool(_ATTRIBUTED.search(_text(lines))) or (same and full)
    return found


def _text(lines: list[Line]) -> str:
    return "".join(line.words if line.divided else f"{line.words} " for line in lines)
