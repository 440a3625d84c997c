"""The passage that is asked about, with as much before and after it as one cares to scroll to."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.tui.columns import LONGEST_LINE
from qualcode.tui.excerpt import drawn, gutter, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.tui.excerpt import Line
    from qualcode.tui.questions import Question

AROUND: Final = 60
"""Units before and after what is asked about that can be scrolled to: some pages of an interview."""

ABOVE: Final = 4
"""Rows of context above the first row asked about, where there is room for it."""

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

    def on_resize(self) -> None:
        """Wrap anew for the new size."""
        self.lay_out()

    def lay_out(self) -> None:
        """Make the lines anew and bring what is asked about into sight."""
        width = self.scrollable_content_region.width
        if width < 1:
            return
        self.lines = []
        if self.question is not None:
            room = min(width, LONGEST_LINE + gutter(self.question))
            self.lines = lines(self.question, room, AROUND)
        self.virtual_size = Size(width, len(self.lines))
        self.to_reading()
        self.refresh()

    def to_reading(self) -> None:
        """Scroll to what is asked about: all of it if it fits, else its beginning."""
        marked = [at for at, line in enumerate(self.lines) if line.letters]
        if not marked:
            return
        height, length = self.scrollable_content_region.height, marked[-1] - marked[0] + 1
        above = max(0, min(ABOVE, height - length - 1))
        self.scroll_to(y=max(0, marked[0] - above), animate=False, force=True, immediate=True)

    def scroll_rows(self, step: int) -> None:
        """Scroll by rows."""
        self.scroll_to(y=self.scroll_offset.y + step, animate=False, force=True, immediate=True)

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
