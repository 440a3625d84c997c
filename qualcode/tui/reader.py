"""Keys and mouse in the transcript: they move and select, and say so; all else is the screen's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType

from qualcode.tui.keys import CODING, MOVING, SELECTING, SHOWING
from qualcode.tui.text import TextView

if TYPE_CHECKING:
    from textual import events

    from qualcode.tui.desk import Desk

_TWICE: Final = 2

_OF_SCREEN: Final = frozenset({"search", "go_to", "transcript", "back"})


def _bindings() -> list[BindingType]:
    own = [key for key in (*MOVING, *SELECTING) if key.action.split("(")[0] not in _OF_SCREEN]
    rest = [key for key in (*MOVING, *SELECTING, *CODING, *SHOWING) if key not in own]
    return [
        *(Binding(key.keys, key.action, key.does, show=False) for key in own),
        *(Binding(key.keys, f"screen.{key.action}", key.does, show=False) for key in rest),
    ]


class Reader(TextView):
    """The transcript as one reads in it."""

    BINDINGS: ClassVar[list[BindingType]] = _bindings()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._pressed: int | None = None

    def moved(self) -> None:
        """Show what is selected now; it is no coding any more, unless one's boundaries are being moved."""
        if not self.desk.editing:
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

    def action_phrase(self, step: int) -> None:
        """Select one phrase."""
        self.desk.selection.by_phrase(step)
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
        if self.page is None or not self.page.rows:
            return
        rows = self.page.rows
        here = self.page.row_at(self.desk.selection.start)
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
        self.moved()

    def action_extend_word(self, step: int) -> None:
        """Take in one word more, or let one go."""
        self.desk.selection.extend_by_word(step)
        self.moved()

    def action_extend_phrase(self, step: int) -> None:
        """Take in one phrase more, or let one go."""
        self.desk.selection.extend_by_phrase(step)
        self.moved()

    def action_extend_turn(self, step: int) -> None:
        """Take in the turn, or let it go."""
        self.desk.selection.extend_by_turn(step)
        self.moved()

    def action_extend_character(self, step: int) -> None:
        """Take in one character more, or let one go."""
        self.desk.selection.extend_by_character(step)
        self.moved()

    def action_other_edge(self) -> None:
        """Let the other end move."""
        self.desk.selection.other_edge()
        self.moved()
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
        if place is None or self.shape is None or self.page is None:
            return
        row, cell = place
        body = cell - 1 - self.shape.number
        if body < 0:
            self.desk.selection.to_unit(self.page.rows[row].unit)
            self.moved()
        elif body > self.shape.text:
            self._press_bar(row, body - self.shape.text - 1)
        elif not self.page.rows[row].is_speaker:
            self._press_words(self.page.offset_at(row, body), event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag: select whole words from where the button went down."""
        place = self._under(event)
        if self._pressed is None or place is None or self.page is None or self.shape is None:
            return
        offset = self.page.offset_at(place[0], place[1] - 1 - self.shape.number)
        self.desk.selection.drag(self._pressed, offset)
        self.moved()

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
        if self.painter is None or self.shape is None:
            return
        margin = self.painter.margin
        if cell < self.shape.lanes:
            bar = margin.on_row(row)[max(0, cell)]
            named = [bar] if bar else []
        else:
            named = margin.names.get(row, [])
            named = [bar for bar in named if bar.mark.id != self.desk.active] or named
        if named and named[0].own:
            self.activate(named[0].mark.id)

    def _under(self, event: events.MouseEvent) -> tuple[int, int] | None:
        if self.page is None or not self.page.rows:
            return None
        row = event.y + self.scroll_offset.y
        return max(0, min(row, len(self.page.rows) - 1)), event.x
