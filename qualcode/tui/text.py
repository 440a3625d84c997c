"""The transcript on the screen: rows are laid out once per width and drawn when they come into view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.tui.columns import Columns, columns
from qualcode.tui.margin import Margin
from qualcode.tui.page import Page
from qualcode.tui.paint import Painter

if TYPE_CHECKING:
    from qualcode.spans import Span
    from qualcode.tui.desk import Desk

LOOKAHEAD: Final = 3
"""Rows kept in sight above and below what is selected."""


class TextView(ScrollView, can_focus=True, inherit_bindings=False):
    """The transcript with numbers, bars and names."""

    DEFAULT_CSS = "TextView { scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden; }"
    ALLOW_SELECT = False

    class Moved(Message):
        """Something else is selected now."""

    class Said(Message):
        """Something the coder should read."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="text")
        self.desk = desk
        self.hits: list[Span] = []
        self.pattern = ""
        self.page: Page | None = None
        self.painter: Painter | None = None
        self.shape: Columns | None = None
        self.style = Style()

    def on_resize(self) -> None:
        """Wrap anew for the new width, and keep what is selected in sight."""
        self.lay_out()

    def lay_out(self) -> None:
        """Make the rows anew: another width, or another transcript."""
        width = self.scrollable_content_region.width
        if width < 1:
            return
        self.shape = columns(width, len(self.desk.ground.units))
        self.page = Page(self.desk.ground, self.shape.text)
        self.reload()
        self.show_selection()

    def reload(self) -> None:
        """Draw anew what an act may have changed."""
        if self.page is None or self.shape is None:
            return
        lanes = self.shape.lanes
        margin = Margin(self.page, self.desk.visible(), lanes, self.desk.coding_pass.id)
        self.painter = Painter(self.desk, self.page, margin, self.shape, self.hits)
        self.style = self.rich_style  # costs more than all else in a row, and changes with the theme only
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        row = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if self.painter is None or self.page is None or row > len(self.page.rows):
            return Strip.blank(width, self.style)
        if row == len(self.page.rows):
            return Strip(Segment.apply_style(self.painter.end(), self.style)).adjust_cell_length(width)
        segments = Segment.apply_style(self.painter.row(row, on_top=y == 0), self.style)
        return Strip(segments).adjust_cell_length(width, self.style)

    def show_selection(self, room_below: int = 0) -> None:
        """Scroll as little as shows the selection, its moving end at any rate.

        `room_below` is how many rows a dialog is going to cover; so many may stand empty below the last one.
        """
        if self.page is None or not self.page.rows:
            return
        self.virtual_size = Size(self.page.width, len(self.page.rows) + 1 + room_below)
        first, last = self.page.rows_of(self.desk.selection.span)
        height = max(1, self.scrollable_content_region.height - room_below)
        margin = min(LOOKAHEAD, (height - 1) // 3)
        top = self.scroll_offset.y
        low, high = last + margin - height + 1, first - margin
        at_start = (
            self.desk.selection.edge == "start"
        )  # of a selection taller than the screen: its moving end
        wanted = min(max(top, low), high) if at_start else max(min(top, high), low)
        self.scroll_to(y=max(0, wanted), animate=False, force=True, immediate=True)

    def find(self, pattern: str) -> int:
        """Find words, any case; returns in how many places they stand."""
        self.pattern, self.hits = pattern, self.desk.ground.places(pattern)
        self.reload()
        return len(self.hits)
