"""A manuscript in PDF: printed lines put together into paragraphs by where they stand on the page."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from qualcode.export.manuscript import Part
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
_ATTRIBUTED = re.compile(r"[)\]]\s*\.?\s*\Z")
_ENDED = re.compile(r"[.?!…:][\"'”’)\]]*\Z")


def printed_parts(source: SourceFile) -> Iterator[Part]:
    """Paragraphs of all pages in reading order, without repeated margins; indented ones are blocks.

    Raises:
        UnreadableFileError: damaged, locked, or too many pages.
    """
    pages, _ = without_margins(printed_pages(source))
    every = [line for lines in pages for line in lines]
    if not every:
        return
    edge = Counter(round(line.left) for line in every).most_common(1)[0][0]
    steps = [below.depth - above.depth for lines in pages for above, below in pairwise(lines)]
    leading = median([step for step in steps if step > 0] or [0.0])
    waiting: list[Line] = []
    for line in every:
        if waiting and not _goes_on(waiting, line, leading):
            yield _part(waiting, edge)
            waiting = []
        waiting.append(line)
    yield _part(waiting, edge)


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


def _part(lines: list[Line], edge: int) -> Part:
    text = ""
    for line in lines:
        text += line.words if line.divided else f"{line.words} "
    apart = min(line.left for line in lines) >= edge + _SET_APART and len(lines) > 1
    # Cells of tables are set apart, too: a quotation says whose it is.
    return Part("block" if apart and _ATTRIBUTED.search(text) else "text", text)
