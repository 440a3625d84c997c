"""The report: themes, claims, and the participants' own words behind every one of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from qualcode import render
from qualcode.commands.session import Json, project
from qualcode.errors import UsageError
from qualcode.store import outgoing

if TYPE_CHECKING:
    from qualcode.export.report import Audience


_PARTS = "Only this part: glance, introduction, method, findings, discussion, limitations or appendices."


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.command()(report)


def report(
    ctx: typer.Context,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE.docx", help="Where it goes.")
    ] = None,
    audience: Annotated[str, typer.Option(help="internal, supervisor or public.")] = "internal",
    title: Annotated[str | None, typer.Option(help="Instead of the study's title.")] = None,
    section: Annotated[str, typer.Option(metavar="PART", help=_PARTS)] = "",
    template: Annotated[
        Path | None, typer.Option(metavar="FILE.docx", help="A journal's own file, for its styles and page.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the report: themes, and the words behind every one of them.

    The same state of the project gives the same file. Your own words in it come from `qualcode slots`.
    """
    from qualcode.export.report import Audience, write_report

    if output is None:
        hint = "Name it: qualcode report -o report.docx. Your own words in it: qualcode slots list."
        raise UsageError("The report needs a file.", hint)
    if audience not in get_args(Audience):
        raise UsageError(
            f"{audience!r} is not an audience.", f"Choose one of: {', '.join(get_args(Audience))}."
        )
    with project(ctx) as opened, render.progress("Writing the report", None):
        written = write_report(
            opened, output, cast("Audience", audience), title, section=section.casefold(), template=template
        )
        outgoing.note(opened, "report", output)
    if as_json:
        render.show_json(written.as_dict())
        return
    render.write(f"{output}\n")
