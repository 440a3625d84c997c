"""The screen that puts one question at a time: reconciling, reviewing suggestions, reviewing themes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from qualcode.errors import QualcodeError
from qualcode.tui.choices import Choice, Chosen, PickScreen
from qualcode.tui.dialogs import FillScreen, ReadScreen
from qualcode.tui.excerptview import ExcerptView
from qualcode.tui.keys import ASKING, ASKING_ALWAYS
from qualcode.tui.ranking import offered
from qualcode.tui.spanning import SpanScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events
    from textual.app import ComposeResult

    from qualcode.tui.questions import Question, Way, Workflow

_APART: Final = "  "
"""Between two keys in the last lines."""

OTHERS: Final = 7
"""Rows at most of what is asked, of the last answer, the keys and the status line."""

TOO_EARLY: Final = "✗ That key was pressed before this one was shown. Read it, then press again."


class AskingScreen(Screen[None]):
    """One question, and a key for each of its answers; every answer is kept at once.

    Args:
        flow: What asks.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key.keys, key.action, key.does, show=False) for key in ASKING
    ]
    AUTO_FOCUS = "#excerpt"

    def __init__(self, flow: Workflow) -> None:
        super().__init__()
        self.flow = flow
        self.question: Question | None = None
        self.asked_at = 0.0
        self.latest = ""

    def compose(self) -> ComposeResult:
        """What is asked, the passage, what to know about it; the last answer, the keys, how far one is."""
        yield Static(id="asked", markup=False)
        yield ExcerptView()
        with VerticalScroll(id="matter", can_focus=False):
            yield Static(markup=False)
        yield Static(id="said", markup=False)
        yield Static(id="keys", markup=False)
        yield Static(id="status", markup=False)

    def on_mount(self) -> None:
        """Put the first question."""
        self.present()

    def on_resize(self) -> None:
        """Lines as wide as the terminal is now; the passage has at least as many as what stands below it."""
        self.query_one("#matter").styles.max_height = max(2, (self.size.height - OTHERS) // 2)
        self._tell()

    @property
    def excerpt(self) -> ExcerptView:
        """The passage."""
        return self.query_one(ExcerptView)

    def present(self, said: str = "") -> None:
        """Put the question that is to be answered now, and say what was done before."""
        question = self.flow.question()
        if question is None or question is not self.question:
            self.excerpt.show(question)
            self.query_one("#matter Static", Static).update(matter(question) if question else "")
            self.query_one("#matter").display = question is not None
            self.query_one("#matter").scroll_home(animate=False)
            self.asked_at = Message().time
        self.question = question
        self._tell()
        self.say(said if question else f"{said} {self.flow.closing()}".strip())

    def say(self, text: str) -> None:
        """A sentence above the keys."""
        self.query_one("#said", Static).update(text)

    def _tell(self) -> None:
        question, width = self.question, self.size.width
        title = heading(question) if question else "Nothing is left to ask"
        self.query_one("#asked", Static).update(title)
        self.query_one("#keys", Static).update(footer(question, width))
        self.query_one("#status", Static).update(self._status(width).ljust(width))

    def _status(self, width: int) -> str:
        """What is being done, how far one is, and that all is saved: as full as fits."""
        progress = self.flow.progress()
        tellings = (f"{self.flow.title} │ {progress} │ saved", f"{self.flow.title} │ {progress}", progress)
        return next((line for line in tellings if cell_len(line) <= width), progress)

    def on_key(self, event: events.Key) -> None:
        """Answer, if the key gives an answer to what is asked and came after it was shown."""
        way = self.question.way(event.character) if self.question and event.character else None
        if way is None:
            return
        event.stop()
        if event.time < self.asked_at:
            self.app.bell()
            self.say(TOO_EARLY)
        else:
            self._take(way)

    def _take(self, way: Way) -> None:
        """Ask for what the answer needs, then give it."""
        if not way.blanks:
            self._attempt(lambda: self.flow.answer(way.word, {}))
        elif way.blanks[0].name == "code":
            picker = PickScreen(f"{way.blanks[0].label} · Enter · Esc leaves", self._codes)
            self.app.push_screen(picker, lambda chosen: self._chosen(way, chosen))
        elif way.blanks[0].name == "place" and self.question is not None:
            question = self.question
            spanning = SpanScreen(way.does, question.ground, question.extent, self.excerpt.redraw)
            self.app.push_screen(spanning, lambda place: self._spanned(way, place))
        else:
            self._fill(way)

    def _spanned(self, way: Way, place: str | None) -> None:
        """Go on with a place that was shown; it may be typed, and a reason may have to follow."""
        if place is None:
            return
        if place and len(way.blanks) == 1:
            self._attempt(lambda: self.flow.answer(way.word, {"place": place}))
        else:
            first, *others = way.blanks
            self._fill(replace(way, blanks=(replace(first, value=place), *others)))

    def _fill(self, way: Way) -> None:
        again = self.latest if any(blank.name == "reason" for blank in way.blanks) else ""
        filler = FillScreen(way, lambda said: self._refusal(way, said), again)
        self.app.push_screen(filler, lambda said: self.present(said) if said is not None else None)

    def _codes(self, typed: str) -> list[Choice]:
        question = self.question
        words = question.ground.text[slice(*question.extent)] if question else ""
        found = offered(self.flow.codes(), typed, (), words)
        return [Choice(code.name, code.name, about=code.definition) for code in found]

    def _chosen(self, way: Way, chosen: Chosen | None) -> None:
        if chosen is not None:
            self._attempt(lambda: self.flow.answer(way.word, {"code": chosen.keys[0]}))

    def _refusal(self, way: Way, said: Mapping[str, str]) -> tuple[str, bool]:
        """What came of an answer with words, and whether it was refused."""
        self.latest = said.get("reason") or self.latest
        try:
            return self.flow.answer(way.word, said), False
        except QualcodeError as error:
            self.app.bell()
            return told(error), True

    def _attempt(self, act: Callable[[], str]) -> None:
        try:
            said = act()
        except QualcodeError as error:
            self.app.bell()
            self.say(told(error))
            return
        self.present(said)

    def action_undo(self) -> None:
        """Take the latest answer back."""
        self._attempt(self.flow.undo)

    def action_rows(self, step: int) -> None:
        """Scroll the passage by rows."""
        self.excerpt.scroll_rows(step)

    def action_screenful(self, step: int) -> None:
        """Scroll the passage by a screenful."""
        self.excerpt.scroll_rows(step * max(1, self.excerpt.size.height - 1))

    def action_reading(self) -> None:
        """Scroll back to what is asked about."""
        self.excerpt.to_reading()

    def action_matter(self, step: int) -> None:
        """Scroll what there is to know."""
        self.query_one("#matter").scroll_relative(y=step, animate=False)

    def action_help(self) -> None:
        """All keys."""
        self.app.push_screen(ReadScreen("All keys · Esc closes", all_keys(self.question)))

    def action_leave(self) -> None:
        """Quit; everything has been saved."""
        self.app.exit()


def heading(question: Question) -> str:
    """Where, who speaks if the address does not tell, and what is asked."""
    speaker = question.ground.speaker(question.ground.unit_at(question.extent[0]))
    told = [question.place, "" if question.place.startswith(speaker) else speaker, question.title]
    return " · ".join(filter(None, told))


def told(error: QualcodeError) -> str:
    """What was refused, and what to do."""
    return f"✗ {error.sentence} {error.hint}".rstrip()


def matter(question: Question) -> Text:
    """What there is to know: whose reading says what, definitions, reasons."""
    told = Text()
    width = max((cell_len(side.name) for side in question.sides), default=0)
    for side in question.sides:
        told.append(f"{side.letter} {side.name}{' ' * (width - cell_len(side.name))}  ", style="bold")
        told.append(f"{side.told}\n")
    for note in question.notes:
        line = Text(str(note))
        line.stylize("bold", 0, len(note.label))
        told.append_text(line.append("\n"))
    told.rstrip()
    return told


def footer(question: Question | None, width: int) -> Text:
    """The keys that do something now, in lines in which no key is torn from what it does."""
    ways = [(way.keys[0], way.named) for way in question.ways] if question else []
    line, filled = Text(), 0
    for key, does in (*ways, *ASKING_ALWAYS):
        cells = cell_len(f"{key} {does}")
        if filled:
            apart = "\n" if filled + len(_APART) + cells > width else _APART
            line.append(apart)
            filled = 0 if apart == "\n" else filled + len(_APART)
        line.append(key, style="bold")
        line.append(f" {does}")
        filled += cells
    return line


def all_keys(question: Question | None) -> Table:
    """Every key and what it does."""
    grid = Table.grid(padding=(0, 2))
    if question:
        grid.add_row(Text("Answer", style="bold"), "")
        for way in question.ways:
            grid.add_row(Text(" ".join(way.keys)), Text(way.does))
    grid.add_row(Text("Look", style="bold"), "")
    for key in ASKING:
        grid.add_row(Text(key.shown), Text(key.does))
    return grid
