"""A list to choose from, filtered by what is typed; it covers the lower part of the screen only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len, set_cell_size
from rich.markup import escape
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

ROWS: Final = 7
"""Choices in sight at once; the rest is reached by moving on or by typing more."""

HEIGHT: Final = ROWS + 5
"""Rows that the dialog covers: frame, line to type in, choices, two lines about the chosen one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line to choose: what stands for it, how it is called, a short note at the right, and what it is.

    `marked` ones stand there already; one that is `aside` comes last and is reached with ↑.
    """

    key: str
    label: str
    note: str = ""
    about: str = ""
    marked: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen: keys in the order of marking, and what had been typed."""

    keys: tuple[str, ...]
    typed: str


class ChoiceList(Widget):
    """The choices in sight around the highlighted one."""

    def __init__(self) -> None:
        super().__init__(id="choices")
        self.choices: list[Choice] = []
        self.at = 0
        self.ticked: list[str] = []

    def show(self, choices: list[Choice]) -> None:
        """Show other choices, the first one highlighted."""
        self.choices, self.at = choices, 0
        self.refresh()

    def move(self, step: int) -> None:
        """Highlight another one; past the last comes the first."""
        if self.choices:
            self.at = (self.at + step) % len(self.choices)
            self.refresh()

    def tick(self) -> None:
        """Mark the highlighted one, or take its mark off."""
        if not self.choices:
            return
        key = self.choices[self.at].key
        others = [one for one in self.ticked if one != key]
        self.ticked = others if key in self.ticked else [*self.ticked, key]
        self.refresh()

    def render(self) -> Text:
        """The rows."""
        first = self.first_row()
        lines = [self._line(row) for row in range(first, min(first + ROWS, len(self.choices)))]
        return Text("\n").join(lines) if lines else Text("nothing fits", style="dim")

    def first_row(self) -> int:
        """Index of the choice in the top row."""
        return max(0, min(self.at - ROWS // 2, len(self.choices) - ROWS))

    def _line(self, row: int) -> Text:
        one = self.choices[row]
        sign = "✓" if one.key in self.ticked else ("·" if one.marked else " ")
        pointer = "▸" if row == self.at else " "
        width = max(10, self.size.width - 5 - cell_len(one.note))
        label = one.label if cell_len(one.label) <= width else set_cell_size(one.label, width - 1) + "…"
        line = Text(f"{pointer}{sign} {set_cell_size(label, width)} {one.note}")
        if row == self.at:
            line.stylize("reverse")
        return line


class PickScreen(ModalScreen[Chosen | None]):
    """Type to filter, arrows to move, Tab to mark several, Enter to choose, Esc to leave.

    Args:
        title: What is chosen, and the keys.
        listed: The choices for what has been typed.
        several: Whether more than one can be marked.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c", "leave", "leave", show=False),
        Binding("down,ctrl+n", "move(1)", "next", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", "previous", show=False, priority=True),
        Binding("pagedown", f"move({ROWS})", "further", show=False, priority=True),
        Binding("pageup", f"move(-{ROWS})", "back", show=False, priority=True),
        Binding("tab", "tick", "mark", show=False, priority=True),
    ]
    AUTO_FOCUS = "Input"

    def __init__(self, title: str, listed: Callable[[str], list[Choice]], *, several: bool = False) -> None:
        super().__init__()
        self.heading, self.listed, self.several = title, listed, several

    def compose(self) -> ComposeResult:
        """A line to type in, the choices, and what the highlighted one is."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = escape(self.heading)
            yield Input(placeholder="type to filter", compact=True, select_on_focus=False)
            yield ChoiceList()
            yield Static(id="about", markup=False)

    def on_mount(self) -> None:
        """Offer everything at first."""
        self._offer("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what fits."""
        self._offer(event.value)

    def on_input_submitted(self) -> None:
        """Choose what is marked, and what is highlighted if nothing is or if it was typed for."""
        listed, typed = self.query_one(ChoiceList), self.query_one(Input).value
        keys = list(listed.ticked)
        if listed.choices and (typed.strip() or not keys):
            keys.append(listed.choices[listed.at].key)
        self.dismiss(Chosen(tuple(dict.fromkeys(keys)), typed) if keys else None)

    def on_click(self, event: events.Click) -> None:
        """Choose by mouse; a click outside leaves."""
        if event.widget is self:
            self.dismiss(None)
        listed = self.query_one(ChoiceList)
        row = listed.first_row() + event.y
        if event.widget is listed and row < len(listed.choices):
            listed.at = row
            self.on_input_submitted()

    def action_move(self, step: int) -> None:
        """Highlight another choice."""
        self.query_one(ChoiceList).move(step)
        self._tell()

    def action_tick(self) -> None:
        """Mark the highlighted choice and clear what was typed, ready for the next."""
        if not self.several:
            self.action_move(1)
            return
        self.query_one(ChoiceList).tick()
        self.query_one(Input).value = ""
        self._tell()

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    def _offer(self, typed: str) -> None:
        self.query_one(ChoiceList).show(self.listed(typed))
        self._tell()

    def _tell(self) -> None:
        listed = self.query_one(ChoiceList)
        about = listed.choices[listed.at].about if listed.choices else ""
        self.query_one("#about", Static).update(about)
        last = listed.choices[-1] if listed.choices else None
        aside = (
            f"↑ {last.label.lstrip('+ ')}"
            if last and last.aside and listed.at + 1 < len(listed.choices)
            else ""
        )
        self.query_one("#dialog").border_subtitle = escape(" + ".join(listed.ticked) or aside)
