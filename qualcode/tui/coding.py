"""The coding screen: keys and dialogs. The rules are in `passes`, the state lies on the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.passes.acts import NewCode
from qualcode.tui import wording
from qualcode.tui.choices import HEIGHT, Chosen, PickScreen
from qualcode.tui.dialogs import AskScreen, MemoScreen, Written
from qualcode.tui.panel import CodebookPanel, CodeList
from qualcode.tui.reading import ReadingScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.passes.onepass import Mark


class CodingScreen(ReadingScreen):
    """A transcript to be coded: every act is kept at once, and can be taken back."""

    def on_mount(self) -> None:
        """Say why nothing can be coded, if nothing can."""
        self.show_all(self.desk.read_only)

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
        if self._refused():
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
        if self._refused():
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
        if self._refused():
            return
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
        if self._refused():
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
        """Write a memo on a coding here, a code, the transcript or the pass; a sealed pass takes them too."""
        self.view.show_selection(HEIGHT)
        self.app.push_screen(MemoScreen(self.desk.subjects()), self._keep_memo)

    def _keep_memo(self, written: Written | None) -> None:
        if written is not None:
            self.attempt(lambda: self._kept_memo(written))

    def _kept_memo(self, written: Written) -> str:
        self.desk.remark(written.text, written.about, written.kind)
        return f"Memo kept on {written.about.what} {written.about.name}"

    def action_undo(self) -> None:
        """Take the latest act back."""
        self.attempt(lambda: self._relaid(wording.reversed_act(self.desk, "Undone", self.desk.undo())))

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self.attempt(lambda: self._relaid(wording.reversed_act(self.desk, "Done again", self.desk.redo())))

    def action_back(self) -> None:
        """Back to plain reading: from boundaries, then a filter, then a search, then to the unit."""
        desk = self.desk
        if desk.editing:
            desk.editing = False
            mark = desk.mark(desk.active)
            desk.selection.select(mark.span if mark else desk.selection.span)
        elif desk.only_code is not None:
            desk.only_code = None
        elif self.view.hits:
            self.view.find("")
        else:
            desk.selection.to_unit(desk.selection.unit)
        desk.active = None
        self.show_all()

    def _refused(self) -> bool:
        """Say why nothing can be coded here; False when it can."""
        if self.desk.read_only:
            self.app.bell()
            self.say(f"✗ {self.desk.read_only}")
        return bool(self.desk.read_only)
