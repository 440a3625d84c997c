"""Codings: apply a code, take it off, list, import, export."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from qualcode import render
from qualcode.commands.session import (
    Csv,
    DryRun,
    Json,
    code_names,
    many,
    names,
    pass_names,
    project,
    show_rows,
    tell_whose,
    transcript_names,
)
from qualcode.errors import UsageError
from qualcode.store import outgoing

if TYPE_CHECKING:
    from qualcode.model import Place
    from qualcode.passes.quotations import Quotation
    from qualcode.store.project import Project

rooms = typer.Typer(no_args_is_help=True, help="One code on one span in one pass: list, import, export.")
CodeName = Annotated[str, typer.Argument(metavar="CODE", autocompletion=names(code_names))]
PassName = Annotated[str | None, typer.Option("--pass", autocompletion=names(pass_names), help="Which pass.")]
InName = Annotated[
    str | None, typer.Option("--in", autocompletion=names(transcript_names), help="Which transcript.")
]

MOST_ROWS: Final = 6
"""Numbers of rows told for one reason; --json has them all."""

LONGEST_SHOWN: Final = 600
"""Characters of a coding that the table shows, from both ends; --json and --csv have all."""


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.command()(apply)
    app.command()(unapply)
    app.add_typer(rooms, name="codings")


def apply(
    ctx: typer.Context,
    code: CodeName,
    address: Annotated[str | None, typer.Argument(help="P5:42, P5:42-44 or P5@1203-1290.")] = None,
    quote: Annotated[str | None, typer.Option(help="The words, instead of an address.")] = None,
    in_name: InName = None,
    pass_name: PassName = None,
    memo: Annotated[str, typer.Option(help="A note on this coding.")] = "",
    create: Annotated[bool, typer.Option("--create", help="Make the code if it is new.")] = False,
    as_json: Json = False,
) -> None:
    """Apply a code to a span."""
    from qualcode.passes import coding, quotations

    with project(ctx) as opened:
        place = find_place(opened, address, quote, in_name)
        made = coding.apply(opened, code, place, pass_name=pass_name, memo=memo, create=create)
        listed = quotations.quotations(opened, pass_id=made.coding_pass.id, transcript_id=place.transcript.id)
        value = _as_json(next(one for one in listed if one.id == made.coding_id))
        tell_whose(opened, made.coding_pass)
    if as_json:
        render.show_json(value)
        return
    if made.created_code:
        render.tell(f"New code: {made.code.name}")
    render.tell(f"{value['address']}  {made.code.name}  in {made.coding_pass.name}")


def unapply(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(help="P5:42, P5:42-44 or P5@1203-1290.")],
    code: CodeName,
    pass_name: PassName = None,
    as_json: Json = False,
) -> None:
    """Take a code off a span; `undo` brings it back."""
    from qualcode.passes import coding
    from qualcode.transcripts import addresses

    with project(ctx) as opened:
        target = coding.writable(opened, pass_name)
        removed = coding.unapply(opened, code, addresses.resolve(opened, address), pass_name)
        tell_whose(opened, target)
    if as_json:
        render.show_json({"id": removed, "code": code, "address": address})
    else:
        render.tell(f"{code} is off {address}.")


@rooms.command("list")
def list_(
    ctx: typer.Context,
    pass_name: PassName = None,
    code: Annotated[str | None, typer.Option(autocompletion=names(code_names))] = None,
    in_name: InName = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Codings with their words, in reading order."""
    from qualcode.codes import codebook
    from qualcode.passes import passes, quotations
    from qualcode.transcripts import library

    with project(ctx) as opened:
        found = quotations.quotations(
            opened,
            pass_id=passes.find(opened, pass_name).id if pass_name else None,
            code_id=codebook.find(opened, code).id if code else None,
            transcript_id=library.find(opened, in_name).id if in_name else None,
        )
    rows = [_as_json(one) for one in found]
    if not (as_json or as_csv):
        rows = [row | {"quotation": _to_be_scanned(str(row["quotation"]))} for row in rows]
    columns = ("address", "code", "pass", "quotation")
    show_rows(rows, as_json=as_json, as_csv=as_csv, columns=columns, empty="No coding yet: qualcode apply")


@rooms.command("import")
def import_(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    pass_name: PassName = None,
    create: Annotated[bool, typer.Option("--create", help="Make codes that are new.")] = False,
    in_name: InName = None,
    author: Annotated[str | None, typer.Option(help="Only this author's comments or codings.")] = None,
    highlight: Annotated[
        list[str] | None,
        typer.Option(metavar="COLOR=CODE", help="Place highlights without a comment, as yellow=CODE."),
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Place what tables (.csv, .xlsx), commented Word documents (.docx) and projects (.qdpx) hold in a pass.

    A table has the columns transcript, code, and a span, an address or a quote. A comment names its codes,
    divided by ; or on lines of their own; replies become memos. The sources of a REFI-QDA project are
    transcripts of this study. All that somebody made becomes the pass's coder's: --author takes one person's,
    so that everybody's can go into a pass of their own.
    """
    from qualcode.exchange.codings import CodingsOptions, import_codings
    from qualcode.passes.coding import writable

    options = CodingsOptions(create, in_name, author, _colors(highlight or []))
    with project(ctx) as opened:
        target = writable(opened, pass_name)
        result = import_codings(opened, files, pass_name, options, dry_run=dry_run)
        if result.placed and not dry_run:
            tell_whose(opened, target)
    value = asdict(result)
    if as_json:
        render.show_json(value)
    else:
        _show_import(value, dry_run)
    if result.unplaced:
        raise typer.Exit(1)


@rooms.command()
def export(
    ctx: typer.Context,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help=".csv, .xlsx or .docx.")],
    pass_name: PassName = None,
    in_name: InName = None,
    as_json: Json = False,
) -> None:
    """Write codings as a table, or a transcript with its codes as Word comments.

    A .docx holds one transcript: the one --in names, else the one called like the file. While a pass of
    yours is open, that one is written unless --pass names another.
    """
    from qualcode.export.codings import export_codings
    from qualcode.passes import passes
    from qualcode.passes.overview import of_retired_codes

    with project(ctx) as opened:
        written = export_codings(opened, output, pass_name, in_name)
        outgoing.note(opened, "export codings", output)
        whole = written.coding_pass if in_name is None and output.suffix.lower() != ".docx" else None
        retired = of_retired_codes(opened, passes.find(opened, whole).id) if whole else {}
    if as_json:
        value = asdict(written)
        render.show_json({"pass" if key == "coding_pass" else key: item for key, item in value.items()})
        return
    for warning in written.warnings:
        render.tell(warning)
    of = f" of the pass {written.coding_pass}" if written.coding_pass else ""
    render.tell(f"{many(written.codings, 'coding')}{of}.")
    if retired:
        told = ", ".join(f"{code} ({number})" for code, number in retired.items())
        render.tell(f"Left out, because the code is retired: {told}.")
    render.write(f"{output}\n")


def _colors(given: list[str]) -> dict[str, str]:
    colors: dict[str, str] = {}
    for one in given:
        color, equals, code = one.partition("=")
        if not (color.strip() and equals and code.strip()):
            raise UsageError(f"{one!r} gives no colour a code.", "Write it as --highlight yellow=CODE.")
        colors[color.strip().casefold()] = code.strip()
    return colors


def find_place(opened: Project, address: str | None, quote: str | None, in_name: str | None) -> Place:
    """The place meant by an address, or by words in a transcript."""
    from qualcode.passes import coding
    from qualcode.transcripts import addresses

    if (address is None) == (quote is None):
        raise UsageError("Say where: an address, or --quote with --in.", "As in: qualcode apply CODE P5:42")
    if address is not None:
        return addresses.resolve(opened, address)
    if in_name is None:
        raise UsageError("A quote needs its transcript.", "Add --in NAME.")
    return coding.place_quote(opened, in_name, quote or "")


def _as_json(one: Quotation) -> dict[str, Any]:
    return {
        "id": one.id,
        "pass": one.coding_pass,
        "coder": one.coder,
        "transcript": one.transcript,
        "participant": one.participant,
        "code": one.code,
        "start_char": one.start_char,
        "end_char": one.end_char,
        "address": one.address,
        "quotation": one.quotation,
        "origin": one.origin,
        "memo": one.memo,
    }


def _to_be_scanned(words: str) -> str:
    # A coding of a whole interview would push all the others off the screen.
    half = LONGEST_SHOWN // 2
    return words if len(words) <= LONGEST_SHOWN else f"{words[:half]} [...] {words[-half:]}"


def _show_import(value: dict[str, Any], dry_run: bool) -> None:
    for near in value["near"]:
        place = f"{near['file']}, {_counted(near['file'])} {near['row']}"
        render.write(f"{place}: near match ({near['score']:.0f}) at {near['address']}\n")
    _tell_unplaced(value["unplaced"])
    for warning in value["warnings"]:
        render.tell(warning)
    _tell_authors(value["authors"])
    _tell_highlights(value["highlights"])
    if value["codes_created"]:
        render.tell(f"codes made: {', '.join(value['codes_created'])}")
    verb = "would be placed" if dry_run else "placed"
    again = f", {value['already']} there already" if value["already"] else ""
    render.tell(f"{value['placed']} {verb}{again}, {len(value['unplaced'])} not placed.")


def _tell_unplaced(unplaced: list[dict[str, Any]]) -> None:
    """One line for each reason in each file: a code that is missing is missing in many rows."""
    rows: dict[tuple[str, str], list[str]] = {}
    for one in unplaced:
        rows.setdefault((one["file"], one["reason"]), []).append(str(one["row"]))
    for (file, reason), numbers in rows.items():
        more = f" and {len(numbers) - MOST_ROWS} more" if len(numbers) > MOST_ROWS else ""
        place = f"{_counted(file)} {', '.join(numbers[:MOST_ROWS])}{more}"
        render.tell(f"{file}, {place} not placed: {reason}")


def _counted(file: str) -> str:
    return {".docx": "comment", ".qdpx": "coding"}.get(Path(file).suffix.casefold(), "row")


def _tell_authors(authors: list[dict[str, Any]]) -> None:
    for one in authors:
        into = f"as {one['coder']}'s" if one["coder"] else "left out"
        if one["author"].casefold() != (one["coder"] or "").casefold():
            what = "codings" if _counted(one["file"]) == "coding" else "comments"
            render.tell(f"{one['file']}: {what} by {one['author'] or 'nobody'}: {one['comments']}, {into}")


def _tell_highlights(highlights: list[dict[str, Any]]) -> None:
    offered = [one for one in highlights if one["code"] is None]
    for one in offered:
        render.write(f"{one['file']}: {one['color']} without a comment at {one['address']}\n")
    if offered:
        render.tell(f"Highlights are placed with --highlight, as in --highlight {offered[0]['color']}=CODE.")
