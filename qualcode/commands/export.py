"""Products beside the report: codebook, codings, quotations, matrix, disagreements, audit trail as files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from qualcode import render
from qualcode.commands.codings import export as export_codings
from qualcode.commands.session import Json, code_names, many, names, pass_names, project
from qualcode.errors import UsageError
from qualcode.store import outgoing

if TYPE_CHECKING:
    from qualcode.export.listing import Listing
    from qualcode.store.project import Project

rooms = typer.Typer(
    no_args_is_help=True,
    help="Files for others: codebook, codings, quotations, matrix, disagreements, audit trail, project.",
)
Output = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where it goes.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.add_typer(rooms, name="export")


@rooms.command("codebook")
def codebook_(ctx: typer.Context, output: Output, as_json: Json = False) -> None:
    """Write the codebook: .csv, .xlsx, .yaml, .qdc, .docx, .html or .md.

    All but the last two can be read back.
    """
    from qualcode.export.codebook import export_codebook

    with project(ctx) as opened:
        count, warnings = export_codebook(opened, output)
        outgoing.note(opened, "export codebook", output)
    if as_json:
        render.show_json({"file": output.name, "codes": count, "warnings": warnings})
        return
    for warning in warnings:
        render.tell(warning)
    render.tell(f"{count} codes.")
    render.write(f"{output}\n")


rooms.command("codings")(export_codings)


@rooms.command("project")
def project_(
    ctx: typer.Context,
    output: Output,
    pass_name: Annotated[
        list[str] | None,
        typer.Option("--pass", autocompletion=names(pass_names), help="Only this pass; may be repeated."),
    ] = None,
    program: Annotated[
        str, typer.Option("--for", help="standard, or nvivo: it counts an emoji as two.")
    ] = "standard",
    as_json: Json = False,
) -> None:
    """Write texts, codes, codings, memos, participants and themes as REFI-QDA (.qdpx) for other programs.

    Each coder becomes a user. Seals, decisions, quotes and claims have no place in the format.
    """
    from qualcode.export.refi_project import Program, export_project

    if program not in get_args(Program):
        raise UsageError(f"{program!r} is not known.", f"Use one of: {', '.join(get_args(Program))}.")
    with project(ctx) as opened, render.progress("Writing the project", None):
        written = export_project(opened, output, pass_name or (), cast("Program", program))
        outgoing.note(opened, "export project", output)
    if as_json:
        render.show_json(asdict(written))
        return
    for warning in written.warnings:
        render.tell(warning)
    counts = ((written.transcripts, "transcript"), (written.codes, "code"), (written.codings, "coding"))
    render.tell(f"{', '.join(many(number, what) for number, what in counts)}.")
    render.write(f"{output}\n")


@rooms.command()
def quotations(
    ctx: typer.Context,
    output: Output,
    pass_name: Annotated[
        str | None, typer.Option("--pass", autocompletion=names(pass_names), help="Only this pass.")
    ] = None,
    code: Annotated[
        str | None, typer.Option(autocompletion=names(code_names), help="Only this code.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write every coded passage with its words, whose they are, code, pass, coder and address."""
    from qualcode.export import listings

    with project(ctx) as opened, render.progress("Writing the quotations", None):
        _write(opened, listings.quotation_table(opened, pass_name, code), output, as_json=as_json)


@rooms.command()
def matrix(
    ctx: typer.Context,
    output: Output,
    by: Annotated[str, typer.Option(help="participant, or the name of an attribute.")] = "participant",
    rows: Annotated[str, typer.Option(help="themes, sub-themes or codes.")] = "themes",
    as_json: Json = False,
) -> None:
    """Write who is heard in which theme, or code."""
    from qualcode.export import listings
    from qualcode.themes.matrix import RowKind

    if rows not in get_args(RowKind):
        raise UsageError(f"{rows!r} are no rows.", f"Use one of: {', '.join(get_args(RowKind))}.")
    with project(ctx) as opened:
        listing = listings.matrix_table(opened, by, cast("RowKind", rows))
        _write(opened, listing, output, as_json=as_json)


@rooms.command()
def disagreements(
    ctx: typer.Context,
    output: Output,
    passes: Annotated[
        list[str] | None, typer.Argument(metavar="[A B]", help="Two passes; else those reconciled last.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write where two passes differ, both readings in words, and what was decided."""
    from qualcode.export import listings

    with project(ctx) as opened:
        _write(opened, listings.disagreement_table(opened, passes or ()), output, as_json=as_json)


@rooms.command()
def audit(
    ctx: typer.Context,
    output: Output,
    by: Annotated[str, typer.Option(help="Heads of the table: phase, halpern or nowell.")] = "phase",
    as_json: Json = False,
) -> None:
    """Write the audit trail: what was done in each phase, told and as a table, without what was said."""
    from qualcode.export.audit import Grouping, write_audit

    if by not in get_args(Grouping):
        raise UsageError(f"{by!r} is no grouping.", f"Use one of: {', '.join(get_args(Grouping))}.")
    with project(ctx) as opened:
        rows, warnings = write_audit(opened, output, cast("Grouping", by))
    _told(output, f"Audit trail by {by}", rows, warnings, as_json=as_json)


def _write(opened: Project, listing: Listing, output: Path, *, as_json: bool) -> None:
    from qualcode.export.listing import write_listing

    rows, warnings = write_listing(opened, listing, output)
    outgoing.note(opened, "export", output)
    _told(output, listing.caption, rows, warnings, as_json=as_json)


def _told(output: Path, caption: str, rows: int, warnings: list[str], *, as_json: bool) -> None:
    from qualcode.export.numbers import plural

    if as_json:
        render.show_json({"file": output.name, "rows": rows, "warnings": warnings})
        return
    for warning in warnings:
        render.tell(warning)
    render.tell(f"{caption}: {plural(rows, 'row')}.")
    render.write(f"{output}\n")
