"""The passage that is asked about, with as much before and after it as one cares to scroll to."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.tui.columns import LONGEST_LINE
from qualcode.tui.excerpt import drawn, gutter, lines
from qualcode.tui.questions import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.spans import Span
    from qualcode.tui.excerpt import Line
    from qualcode.tui.questions import Question
    from qualcode.tui.selection import Edge

AROUND: Final = 60
"""Units before and after what is asked about that can be scrolled to: some pages of an interview."""

ABOVE: Final = 4
"""Rows of context above the first row asked about, where there is room for it."""

BELOW: Final = 2
"""Rows kept in sight from the end that moves, so that one sees where it can go."""

_PLAIN: Final = Style()
_BOLD: Final = Style(bold=True)
_DIM: Final = Style(dim=True)


class ExcerptView(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines of a transcript around what is asked about."""

    DEFAULT_CSS = "ExcerptView { scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden; }"
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__(id="excerpt")
        self.question: Question | None = None
        self.lines: list[Line] = []

    def show(self, question: Question | None) -> None:
        """Show another question, or none."""
        self.question = question
        self.lay_out()

    def redraw(self, span: Span | None, edge: Edge = "start") -> None:
        """Show another span in place of what is asked about, that end of it in sight; None: as it was."""
        if span is None or self.question is None:
            self.lay_out()
            return
        self._make((Reading("", span),))
        marked = self._marked()
        if marked:
            row, top = marked[0 if edge == "start" else -1], self.scroll_offset.y
            lowest = row + BELOW - self.scrollable_content_region.height
            self._to_row(min(max(top, lowest), max(0, row - 1)))

    def on_resize(self) -> None:
        """Wrap anew for the new size."""
        self.lay_out()

    def lay_out(self) -> None:
        """Make the lines anew and bring what is asked about into sight."""
        width = self.scrollable_content_region.width
        if width < 1:
            return
        self._make(self.question.readings if self.question else ())
        self.to_reading()

    def to_reading(self) -> None:
        """Scroll to what is asked about: all of it if it fits, else its beginning."""
        marked = self._marked()
        if not marked:
            return
        height, length = self.scrollable_content_region.height, marked[-1] - marked[0] + 1
        self._to_row(marked[0] - max(0, min(ABOVE, height - length - 1)))

    def scroll_rows(self, step: int) -> None:
        """Scroll by rows."""
        self._to_row(self.scroll_offset.y + step)

    def _make(self, readings: tuple[Reading, ...]) -> None:
        width = self.scrollable_content_region.width
        self.lines = []
        if self.question is not None:
            room = min(width, LONGEST_LINE + gutter(self.question))
            self.lines = lines(replace(self.question, readings=readings), room, AROUND, self.question.extent)
        self.virtual_size = Size(width, len(self.lines))
        self.refresh()

    def _marked(self) -> list[int]:
        return [at for at, line in enumerate(self.lines) if line.letters]

    def _to_row(self, row: int) -> None:
        self.scroll_to(y=max(0, row), animate=False, force=True, immediate=True)

    def render_line(self, y: int) -> Strip:
        """One row."""
        row, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if self.question is None or row >= len(self.lines):
            return Strip.blank(width, self.rich_style)
        segments = self._segments(self.question, self.lines[row])
        return Strip(Segment.apply_style(segments, self.rich_style)).adjust_cell_length(
            width, self.rich_style
        )

    def _segments(self, question: Question, line: Line) -> Iterator[Segment]:
        yield Segment(drawn(question, line), _BOLD if line.letters else _DIM)
        if line.is_speaker:
            yield Segment(line.words, _BOLD)
            return
        edges = sorted({0, len(line.words), *(edge for span in line.strong for edge in span)})
        for start, end in pairwise(edges):
            inside = any(first <= start < last for first, last in line.strong)
            yield Segment(line.words[start:end], _BOLD if inside else _PLAIN)
