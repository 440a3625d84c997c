"""One question at a time, on the screen or at plain prompts: two faces of the same workflow."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Annotated, Final

import typer

from qualcode import render
from qualcode.errors import QualcodeError, UsageError

if TYPE_CHECKING:
    from qualcode.tui.questions import Question, Way, Workflow

Prompts = Annotated[bool, typer.Option("--prompts", help="Plain prompts, not the screen.")]

AROUND: Final = 2
"""Units shown before and after the one asked about at a prompt."""

_WIDEST: Final = 96


def walk(flow: Workflow, *, prompts: bool = False) -> None:
    """Ask until nothing is left or the person stops; every answer is kept at once."""
    if prompts or not _has_screen():
        _by_prompts(flow)
        return
    from qualcode.tui.app import AskingApp

    app = AskingApp(flow)
    app.run()
    if app.failure is not None:
        raise app.failure


def check_terminal(doing: str, instead: str) -> None:
    """Refuse to ask where nobody can answer.

    Raises:
        UsageError: stdin is no terminal; `instead` says what to type.
    """
    if not sys.stdin.isatty():
        raise UsageError(f"{doing} asks questions, and there is no terminal to ask on.", instead)


def show(question: Question, progress: str = "") -> None:
    """Print a question with the passage in its context and all there is to know."""
    from qualcode.tui.excerpt import drawn, gutter, lines

    width = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
    render.write("\n" + "  ".join(filter(None, (question.place, question.title, progress))) + "\n")
    for line in lines(question, max(20, width - 2), AROUND):
        indent = " " * gutter(question) if line.is_speaker else drawn(question, line)
        render.write(f"  {indent}{line.words}\n")
    for side in question.sides:
        render.write(render.filled(f"{side.letter} {side.name}: {side.told}", 4, 2))
    for note in question.notes:
        render.write(render.filled(str(note), 4, 2))


def _has_screen() -> bool:
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    return terminal and os.environ.get("TERM") != "dumb"


def _by_prompts(flow: Workflow) -> None:
    question = flow.question()
    if question is not None:
        render.tell(f"{flow.title}: {flow.progress()}. Answers: {_legend(question)}")
    while question is not None:
        show(question, flow.progress())
        if not _answered(flow, question):
            return
        question = flow.question()
    render.tell(flow.closing())


def _answered(flow: Workflow, question: Question) -> bool:
    """Ask until something has changed; False when the person stops."""
    while True:
        typed, _, rest = str(typer.prompt(flow.asks, err=True)).strip().partition(" ")
        way = question.way(typed)
        try:
            if way is not None and (way.blanks or not rest):
                told = flow.answer(way.word, _said(way, rest.strip()))
            elif typed.casefold() in {"q", "quit"} and not rest:
                return False
            elif typed.casefold() in {"u", "undo"} and not rest:
                told = flow.undo()
            else:
                render.tell(f"Answer one of: {_legend(question)}")
                continue
        except QualcodeError as error:
            render.tell(f"{error.sentence} {error.hint}".rstrip())
            continue
        render.tell(told)
        return True


def _said(way: Way, first: str) -> dict[str, str]:
    """What an answer asks for; the first of it may have been typed on the same line."""
    said: dict[str, str] = {way.blanks[0].name: first} if first else {}
    for blank in way.blanks:
        if blank.name not in said:
            default = None if blank.needed else ""
            typed = typer.prompt(blank.label, default=default, show_default=False, err=True)
            said[blank.name] = str(typed).strip()
    return said


def _legend(question: Question) -> str:
    ways = [way.word if way.word == way.keys[0] else f"{way.word} ({way.keys[0]})" for way in question.ways]
    return ", ".join((*ways, "undo (u)", "quit (q)"))
