"""The coding screen: `qualcode code P5`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode import render
from qualcode.commands.session import ask, many, names, pass_names, project, tell_whose, transcript_names
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.model import CodingPass
    from qualcode.store.project import Project
    from qualcode.tui.desk import Desk


def register(app: typer.Typer) -> None:
    """Add the command of this room to the program."""
    app.command()(code)


def code(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            autocompletion=names(transcript_names),
            help="A transcript or an address; else where this pass was coding last.",
        ),
    ] = None,
    pass_name: Annotated[
        str | None, typer.Option("--pass", autocompletion=names(pass_names), help="Which pass.")
    ] = None,
    show: Annotated[
        list[str] | None,
        typer.Option(autocompletion=names(pass_names), help="Another pass to show as well; that is noted."),
    ] = None,
) -> None:
    """The coding screen: read, select, apply."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The coding screen needs a terminal.",
            "Elsewhere use `qualcode apply` or `qualcode codings import`.",
        )
    with project(ctx) as opened:
        desk = _desk(opened, name, pass_name, tuple(show or ()))
        before = desk.progress.codings
        from qualcode.tui.app import CodingApp

        screen = CodingApp(desk)
        screen.run()
        if screen.failure is not None:
            raise screen.failure
        _tell(desk, before)


def _desk(opened: Project, name: str | None, pass_name: str | None, show: tuple[str, ...]) -> Desk:
    from qualcode.passes import desks
    from qualcode.tui.desk import Desk

    chosen = desks.find(opened, pass_name) if pass_name or desks.any_open(opened) else _start_one(opened)
    for other in desks.spoiled_by(opened, chosen):
        question = (
            f"Your open pass {other.name} is blind to {chosen.name}; that it saw it will be noted. Open?"
        )
        if not ask(question, option="--pass with another pass"):
            raise typer.Exit(1)
        desks.note_sight(opened, other, chosen)
    others = [desks.shown(opened, chosen, one) for one in show]
    desk = Desk(opened, chosen, shown=others, read_only=desks.why_read_only(opened, chosen))
    if not desk.read_only:
        tell_whose(opened, chosen)
    desk.open(*desks.place_to_begin(opened, chosen, name))
    return desk


def _start_one(opened: Project) -> CodingPass:
    from qualcode.passes import passes

    name = typer.prompt("No pass is open. A name for a new one", default="hand", err=True)
    blind: list[str] = []
    saw: list[str] = []
    for other in passes.passes(opened):
        if other.kind == "independent":
            seen = typer.confirm(f"Have you looked at the pass {other.name} for this one?", err=True)
            (saw if seen else blind).append(other.name)
    return passes.start(opened, name, blind_to=blind, saw=saw)


def _tell(desk: Desk, before: int) -> None:
    made = desk.progress.codings - before
    kept = many(desk.progress.codings, "coding")
    told = f"{desk.coding_pass.name}: {kept}, {made:+} in this session; all saved."
    render.tell(told)
