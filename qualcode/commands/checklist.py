"""Reporting checklists: what the project knows, what is asked once, as a table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode import render
from qualcode.commands.session import Json, project
from qualcode.errors import UsageError
from qualcode.store import outgoing

if TYPE_CHECKING:
    from qualcode.store.project import Project


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.command()(checklist)


def checklist(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="coreq|srqr|ta15", help="Which checklist.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=".docx, .html or .md.")
    ] = None,
    given: Annotated[
        list[str] | None, typer.Option("--set", metavar="ITEM=TEXT", help="Answer an item; kept for good.")
    ] = None,
    no_questions: Annotated[bool, typer.Option("--no-questions", help="Do not ask, on a terminal.")] = False,
    as_json: Json = False,
) -> None:
    """Fill a reporting checklist: COREQ, SRQR, or the 15 points of good thematic analysis.

    The project fills what it knows. On a terminal the rest is asked, once: Enter leaves a question for later.
    Elsewhere answer with --set 10="purposive". An empty text takes an answer back.
    """
    from qualcode.export import checklists

    wanted = name.casefold()
    with project(ctx) as opened:
        if given:
            checklists.answer(opened, wanted, dict(_pair(one) for one in given))
        if sys.stdin.isatty() and not (given or no_questions or as_json):
            _ask(opened, wanted)
        lines = (
            checklists.write_checklist(opened, wanted, output) if output else checklists.fill(opened, wanted)
        )
        if output:
            outgoing.note(opened, "checklist", output)
    if as_json:
        render.show_json([line.as_dict() for line in lines])
        return
    filled = sum(line.filled for line in lines)
    if output:
        render.write(f"{output}\n")
    else:
        rows = [(line.number, line.title, line.answer) for line in lines]
        render.show_table(("no.", "item", "answer"), rows, numeric=("no.",))
    render.tell(f"{filled} of {len(lines)} items are filled.")


def _pair(one: str) -> tuple[str, str]:
    item, equals, words = one.partition("=")
    if not (item.strip() and equals):
        raise UsageError(f"{one!r} answers no item.", 'Write it as --set 10="purposive".')
    return item.strip(), words.strip()


def _ask(opened: Project, wanted: str) -> None:
    """Ask what is open; every answer is kept at once, so that a break loses nothing."""
    from qualcode.export import checklists

    for item in checklists.open_questions(opened, wanted):
        if item.kind != "ask":
            continue
        asked = f"{item.number}. {item.title}: {item.question}"
        words = typer.prompt(asked, default="", show_default=False, prompt_suffix="\n> ", err=True)
        if words.strip():
            checklists.answer(opened, wanted, {item.answer: words})
