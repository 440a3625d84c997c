"""The coding screen: keys and dialogs. The rules are in `passes`, the state lies on the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Static

from qualcode.errors import QualcodeError
from qualcode.passes.acts import NewCode
from qualcode.transcripts import addresses
from qualcode.tui import wording
from qualcode.tui.choices import HEIGHT, Chosen, PickScreen
from qualcode.tui.columns import WIDE
from qualcode.tui.dialogs import AskScreen, MemoScreen, ReadScreen, Written
from qualcode.tui.keys import HINT, NOVICE
from qualcode.tui.panel import CodebookPanel, CodeList
from qualcode.tui.text import TextView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult

    from qualcode.passes.onepass import Mark
    from qualcode.tui.desk import Desk


class CodingScreen(Screen[None]):
    """A transcript, its codings and the codebook."""

    AUTO_FOCUS = "#text"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.wants_codebook: bool | None = None

    def compose(self) -> ComposeResult:
        """Text and codebook; below them a hint, what is selected, and the status line."""
        with Horizontal():
            yield TextView(self.desk)
            yield CodebookPanel(self.desk)
        yield Static(HINT, id="hint", markup=False)
        yield Static(id="info", markup=False)
        yield Static(id="status", markup=False)

    def on_mount(self) -> None:
        """Say why nothing can be coded, if nothing can."""
        self.show_all(self.desk.read_only)

    def on_resize(self, event: events.Resize) -> None:
        """Beside the text there is room for the codebook only in a wide terminal, unless it is asked for."""
        wanted = event.size.width >= WIDE if self.wants_codebook is None else self.wants_codebook
        self.query_one(CodebookPanel).display = wanted
        self.query_one(CodebookPanel).set_class(event.size.width < WIDE, "narrow")

    @property
    def view(self) -> TextView:
        """The transcript."""
        return self.query_one(TextView)

    def show_all(self, said: str = "") -> None:
        """Draw anew what an act may have changed, and say something."""
        self.view.reload()
        self.query_one("#hint").display = self.desk.progress.codings < NOVICE and not self.desk.read_only
        self.say(said)

    def say(self, text: str = "") -> None:
        """A sentence on the line of information; without one, what is selected."""
        self.query_one("#info", Static).update(text or wording.info(self.desk))
        self.query_one("#status", Static).update(wording.status(self.desk))
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

    def on_text_view_said(self, event: TextView.Said) -> None:
        """A sentence from the text."""
        self.say(event.text)

    def on_code_list_pressed(self, event: CodeList.Pressed) -> None:
        """One click explains a code, two apply it."""
        if event.twice:
            self._apply([event.code.name])
        else:
            self.query_one(CodebookPanel).explain(event.code)

    def action_code(self) -> None:
        """Choose codes and apply them; while boundaries are changed, keep them."""
        if self.desk.editing:
            self._keep_boundaries()
            return
        if self.desk.read_only:
            self.say(f"✗ {self.desk.read_only}")
            return
        self.view.show_selection(HEIGHT)
        title = "Code · Tab marks several · Enter applies · Esc leaves"
        picker = PickScreen(title, lambda typed: wording.code_choices(self.desk, typed), several=True)
        self.app.push_screen(picker, self._chosen_codes)

    def _chosen_codes(self, chosen: Chosen | None) -> None:
        if chosen is None:
            return
        new = next((key for key in chosen.keys if key.startswith(wording.NEW)), None)
        if new is None:
            self._apply(list(chosen.keys))
            return
        name = new.removeprefix(wording.NEW)
        others = [key for key in chosen.keys if key != new]
        ask = AskScreen(f"New code: {name}", note="What does it mean? Enter alone leaves that for later.")
        self.app.push_screen(ask, lambda meaning: self._apply_new(name, meaning, others))

    def _apply_new(self, name: str, meaning: str | None, others: list[str], kind: str = "") -> None:
        if meaning is not None:
            self._apply([NewCode(name, meaning.strip(), kind), *others])

    def _apply(self, named: Sequence[str | NewCode]) -> None:
        self.attempt(lambda: wording.applied(self.desk.apply(list(named))))

    def action_repeat(self) -> None:
        """Apply the codes applied last."""
        self.attempt(lambda: wording.applied(self.desk.repeat()))

    def action_in_vivo(self) -> None:
        """A code named by the selected words, which may be shortened first."""
        if self.desk.read_only:
            self.say(f"✗ {self.desk.read_only}")
            return
        words = " ".join(self.desk.selection.quotation.split()).strip(" .,;:!?“”\"'…–—")
        ask = AskScreen("In-vivo code · shorten as you like · Enter applies", words)
        self.app.push_screen(ask, self._apply_in_vivo)

    def _apply_in_vivo(self, name: str | None) -> None:
        if not name or not name.strip():
            return
        known = next((code.name for code in self.desk.codes if code.name.casefold() == name.casefold()), None)
        self._apply([known] if known else [NewCode(name, kind="in-vivo")])

    def action_take_off(self) -> None:
        """Take a coding off; asks which, if several stand here."""
        self._choose_coding(
            "Take off · Tab marks several · Enter · Esc",
            lambda ids: self.attempt(lambda: self._taken_off(ids)),
            several=True,
        )

    def _taken_off(self, ids: list[str]) -> str:
        names = [mark.code for mark in self.desk.own_marks if mark.id in ids]
        self.desk.take_off(ids)
        self.desk.active = None
        return f"Taken off: {', '.join(names)}"

    def action_edit(self) -> None:
        """Change a coding's boundaries: it is selected, then moved, then kept with Enter."""
        if self.desk.read_only:
            self.say(f"✗ {self.desk.read_only}")
            return
        self._choose_coding("Change the boundaries of · Enter · Esc", self._begin_editing)

    def _begin_editing(self, ids: list[str]) -> None:
        self.view.activate(ids[0])
        self.desk.editing = True
        self.say()

    def _keep_boundaries(self) -> None:
        def keep() -> str:
            mark = self.desk.mark(self.desk.active)
            if mark is None:
                return "That coding is gone."
            if mark.span != self.desk.selection.span:
                self.desk.move(mark.id)
            return f"{mark.code} now covers {self.desk.address(self.desk.selection.span)}"

        self.attempt(keep)
        self.desk.editing = False

    def _choose_coding(self, title: str, then: Callable[[list[str]], None], *, several: bool = False) -> None:
        marks: list[Mark] = self.desk.here()
        if len(marks) == 1:
            then([marks[0].id])
        elif not marks:
            self.say("No coding stands here. Tab goes to the next one.")
        else:
            self.view.show_selection(HEIGHT)
            picker = PickScreen(
                title, lambda typed: wording.coding_choices(self.desk, marks, typed), several=several
            )
            self.app.push_screen(picker, lambda chosen: then(list(chosen.keys)) if chosen else None)

    def action_memo(self) -> None:
        """Write a memo on a coding here, a code, the transcript or the pass."""
        self.view.show_selection(HEIGHT)
        self.app.push_screen(MemoScreen(self.desk.subjects()), self._keep_memo)

    def _keep_memo(self, written: Written | None) -> None:
        if written is not None:
            self.attempt(lambda: self._kept_memo(written))

    def _kept_memo(self, written: Written) -> str:
        self.desk.remark(written.text, written.about, written.kind)
        return f"Memo kept on {written.about.what} {written.about.name}"

    def action_memos(self) -> None:
        """Read the memos on what is here."""
        found = wording.memos_here(self.desk)
        if found is None:
            self.say("No memo on what is here. Press m to write one.")
        else:
            self.app.push_screen(ReadScreen("Memos here · Esc closes", found))

    def action_undo(self) -> None:
        """Take the latest act back."""
        self.attempt(lambda: self._relaid(f"Undone: {self.desk.undo()}"))

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self.attempt(lambda: self._relaid(f"Done again: {self.desk.redo()}"))

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

    def action_back(self) -> None:
        """Back to plain reading: from boundaries, then a filter, then a search, then to the unit."""
        desk = self.desk
        if desk.editing:
            desk.editing = False
        elif desk.only_code is not None:
            desk.only_code = None
        elif self.view.hits:
            self.view.find("")
        else:
            desk.selection.to_unit(desk.selection.unit)
        desk.active = None
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
