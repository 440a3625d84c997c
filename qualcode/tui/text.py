"""The transcript on the screen: rows are drawn when they come into view; keys and mouse select."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.tui.columns import Columns, columns
from qualcode.tui.keys import CODING, MOVING, SELECTING, SHOWING
from qualcode.tui.margin import Margin
from qualcode.tui.page import Page
from qualcode.tui.paint import Painter

if TYPE_CHECKING:
    from textual import events

    from qualcode.spans import Span
    from qualcode.tui.desk import Desk

LOOKAHEAD: Final = 3
"""Rows kept in sight above and below what is selected."""

_TWICE: Final = 2

_OF_SCREEN: Final = frozenset({"search", "go_to", "transcript", "back"})


def _bindings() -> list[BindingType]:
    own = [key for key in (*MOVING, *SELECTING) if key.action.split("(")[0] not in _OF_SCREEN]
    rest = [key for key in (*MOVING, *SELECTING, *CODING, *SHOWING) if key not in own]
    return [
        *(Binding(key.keys, key.action, key.does, show=False) for key in own),
        *(Binding(key.keys, f"screen.{key.action}", key.does, show=False) for key in rest),
    ]


class TextView(ScrollView, can_focus=True, inherit_bindings=False):
    """The transcript with numbers, bars and names; it changes what is selected and says so."""

    BINDINGS: ClassVar[list[BindingType]] = _bindings()
    DEFAULT_CSS = "TextView { scrollbar-size-vertical: 1; overflow-x: hidden; }"
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
        self._page: Page | None = None
        self._painter: Painter | None = None
        self._columns: Columns | None = None
        self._pressed: int | None = None

    def on_resize(self) -> None:
        """Wrap anew for the new width, and keep what is selected in sight."""
        self.lay_out()

    def lay_out(self) -> None:
        """Make the rows anew: another width, or another transcript."""
        width = self.scrollable_content_region.width
        if width < 1:
            return
        self._columns = columns(width, len(self.desk.ground.units))
        self._page = Page(self.desk.ground, self._columns.text)
        self.virtual_size = Size(width, len(self._page.rows))
        self.reload()
        self.show_selection()

    def reload(self) -> None:
        """Draw anew what an act may have changed."""
        if self._page is None or self._columns is None:
            return
        lanes = self._columns.lanes
        margin = Margin(self._page, self.desk.visible(), lanes, self.desk.coding_pass.id)
        self._painter = Painter(self.desk, self._page, margin, self._columns, self.hits)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        row = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if self._painter is None or self._page is None or row >= len(self._page.rows):
            return Strip.blank(width, self.rich_style)
        segments = Segment.apply_style(self._painter.row(row), self.rich_style)
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def show_selection(self, room_below: int = 0) -> None:
        """Scroll as little as shows the selection, its moving end at any rate.

        `room_below` is how many rows a dialog is going to cover.
        """
        if self._page is None or not self._page.rows:
            return
        first, last = self._page.rows_of(self.desk.selection.span)
        height = max(1, self.scrollable_content_region.height - room_below)
        margin = min(LOOKAHEAD, (height - 1) // 3)
        top = self.scroll_offset.y
        low, high = last + margin - height + 1, first - margin
        if self.desk.selection.edge == "start":
            wanted = min(max(top, low), high) if low > high else max(low, min(top, high))
        else:
            wanted = max(low, min(top, high))
        wanted = max(0, wanted)
        self.scroll_to(y=wanted, animate=False, force=True, immediate=True)

    def find(self, pattern: str) -> int:
        """Find words, any case; returns in how many places they stand."""
        text, sought = self.desk.ground.shown.casefold(), pattern.casefold()
        self.pattern, self.hits = pattern, []
        at = text.find(sought) if sought else -1
        same = len(text) == len(self.desk.ground.shown)  # case folding may lengthen a text (ß)
        if not same:
            text = self.desk.ground.shown
            at = text.find(pattern) if pattern else -1
        while at >= 0:
            self.hits.append((at, at + len(pattern)))
            at = text.find(sought if same else pattern, at + 1)
        self.reload()
        return len(self.hits)

    def moved(self) -> None:
        """Show what is selected now."""
        self.desk.active = None
        self._settle()

    def _settle(self) -> None:
        self.show_selection()
        self.refresh()
        self.post_message(self.Moved())

    def action_unit(self, step: int) -> None:
        """Select the next or previous unit."""
        self.desk.selection.by_unit(step)
        self.moved()

    def action_word(self, step: int) -> None:
        """Select one word."""
        self.desk.selection.by_word(step)
        self.moved()

    def action_turn(self, step: int) -> None:
        """Go to the next or previous turn."""
        self.desk.selection.by_turn(step)
        self.moved()

    def action_whole_turn(self) -> None:
        """Select the turn."""
        self.desk.selection.whole_turn()
        self.moved()

    def action_screenful(self, step: int) -> None:
        """Move by as many rows as the screen shows, less two."""
        if self._page is None or not self._page.rows:
            return
        rows = self._page.rows
        here = self._page.row_at(self.desk.selection.start)
        there = here + step * max(1, self.scrollable_content_region.height - 2)
        self.desk.selection.to_unit(rows[max(0, min(there, len(rows) - 1))].unit)
        self.moved()

    def action_edge(self, step: int) -> None:
        """Go to the first or last unit."""
        self.desk.selection.to_unit(0 if step < 0 else len(self.desk.ground.units) - 1)
        self.moved()

    def action_extend_unit(self, step: int) -> None:
        """Take in one unit more, or let one go."""
        self.desk.selection.extend_by_unit(step)
        self._extended()

    def action_extend_word(self, step: int) -> None:
        """Take in one word more, or let one go."""
        self.desk.selection.extend_by_word(step)
        self._extended()

    def action_extend_turn(self, step: int) -> None:
        """Take in the turn, or let it go."""
        self.desk.selection.extend_by_turn(step)
        self._extended()

    def action_extend_character(self, step: int) -> None:
        """Take in one character more, or let one go."""
        self.desk.selection.extend_by_character(step)
        self._extended()

    def action_other_edge(self) -> None:
        """Let the other end move."""
        self.desk.selection.other_edge()
        self._extended()
        end = "beginning" if self.desk.selection.edge == "start" else "end"
        self.post_message(self.Said(f"Now the {end} of the selection moves."))

    def action_coding(self, step: int) -> None:
        """Go to the next or previous coding that is shown."""
        marks = [mark for mark in self.desk.visible() if mark.pass_id == self.desk.coding_pass.id]
        ids = [mark.id for mark in marks]
        if self.desk.active in ids:
            at = ids.index(self.desk.active) + step
        else:
            starts = [mark.start_char for mark in marks]
            at = bisect_left(starts, self.desk.selection.start) + min(step, 0)
        if not 0 <= at < len(marks):
            where = "after" if step > 0 else "before"
            self.post_message(self.Said(f"No coding {where} this one." if marks else "No coding here yet."))
            return
        self.activate(ids[at])

    def activate(self, coding_id: str) -> None:
        """Select a coding with its exact boundaries."""
        mark = self.desk.mark(coding_id)
        if mark is not None:
            self.desk.selection.select(mark.span)
            self.desk.active = coding_id
            self._settle()

    def action_uncoded(self, step: int) -> None:
        """Go to the next or previous stretch without a coding."""
        unit = self.desk.uncoded(step)
        if unit is None:
            where = "after" if step > 0 else "before"
            self.post_message(self.Said(f"Nothing uncoded {where} this place."))
            return
        self.desk.selection.to_unit(unit)
        self.moved()

    def action_match(self, step: int) -> None:
        """Go to the next or previous place found; past the last comes the first."""
        if not self.hits:
            self.post_message(self.Said("Nothing is searched for. Press / and type."))
            return
        starts = [start for start, _ in self.hits]
        here = self.desk.selection.start
        at = bisect_right(starts, here) if step > 0 else bisect_left(starts, here) - 1
        at %= len(self.hits)
        self.desk.selection.select(self.hits[at])
        self.moved()
        self.post_message(self.Said(f"{at + 1} of {len(self.hits)} places with “{self.pattern}”"))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press on words: begin to select. On a number: its unit. On a name: that coding."""
        place = self._under(event)
        if place is None or self._columns is None or self._page is None:
            return
        row, cell = place
        body = cell - 1 - self._columns.number
        if body < 0:
            self.desk.selection.to_unit(self._page.rows[row].unit)
            self.moved()
        elif body > self._columns.text:
            self._press_bar(row, body - self._columns.text - 1)
        elif not self._page.rows[row].is_speaker:
            self._press_words(self._page.offset_at(row, body), event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag: select whole words from where the button went down."""
        place = self._under(event)
        if self._pressed is None or place is None or self._page is None or self._columns is None:
            return
        offset = self._page.offset_at(place[0], place[1] - 1 - self._columns.number)
        self.desk.selection.drag(self._pressed, offset)
        self._extended()

    def on_mouse_up(self) -> None:
        """The selection stands."""
        self._pressed = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Click twice: the whole unit. Three times: the turn."""
        if event.chain == _TWICE:
            self.desk.selection.to_unit(self.desk.selection.unit)
            self.moved()
        elif event.chain > _TWICE:
            self.action_whole_turn()

    def _press_words(self, offset: int, event: events.MouseDown) -> None:
        selection = self.desk.selection
        if event.shift:
            selection.drag(selection.start if offset >= selection.start else selection.end - 1, offset)
        else:
            self._pressed = offset
            self.capture_mouse()
            selection.drag(offset, offset)
        self.moved()

    def _press_bar(self, row: int, cell: int) -> None:
        if self._painter is None or self._columns is None:
            return
        margin = self._painter.margin
        if cell < self._columns.lanes:
            bar = margin.on_row(row)[max(0, cell)]
            named = [bar] if bar else []
        else:
            named = margin.names.get(row, [])
            named = [bar for bar in named if bar.mark.id != self.desk.active] or named
        if named and named[0].own:
            self.activate(named[0].mark.id)

    def _under(self, event: events.MouseEvent) -> tuple[int, int] | None:
        if self._page is None or not self._page.rows:
            return None
        row = event.y + self.scroll_offset.y
        return max(0, min(row, len(self._page.rows) - 1)), event.x

    def _extended(self) -> None:
        active = self.desk.active
        self.moved()
        self.desk.active = active if self.desk.editing else None
