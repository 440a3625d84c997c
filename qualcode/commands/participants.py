"""Participants: list, add, import, set, check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode import render
from qualcode.commands.session import Csv, Json, names, participant_names, project, show_rows
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.transcripts.eligibility import Extent, Standing

rooms = typer.Typer(no_args_is_help=True, help="Who is studied: list, add, import, set, check.")
Name = Annotated[str, typer.Argument(metavar="ID", autocompletion=names(participant_names))]
Facts = Annotated[list[str] | None, typer.Argument(metavar="NAME=VALUE...")]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.add_typer(rooms, name="participants")


@rooms.command("list")
def list_(ctx: typer.Context, as_json: Json = False, as_csv: Csv = False) -> None:
    """All participants with their attributes."""
    from qualcode.transcripts.participants import participants

    with project(ctx) as opened:
        found = participants(opened)
    if as_json:
        render.show_json([{"participant": one.name, "attributes": one.attributes} for one in found])
        return
    columns = list(dict.fromkeys(name for one in found for name in one.attributes))
    rows = [
        {"participant": one.name} | {name: one.attributes.get(name, "") for name in columns} for one in found
    ]
    shown = ("participant", *columns)
    show_rows(
        rows,
        as_json=False,
        as_csv=as_csv,
        columns=shown,
        empty="No participant yet: qualcode participants add ID",
    )


@rooms.command()
def add(ctx: typer.Context, name: Name, facts: Facts = None, as_json: Json = False) -> None:
    """Register a participant by an id, never by a real name."""
    from qualcode.transcripts import participants

    attributes = _facts(facts)
    with project(ctx) as opened:
        participants.add(opened, name, attributes)
    _done(name, attributes, as_json)


@rooms.command("set")
def set_(ctx: typer.Context, name: Name, facts: Facts = None, as_json: Json = False) -> None:
    """Set attributes; an empty value takes the attribute away."""
    from qualcode.transcripts import participants

    attributes = _facts(facts)
    if not attributes:
        raise UsageError(
            "There is nothing to set.", f"Write for example: participants set {name} setting=ward"
        )
    with project(ctx) as opened:
        participants.set_values(opened, name, attributes)
    _done(name, attributes, as_json)


@rooms.command("import")
def import_(ctx: typer.Context, file: Path, as_json: Json = False) -> None:
    """Read a CSV: a column participant (or id), every other column an attribute."""
    from qualcode.transcripts import participants

    with project(ctx) as opened:
        count = participants.import_table(opened, file)
    if as_json:
        render.show_json({"participants": count})
    else:
        render.tell(f"{count} participants read.")


@rooms.command()
def check(
    ctx: typer.Context,
    criterion: Annotated[
        list[str] | None, typer.Option(metavar='"AGE >= 18"', help="Keep this one; may be repeated.")
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Take all criteria back first.")] = False,
    as_json: Json = False,
) -> None:
    """Who meets the criteria, and how far attributes range. Exit 1 if somebody does not."""
    from qualcode.transcripts import eligibility

    with project(ctx) as opened:
        if clear:
            eligibility.clear(opened)
        if criterion:
            eligibility.state(opened, criterion)
        stated = [str(one) for one in eligibility.criteria(opened)]
        people, ranges = eligibility.standings(opened), eligibility.extents(opened)
        unheard = eligibility.unheard(opened)
    if as_json:
        render.show_json(_checked(stated, people, ranges, unheard))
    else:
        _show_check(stated, people, ranges, unheard)
    if any(not one.eligible for one in people):
        raise typer.Exit(1)


def _checked(
    stated: list[str], people: list[Standing], ranges: list[Extent], unheard: list[str]
) -> dict[str, Any]:
    return {
        "criteria": stated,
        "participants": len(people),
        "eligible": sum(1 for one in people if one.eligible),
        "standings": [one.as_dict() for one in people],
        "ranges": [one.as_dict() for one in ranges],
        "without_transcript": unheard,
    }


def _show_check(stated: list[str], people: list[Standing], ranges: list[Extent], unheard: list[str]) -> None:
    if stated:
        fit = sum(1 for one in people if one.eligible)
        render.write(f"{fit} of {len(people)} eligible: {'; '.join(stated)}\n")
    else:
        render.tell('No criteria yet: qualcode participants check --criterion "age >= 18"')
    for one in people:
        told = [f"does not meet {each}" for each in one.unmet] + [
            f"not known: {each}" for each in one.unknown
        ]
        if told:
            render.write(f"  {one.participant} {'; '.join(told)}\n")
    for extent in ranges:
        render.write(f"{extent}\n")
    if unheard:
        render.write(f"No transcript yet: {', '.join(unheard)}\n")


def _facts(facts: list[str] | None) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for fact in facts or ():
        name, separator, value = fact.partition("=")
        if not separator or not name.strip():
            raise UsageError(f"{fact!r} is not NAME=VALUE.", "Write for example: setting=community")
        pairs[name.strip()] = value.strip()
    return pairs


def _done(name: str, attributes: dict[str, str], as_json: bool) -> None:
    if as_json:
        render.show_json({"participant": name, "attributes": attributes})
    else:
        facts = ", ".join(f"{key}={value}" for key, value in attributes.items())
        render.tell(f"{name}: {facts or 'registered'}")
