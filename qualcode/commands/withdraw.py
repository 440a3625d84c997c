"""A participant withdraws: everything, anything new, or some passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode import render
from qualcode.commands.session import DryRun, Json, Yes, ask, many, names, participant_names, project
from qualcode.errors import UsageError
from qualcode.names import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.passes.withdrawing import Farewell
    from qualcode.store.project import Project
    from qualcode.themes.withdrawal import Consequences

MODES = ("erase", "stop", "segments")


@dataclass(frozen=True, slots=True)
class _Way:
    """How a command goes about it: what the consent form says, and what is kept, asked and printed."""

    clause: str | None
    until: str | None
    dry_run: bool
    yes: bool
    as_json: bool

    @property
    def says_terms(self) -> bool:
        return self.clause is not None or self.until is not None


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
    never used again. `stop` keeps what there is. `segments` withholds passages. The consent form says which:
    --clause and --until write that down, before anybody withdraws or together with it.
    """
    way = _Way(clause, until, dry_run=dry_run, yes=yes, as_json=as_json)
    with project(ctx) as opened:
        if listed:
            _check_alone(participant, mode, way)
            _list(opened, as_json=as_json)
        elif way.says_terms and participant is None and mode is None:
            _done(opened, {}, "", way)
        elif participant is None or mode not in MODES:
            raise UsageError("Say who withdraws, and how.", f"qualcode withdraw P7 --mode {'|'.join(MODES)}")
        elif mode == "erase":
            _erase(opened, participant, _renames(rename), way)
        elif mode == "stop":
            _stop(opened, participant, way)
        else:
            _withhold(opened, participant, passage or (), way)


def _check_alone(participant: str | None, mode: str | None, way: _Way) -> None:
    if participant is not None or mode is not None or way.says_terms:
        raise UsageError("--list changes nothing, and stands alone.", "qualcode withdraw --list")


def _erase(opened: Project, name: str, renames: dict[str, str], way: _Way) -> None:
    from qualcode.passes import withdrawing
    from qualcode.themes.withdrawal import consequences, standing

    leaving = withdrawing.prepare(opened, name, renames)
    before = standing(opened)
    beyond = _beyond(opened, leaving.participant_id)
    _tell_terms(opened, way)
    _tell_leaving(leaving)
    value: dict[str, Any] = {
        "participant": leaving.participant,
        "mode": "erase",
        "transcripts": len(leaving.transcripts),
        "groups": len(leaving.groups),
        "places": list(leaving.places),
        "renamed": _renamed(leaving),
    }
    if way.dry_run:
        _done(opened, value | beyond, "", way)
    elif _agreed(f"Erase everything {leaving.participant} said, for good?", way):
        scrubbed = withdrawing.erase(opened, leaving)
        after = consequences(before, standing(opened))
        if not way.as_json:
            _tell_erased(leaving, after)
        _done(opened, value | after.as_dict() | beyond | {"scrubbed": scrubbed}, "", way)


def _stop(opened: Project, name: str, way: _Way) -> None:
    from qualcode.passes import withheld

    _tell_terms(opened, way)
    if _agreed(f"Code and quote nothing new of {name}?", way):
        who = withheld.stop(opened, name, rehearsal=way.dry_run)
        value = {"participant": who, "mode": "stop"}
        _done(opened, value, f"{who}: what there is stays, nothing new is made.", way)


def _withhold(opened: Project, name: str, passages: Sequence[str], way: _Way) -> None:
    from qualcode.passes import withheld
    from qualcode.transcripts import addresses

    if not passages:
        raise UsageError("Say which passages are withheld.", f"Add --passage {quoted(name)}:4-6")
    places = [addresses.resolve(opened, one) for one in passages]
    _tell_terms(opened, way)
    if _agreed("Withhold them? Codings and quotes on them go for good.", way):
        done = withheld.withhold(opened, name, places, rehearsal=way.dry_run)
        value = {
            "participant": done.participant,
            "mode": "segments",
            "passages": list(passages),
            "codings": done.codings,
            **_beyond(opened, done.participant_id),
            "scrubbed": done.scrubbed,
        }
        told = f"{many(len(places), 'passage')} withheld, {many(done.codings, 'coding')} taken off or cut."
        _done(opened, value, f"{done.participant}: {told}", way)


def _agreed(question: str, way: _Way) -> bool:
    """Whether to go on; a rehearsal needs nobody's word."""
    if way.dry_run or ask(question, option="--yes", yes=way.yes):
        return True
    render.tell("Nothing was changed.")
    return False


def _beyond(opened: Project, participant_id: str) -> dict[str, Any]:
    """Where words went that no command reaches."""
    from qualcode.store import outgoing

    files = [one.as_dict() for one in outgoing.holding(opened, participant_id)]
    return {"exports": files, "copies": outgoing.copies_beside(opened)}


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


def _tell_terms(opened: Project, way: _Way) -> None:
    """What the consent form says comes first.

    Raises:
        BadDay: `until` is no day; nothing was done yet.
    """
    from qualcode.store.terms import as_agreed

    agreed = as_agreed(opened, way.clause, way.until)
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


def _tell_erased(leaving: Farewell, after: Consequences) -> None:
    render.tell(f"{leaving.participant} is erased. N was {after.base[0]} and is {after.base[1]}.")
    for claim in after.claims:
        fits = " Its quantifier does not fit any more." if claim.fits is False else ""
        render.tell(f"c{claim.number}: {claim.before} is {claim.after or 'nobody'} now.{fits}")
    _tell_lists(
        ("Quotes that are gone", [f"q{number}" for number in after.quotes]),
        ("Themes carried by fewer than three now", after.thin_themes),
        ("Codes that the findings do not use any more", after.empty_codes),
    )


def _tell_beyond(value: dict[str, Any]) -> None:
    _tell_lists(
        (
            "Destroy these files, or write them again",
            [f"{f['file']} ({f['at'][:10]})" for f in value["exports"]],
        ),
        ("Copies that no command reaches", value["copies"]),
    )
    render.tell("Nor does any command reach other people's copies, or the replacement log of `deid`.")


def _tell_lists(*found: tuple[str, Sequence[str]]) -> None:
    for label, which in found:
        if which:
            render.tell(f"{label}: {', '.join(which)}.")


def _done(opened: Project, value: dict[str, Any], sentence: str, way: _Way) -> None:
    """How each way ends: the terms are written down if all went well, and what was done is told."""
    from qualcode.store.terms import agree, as_agreed

    if way.says_terms:
        record = as_agreed if way.dry_run else agree
        terms = record(opened, way.clause, way.until)
        value = value | {"clause": terms.clause, "until": terms.until}
    if way.as_json:
        render.show_json(value)
    else:
        _tell_done(value, sentence, way)
    if way.dry_run:
        render.tell("Nothing was changed.")


def _tell_done(value: dict[str, Any], sentence: str, way: _Way) -> None:
    if sentence:
        render.tell(f"So it would be: {sentence}" if way.dry_run else sentence)
    if "exports" in value:
        _tell_beyond(value)
    if value.get("scrubbed") is False:
        from qualcode.store.erasing import LEFT_OVER

        render.tell(" ".join(LEFT_OVER))
    if way.says_terms and not way.dry_run:
        render.tell("Written down.")
