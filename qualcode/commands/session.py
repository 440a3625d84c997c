"""What every command shares: the project it works on, its options, and how answers leave."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode import render
from qualcode.errors import QualcodeError, UsageError
from qualcode.names import quoted
from qualcode.store.actions import who_acts
from qualcode.store.project import Project, find_project, open_project

if TYPE_CHECKING:
    from qualcode.model import CodingPass

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Csv = Annotated[bool, typer.Option("--csv", help="Rows as CSV on stdout.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would happen; change nothing.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@contextmanager
def project(ctx: typer.Context) -> Iterator[Project]:
    """The project this command works on, open for its duration."""
    with open_project(project_path(ctx), ctx.find_root().params.get("coder")) as opened:
        before = _latest(opened)
        yield opened
        if _latest(opened) != before:
            _keep_copy(opened)


def project_path(ctx: typer.Context) -> Path:
    """Where the project is that this command works on."""
    named = ctx.find_root().params.get("project")
    return find_project(Path(named) if named else None, Path.cwd())


def names(listed: Callable[[Project], Sequence[str]]) -> Callable[[typer.Context, str], list[str]]:
    """A completion function: names of the project that begin with what was typed."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        named = ctx.find_root().params.get("project") or os.environ.get("QUALCODE_PROJECT")
        try:
            with open_project(find_project(Path(named) if named else None, Path.cwd())) as opened:
                known = listed(opened)
        except QualcodeError:  # no project, nothing to complete
            return []
        return [name for name in known if name.casefold().startswith(incomplete.casefold())]

    return complete


def transcript_names(opened: Project) -> list[str]:
    """For completion."""
    return [row[0] for row in opened.rows("SELECT name FROM transcripts WHERE deleted_at IS NULL")]


def code_names(opened: Project) -> list[str]:
    """For completion."""
    return [row[0] for row in opened.rows("SELECT name FROM codes WHERE deleted_at IS NULL")]


def pass_names(opened: Project) -> list[str]:
    """For completion."""
    return [row[0] for row in opened.rows("SELECT name FROM passes WHERE deleted_at IS NULL")]


def theme_names(opened: Project) -> list[str]:
    """For completion."""
    return [row[0] for row in opened.rows("SELECT name FROM themes WHERE deleted_at IS NULL")]


def participant_names(opened: Project) -> list[str]:
    """For completion."""
    return [row[0] for row in opened.rows("SELECT name FROM participants WHERE deleted_at IS NULL")]


def plain(value: object) -> object:
    """A dataclass, or a list of them, as what JSON can hold."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def show_rows(
    rows: Sequence[dict[str, Any]],
    *,
    as_json: bool,
    as_csv: bool,
    columns: Sequence[str] | None = None,
    numeric: Sequence[str] = (),
    empty: str = "",
) -> None:
    """A listing as a table, JSON or CSV; the table may show fewer `columns` than the others."""
    if as_json:
        render.show_json(list(rows))
        return
    if as_csv:
        every = list(rows[0]) if rows else list(columns or ())
        render.show_csv(every, [[_cell(row[name]) for name in every] for row in rows])
        return
    if not rows:
        render.tell(empty or "There is none yet.")
        return
    shown = list(columns or rows[0])
    render.show_table(shown, [[_cell(row[name]) for name in shown] for row in rows], numeric=numeric)


def done(value: object, sentence: str, as_json: bool) -> None:
    """How a command that changed something ends: the thing as JSON, or a sentence on stderr."""
    if as_json:
        render.show_json(value)
    else:
        render.tell(sentence)


def tell_whose(opened: Project, coding_pass: CodingPass) -> None:
    """Say so where somebody's pass was written in by another coder: who said no name may do that."""
    actor = who_acts(opened)
    if actor.casefold() != coding_pass.coder.casefold():
        name = quoted(coding_pass.coder)
        render.tell(
            f"The log has {actor} in {coding_pass.coder}'s pass. If you are {coding_pass.coder}:"
            f" qualcode --coder {name} ..."
        )


def many(number: int, what: str) -> str:
    """A number with its noun: `1 code`, `2 codes`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def numbered(text: str, letter: str, what: str) -> int:
    """The number of a quote or a claim, with its letter or without.

    Raises:
        UsageError: it is no such number.
    """
    digits = text.lower().removeprefix(letter)
    if not digits.isdecimal():
        raise UsageError(f"{text!r} is not the number of a {what}.", f"Write 2 or {letter}2.")
    return int(digits)


def ask(question: str, *, option: str, yes: bool = False) -> bool:
    """Confirm on a terminal; without one the answer must have been given by an option.

    Raises:
        UsageError: not a terminal, and the option was not given.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError("This needs a confirmation.", f"Add {option}.")
    return typer.confirm(question, err=True)


def _latest(opened: Project) -> int:
    return int(opened.value("SELECT max(seq) FROM actions") or 0)


def _keep_copy(opened: Project) -> None:
    """The command is done: that there is no room for a copy is told, and is not its failure."""
    from qualcode.store.backup import keep_copy

    try:
        keep_copy(opened)
    except QualcodeError as error:
        render.tell(f"No automatic copy was made: {error.sentence} {error.hint}")


def _cell(value: object) -> object:
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}={item}" for key, item in value.items())
    return value
