"""Claims: a sentence of the report with the passages it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from qualcode import render
from qualcode.commands.session import Csv, Json, names, numbered, project, show_rows, theme_names
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.model import Place
    from qualcode.store.project import Project
    from qualcode.themes.citations import CitationKind

rooms = typer.Typer(no_args_is_help=True, help="A sentence of the report and the passages it rests on.")
Number = Annotated[str, typer.Argument(metavar="N", help="The claim's number: 2 or c2.")]
Illustrative = Annotated[
    bool | None,
    typer.Option("--illustrative/--exhaustive", help="The citation names examples, or everybody."),
]

_KINDS: Final[dict[bool | None, CitationKind]] = {True: "illustrative", False: "exhaustive"}
"""What the two forms of one option mean."""


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
    illustrative: Illustrative = None,
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
        claims.add_support(opened, claim_number(number), _place_or_code(opened, what))
    _show(ctx, claim_number(number), as_json)


@rooms.command()
def contrary(
    ctx: typer.Context, number: Number, address: Annotated[str, typer.Argument()], as_json: Json = False
) -> None:
    """Keep a passage that speaks against the claim."""
    from qualcode.themes import claims
    from qualcode.transcripts import addresses

    with project(ctx) as opened:
        claims.add_contrary(opened, claim_number(number), addresses.resolve(opened, address))
    _show(ctx, claim_number(number), as_json)


@rooms.command()
def remove(ctx: typer.Context, number: Number, as_json: Json = False) -> None:
    """Take a claim out; its number is not used again."""
    from qualcode.themes import claims

    with project(ctx) as opened:
        claims.remove(opened, claim_number(number))
    if as_json:
        render.show_json({"number": claim_number(number)})
    else:
        render.tell(f"c{claim_number(number)} is out of the report.")


@rooms.command()
def edit(
    ctx: typer.Context,
    number: Number,
    text: Annotated[str | None, typer.Argument(help="The new sentence.")] = None,
    theme: Annotated[
        str | None, typer.Option(autocompletion=names(theme_names), help="Where it belongs.")
    ] = None,
    illustrative: Illustrative = None,
    as_json: Json = False,
) -> None:
    """Reword a claim, or put it into another theme."""
    from qualcode.themes import claim_edits

    if (text, theme, illustrative) == (None, None, None):
        raise UsageError("There is nothing to change.", 'Give the new sentence in quotes, or --theme "...".')
    kind = _KINDS.get(illustrative)
    with project(ctx) as opened:
        claim_edits.edit(opened, claim_number(number), text=text, theme=theme, kind=kind)
    _show(ctx, claim_number(number), as_json)


@rooms.command()
def detach(
    ctx: typer.Context,
    number: Number,
    what: Annotated[str, typer.Argument(metavar="ADDRESS|CODE")],
    as_json: Json = False,
) -> None:
    """Take away a passage for or against the claim, or all passages of a code."""
    from qualcode.themes import claim_edits

    with project(ctx) as opened:
        claim_edits.detach(opened, claim_number(number), _place_or_code(opened, what))
    _show(ctx, claim_number(number), as_json)


@rooms.command("list")
def list_(
    ctx: typer.Context,
    theme: Annotated[str | None, typer.Option(autocompletion=names(theme_names))] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """All claims with their generated citations, and how many people a word like “most” stands for."""
    from qualcode.themes import claims

    with project(ctx) as opened:
        rows = [one.as_dict() for one in claims.claims(opened, theme)]
    if not as_json:
        rows = [_in_cells(row) for row in rows]
    columns = ("number", "theme", "text", "citation", "quantifier")
    hint = "No claim yet: qualcode claims add TEXT --theme T --support CODE"
    show_rows(rows, as_json=as_json, as_csv=as_csv, columns=columns, numeric=("number",), empty=hint)


@rooms.command()
def show(ctx: typer.Context, number: Number, as_json: Json = False) -> None:
    """One claim with every passage for and against it."""
    _show(ctx, claim_number(number), as_json, words=True)


def _show(ctx: typer.Context, number: int, as_json: bool, *, words: bool = False) -> None:
    from qualcode.themes import claims
    from qualcode.transcripts import library

    with project(ctx) as opened:
        found = claims.show(opened, number)
        passages = [*found.support, *found.contrary] if words else []
        said = {one: library.text(opened, library.find(opened, one.transcript).id) for one in passages}
    if as_json:
        render.show_json(found.as_dict())
        return
    render.write(render.filled(f"c{number}: {found.sentence}", 4, 0))
    if found.quantifier is not None and not found.quantifier.fits:
        q = found.quantifier
        render.tell(f"“{q.word}” does not fit {q.n} of {q.of}.")
    for title, group in (("for", found.support), ("against", found.contrary)):
        for one in group:
            render.write(f"  {title}: {one.address}{f' ({one.code})' if one.code else ''}\n")
            if words:
                render.write(render.filled(said[one][one.start_char : one.end_char], 6))


def _in_cells(row: dict[str, Any]) -> dict[str, Any]:
    """A claim for a table: passages by their addresses, the counting word with its count."""
    counted = row["quantifier"]
    fits = "" if counted is None or counted["fits"] else ": does not fit"
    told = "" if counted is None else f"{counted['word']}, {counted['n']} of {counted['of']}{fits}"
    places = {name: [one["address"] for one in row[name]] for name in ("support", "contrary")}
    return row | places | {"quantifier": told}


def _place_or_code(opened: Project, text: str) -> Place | str:
    """An address where the words are one, else the name of a code."""
    from qualcode.codes import codebook
    from qualcode.transcripts import addresses

    if codebook.find_or_none(opened, text) is not None:
        return text
    if addresses.looks_like(text):
        return addresses.resolve(opened, text)
    return codebook.find(opened, text).name


def claim_number(text: str) -> int:
    """Of a claim: 2 or c2.

    Raises:
        UsageError: it is no such number.
    """
    return numbered(text, "c", "claim")
