"""Transcripts, corrected and checked: replace, orphans, settle, verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode import render
from qualcode.commands.session import (
    Csv,
    DryRun,
    Json,
    done,
    names,
    project,
    show_rows,
    transcript_names,
)
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.passes.replacing import Replacement

Name = Annotated[str, typer.Argument(autocompletion=names(transcript_names))]
STATUSES = ("kept", "moved", "trimmed", "orphaned")


def add_to(rooms: typer.Typer) -> None:
    """Add these commands to `qualcode transcripts`."""
    for command in (replace, orphans, settle, verify):
        rooms.command()(command)


def replace(
    ctx: typer.Context,
    name: Name,
    file: Annotated[Path, typer.Argument(help="The corrected transcript.")],
    interviewer: Annotated[list[str] | None, typer.Option(help="A label that asks; may be repeated.")] = None,
    speakers: Annotated[str, typer.Option(help="auto, none, or a regular expression.")] = "auto",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """A corrected version; every coding is found again and listed as kept, moved, trimmed or orphaned.

    Sealed passes keep the version they were made on; it stays under a name of its own, as P5-v1.
    """
    from qualcode.passes.replacing import replace_transcript

    with project(ctx) as opened:
        result = replace_transcript(
            opened, name, file, interviewer=tuple(interviewer or ()), speakers=speakers, rehearsal=dry_run
        )
    if as_json:
        render.show_json(result.as_dict())
    else:
        _show(result, dry_run=dry_run)


def orphans(ctx: typer.Context, as_json: Json = False, as_csv: Csv = False) -> None:
    """Codings and quotes whose words a corrected version no longer has, until somebody decides."""
    from qualcode.passes import orphans as waiting

    with project(ctx) as opened:
        rows = [one.as_dict() for one in waiting.orphans(opened)]
    columns = ("number", "label", "owner", "quotation", "nearest")
    empty = "None waits for a decision."
    show_rows(rows, as_json=as_json, as_csv=as_csv, columns=columns, numeric=("number",), empty=empty)


def settle(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(help="As `qualcode transcripts orphans` lists it.")],
    at: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Where it belongs now.")] = None,
    drop: Annotated[bool, typer.Option("--drop", help="It went with its words.")] = False,
    as_json: Json = False,
) -> None:
    """Decide an orphan: give it a place in the corrected version, or let it go."""
    from qualcode.passes import orphans as waiting
    from qualcode.transcripts import addresses

    if (at is None) != drop:
        raise UsageError("Say what becomes of it.", "Give --at ADDRESS, or --drop.")
    with project(ctx) as opened:
        if at is None:
            waiting.drop(opened, number)
        else:
            waiting.place(opened, number, addresses.resolve(opened, at))
    done({"number": number, "at": at}, f"{number} is {'dropped' if drop else f'at {at} now'}.", as_json)


def verify(
    ctx: typer.Context,
    name: Name,
    by: Annotated[str, typer.Option(help="Who checked it.")],
    share: Annotated[int, typer.Option(min=1, max=100, help="Percent of the recording.")] = 100,
    as_json: Json = False,
) -> None:
    """Note that a transcript was checked against the recording."""
    from qualcode.transcripts import verifying

    with project(ctx) as opened:
        verifying.verify(opened, name, share, by)
    value = {"transcript": name, "share": share, "by": by}
    done(value, f"{name}: {share}% checked against the recording by {by}.", as_json)


def _show(result: Replacement, *, dry_run: bool) -> None:
    value = result.as_dict()
    rows = [_row(one) for one in (*value["codings"], *value["quotes"]) if one["status"] != "kept"]
    if rows:
        render.show_table(("what", "status", "old", "words then", "new", "words now"), rows)
    counted = ", ".join(f"{value[status]} {status}" for status in STATUSES)
    render.tell(f"{len(value['codings'])} codings: {counted}.")
    for warning in result.warnings:
        render.tell(f"{result.transcript}: {warning}")
    if result.stay:
        render.tell(f"Sealed, so still on the former version {result.former}: {', '.join(result.stay)}.")
    if value["orphaned"] and not dry_run:
        render.tell("What lost its words waits for a decision: qualcode transcripts orphans")
    render.tell("Nothing was changed." if dry_run else f"{result.transcript} is the corrected version now.")


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    now = one["new"] or one["nearest"]
    near = "" if one["new"] else "near "
    what = one.get("code") or one.get("quote") or ""
    old = one["old"]
    return (what, one["status"], old["address"], old["quotation"], near + now["address"], now["quotation"])
