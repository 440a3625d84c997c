"""Quotes: a passage chosen for print, with recorded edits; list, verify."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode import render
from qualcode.commands.session import Csv, Json, done, names, numbered, project, show_rows, theme_names

if TYPE_CHECKING:
    from qualcode.themes.shortlist import Entry

rooms = typer.Typer(no_args_is_help=True, help="Participants' own words, chosen for the report.")
Number = Annotated[str, typer.Argument(metavar="N", help="The quote's number: 3 or q3.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.add_typer(rooms, name="quotes")


@rooms.command()
def add(
    ctx: typer.Context,
    theme: Annotated[str, typer.Argument(autocompletion=names(theme_names))],
    address: Annotated[str | None, typer.Argument(help="P5:42, P5:42-44 or P5@1203-1290.")] = None,
    quote: Annotated[str | None, typer.Option(help="The words, instead of an address.")] = None,
    in_name: Annotated[str | None, typer.Option("--in", help="The transcript of the words.")] = None,
    claim: Annotated[str | None, typer.Option(metavar="N", help="The claim it illustrates: 2 or c2.")] = None,
    reason: Annotated[str, typer.Option(help="Why this one.")] = "",
    as_json: Json = False,
) -> None:
    """Choose a passage for print.

    Several turns of one transcript become an exchange: a line for every turn, with the speaker's ID before
    the words. Below 40 words a participant's answer runs on instead, with the question in [brackets].
    """
    from qualcode.commands.claims import claim_number
    from qualcode.commands.codings import find_place
    from qualcode.themes import quotes

    with project(ctx) as opened:
        place = find_place(opened, address, quote, in_name)
        number = quotes.add(opened, theme, place, reason, claim_number(claim) if claim else None)
        value = quotes.show(opened, number).as_dict()
    done(value, _shown(value), as_json)


@rooms.command()
def edit(
    ctx: typer.Context,
    number: Number,
    omit: Annotated[str | None, typer.Option(help="Words to leave out, exactly as they stand.")] = None,
    insert: Annotated[str | None, typer.Option(help="A clarification; printed in [brackets].")] = None,
    at: Annotated[str | None, typer.Option(help="The words after which it goes.")] = None,
    clean: Annotated[str | None, typer.Option(help="A filler to leave out without a sign.")] = None,
    translation: Annotated[str | None, typer.Option(help="The words in the report's language.")] = None,
    by: Annotated[str, typer.Option("--by", help="Who translated it.")] = "",
    clear: Annotated[bool, typer.Option("--clear", help="Take all edits back.")] = False,
    as_json: Json = False,
) -> None:
    """Leave words out of a quote, or add a clarification; the transcript stays as it is.

    --clean leaves out what the declared rule names (`slots set light_cleaning "um, uh, false starts"`).
    """
    from qualcode.themes import cleaning, edits, quotes

    wanted = _number(number)
    with project(ctx) as opened:
        if clear:
            edits.clear_edits(opened, wanted)
        elif clean is not None:
            cleaning.clean(opened, wanted, clean)
        elif translation is not None:
            cleaning.translate(opened, wanted, translation, by)
        else:
            edits.edit(opened, wanted, omit=omit, insert=insert, at=at)
        value = quotes.show(opened, wanted).as_dict()
    done(value, _shown(value), as_json)


@rooms.command()
def remove(ctx: typer.Context, number: Number, as_json: Json = False) -> None:
    """Take a quote out of the report; its number is not used again."""
    from qualcode.themes import quotes

    wanted = _number(number)
    with project(ctx) as opened:
        quotes.remove(opened, wanted)
    done({"number": wanted}, f"q{wanted} is out of the report.", as_json)


@rooms.command("list")
def list_(
    ctx: typer.Context,
    theme: Annotated[str | None, typer.Option(autocompletion=names(theme_names))] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """All quotes as they will be printed."""
    from qualcode.themes import quotes

    with project(ctx) as opened:
        rows = [one.as_dict() for one in quotes.quotes(opened, theme)]
    columns = ("number", "theme", "address", "form", "rendered")
    hint = "No quote yet: qualcode quotes add THEME ADDRESS"
    show_rows(rows, as_json=as_json, as_csv=as_csv, columns=columns, numeric=("number",), empty=hint)


@rooms.command()
def shortlist(
    ctx: typer.Context,
    theme: Annotated[str, typer.Argument(autocompletion=names(theme_names))],
    number: Annotated[int, typer.Option("-n", min=1, help="How many.")] = 6,
    around: Annotated[bool, typer.Option("--around", help="With the whole turn each stands in.")] = False,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Passages of a theme in order of suitability for illustration, not of truth or importance."""
    from qualcode.themes.shortlist import shortlist as listed

    with project(ctx) as opened:
        found = listed(opened, theme, number)
    if as_json:
        render.show_json(found.as_dict())
        return
    if as_csv:
        show_rows([one.as_dict() for one in found.entries], as_json=False, as_csv=True)
        return
    for one in found.entries:
        _show_entry(one, around=around)
    voices = found.voices
    told = f"{found.eligible} eligible passages from {found.people} of {found.of} participants"
    if voices.effective is not None:
        top = next(iter(voices.by_speaker))
        told += (
            f"; {voices.total} chosen from {len(voices.by_speaker)}, top voice {top} {voices.top_share:.0%}"
        )
        told += f", {voices.effective:.2f} effective voices"
    render.tell(f"{told}. The order is suitability for illustration, not truth or importance.")


def _show_entry(one: Entry, *, around: bool) -> None:
    """A passage with its score in parts; on request marked in the turn it stands in."""
    who = " · ".join([one.participant, *one.strata])
    render.write(render.filled(f"{one.address}  {who}", 4, 0))
    words = one.quotation
    if around and words != one.turn:
        words = one.turn.replace(words, f"»{words}«", 1)
    render.write(render.filled(words, 4))
    parts = ", ".join(f"{name} {value:.0f}" for name, value in one.parts.items())
    told = f"{one.words} words, {one.form}, score {one.score:.0f}: {one.reason} ({parts})"
    render.write(render.filled(told, 4))


@rooms.command()
def verify(ctx: typer.Context, as_json: Json = False) -> None:
    """Undo every recorded edit and compare with the transcript, word for word. Exit 1 if one differs."""
    from qualcode.themes import quotes

    with project(ctx) as opened:
        found = [one.as_dict() for one in quotes.quotes(opened)]
    wrong = [one for one in found if not one["verified"]]
    if as_json:
        render.show_json(found)
    else:
        for one in wrong:
            render.write(f"q{one['number']} at {one['address']} is not what the transcript says\n")
        render.tell(f"{len(found) - len(wrong)} of {len(found)} quotes are word for word.")
    if wrong:
        raise typer.Exit(1)


def _shown(value: dict[str, Any]) -> str:
    """The number and how it is printed; the turns of an exchange below each other."""
    printed = str(value["rendered"]).replace("\n", "\n    ")
    return f"q{value['number']}: {printed}"


def _number(text: str) -> int:
    return numbered(text, "q", "quote")
