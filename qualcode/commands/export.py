"""Products beside the report: the codebook and the codings as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode import render
from qualcode.commands.codings import export as export_codings
from qualcode.commands.session import Json, project

rooms = typer.Typer(no_args_is_help=True, help="Files for others: the codebook, the codings.")
Output = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where it goes.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.add_typer(rooms, name="export")


@rooms.command("codebook")
def codebook_(ctx: typer.Context, output: Output, as_json: Json = False) -> None:
    """Write the codebook: .csv, .xlsx, .yaml, .docx, .html or .md. All but the last two can be read back."""
    from qualcode.export.codebook import export_codebook

    with project(ctx) as opened:
        count, warnings = export_codebook(opened, output)
    if as_json:
        render.show_json({"file": output.name, "codes": count, "warnings": warnings})
        return
    for warning in warnings:
        render.tell(warning)
    render.tell(f"{count} codes.")
    render.write(f"{output}\n")


rooms.command("codings")(export_codings)
