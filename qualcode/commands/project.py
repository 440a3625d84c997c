"""The project as a whole: init, status, next, log, undo, redo, check, backup, demo."""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from qualcode import render
from qualcode.commands.session import Csv, Json, done, project, project_path, show_rows
from qualcode.errors import UsageError
from qualcode.model import Approach
from qualcode.store import outgoing
from qualcode.store.actions import redo as redo_action
from qualcode.store.actions import undo_latest
from qualcode.store.errors import ProjectExists
from qualcode.store.log import log as read_log
from qualcode.store.project import SUFFIX

if TYPE_CHECKING:
    from qualcode.phases import Status


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    for command in (init, status, log, undo, redo, check, backup, demo):
        app.command()(command)
    app.command("next")(next_step)


def init(
    ctx: typer.Context,
    path: Annotated[Path | None, typer.Argument(help="A folder, or a .qualcode file to make.")] = None,
    title: Annotated[str | None, typer.Option(help="What the study is called.")] = None,
    question: Annotated[list[str] | None, typer.Option(help="A research question; may be repeated.")] = None,
    approach: Annotated[str, typer.Option(help="codebook, coding-reliability or reflexive.")] = "codebook",
    coder: Annotated[str | None, typer.Option(help="Who codes, when nobody else is named.")] = None,
    as_json: Json = False,
) -> None:
    """Make a project file."""
    from qualcode.store.study import create_study

    if title is None:
        title = _ask_title()
    if not title.strip():
        raise UsageError("A project needs a title.", 'Add --title "...".')
    if approach not in get_args(Approach):
        raise UsageError(
            f"{approach!r} is not an approach.", f"Choose one of: {', '.join(get_args(Approach))}."
        )
    root = ctx.find_root().params
    target = _target(path or (Path(root["project"]) if root.get("project") else None), title)
    who = coder or root.get("coder")
    create_study(
        target, title=title, questions=question or (), approach=cast("Approach", approach), coder=who
    )
    if as_json:
        render.show_json({"project": str(target), "title": title, "approach": approach})
        return
    render.write(f"{target}\n")
    render.tell("Next: qualcode import FOLDER --dry-run")


def status(ctx: typer.Context, as_json: Json = False) -> None:
    """Phase by phase: what is there, what is missing."""
    from qualcode import phases

    with project(ctx) as opened:
        found = phases.status(opened)
    if as_json:
        _tell_status(found)
        return
    render.write(f"{found.title}  ({found.approach})\n")
    for number, wording in enumerate(found.questions, start=1):
        render.write(f"  Q{number}  {wording}\n")
    counts = ", ".join(f"{n} {_singular(name) if n == 1 else name}" for name, n in found.counts.items() if n)
    render.write(f"  {counts or 'nothing yet'}\n\n")
    for number, name in enumerate(found.phase_names):
        there = [what for phase, what in found.there if phase == number]
        missing = [step.what for step in found.steps if step.phase == number]
        mark = " " if number > found.phase else "▸" if number == found.phase else "~" if missing else "✓"
        render.write(f"{mark} {number} {name}\n")
        for what, items in (("there", there), ("missing", missing)):
            if items:
                render.write(render.filled(f"{what}: {'; '.join(items)}", 6, 4))


def _singular(name: str) -> str:
    return name.removesuffix("es" if name == "passes" else "s")


def _tell_status(found: Status) -> None:
    value = asdict(found)
    value["questions"] = list(found.questions)
    value["missing"] = [step.what for step in found.steps]
    value["phases"] = [
        {
            "phase": number,
            "name": name,
            "there": [what for phase, what in found.there if phase == number],
            "missing": [asdict(step) for step in found.steps if step.phase == number],
        }
        for number, name in enumerate(found.phase_names)
    ]
    del value["steps"], value["there"], value["phase_names"]
    render.show_json(value)


def next_step(ctx: typer.Context, as_json: Json = False) -> None:
    """The one thing the method expects now, with the command to type."""
    from qualcode import phases

    with project(ctx) as opened:
        found = phases.next_step(phases.status(opened))
    if as_json:
        render.show_json(None if found is None else asdict(found))
    elif found is not None:
        render.write(render.filled(f"Missing: {found.what}. {found.why}") + f"  {found.command}\n")
    else:
        render.write("Nothing is missing. Write the report:\n  qualcode report -o report.docx\n")


def log(
    ctx: typer.Context,
    limit: Annotated[int | None, typer.Option("-n", min=1, max=10**9, help="How many lines.")] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Who did what, newest first. It never shows participants' words."""
    with project(ctx) as opened:
        lines = read_log(opened, limit if limit is not None or as_json or as_csv else 30)
    if as_json or as_csv:
        show_rows([asdict(line) for line in lines], as_json=as_json, as_csv=as_csv)
        return
    rows = [
        {
            "no.": line.number,
            "when": line.at[:16].replace("T", " "),
            "who": f"{line.coder} in {line.whose}'s pass" if line.whose else line.coder,
            "what": line.command + (" (undone)" if line.undone else ""),
            "rows": line.touched,
        }
        for line in lines
    ]
    show_rows(rows, as_json=False, as_csv=False, numeric=("no.",))


def undo(
    ctx: typer.Context,
    times: Annotated[int, typer.Argument(min=1, help="How many actions.")] = 1,
    as_json: Json = False,
) -> None:
    """Take back the latest action, or the latest N."""
    with project(ctx) as opened:
        undone = undo_latest(opened, times)
    _tell_taken_back(undone, "undone", as_json)


def redo(ctx: typer.Context, as_json: Json = False) -> None:
    """Do again what the latest undo took back."""
    with project(ctx) as opened:
        again = [redo_action(opened)]
    _tell_taken_back(again, "redone", as_json)


def check(ctx: typer.Context, as_json: Json = False) -> None:
    """Integrity of the file: spans, seals, hashes, orphans. Exit 1 if anything is wrong."""
    from qualcode.passes.integrity import problems

    with project(ctx) as opened:
        found = problems(opened)
    if as_json:
        render.show_json({"ok": not found, "problems": found})
    else:
        render.write("".join(f"{line}\n" for line in found) or "All is well.\n")
    if found:
        raise typer.Exit(1)


def backup(
    ctx: typer.Context,
    path: Annotated[Path | None, typer.Argument()] = None,
    restore: Annotated[
        bool, typer.Option("--restore", help="Put the automatic copy in the place of a damaged project.")
    ] = False,
    as_json: Json = False,
) -> None:
    """A consistent copy while others read.

    By itself the program keeps one beside the project, never more than an hour of work behind.
    """
    if (path is None) != restore:
        raise UsageError("Say where the copy goes.", "Name a file or a folder; or --restore, without one.")
    if path is None:
        _restore(project_path(ctx), as_json)
        return
    from qualcode.store.backup import back_up

    with project(ctx) as opened:
        target = back_up(opened, path)
        outgoing.note(opened, "backup", target)
        beside = target.resolve().parent == opened.path.resolve().parent and target.suffix == SUFFIX
    if as_json:
        render.show_json({"backup": str(target)})
    else:
        render.write(f"{target}\n")
    if beside:
        render.tell(f"It lies beside the project: say which one you mean with --project {opened.path.name}.")


def _restore(path: Path, as_json: bool) -> None:
    from qualcode.store.backup import restore

    aside = restore(path)
    value = {"restored": str(path), "set_aside": str(aside)}
    done(value, f"{path.name} is the copy now. What was there lies in {aside.name}.", as_json)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]")] = Path("peer-support"),
    report: Annotated[Path | None, typer.Option(help="Where the Word report goes.")] = None,
) -> None:
    """The example study, from empty folder to Word report, in one go."""
    from qualcode.demo import STEPS, run

    with render.progress("Example study", len(STEPS)) as step:
        made = run(folder, report, tell=render.tell, step=step)
    render.write(f"{made.report}\n")
    render.tell(made.what_next)


def _ask_title() -> str:
    if not sys.stdin.isatty():
        raise UsageError("A project needs a title.", 'Add --title "...".')
    return str(typer.prompt("Title of the study", err=True))


def _target(path: Path | None, title: str) -> Path:
    if path is not None and path.suffix == SUFFIX and not path.is_dir():
        return path
    folder = path or Path.cwd()
    if folder.is_file():
        raise UsageError(
            f"{folder} is a file, not a folder.", f"Name a folder, or a file ending in {SUFFIX}."
        )
    there = sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
    if there:
        raise ProjectExists(
            f"There is a project in this folder already: {there[0].name}.",
            "Work on it, or name another folder: qualcode init FOLDER --title ...",
        )
    return folder / f"{_slug(title)}{SUFFIX}"


def _slug(title: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:60] or "study"


def _tell_taken_back(commands: list[str], what: str, as_json: bool) -> None:
    if as_json:
        render.show_json({what: commands})
        return
    render.write("".join(f"{what}: {command}\n" for command in commands))
