"""The codebook beside the text: every code with its count in this pass, and what one of them means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Static

from qualcode.codes import codebook

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from qualcode.model import Code
    from qualcode.tui.desk import Desk


class CodeList(ScrollView, can_focus=False):
    """Codes in the order of the tree, drawn row by row."""

    DEFAULT_CSS = "CodeList { height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; }"
    ALLOW_SELECT = False

    class Pressed(Message):
        """A code was clicked once (to be explained) or twice (to be applied)."""

        def __init__(self, code: Code, *, twice: bool) -> None:
            super().__init__()
            self.code, self.twice = code, twice

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.here: set[str] = set()

    def reload(self) -> None:
        """Draw anew what an act may have changed."""
        self.here = {mark.code_id for mark in self.desk.here()}
        self.virtual_size = Size(self.size.width, len(self.desk.codes))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One code: indented under its parent, its count at the right."""
        row, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if row >= len(self.desk.codes):
            return Strip.blank(width, self.rich_style)
        code = self.desk.codes[row]
        depth = len(codebook.branch(code, self.desk.by_id)) - 1
        count = str(self.desk.counts.get(code.id, ""))
        sign = "▸" if code.id in self.here else " "
        room = max(1, width - len(count) - 2)
        name = sign + "  " * depth + code.name
        name = name if cell_len(name) <= room else set_cell_size(name, room - 1) + "…"
        style = Style(bold=code.id in self.here)
        text = f"{set_cell_size(name, room)} {count} "
        return Strip(Segment.apply_style([Segment(text, style)], self.rich_style)).adjust_cell_length(width)

    def on_click(self, event: events.Click) -> None:
        """Say which code was clicked."""
        row = event.y + self.scroll_offset.y
        if row < len(self.desk.codes):
            self.post_message(self.Pressed(self.desk.codes[row], twice=event.chain > 1))

    def show(self, code: Code) -> None:
        """Scroll so that a code is in sight."""
        row = self.desk.codes.index(code)
        height, top = self.scrollable_content_region.height, self.scroll_offset.y
        if not top <= row < top + height:
            self.scroll_to(y=max(0, row - height // 2), animate=False, force=True)


class CodebookPanel(Vertical):
    """The list of codes over the definition of one of them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="codebook")
        self.desk = desk
        self._explained: Code | None = None

    def compose(self) -> ComposeResult:
        """List above, definition below."""
        yield CodeList(self.desk)
        with VerticalScroll(id="definition", can_focus=False):
            yield Static("Click a code for its definition, twice to apply it.", markup=False)

    def reload(self) -> None:
        """Draw anew; explain the code at hand."""
        listed = self.query_one(CodeList)
        listed.reload()
        self.border_title = f"Codebook · {len(self.desk.codes)}"
        here = self.desk.here()
        code = self.desk.by_id.get(here[0].code_id) if here else None
        if code is not None:
            listed.show(code)
        self.explain(code or (self._explained if self._explained in self.desk.codes else None))

    def explain(self, code: Code | None) -> None:
        """Show what a code means."""
        if code == self._explained:
            return
        self._explained = code
        self.query_one("#definition Static", Static).update(described(code) if code else "")


def described(code: Code) -> Text:
    """A code's name and what the codebook says about it."""
    told = Text(code.name, style="bold")
    for label, words in (
        ("", code.definition or "(no definition yet)"),
        ("", code.full_definition),
        ("Use when: ", code.use_when),
        ("Not when: ", code.not_when),
        ("Example: ", code.example),
    ):
        if words:
            told.append(f"\n{label}{words}", style="not bold")
    return told
