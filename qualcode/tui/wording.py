"""The sentences and lines of the coding screen, made from what lies on the desk."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.console import Group
from rich.table import Table
from rich.text import Text

from qualcode.passes import memos
from qualcode.tui.choices import Choice
from qualcode.tui.keys import GROUPS
from qualcode.tui.ranking import offered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.model import Code
    from qualcode.passes.acts import Reversed
    from qualcode.passes.onepass import Mark
    from qualcode.tui.desk import Desk

NEW: Final = "new code: "

MOUSE: Final = (
    "Mouse: drag over words to select them, click twice for a unit, three times for a turn; click a bar or a"
    " name to take that coding in hand; click a code twice to apply it."
)


def status(desk: Desk, width: int) -> str:
    """Pass, coder, progress through the transcript and the study, and that all is saved: as full as fits."""
    done = len(desk.coded & desk.codable)
    share = f"{100 * done // len(desk.codable)}%" if desk.codable else "–"
    here, all_units = desk.selection.unit + 1, len(desk.ground.units)
    kept = "read-only" if desk.read_only else "saved"
    when = f" {_clock(desk.saved_at)}" if desk.saved_at and not desk.read_only else ""
    work, seen = desk.progress, f"{desk.progress.begun}/{desk.progress.assigned}"
    who = f"{desk.coding_pass.name} · {desk.coding_pass.coder}"
    where = f"{desk.transcript.name} {here}/{all_units}, {share} coded"
    tellings = (
        (who, where, f"{seen} transcripts, {_codings(work.codings)}", kept + when),
        (who, where, f"{seen} transcripts", kept + when),
        (who, where, seen, kept),
        (where, kept),
    )
    lines = [" │ ".join(telling) for telling in tellings]
    return next((line for line in lines if cell_len(line) <= width), lines[-1])


def info(desk: Desk) -> str:
    """What is selected, how many words, and what stands there."""
    words = len(desk.selection.quotation.split())
    place = desk.place()
    told = f"{desk.address((place.start_char, place.end_char))} · {words} word{'s' * (words != 1)}"
    if desk.editing:
        return f"{told} · new boundaries: ⇧ and arrows (o: other end), Enter keeps them, Esc leaves"
    if desk.only_code is not None:
        told += f" · only “{desk.by_id[desk.only_code].name}” is shown (Esc: all)"
    names = list(dict.fromkeys(mark.code for mark in desk.here()))
    return f"{told} · {', '.join(names)}" if names else told


def applied(names: Iterable[str]) -> str:
    """What was just applied."""
    return f"Applied: {', '.join(names)}"


def reversed_act(desk: Desk, how: str, act: Reversed) -> str:
    """What was taken back or done again: the command, the codes and the place."""
    told = f"{how}: {act.command}"
    if act.codes:
        told += f" {', '.join(act.codes)}"
    if act.span is not None:
        told += f" at {desk.address(act.span)}"
    return told


def code_choices(desk: Desk, typed: str) -> list[Choice]:
    """Codes to choose from; last, what was typed as a new one, unless it is there."""
    there = {mark.code_id for mark in desk.here()}
    quotation = desk.selection.quotation
    fitting = offered(desk.codes, typed, desk.recent, quotation)
    choices = [_choice(desk, code, marked=code.id in there) for code in fitting]
    name = typed.strip()
    if name and all(code.name.casefold() != name.casefold() for code in desk.codes):
        about = "Enter makes it, and asks what it means."
        choices.append(Choice(NEW + name, f"+ {NEW}{name}", about=about, aside=True))
    return choices


def existing_choices(desk: Desk, typed: str) -> list[Choice]:
    """Codes this pass has used in this transcript."""
    used = {mark.code_id for mark in desk.own_marks}
    codes = [code for code in desk.codes if code.id in used]
    return [_choice(desk, code, marked=False) for code in offered(codes, typed, desk.recent, "")]


def coding_choices(desk: Desk, marks: Iterable[Mark], typed: str) -> list[Choice]:
    """Codings to choose from, those whose code fits what was typed."""
    wanted = typed.casefold().strip()
    return [
        Choice(mark.id, mark.code, desk.address(mark.span), desk.ground.shown[slice(*mark.span)])
        for mark in marks
        if wanted in mark.code.casefold()
    ]


def memos_here(desk: Desk) -> Text | None:
    """Memos on what is here: codings, their codes, the transcript, the pass; None if there is none."""
    found = memos.memos(desk.project, desk.subjects())
    if not found:
        return None
    told = Text()
    for one in found:
        about = f"{one.about.what} {one.about.name}" if one.about else ""
        told.append(f"{one.at[:10]}  {one.kind}, {one.coder}, on {about}\n", style="bold")
        told.append(f"{one.text}\n\n")
    return told


def all_keys() -> Group:
    """Every key and what it does, in two columns of groups; then the mouse."""
    grid = Table.grid(padding=(0, 3))
    halves = (Table.grid(padding=(0, 2)), Table.grid(padding=(0, 2)))
    for half, names in zip(halves, (("Move",), ("Select", "Code", "Show")), strict=True):
        for title, keys in GROUPS:
            if title in names:
                half.add_row(Text(title, style="bold"), "")
                for key in keys:
                    half.add_row(Text(key.shown), Text(key.does))
    grid.add_row(*halves)
    return Group(grid, Text(f"\n{MOUSE}"))


def _choice(desk: Desk, code: Code, *, marked: bool) -> Choice:
    return Choice(code.name, code.name, str(desk.counts.get(code.id, "")), code.definition, marked)


def _clock(moment: str) -> str:
    """Hour and minute of a moment, where the coder is."""
    return datetime.fromisoformat(moment).astimezone().strftime("%H:%M")


def _codings(number: int) -> str:
    return f"{number} coding{'s' * (number != 1)}"
