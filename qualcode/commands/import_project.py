"""A new project from another program's."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from qualcode import render
from qualcode.commands.session import DryRun, Json, many
from qualcode.errors import UsageError
from qualcode.store.project import SUFFIX

if TYPE_CHECKING:
    from qualcode.exchange.refi.result import ProjectImport

MOST_SHOWN: Final = 6
"""Lines for one kind of remark; --json has them all."""

_CODERS: Final = ("coding", "selection")


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.command("import-project")(import_project)


def import_project(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.qdpx", help="A REFI-QDA project file.")],
    path: Annotated[
        Path | None, typer.Argument(help="A folder, or the .qualcode file to make; default: FILE.qualcode.")
    ] = None,
    interviewer: Annotated[
        list[str] | None, typer.Option(metavar="LABEL", help="Who asks; may be repeated.")
    ] = None,
    speakers: Annotated[str, typer.Option(help="auto, none, or a regular expression.")] = "auto",
    coder_from: Annotated[
        str, typer.Option(help="Whose a coding is: of who made the coding, or the selection.")
    ] = "coding",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """A new project from a REFI-QDA file of NVivo, ATLAS.ti, MAXQDA, QualCoder and others.

    Texts, codes, codings, memos, cases and attributes come in, one pass for each user. Whatever cannot is
    listed. It never writes over a project.
    """
    from qualcode.exchange.refi.project import ProjectOptions
    from qualcode.exchange.refi.project import import_project as bring_in
    from qualcode.transcripts.prepare import ImportOptions

    if coder_from not in _CODERS:
        raise UsageError(f"{coder_from!r} has no coder.", f"Use one of: {', '.join(_CODERS)}.")
    texts = ImportOptions(interviewer=tuple(interviewer or ()), speakers=speakers)
    options = ProjectOptions(ctx.find_root().params.get("coder"), coder_from == "selection", texts)
    target = _target(file, path)
    with render.progress("Importing the project", None):
        result = bring_in(file, target, options, dry_run=dry_run)
    if as_json:
        render.show_json({**asdict(result), "dry_run": dry_run})
    else:
        _show(result, target, dry_run=dry_run)


def _target(file: Path, path: Path | None) -> Path:
    name = f"{file.stem}{SUFFIX}"
    if path is None:
        return Path(name)
    if path.suffix == SUFFIX and not path.is_dir():
        return path
    if path.is_file():
        raise UsageError(f"{path} is a file, not a folder.", f"Name a folder, or a file ending in {SUFFIX}.")
    return path / name


def _show(result: ProjectImport, target: Path, *, dry_run: bool) -> None:
    render.tell(f"From {result.origin or 'a program that gives no name'}: {result.title}")
    for one in result.transcripts:
        counting = f"; positions in {one.counting}" if one.counting else ""
        render.tell(f"  {one.transcript}: {one.words} words, {many(one.codings, 'coding')}{counting}")
    for done in result.passes:
        where = many(done.transcripts, "transcript")
        render.tell(f"  pass {done.name} by {done.coder}: {many(done.codings, 'coding')} in {where}")
    _show_changed(result)
    _show_missing(result)
    counts = result.counts
    others = ", ".join(many(counts[f"{what}s"], what) for what in ("code", "coding", "participant", "memo"))
    verb = "would come in" if dry_run else "came in"
    render.tell(f"{counts['transcripts']} of {many(counts['sources'], 'text')} {verb}; {others}.")
    if not dry_run:
        render.write(f"{target}\n")
        render.tell(f"Next: qualcode --project {target} status")


def _show_changed(result: ProjectImport) -> None:
    _lines([f"two codes are called {one.name!r}: one is {one.now!r} now" for one in result.codes_renamed])
    _lines(result.warnings)
    if result.repeated:
        render.tell(f"{many(result.repeated, 'coding')} stood there more than once by one coder: kept once.")


def _show_missing(result: ProjectImport) -> None:
    """What did not come in; reasons that many codings share are told once."""
    _lines([f"not read: {one.source}: {one.reason}{_with_it(one.codings)}" for one in result.unread])
    reasons = Counter((one.source, one.reason) for one in result.unplaced)
    _lines([f"{many(n, 'coding')} of {source} not placed: {why}" for (source, why), n in reasons.items()])
    for left in result.left_out:
        render.tell(f"left out: {left.kind}: {left.count}")


def _with_it(codings: int) -> str:
    return f" {many(codings, 'coding')} went with it." if codings else ""


def _lines(lines: list[str]) -> None:
    for line in lines[:MOST_SHOWN]:
        render.tell(line)
    if len(lines) > MOST_SHOWN:
        render.tell(f"  and {len(lines) - MOST_SHOWN} more like this: see them with --json")
