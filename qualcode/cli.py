"""The front door: names the commands, takes the global options, and shows errors in one place.

A room of `commands/` is imported when one of its commands is asked for, so that `--help` stays light.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING, Annotated, Final

import typer
from typer.core import TyperGroup

import qualcode
from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter

INTERRUPTED: Final = 130
"""Exit code after Ctrl-C, as shells have it."""

UNTOUCHED: Final = "Interrupted; nothing is half-written."

ROOMS: Final = {
    "init": ("project", "Make a project file."),
    "status": ("project", "Phase by phase: what is there, what is missing."),
    "next": ("project", "The one thing the method expects now, with the command to type."),
    "approach": ("approach", "Which thematic analysis this is, and what follows from it."),
    "questions": ("approach", "The research questions: add, list."),
    "import": ("transcripts", "Bring interviews in; the words are never touched afterwards."),
    "import-project": (
        "import_project",
        "A new project from a REFI-QDA file of NVivo, ATLAS.ti, MAXQDA, QualCoder and others.",
    ),
    "transcripts": ("transcripts", "What was said: list, show, rename, retire, replace, verify."),
    "participants": ("participants", "Who is studied: list, add, import, set, check."),
    "deid": ("deid", "Words that tell who somebody is: scan, decide, replace for good."),
    "read": ("transcripts", "A transcript with unit numbers, speakers, and the codes of a pass."),
    "search": ("search", "Words in everything that was said, each with its context and address."),
    "codes": ("codes", "The codebook: what each code means, and the tree of them."),
    "passes": ("passes", "A pass is one coder's journey through the transcripts."),
    "code": ("code", "The coding screen: read, select, apply."),
    "apply": ("codings", "Apply a code to a span."),
    "unapply": ("codings", "Take a code off a span; `undo` brings it back."),
    "codings": ("codings", "One code on one span in one pass: list, import, export."),
    "suggest": (
        "suggest",
        "Propose codes for a pass, each with a reason; nothing counts until you accept it.",
    ),
    "suggestions": ("suggestions", "What the program proposes and a person decides."),
    "review": ("suggest", "Decide suggestions one by one."),
    "memos": ("memos", "Dated notes about anything; never edited, only followed."),
    "compare": ("reliability", "How far passes agree, code by code."),
    "align": ("reliability", "Which code of one pass is which of another."),
    "disagreements": ("reconcile", "Where two passes differ."),
    "reconcile": ("reconcile", "Decide the disagreements of two passes into an agreed one."),
    "themes": ("themes", "Patterns of shared meaning, made by the analyst."),
    "why": ("companion", "A theme's life on one screen."),
    "claims": ("claims", "A sentence of the report and the passages it rests on."),
    "quotes": ("quotes", "Participants' own words, chosen for the report."),
    "saturation": ("checks", "New codes by interview, after Guest and colleagues and after Francis"),
    "reviewer2": (
        "companion",
        "Twenty questions of a hostile reader, each answered, partly answered, or open.",
    ),
    "slots": ("slots", "Your own words in the report: list, show, set, import, export."),
    "lint": ("checks", "What stands between this study and a public report."),
    "report": ("report", "Write the report: themes, and the words behind every one of them."),
    "verify": (
        "proof",
        "Hold a manuscript against the transcripts: every quotation found, every number recounted.",
    ),
    "trace": (
        "proof",
        "Follow a quote or a claim back: passages, their lines, and who coded them in which pass and when.",
    ),
    "export": (
        "export",
        "Files for others: codebook, codings, quotations, matrix, disagreements, audit trail, project.",
    ),
    "membercheck": ("membercheck", "Findings taken back to participants: pack, log, summary."),
    "checklist": (
        "checklist",
        "Fill a reporting checklist: COREQ, SRQR, or the 15 points of good thematic analysis.",
    ),
    "withdraw": (
        "withdraw",
        "A participant withdraws: erase everything, stop anything new, or withhold some passages.",
    ),
    "log": ("project", "Who did what, newest first. It never shows participants' words."),
    "undo": ("project", "Take back the latest action, or the latest N."),
    "redo": ("project", "Do again what the latest undo took back."),
    "check": ("project", "Integrity of the file: spans, seals, hashes, orphans."),
    "merge": ("merge", "Bring in a colleague's copy: everything that is new in it."),
    "backup": ("project", "A consistent copy while others read."),
    "demo": ("project", "The example study, from empty folder to Word report, in one go."),
}
"""Every command in the order of the work: the module of `commands/` it lives in, and its help in a line."""


class FrontDoor(TyperGroup):
    """Loads commands when asked for; turns errors into a sentence, a hint and an exit code."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Names of all commands, in the order of the work."""
        return list(ROOMS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command itself, its room imported now."""
        if cmd_name not in self.commands and cmd_name in ROOMS:
            room = typer.Typer(rich_markup_mode=None, callback=_nothing)
            import_module(f"qualcode.commands.{ROOMS[cmd_name][0]}").register(room)
            self.commands[cmd_name] = typer.main.get_group(room).commands[cmd_name]
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The list in `--help`, written without loading what it lists."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in ROOMS.items()])

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """As Typer does it, with near misses among all commands, loaded or not."""
        if args and args[0] not in ROOMS and not args[0].startswith("-"):
            from qualcode.names import did_you_mean

            hint = did_you_mean(args[0], ROOMS, "See `qualcode --help`.")
            ctx.fail(f"There is no command {args[0]!r}. {hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Context) -> object:
        """Run the command; no error it raises on purpose reaches the shell as a traceback."""
        if os.environ.get("QUALCODE_DEBUG"):
            return super().invoke(ctx)
        try:
            return super().invoke(ctx)
        except QualcodeError as error:
            _say(f"Error: {_in_a_line(error.sentence)}")
            if error.hint:
                _say(f"Hint: {_in_a_line(error.hint)}")
            raise typer.Exit(error.exit_code) from error
        except (KeyboardInterrupt, typer.Abort) as error:
            _say(UNTOUCHED)
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError as error:  # the reader of a pipe went away: `qualcode log | head`
            _silence_stdout()
            raise typer.Exit from error
        except OSError as error:
            _say_refused(error)
            raise typer.Exit(1) from error


app = typer.Typer(
    cls=FrontDoor,
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


def main() -> None:
    """Entry point of the `qualcode` command."""
    if not os.environ.get("QUALCODE_DEBUG"):
        sys.excepthook = _plain_hook
    _replace_closed_streams()
    if isinstance(sys.stdout, TextIOWrapper):  # data leaves the same on every machine
        encoding = None if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")
    if not {"--install-completion", "--show-completion"}.isdisjoint(sys.argv):
        import_module("qualcode.commands.completion").prepare()
    try:
        typer.main.get_command(app)()  # calling the app itself would put Typer's hook in place of ours
    finally:
        _flush_stdout()


def _nothing() -> None:
    """A room has no options of its own."""


def _replace_closed_streams() -> None:
    # After `>&-` Python has None there: nothing is read from it, and what is written goes nowhere.
    for name, how in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), how, encoding="utf-8"))


def _flush_stdout() -> None:
    """Send the rest of the answer while a failure can still be told."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence_stdout()
    except OSError as error:
        _silence_stdout()
        _say_refused(error)
        sys.exit(1)


def _silence_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say_refused(error: OSError) -> None:
    where = f" ({error.filename})" if error.filename else ""
    _say(f"Error: the system refused: {(error.strerror or str(error)).lower()}{where}.")
    _say("Hint: make room or check the permissions there, then run the same command again.")


def _in_a_line(told: str) -> str:
    from qualcode.names import in_a_line

    return in_a_line(told)


def _say(line: str) -> None:
    with suppress(OSError):  # told when the program ends
        sys.stdout.flush()
    sys.stderr.write(line + "\n")


def _plain_hook(kind: type[BaseException], _error: BaseException, _trace: object) -> None:
    if issubclass(kind, KeyboardInterrupt):  # before a command began; the shell sees 130
        _say(UNTOUCHED)
        return
    _say(f"Error: something went wrong inside qualcode ({kind.__name__}); nothing is half-written.")
    _say("Hint: run it again with QUALCODE_DEBUG=1 to see where, and report that.")
