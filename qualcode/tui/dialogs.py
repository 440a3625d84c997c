"""Small dialogs: a line to fill in, a memo to write, something to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.markup import escape
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from qualcode.passes.memos import KINDS, Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import RenderableType
    from textual.app import ComposeResult

    from qualcode.tui.questions import Way


class AskScreen(ModalScreen[str | None]):
    """One line to fill in: Enter takes it, Esc leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+c", "leave", "leave", show=False)]
    AUTO_FOCUS = "Input"

    def __init__(self, title: str, value: str = "", note: str = "") -> None:
        super().__init__()
        self.heading, self.value, self.note = title, value, note

    def compose(self) -> ComposeResult:
        """The line, and a note below it."""
        with Vertical(id="dialog", classes="line") as dialog:
            dialog.border_title = escape(self.heading)
            yield Input(self.value, compact=True, select_on_focus=False)
            yield Static(self.note, id="about", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed."""
        self.dismiss(event.value)

    def action_leave(self) -> None:
        """Take nothing."""
        self.dismiss(None)


class FillScreen(ModalScreen[str | None]):
    """The lines that an answer asks for. What is refused stays as it was typed, to be mended.

    Args:
        way: The answer.
        give: Gives it with what was typed; returns a sentence, and whether it was refused.
        latest: The reason given last, which ↑ brings back.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c", "leave", "leave", show=False),
        Binding("up", "latest", "the last reason", show=False),
    ]
    AUTO_FOCUS = "Input"

    def __init__(
        self, way: Way, give: Callable[[dict[str, str]], tuple[str, bool]], latest: str = ""
    ) -> None:
        super().__init__()
        self.way, self.give, self.latest = way, give, latest

    def compose(self) -> ComposeResult:
        """A line for each blank, and below them what was wrong."""
        with Vertical(id="dialog", classes="line") as dialog:
            again = " · ↑ the last reason" if self.latest else ""
            dialog.border_title = escape(f"{self.way.does} · Enter · Esc leaves{again}")
            for blank in self.way.blanks:
                yield Static(blank.label, markup=False)
                yield Input(blank.value, id=blank.name, compact=True, select_on_focus=False)
            yield Static(id="about", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next line; at the last one give the answer."""
        lines = list(self.query(Input))
        after = lines.index(event.input) + 1
        if after < len(lines):
            lines[after].focus()
            return
        sentence, refused = self.give({line.id or "": line.value.strip() for line in lines})
        if refused:
            self.query_one("#about", Static).update(sentence)
        else:
            self.dismiss(sentence)

    def action_latest(self) -> None:
        """Bring the last reason back, to be given again or changed."""
        for line in self.query(Input):
            if line.id == "reason" and self.latest:
                line.value = self.latest
                line.cursor_position = len(self.latest)

    def action_leave(self) -> None:
        """Give no answer."""
        self.dismiss(None)


class Written(NamedTuple):
    """A memo as it was written."""

    text: str
    about: Subject
    kind: str


class MemoArea(TextArea):
    """Lines to write in: Enter keeps the memo, Ctrl+J begins a new line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "screen.keep", "keep", show=False, priority=True),
        Binding("ctrl+j", "new_line", "new line", show=False, priority=True),
        Binding("tab", "screen.about", "about what", show=False, priority=True),
        Binding("ctrl+t", "screen.kind", "kind", show=False, priority=True),
        Binding("escape,ctrl+c", "screen.leave", "leave", show=False, priority=True),
    ]

    def action_new_line(self) -> None:
        """Begin a new line."""
        self.insert("\n")


class MemoScreen(ModalScreen[Written | None]):
    """A memo on one of the things at hand; Tab changes on what, Ctrl+T its kind."""

    AUTO_FOCUS = "MemoArea"

    def __init__(self, subjects: Sequence[Subject]) -> None:
        super().__init__()
        self.subjects = subjects
        self.about = self.kind = 0

    def compose(self) -> ComposeResult:
        """Lines to write in, and the keys."""
        with Vertical(id="dialog", classes="memo"):
            yield MemoArea(compact=True, show_line_numbers=False, tab_behavior="focus")
            yield Static(
                "Enter keeps · Tab on what · Ctrl+T kind · Ctrl+J new line · Esc leaves",
                id="about",
                markup=False,
            )

    def on_mount(self) -> None:
        """Say on what."""
        self._title()

    def action_about(self) -> None:
        """Take the next thing at hand."""
        self.about = (self.about + 1) % len(self.subjects)
        self._title()

    def action_kind(self) -> None:
        """Take the next kind; the first is the analytic one."""
        self.kind = (self.kind + 1) % len(KINDS)
        self._title()

    def action_keep(self) -> None:
        """Keep the memo, if there are words."""
        text = self.query_one(MemoArea).text
        self.dismiss(Written(text, self.subjects[self.about], self._kind()) if text.strip() else None)

    def action_leave(self) -> None:
        """Write none."""
        self.dismiss(None)

    def _kind(self) -> str:
        ordered = ("analytic", *(one for one in KINDS if one != "analytic"))
        return ordered[self.kind]

    def _title(self) -> None:
        about = self.subjects[self.about]
        self.query_one("#dialog").border_title = escape(
            f"{self._kind().capitalize()} memo on {about.what} {about.name}"
        )


class ReadScreen(ModalScreen[None]):
    """Something to read: arrows scroll, any other key closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,question_mark,ctrl+c", "leave", "close", show=False),
    ]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, title: str, body: RenderableType) -> None:
        super().__init__()
        self.heading, self.body = title, body

    def compose(self) -> ComposeResult:
        """The text in a frame."""
        with VerticalScroll(id="reading") as reading:
            reading.border_title = escape(self.heading)
            yield Static(self.body, markup=False)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
