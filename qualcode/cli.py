"""The front door: assembles the commands, takes the global options, and shows errors in one place."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

import qualcode
from qualcode.commands import (
    codes,
    codings,
    participants,
    passes,
    project,
    quotes,
    themes,
    transcripts,
)
from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from typer._click import Context

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""


class ErrorBoundary(TyperGroup):
    """The one place where an error becomes a sentence, a hint and an exit code."""

    def invoke(self, ctx: Context) -> object:
        """Run the command; no error it raises on purpose reaches the shell as a traceback."""
        if os.environ.get("QUALCODE_DEBUG"):
            return super().invoke(ctx)
        try:
            return super().invoke(ctx)
        except QualcodeError as error:
            _say(f"Error: {error.sentence}")
            if error.hint:
                _say(f"Hint: {error.hint}")
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            _say("Interrupted; nothing is half-written.")
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError as error:  # the reader of a pipe went away: `qualcode log | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from error


app = typer.Typer(
    cls=ErrorBoundary,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Qualitative coding at the terminal, offline, in one project file.",
)


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"qualcode {qualcode.__version__}\n")
        raise typer.Exit


@app.callback()
def options(
    project: Annotated[
        str | None,
        typer.Option("--project", "-P", envvar="QUALCODE_PROJECT", help="The .qualcode file to work on."),
    ] = None,
    coder: Annotated[
        str | None, typer.Option("--coder", envvar="QUALCODE_CODER", help="Who is coding.")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Qualitative coding at the terminal, offline, in one project file."""


for rooms in (
    project,
    transcripts,
    participants,
    codes,
    passes,
    codings,
    themes,
    quotes,
):
    rooms.register(app)


def main() -> None:
    """Entry point of the `qualcode` command."""
    if not os.environ.get("QUALCODE_DEBUG"):
        sys.excepthook = _plain_hook
    app()


def _say(line: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(line + "\n")


def _plain_hook(kind: type[BaseException], _error: BaseException, _trace: object) -> None:
    _say(f"Error: something went wrong inside qualcode ({kind.__name__}); nothing is half-written.")
    _say("Hint: run it again with QUALCODE_DEBUG=1 to see where, and report that.")
