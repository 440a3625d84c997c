"""Claims: a sentence of the report with the passages it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode import render
from qualcode.commands.session import Csv, Json, names, project, show_rows, theme_names
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.model import Place
    from qualcode.store.project import Project

rooms = typer.Typer(no_args_is_help=True, help="A sentence of the report and the passages it rests on.")
Number = Annotated[str, typer.Argument(metavar="N", help="The claim's number: 2 or c2.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.add_typer(rooms, name="claims")


@rooms.command()
def add(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="One sentence; the citation is generated.")],
    theme: Annotated[str, typer.Option(autocompletion=names(theme_names), help="Where it belongs.")],
    support: Annotated[
        list[str] | None, typer.Option(metavar="ADDRESS|CODE", help="May be repeated.")
    ] = None,
    illustrative: Annotated[
        bool, typer.Option("--illustrative", help="The citation names examples, not everybody.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write a claim down with what it rests on."""
    from qualcode.themes import claims

    with project(ctx) as opened:
        places = [_place_or_code(opened, one) for one in support or ()]
        number = claims.add(opened, text, theme, places, "illustrative" if illustrative else "exhaustive")
    _show(ctx, number, as_json)


@rooms.command()
def support(
    ctx: typer.Context,
    number: Number,
    what: Annotated[str, typer.Argument(metavar="ADDRESS|CODE")],
    as_json: Json = False,
) -> None:
    """Attach one more passage, or all passages of a code."""
    from qualcode.themes import claims

    with project(ctx) as opened:
        claims.add_support(opened, _number(number), _place_or_code(opened, what))
    _show(ctx, _number(number), as_json)


@rooms.command()
def contrary(
    ctx: typer.Context, number: Number, address: Annotated[str, typer.Argument()], as_json: Json = False
) -> None:
    """Keep a passage that speaks against the claim."""
    from qualcode.themes import claims
    from qualcode.transcripts import addresses

    with project(ctx) as opened:
        claims.add_contrary(opened, _number(number), addresses.resolve(opened, address))
    _show(ctx, _number(number), as_json)


@rooms.command()
def remove(ctx: typer.Context, number: Number, as_json: Json = False) -> None:
    """Take a claim out; its number is not used again."""
    from qualcode.themes import claims

    with project(ctx) as opened:
        claims.remove(opened, _number(number))
    if as_json:
        render.show_json({"number": _number(number)})
    else:
        render.tell(f"c{_number(number)} is out of the report.")


@rooms.command("list")
def list_(
    ctx: typer.Context,
    theme: Annotated[str | None, typer.Option(autocompletion=names(theme_names))] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """All claims with their generated citations."""
    from qualcode.themes import claims

    with project(ctx) as opened:
        rows = [one.as_dict() for one in claims.claims(opened, theme)]
    columns = ("number", "theme", "text", "citation")
    hint = "No claim yet: qualcode claims add TEXT --theme T --support CODE"
    show_rows(rows, as_json=as_json, as_csv=as_csv, columns=columns, numeric=("number",), empty=hint)


@rooms.command()
def show(ctx: typer.Context, number: Number, as_json: Json = False) -> None:
    """One claim with every passage for and against it."""
    _show(ctx, _number(number), as_json)


def _show(ctx: typer.Context, number: int, as_json: bool) -> None:
    from qualcode.themes import claims

    with project(ctx) as opened:
        found = claims.show(opened, number)
    if as_json:
        render.show_json(found.as_dict())
        return
    render.write(f"c{number}: {found.sentence}\n")
    if found.quantifier is not None and not found.quantifier.fits:
        q = found.quantifier
        render.tell(f"“{q.word}” does not fit {q.n} of {q.of}.")
    for title, passages in (("for", found.support), ("against", found.contrary)):
        for one in passages:
            render.write(f"  {title}: {one.address}{f' ({one.code})' if one.code else ''}\n")


def _place_or_code(opened: Project, text: str) -> Place | str:
    """An address where the words are one, else the name of a code."""
    from qualcode.codes import codebook
    from qualcode.transcripts import addresses

    if codebook.find_or_none(opened, text) is not None:
        return text
    if addresses.looks_like(text):
        return addresses.resolve(opened, text)
    return codebook.find(opened, text).name


def _number(text: str) -> int:
    digits = text.lower().removeprefix("c")
    if not digits.isdecimal():
        raise UsageError(f"{text!r} is not the number of a claim.", "Write 2 or c2.")
    return int(digits)
