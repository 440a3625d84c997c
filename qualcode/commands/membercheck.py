"""Taking findings back to participants: packs to send, a log of what came back, counts for the report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast

import typer

from qualcode import render
from qualcode.commands.session import Csv, Json, done, names, participant_names, project, show_rows
from qualcode.store import outgoing

rooms = typer.Typer(no_args_is_help=True, help="Findings taken back to participants: pack, log, summary.")
Day = Annotated[str, typer.Option("--on", metavar="2026-03-09", help="When it happened; today by default.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.add_typer(rooms, name="membercheck")


@rooms.command()
def pack(
    ctx: typer.Context,
    participants: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID...]", autocompletion=names(participant_names), help="Only these."),
    ] = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where the files go.")
    ] = Path("member-checks"),
    format_: Annotated[str, typer.Option("--format", help="docx, html or md.")] = "docx",
    as_json: Json = False,
) -> None:
    """Write a file for each participant: the themes, and that participant's own quotes.

    No pack holds another participant's words: a name or definition that would is left out, and told.
    """
    from qualcode.export.packs import Format, write_packs

    with project(ctx) as opened:
        packs = write_packs(opened, output, participants or (), cast("Format", format_))
        for one in packs:
            outgoing.note(opened, "membercheck pack", one.file, one.participant)
    if as_json:
        render.show_json([one.as_dict() for one in packs])
        return
    for one in packs:
        render.write(f"{output / one.file}\n")
        for theme in one.left_out:
            render.tell(f"{one.participant}: wording of {theme!r} left out, for it is another participant's.")
    render.tell(f"{len(packs)} packs. When they are out: qualcode membercheck log ID --sent")


@rooms.command()
def log(
    ctx: typer.Context,
    participant: Annotated[str, typer.Argument(metavar="ID", autocompletion=names(participant_names))],
    sent: Annotated[bool, typer.Option("--sent", help="The pack was sent.")] = False,
    no_reply: Annotated[bool, typer.Option("--no-reply", help="Nothing came back.")] = False,
    replied: Annotated[bool, typer.Option("--replied", help="Something came back.")] = False,
    confirmed: Annotated[bool, typer.Option("--confirmed", help="The participant agrees.")] = False,
    corrected: Annotated[
        bool, typer.Option("--corrected", help="The participant corrected something.")
    ] = False,
    added: Annotated[bool, typer.Option("--added", help="The participant added something.")] = False,
    withhold: Annotated[bool, typer.Option("--withhold", help="Something is not to be printed.")] = False,
    changed: Annotated[
        str, typer.Option(help="What changed because of it: transcript, theme, quote or other.")
    ] = "",
    note: Annotated[str, typer.Option(help="What was said, in your own words.")] = "",
    day: Day = "",
    as_json: Json = False,
) -> None:
    """Note what happened with a participant's pack."""
    from qualcode.themes import memberchecks

    given = {
        "sent": sent,
        "no-reply": no_reply,
        "replied": replied,
        "confirmed": confirmed,
        "corrected": corrected,
        "added": added,
        "withhold": withhold,
    }
    outcomes = [name for name, said in given.items() if said]
    with project(ctx) as opened:
        entries = memberchecks.log(opened, participant, outcomes, day=day, changed=changed, note=note)
    value = [one.as_dict() for one in entries]
    done(value, f"{entries[0].participant}: {', '.join(outcomes)} on {entries[0].day}.", as_json)


@rooms.command("list")
def list_(ctx: typer.Context, as_json: Json = False, as_csv: Csv = False) -> None:
    """Every entry, by participant and day."""
    from qualcode.themes import memberchecks

    with project(ctx) as opened:
        rows = [one.as_dict() for one in memberchecks.entries(opened)]
    empty = "Nothing is logged yet: qualcode membercheck log ID --sent"
    show_rows(rows, as_json=as_json, as_csv=as_csv, empty=empty)


@rooms.command()
def summary(ctx: typer.Context, as_json: Json = False) -> None:
    """Who was asked, who replied, and what changed: the counts that the report prints."""
    from qualcode.export.checking import KINDS, checking

    with project(ctx) as opened:
        found = checking(opened)
    if as_json:
        render.show_json(found.as_dict())
        return
    render.write((found.sentence() or "Nothing has been sent yet.") + "\n")
    for kind, people in found.by_kind().items():
        render.write(f"  {KINDS[kind]}: {', '.join(people)}\n")
    if found.waiting:
        render.write(f"  waiting for: {', '.join(found.waiting)}\n")
