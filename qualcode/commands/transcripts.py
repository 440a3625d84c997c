"""Transcripts: import, list, show, rename, retire, restore, text, read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

import typer

from qualcode import render
from qualcode.commands import corrections
from qualcode.commands.session import (
    Csv,
    DryRun,
    Json,
    done,
    many,
    names,
    pass_names,
    project,
    show_rows,
    transcript_names,
)
from qualcode.errors import UsageError
from qualcode.model import Kind

if TYPE_CHECKING:
    from qualcode.transcripts.importing import Imported, Outcome
    from qualcode.transcripts.prepare import ImportOptions

rooms = typer.Typer(no_args_is_help=True, help="What was said: list, show, rename, retire, replace, verify.")
corrections.add_to(rooms)
Name = Annotated[str, typer.Argument(autocompletion=names(transcript_names))]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.command("import")(import_)
    app.command()(read)
    app.add_typer(rooms, name="transcripts")


def import_(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER...")],
    kind: Annotated[str, typer.Option("--as", help=f"One of: {', '.join(get_args(Kind))}.")] = "interview",
    participant: Annotated[
        str | None, typer.Option(help="Whose interview it is (default: the file's name).")
    ] = None,
    interviewer: Annotated[list[str] | None, typer.Option(help="A label that asks; may be repeated.")] = None,
    speakers: Annotated[str, typer.Option(help="auto, none, or a regular expression.")] = "auto",
    id_column: Annotated[str | None, typer.Option(help="Survey table: who answered.")] = None,
    text_column: Annotated[list[str] | None, typer.Option(help="Survey table: an answer.")] = None,
    attribute_column: Annotated[list[str] | None, typer.Option(help="Survey table: a fact.")] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Bring interviews in; the words are never touched afterwards."""
    from qualcode.transcripts.ahead import processes_for
    from qualcode.transcripts.importing import Skipped, files_in, import_files, preview_files

    options = _options(kind, participant, interviewer, speakers, (id_column, text_column, attribute_column))
    files = files_in(paths)
    with project(ctx) as opened:
        if dry_run:
            outcomes = preview_files(opened, files, options)
        else:
            with render.progress("Importing", len(files)) as step:
                outcomes = import_files(opened, files, options, lambda _: step(), processes_for(files))
    _show_outcomes(outcomes, dry_run, as_json)
    if any(isinstance(one, Skipped) and one.failed for one in outcomes):
        raise typer.Exit(1)


@rooms.command("list")
def list_(ctx: typer.Context, as_json: Json = False, as_csv: Csv = False) -> None:
    """All transcripts."""
    from qualcode.transcripts.overview import overviews

    with project(ctx) as opened:
        rows = overviews(opened)
    columns = ("transcript", "participant", "kind", "words", "turns", "units")
    show_rows(rows, as_json=as_json, as_csv=as_csv, columns=columns, numeric=columns[3:])


@rooms.command("show")
def show_one(ctx: typer.Context, name: Name, as_json: Json = False) -> None:
    """One transcript: speakers, turns, units."""
    from qualcode.transcripts.overview import details

    with project(ctx) as opened:
        found = details(opened, name)
    if as_json:
        render.show_json(found)
        return
    for key in ("transcript", "participant", "kind", "characters", "words"):
        render.write(f"{key:12} {found[key]}\n")
    render.write(f"{'turns':12} {len(found['turns'])}\n{'units':12} {len(found['units'])}\n")
    for speaker in found["speakers"]:
        turns = many(speaker["turns"], "turn")
        render.write(f"  {speaker['label']}: {speaker['role']}, {turns}. {speaker['reason']}\n")
    if found["verified"]:
        render.write("verified     {share}% by {by}, {at}\n".format_map(found["verified"]))
    if found["replaces"]:
        render.write(f"replaces     {found['replaces']}\n")


@rooms.command()
def rename(ctx: typer.Context, old: Name, new: str, as_json: Json = False) -> None:
    """Give a transcript another name; its addresses follow."""
    from qualcode.transcripts import library

    with project(ctx) as opened:
        library.rename(opened, old, new)
    done({"transcript": new}, f"{old} is now called {new}.", as_json)


@rooms.command()
def retire(ctx: typer.Context, name: Name, as_json: Json = False) -> None:
    """Hide a transcript; nothing is deleted."""
    from qualcode.transcripts import library

    with project(ctx) as opened:
        library.retire(opened, name)
    done({"transcript": name}, f"{name} is retired. `qualcode transcripts restore` brings it back.", as_json)


@rooms.command()
def restore(ctx: typer.Context, name: str, as_json: Json = False) -> None:
    """Bring a retired transcript back."""
    from qualcode.transcripts import library

    with project(ctx) as opened:
        library.restore(opened, name)
    done({"transcript": name}, f"{name} is back.", as_json)


@rooms.command()
def text(ctx: typer.Context, name: Name, as_json: Json = False) -> None:
    """The stored text, byte for byte."""
    from qualcode.transcripts import library

    with project(ctx) as opened:
        transcript = library.find(opened, name)
        words = library.text(opened, transcript.id)
    if as_json:
        render.show_json({"transcript": transcript.name, "text": words})
    else:
        render.write(words)


def read(
    ctx: typer.Context,
    place: Annotated[str, typer.Argument(metavar="NAME|ADDRESS", autocompletion=names(transcript_names))],
    address: Annotated[str | None, typer.Argument(help="Units (42 or 42-44) or an address.")] = None,
    pass_name: Annotated[str | None, typer.Option("--pass", autocompletion=names(pass_names))] = None,
    show: Annotated[str | None, typer.Option(help="Another pass, although yours is open; noted.")] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """A transcript with unit numbers, speakers, and the codes of a pass."""
    from qualcode.passes.margin import lines

    with project(ctx) as opened:
        found = lines(opened, place, address, pass_name=pass_name, show=show)
    if as_json or as_csv:
        show_rows([asdict(line) for line in found], as_json=as_json, as_csv=as_csv)
    else:
        render.show_reading(found)


def _options(
    kind: str,
    participant: str | None,
    interviewer: Sequence[str] | None,
    speakers: str,
    survey: tuple[str | None, Sequence[str] | None, Sequence[str] | None],
) -> ImportOptions:
    from qualcode.transcripts.prepare import ImportOptions
    from qualcode.transcripts.readers import SurveyColumns

    if kind not in get_args(Kind):
        raise UsageError(
            f"{kind!r} is not a kind of transcript.", f"Choose one of: {', '.join(get_args(Kind))}."
        )
    id_column, text_columns, attribute_columns = survey
    columns = None
    if id_column and text_columns:
        columns = SurveyColumns(id_column, tuple(text_columns), tuple(attribute_columns or ()))
    elif id_column or text_columns:
        raise UsageError(
            "A survey table needs both --id-column and --text-column.", "Name the columns of the table."
        )
    return ImportOptions(cast("Kind", kind), participant, tuple(interviewer or ()), speakers, columns)


def _show_outcomes(outcomes: Sequence[Outcome], dry_run: bool, as_json: bool) -> None:
    from qualcode.transcripts.importing import Imported, Skipped

    imported = [one for one in outcomes if isinstance(one, Imported)]
    skipped = [one for one in outcomes if isinstance(one, Skipped)]
    if as_json:
        render.show_json(
            {
                "imported": [_imported(one, dry_run) for one in imported],
                "skipped": [{"file": one.file, "reason": one.reason} for one in skipped],
            }
        )
        return
    for one in imported:
        _show_imported(one, dry_run)
    for other in skipped:
        render.tell(f"skipped {other.file}: {other.reason} {other.hint}".rstrip())
    verb = "would come in" if dry_run else "imported"
    render.tell(f"{len(imported)} {verb}, {len(skipped)} skipped.")


def _imported(one: Imported, dry_run: bool) -> dict[str, Any]:
    value: dict[str, Any] = {
        "transcript": one.name,
        "participant": one.participant,
        "kind": one.kind,
        "characters": one.characters,
        "words": one.words,
        "turns": one.turns,
        "units": one.units,
        "speakers": [{"label": s.label, "role": s.role, "turns": s.turns} for s in one.speakers],
        "warnings": list(one.warnings),
    }
    if dry_run:
        value |= {"style": one.style, "unassigned": list(one.unassigned)}
    return value


def _size(one: Imported) -> str:
    return ", ".join((many(one.words, "word"), many(one.turns, "turn"), many(one.units, "unit")))


def _show_imported(one: Imported, dry_run: bool) -> None:
    who = f" (participant {one.participant})" if one.participant else ""
    render.write(f"{one.name}{who}: {_size(one)}\n")
    for speaker in one.speakers:
        turns = many(speaker.turns, "turn")
        render.write(f"    {speaker.label}: {speaker.role}, {turns}. {speaker.reason}\n")
    for warning in one.warnings:
        render.tell(f"    {one.name}: {warning}")
    if dry_run:
        render.write(f"    speakers found as: {one.style}\n")
        for line in one.unassigned:
            render.write(f"    belongs to nobody: {line}\n")
