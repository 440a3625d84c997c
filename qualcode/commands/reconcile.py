"""Reconciling: list the disagreements, decide them one by one or from a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from qualcode import render
from qualcode.commands.session import Csv, Json, code_names, names, pass_names, project, show_rows
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.reconcile.disagreements import Disagreement
    from qualcode.reconcile.session import Session
    from qualcode.store.project import Project

PassA = Annotated[str, typer.Argument(metavar="A", autocompletion=names(pass_names))]
PassB = Annotated[str, typer.Argument(metavar="B", autocompletion=names(pass_names))]

KEYS: Final = "a, b, both, neither, edit, skip, defer, undo, quit"
"""Answers to one disagreement; each decision is saved at once, so quitting loses nothing."""


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.command()(disagreements)
    app.command()(reconcile)


def disagreements(
    ctx: typer.Context,
    a: PassA,
    b: PassB,
    code: Annotated[str | None, typer.Option(autocompletion=names(code_names))] = None,
    into: Annotated[str | None, typer.Option(help="Show the decisions of this agreed pass.")] = None,
    biggest: Annotated[bool, typer.Option("--biggest", help="Longest first, not in reading order.")] = False,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Where two passes differ: missed by B, extra in B, or the boundary elsewhere."""
    from qualcode.reconcile.disagreements import disagreements as found_in

    with project(ctx) as opened:
        found = found_in(opened, a, b, code=code, into=into, order="biggest" if biggest else "reading")
    if as_json:
        render.show_json([one.as_dict() for one in found])
        return
    rows = [
        {
            "id": one.id,
            "address": one.address,
            "code": one.code,
            "kind": one.kind,
            a: _words(one, 0),
            b: _words(one, 1),
            "decision": one.decision.decision if one.decision else "",
        }
        for one in found
    ]
    columns = ("id", "address", "code", "kind", "decision")
    show_rows(rows, as_json=False, as_csv=as_csv, columns=columns, empty="The passes agree everywhere.")


def reconcile(
    ctx: typer.Context,
    a: PassA,
    b: PassB,
    into: Annotated[str | None, typer.Option(help="The agreed pass; made if there is none.")] = None,
    decisions: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Apply a table.")] = None,
    decisions_template: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write a table to fill in.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Decide the disagreements of two passes into an agreed one; resumable, and neither pass changes."""
    if into is None:
        raise UsageError("Say where the agreed codings go.", "Add --into NAME, for example --into agreed.")
    with project(ctx) as opened:
        if decisions_template is not None:
            _write_template(opened, (a, b, into), decisions_template, as_json)
        elif decisions is not None:
            _apply(opened, (a, b, into), decisions, as_json)
        elif sys.stdin.isatty():
            _walk(opened, (a, b, into))
        else:
            raise UsageError(
                "Reconciling asks questions, and there is no terminal to ask on.",
                "Use --decisions-template FILE.csv, fill it in, and bring it back with --decisions FILE.csv.",
            )


def _write_template(opened: Project, named: tuple[str, str, str], file: Path, as_json: bool) -> None:
    from qualcode.reconcile.template import write_template

    a, b, into = named
    written = write_template(opened, a, b, file, into)
    if as_json:
        render.show_json({"file": str(file), "disagreements": written})
    else:
        render.tell(f"{written} disagreements written to {file}. Fill in decision, reason and decided_by.")


def _apply(opened: Project, named: tuple[str, str, str], file: Path, as_json: bool) -> None:
    from qualcode.reconcile.decisions_file import apply_decisions

    result = apply_decisions(opened, *named, file)
    if as_json:
        render.show_json({**result.as_dict(), "summary": _summary(opened, named[2])})
    else:
        for problem in result.problems:
            render.tell(f"row {problem.row} not applied: {problem.reason}")
        render.tell(
            f"{result.agreed} alike in both, {result.decided} decided, {result.deferred} deferred,"
            f" {result.open} open, {len(result.problems)} rows not applied."
        )
        _show_summary(_summary(opened, named[2]))
    if result.problems:
        raise typer.Exit(1)


def _walk(opened: Project, named: tuple[str, str, str]) -> None:
    from qualcode.reconcile.session import open_session

    session = open_session(opened, *named)
    skipped: set[str] = set()
    render.tell(f"{session.alike} places were coded alike and are carried over. Answers: {KEYS}")
    while waiting := [one for one in session.pending() if one.id not in skipped]:
        _show_question(waiting[0], len(waiting))
        if _answer(session, waiting[0], skipped) == "quit":
            break
    _show_summary(_summary(opened, named[2]))
    left = len(session.pending(deferred=True))
    render.tell(f"{len(session.all) - left} decided, {left} left. Go on any time with the same command.")


def _summary(opened: Project, into: str) -> dict[str, Any]:
    from qualcode.reconcile.summary import summary

    return summary(opened, into).as_dict()


def _show_summary(told: dict[str, Any]) -> None:
    """By kind and by decision, and how often each reading prevailed: a reader will ask."""
    for kind, decisions in told["decisions"].items():
        render.write(f"{kind}: {', '.join(f'{choice} {count}' for choice, count in decisions.items())}\n")
    stood = ", ".join(f"{name} {count}" for name, count in told["prevailed"].items())
    if stood:
        render.write(f"whose reading stands: {stood}\n")
    if told["definitions_changed"]:
        render.write(f"definitions changed meanwhile: {', '.join(told['definitions_changed'])}\n")


def _show_question(one: Disagreement, left: int) -> None:
    render.write(f"\n{one.address}  {one.code}  ({one.kind}, {left} left)\n")
    for side, name, quoted in zip("ab", one.pass_names, one.readings, strict=True):
        words = " … ".join(part.quotation for part in quoted) or "(not coded)"
        render.write(f"  {side} {name}: {words}\n")


def _answer(session: Session, one: Disagreement, skipped: set[str]) -> str:
    """Ask until there is an answer; returns the word given."""
    from qualcode.reconcile.answers import CHOICES
    from qualcode.store.actions import undo

    while True:
        word = str(typer.prompt("Decision", err=True)).strip().casefold()
        if word == "undo":
            undo(session.project)
            session.refresh()
            skipped.clear()
            return word
        if word == "skip":
            skipped.add(one.id)
            return word
        if word in {"quit", "q"}:
            return "quit"
        if word in CHOICES:
            _decide(session, one, word)
            return word
        render.tell(f"Answer one of: {KEYS}")


def _decide(session: Session, one: Disagreement, word: str) -> None:
    from qualcode.transcripts import addresses

    span = None
    if word == "edit":
        place = addresses.resolve(
            session.project, typer.prompt("New place (P5:42 or P5@1203-1290)", err=True)
        )
        span = (place.start_char, place.end_char)
    reason = ""
    while not reason and one.kind != "boundary":
        reason = str(typer.prompt("Reason", err=True)).strip()
    session.decide(one, word, reason, span=span)


def _words(one: Disagreement, side: int) -> str:
    return " … ".join(part.quotation for part in one.readings[side])
