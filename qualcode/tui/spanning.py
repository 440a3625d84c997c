"""Another span for what is asked about: one end of it moves by words, units or characters."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, ClassVar

from rich.markup import escape
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from qualcode.transcripts import addresses
from qualcode.tui.keys import SPANNING
from qualcode.tui.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from qualcode.spans import Span
    from qualcode.tui.page import Ground
    from qualcode.tui.selection import Edge

TYPED = ""
"""What comes back when the place is to be typed."""


class SpanScreen(ModalScreen[str | None]):
    """Move the ends of a span; Enter takes it, Esc leaves.

    Args:
        title: What the span is for.
        ground: The transcript.
        span: Where it begins.
        draw: Shows a span with the end that moves; None: as it was.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key.keys, key.action, key.does, show=False) for key in SPANNING
    ]
    AUTO_FOCUS = "#dialog"

    def __init__(
        self, title: str, ground: Ground, span: Span, draw: Callable[[Span | None, Edge], None]
    ) -> None:
        super().__init__()
        self.heading, self.ground, self.draw = title, ground, draw
        self.selection = Selection(ground)
        self.selection.select(span)

    def compose(self) -> ComposeResult:
        """Where the span lies, and the keys."""
        with Vertical(id="dialog", classes="line") as dialog:
            dialog.can_focus = True
            dialog.border_title = escape(f"{self.heading} · Enter takes it · Esc leaves")
            yield Static(id="place", markup=False)
            told = [f"{key.shown} {key.does}" for key in SPANNING[:-2] if key.shown]
            yield Static("   ".join(told), id="about", markup=False)

    def on_mount(self) -> None:
        """Show where it lies."""
        self._tell()

    def action_word(self, step: int) -> None:
        """Move the end by a word."""
        self.selection.extend_by_word(step)
        self._tell()

    def action_character(self, step: int) -> None:
        """Move the end by a character."""
        self.selection.extend_by_character(step)
        self._tell()

    def action_unit(self, step: int) -> None:
        """Move the end to where a unit begins or ends; at least a character is left."""
        start, end = self.selection.span
        begins, ends = self.ground.starts, [stop for _, stop in self.ground.units]
        if self.selection.edge == "end":
            found = _beyond(ends, end, step)
            self.selection.end = found if found is not None and found > start else end
        else:
            found = _beyond(begins, start, step)
            self.selection.start = found if found is not None and found < end else start
        self._tell()

    def action_other(self) -> None:
        """Let the other end move."""
        self.selection.other_edge()
        self._tell()

    def action_typed(self) -> None:
        """Type the place instead."""
        self._leave(TYPED)

    def action_take(self) -> None:
        """Take it."""
        self._leave(self._address())

    def action_leave(self) -> None:
        """Leave the span as it was."""
        self._leave(None)

    def _leave(self, place: str | None) -> None:
        self.draw(None, "start")
        self.dismiss(place)

    def _address(self) -> str:
        return addresses.address("", *self.selection.span, list(self.ground.units))

    def _tell(self) -> None:
        words = len(self.selection.quotation.split())
        edge = "end" if self.selection.edge == "end" else "beginning"
        told = f"{self._address().lstrip(':')} · {words} word{'s' * (words != 1)} · the {edge} moves"
        self.query_one("#place", Static).update(told)
        self.draw(self.selection.span, self.selection.edge)


def _beyond(places: list[int], at: int, step: int) -> int | None:
    """The next or previous of some places in order, None past the last."""
    index = bisect_right(places, at) if step > 0 else bisect_left(places, at) - 1
    return places[index] if 0 <= index < len(places) else None
