"""A transcript on the screen with what belongs to it, to be read: nothing here changes a coding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Static

from qualcode.errors import QualcodeError
from qualcode.transcripts import addresses
from qualcode.tui import wording
from qualcode.tui.choices import Chosen, PickScreen
from qualcode.tui.columns import WIDE
from qualcode.tui.dialogs import AskScreen, ReadScreen
from qualcode.tui.keys import HINT, NOVICE
from qualcode.tui.panel import CodebookPanel
from qualcode.tui.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

    from qualcode.tui.desk import Desk


class ReadingScreen(Screen[None]):
    """A transcript, its codings and the codebook."""

    AUTO_FOCUS = "#text"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.wants_codebook: bool | None = None

    def compose(self) -> ComposeResult:
        """Text and codebook; below them a hint, what is selected, and the status line."""
        with Horizontal():
            yield Reader(self.desk)
            yield CodebookPanel(self.desk)
        yield Static(HINT, id="hint", markup=False)
        yield Static(id="info", markup=False)
        yield Static(id="status", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Beside the text there is room for the codebook only in a wide terminal, unless it is asked for."""
        wanted = event.size.width >= WIDE if self.wants_codebook is None else self.wants_codebook
        self.query_one(CodebookPanel).display = wanted
        self.query_one(CodebookPanel).set_class(event.size.width < WIDE, "narrow")

    @property
    def view(self) -> Reader:
        """The transcript."""
        return self.query_one(Reader)

    def show_all(self, said: str = "") -> None:
        """Draw anew what an act may have changed, and say something."""
        self.view.reload()
        self.query_one("#hint").display = self.desk.progress.codings < NOVICE and not self.desk.read_only
        self.say(said)

    def say(self, text: str = "") -> None:
        """A sentence on the line of information; without one, what is selected."""
        self.query_one("#info", Static).update(text or wording.info(self.desk), layout=False)
        status = wording.status(self.desk, self.size.width).ljust(self.size.width)
        self.query_one("#status", Static).update(status, layout=False)
        panel = self.query_one(CodebookPanel)
        if panel.display:
            panel.reload()

    def attempt(self, act: Callable[[], str]) -> None:
        """Do something and say what was done; or say why it could not be done."""
        try:
            said = act()
        except QualcodeError as error:
            self.app.bell()
            self.show_all(f"✗ {error.sentence} {error.hint}")
            return
        self.show_all(said)

    def on_text_view_moved(self) -> None:
        """Another selection."""
        self.say()

    def on_text_view_said(self, event: Reader.Said) -> None:
        """A sentence from the text."""
        self.say(event.text)

    def action_memos(self) -> None:
        """Read the memos on what is here."""
        found = wording.memos_here(self.desk)
        if found is None:
            self.say("No memo on what is here. Press m to write one.")
        else:
            self.app.push_screen(ReadScreen("Memos here · Esc closes", found))

    def action_search(self) -> None:
        """Search the transcript; Enter goes to the next place."""
        self.app.push_screen(AskScreen("Search · Enter · Esc", self.view.pattern), self._search)

    def _search(self, pattern: str | None) -> None:
        if pattern is None:
            return
        found = self.view.find(pattern)
        if found:
            self.view.action_match(1)
        else:
            self.say(f"“{pattern}” does not occur in {self.desk.transcript.name}." if pattern else "")

    def action_go_to(self) -> None:
        """Go to a unit of this or another transcript."""
        self.app.push_screen(AskScreen("Go to · 42, P7 or P7:42"), self._go_to)

    def _go_to(self, where: str | None) -> None:
        if not where or not where.strip():
            return
        here = f"{self.desk.transcript.name}:{where.strip()}"
        asked = here if where.strip()[0].isdecimal() else where.strip()

        def go() -> str:
            place = addresses.resolve_all(self.desk.project, asked)
            whole = (place.start_char, place.end_char) == (0, place.transcript.length)
            self.desk.open(place.transcript, None if whole else (place.start_char, place.end_char))
            return self._relaid("")

        self.attempt(go)

    def action_transcript(self, step: int) -> None:
        """The next or previous transcript of the pass."""
        other = self.desk.beside(step)
        if other is None:
            self.say("This is the last transcript." if step > 0 else "This is the first transcript.")
            return
        self.desk.open(other)
        self.attempt(lambda: self._relaid(f"{other.name}"))

    def action_filter(self) -> None:
        """Show the codings of one code only."""
        picker = PickScreen(
            "Show only · Enter · Esc", lambda typed: wording.existing_choices(self.desk, typed)
        )
        self.app.push_screen(picker, self._filter)

    def _filter(self, chosen: Chosen | None) -> None:
        if chosen is not None:
            self.desk.only_code = next(code.id for code in self.desk.codes if code.name == chosen.keys[0])
            self.show_all()

    def action_codebook(self) -> None:
        """Show the codebook, or hide it."""
        panel = self.query_one(CodebookPanel)
        self.wants_codebook = not panel.display
        panel.display = self.wants_codebook
        self.say()

    def action_help(self) -> None:
        """All keys."""
        self.app.push_screen(ReadScreen("All keys · Esc closes", wording.all_keys()))

    def action_leave(self) -> None:
        """Quit; everything has been saved."""
        self.app.exit()

    def _relaid(self, said: str) -> str:
        self.view.hits = []
        self.view.lay_out()
        return said
