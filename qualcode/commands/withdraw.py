"""A participant withdraws: everything, anything new, or some passages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode import render
from qualcode.commands.session import DryRun, Json, Yes, ask, names, participant_names, project
from qualcode.errors import UsageError
from qualcode.names import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.passes.withdrawing import Farewell
    from qualcode.store.project import Project
    from qualcode.store.terms import Terms
    from qualcode.themes.withdrawal import Consequences

MODES = ("erase", "stop", "segments")


def register(app: typer.Typer) -> None:
    """Add the command of this room to the program."""
    app.command()(withdraw)


def withdraw(
    ctx: typer.Context,
    participant: Annotated[
        str | None, typer.Argument(metavar="[ID]", autocompletion=names(participant_names))
    ] = None,
    mode: Annotated[str | None, typer.Option(help="erase, stop or segments.")] = None,
    passage: Annotated[
        list[str] | None, typer.Option(metavar="ADDRESS", help="With segments: P7:4-6; may be repeated.")
    ] = None,
    rename: Annotated[
        list[str] | None, typer.Option(metavar='"OLD=NEW"', help="A code that is called in their words.")
    ] = None,
    clause: Annotated[str | None, typer.Option(help="What the consent form says about withdrawing.")] = None,
    until: Annotated[str | None, typer.Option(metavar="2026-12-31", help="The last day to withdraw.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Who withdrew, and what is withheld.")] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """A participant withdraws: erase everything, stop anything new, or withhold some passages.

    `erase` takes every word out of the project, byte for byte; an id, a day and the mode stay, and the id is
    never used again. `stop` keeps what there is. `segments` withholds passages. The consent form says which.
    """
    with project(ctx) as opened:
        if clause is not None or until is not None:
            _agree(opened, clause, until, as_json=as_json)
        elif listed:
            _list(opened, as_json=as_json)
        elif participant is None or mode not in MODES:
            raise UsageError("Say who withdraws, and how.", f"qualcode withdraw P7 --mode {'|'.join(MODES)}")
        elif mode == "erase":
            _erase(opened, participant, _renames(rename), dry_run=dry_run, yes=yes, as_json=as_json)
        elif mode == "stop":
            _stop(opened, participant, yes=yes, as_json=as_json)
        else:
            _withhold(opened, participant, passage or (), yes=yes, as_json=as_json)


def _erase(
    opened: Project, name: str, renames: dict[str, str], *, dry_run: bool, yes: bool, as_json: bool
) -> None:
    from qualcode.passes import withdrawing
    from qualcode.store import outgoing
    from qualcode.themes.withdrawal import consequences, standing

    leaving = withdrawing.prepare(opened, name, renames)
    before = standing(opened)
    files = [one.as_dict() for one in outgoing.holding(opened, leaving.participant_id)]
    _tell_terms(opened)
    _tell_leaving(leaving)
    if dry_run:
        render.tell("Nothing was changed.")
        return
    if not ask(f"Erase everything {leaving.participant} said, for good?", option="--yes", yes=yes):
        render.tell("Nothing was changed.")
        return
    scrubbed = withdrawing.erase(opened, leaving)
    after = consequences(before, standing(opened))
    beyond = outgoing.copies_beside(opened)
    value: dict[str, Any] = {
        "participant": leaving.participant,
        "mode": "erase",
        "transcripts": len(leaving.transcripts),
        "groups": len(leaving.groups),
        "places": list(leaving.places),
        "renamed": _renamed(leaving),
        **after.as_dict(),
        "exports": files,
        "copies": beyond,
        "scrubbed": scrubbed,
    }
    if as_json:
        render.show_json(value)
        return
    _tell_erased(leaving, after, files, beyond)
    if not scrubbed:
        from qualcode.store.erasing import LEFT_OVER

        render.tell(" ".join(LEFT_OVER))


def _stop(opened: Project, name: str, *, yes: bool, as_json: bool) -> None:
    from qualcode.passes import withheld

    _tell_terms(opened)
    if ask(f"Code and quote nothing new of {name}?", option="--yes", yes=yes):
        who = withheld.stop(opened, name)
        _done(
            {"participant": who, "mode": "stop"}, f"{who}: what there is stays, nothing new is made.", as_json
        )


def _withhold(opened: Project, name: str, passages: Sequence[str], *, yes: bool, as_json: bool) -> None:
    from qualcode.passes import withheld
    from qualcode.transcripts import addresses

    if not passages:
        raise UsageError("Say which passages are withheld.", f"Add --passage {quoted(name)}:4-6")
    places = [addresses.resolve(opened, one) for one in passages]
    _tell_terms(opened)
    if ask("Withhold them? Codings and quotes on them go for good.", option="--yes", yes=yes):
        who, touched = withheld.withhold(opened, name, places)
        value = {"participant": who, "mode": "segments", "passages": list(passages), "codings": touched}
        _done(value, f"{who}: {len(places)} withheld, {touched} codings taken off or cut.", as_json)


def _agree(opened: Project, clause: str | None, until: str | None, *, as_json: bool) -> None:
    from qualcode.store.terms import agree

    agreed = agree(opened, clause, until)
    _done({"clause": agreed.clause, "until": agreed.until}, "Written down.", as_json)


def _list(opened: Project, *, as_json: bool) -> None:
    from dataclasses import asdict

    from qualcode.passes import withheld
    from qualcode.themes.withdrawal import departures

    gone = departures(opened)
    passages = [asdict(one) for one in withheld.withheld(opened)]
    if as_json:
        render.show_json({"withdrawn": [asdict(one) for one in gone], "withheld": passages})
        return
    for one in gone:
        render.write(f"{one.participant}  {one.mode}  {one.at[:10]}\n")
    for passage in passages:
        render.write(f"{passage['address']}  withheld\n")
    if not gone:
        render.tell("Nobody withdrew.")


def _renames(given: Sequence[str] | None) -> dict[str, str]:
    found = {}
    for one in given or ():
        old, equals, new = one.partition("=")
        if not (equals and old.strip() and new.strip()):
            raise UsageError(f"{one!r} names no code anew.", 'Write --rename "old name=new name"')
        found[old.strip()] = new.strip()
    return found


def _renamed(leaving: Farewell) -> list[str]:
    from qualcode.passes.own_words import WITHDRAWN

    return [new for new in leaving.phrases.values() if new != WITHDRAWN]


def _tell_terms(opened: Project) -> None:
    """What the consent form says comes first."""
    from qualcode.store.terms import terms

    agreed: Terms = terms(opened)
    if agreed.clause:
        render.tell(f"Agreed: {agreed.clause}")
    if agreed.until:
        today = opened.now()[:10]
        passed = " (that day has passed)" if today > agreed.until else ""
        render.tell(f"To withdraw until {agreed.until}{passed}.")


def _tell_leaving(leaving: Farewell) -> None:
    groups = f"; turns in {len(leaving.groups)} groups are emptied" if leaving.groups else ""
    render.tell(
        f"{leaving.participant}: {len(leaving.transcripts)} transcripts go, former versions too, with their"
        f" codings, suggestions, quotes, decisions and memos{groups}."
    )
    if leaving.places:
        render.tell(f"These hold their words, and lose them: {'; '.join(leaving.places)}.")
    for new in _renamed(leaving):
        render.tell(
            f"A code that is called in their words becomes {new!r}. For another name: --rename OLD=NEW"
        )


def _tell_erased(
    leaving: Farewell, after: Consequences, files: Sequence[dict[str, Any]], beyond: Sequence[str]
) -> None:
    render.tell(f"{leaving.participant} is erased. N was {after.base[0]} and is {after.base[1]}.")
    for claim in after.claims:
        fits = " Its quantifier does not fit any more." if claim.fits is False else ""
        render.tell(f"c{claim.number}: {claim.before} is {claim.after or 'nobody'} now.{fits}")
    for label, found in (
        ("Quotes that are gone", [f"q{number}" for number in after.quotes]),
        ("Themes carried by fewer than three now", after.thin_themes),
        ("Codes that the findings do not use any more", after.empty_codes),
        ("Destroy these files, or write them again", [f"{f['file']} ({f['at'][:10]})" for f in files]),
        ("Copies that no command reaches", beyond),
    ):
        if found:
            render.tell(f"{label}: {', '.join(found)}.")
    render.tell("Nor does any command reach other people's copies, or the replacement log of `deid`.")


def _done(value: object, sentence: str, as_json: bool) -> None:
    if as_json:
        render.show_json(value)
    else:
        render.tell(sentence)
