"""Reconciling at the prompt: the session asks, the person answers, each answer is saved at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import typer

from qualcode import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.reconcile.disagreements import Disagreement
    from qualcode.reconcile.session import Session
    from qualcode.store.project import Project

LETTERS: Final = "abcdefgh"
HELP: Final = """\
a, b, ...    this pass's reading      both      all the words, or both codes
neither      not coded                edit      another place, which you name
definition   change the code's definition, then decide
skip         later in this round      defer     later, with a reason
undo         take the last one back   quit      go on any time with the same command"""


def walk(opened: Project, named: tuple[str, str, str], others: Sequence[str] = ()) -> None:
    """Ask about every open disagreement; quitting, or being killed, loses nothing."""
    from qualcode.reconcile.session import open_session

    session = open_session(opened, *named, others)
    skipped: set[str] = set()
    render.tell(f"{session.alike} places were coded alike and are carried over.\n{HELP}")
    while waiting := [one for one in session.pending() if one.id not in skipped]:
        _show(session, waiting[0], len(waiting))
        if _answer(session, waiting[0], skipped) == "quit":
            break
    left = len(session.pending(deferred=True))
    render.tell(f"{len(session.all) - left} decided, {left} left.")


def _show(session: Session, one: Disagreement, left: int) -> None:
    render.write(f"\n{one.address}  {one.code}  ({one.kind}, {left} left)\n")
    _show_definition(session, one.code)
    for side, name, quoted in zip(LETTERS, one.pass_names, one.readings, strict=False):
        words = " … ".join(part.quotation for part in quoted) or "(not coded)"
        render.write(f"  {side} {name}: {words}\n")
    other = _counterpart(session, one)
    if other is not None:
        render.write(f"  the same words are coded {other.code!r} by the other: a difference of meaning\n")
        _show_definition(session, other.code)


def _show_definition(session: Session, code: str) -> None:
    from qualcode.codes import codebook

    known = codebook.find_or_none(session.project, code)
    if known is not None and known.definition:
        render.write(f"    {known.name}: {known.definition}\n")


def _counterpart(session: Session, one: Disagreement) -> Disagreement | None:
    return next((other for other in session.pending() if other.id == one.counterpart), None)


def _answer(session: Session, one: Disagreement, skipped: set[str]) -> str:
    """Ask until there is an answer; returns the word given."""
    from qualcode.reconcile.answers import choices
    from qualcode.store.actions import undo

    while True:
        word = str(typer.prompt("Decision", err=True)).strip().casefold()
        if word in {"quit", "q"}:
            return "quit"
        if word == "skip":
            skipped.add(one.id)
            return word
        if word == "undo":
            undo(session.project)
            session.refresh()
            skipped.clear()
            return word
        if word == "definition":
            _redefine(session, one)
        elif word in choices(one.group):
            _decide(session, one, word)
            return word
        else:
            render.tell(HELP)


def _decide(session: Session, one: Disagreement, word: str) -> None:
    from qualcode.transcripts import addresses

    if _counterpart(session, one) is not None and word != "edit":
        session.decide_meaning(one, word, _reason())
        return
    span = None
    if word == "edit":
        asked = str(typer.prompt("New place (P5:42 or P5@1203-1290)", err=True))
        place = addresses.resolve(session.project, asked)
        span = (place.start_char, place.end_char)
    reason = "" if one.kind == "boundary" and word != "defer" else _reason()
    session.decide(one, word, reason, span=span)


def _redefine(session: Session, one: Disagreement) -> None:
    from qualcode.codes import codebook

    wording = str(typer.prompt(f"Definition of {one.code}", err=True)).strip()
    codebook.edit(session.project, one.code, {"definition": wording})
    render.tell("Changed; the log keeps the wording before. Now decide.")


def _reason() -> str:
    reason = ""
    while not reason:
        reason = str(typer.prompt("Reason", err=True)).strip()
    return reason
