"""Proof: every quotation of a manuscript found, every number recounted, every sentence traced back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode import render
from qualcode.commands.session import Json, project

if TYPE_CHECKING:
    from qualcode.export.judging import Verdict
    from qualcode.export.tracing import PassageHop, Trace
    from qualcode.export.verifying import Verification


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.command()(verify)
    app.command()(trace)


def verify(
    ctx: typer.Context,
    manuscript: Annotated[Path, typer.Argument(metavar="MANUSCRIPT", help=".docx, .md, .txt or .pdf.")],
    every: Annotated[
        bool, typer.Option("--all", help="List what is right and what was skipped, too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Hold a manuscript against the transcripts: every quotation found, every number recounted.

    A quotation is verbatim, edited visibly, altered, misattributed or not found. Quoted terms of up to three
    words and words cited from literature are skipped. Exit 1 if anything has to be mended.
    """
    from qualcode.export import verifying

    with project(ctx) as opened, render.progress("Verifying", None):
        found = verifying.verify(opened, manuscript)
    if as_json:
        render.show_json(found.as_dict())
    else:
        _show(found, every=every)
    if not found.clean:
        raise typer.Exit(1)


def _show(found: Verification, *, every: bool) -> None:
    from qualcode.export.judging import WRONG
    from qualcode.export.numbers import plural

    for one in found.quotes:
        if every or one.status in WRONG:
            _show_quote(one)
    for number in found.numbers:
        if not number.same:
            render.write(f"differs        {number.where}\n    {number.what}\n")
            render.write(f"    printed:   {number.printed}\n    recounted: {number.recounted}\n")
    counts = found.as_dict()["summary"]
    told = ", ".join(
        f"{counts[status]} {status.replace('_', ' ')}"
        for status in ("verbatim", "edited", "altered", "misattributed", "not_found", "skipped")
        if counts[status]
    )
    render.tell(f"{plural(counts['quotes'], 'quotation')}: {told or 'none'}.")
    left = counts["not_recounted"]
    alone = f"; {plural(left, 'statement')} “n of N” the report does not make, left alone" if left else ""
    differ = counts["numbers_that_differ"]
    if counts["numbers"] or left:
        render.tell(f"{plural(counts['numbers'], 'number')} recounted, {differ or 'none'} differing{alone}.")


def _show_quote(one: Verdict) -> None:
    place = f"{one.address}  " if one.address else ""
    said = f" ({', '.join(one.named)})" if one.named else ""
    render.write(f"{one.status.replace('_', ' '):<14} {place}{one.where}\n    “{one.text}”{said}\n")
    for told in (one.difference, one.reason):
        if told:
            render.write(f"    {told}\n")


def trace(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="q12|c3", help="A quote or a claim by its number.")],
    as_json: Json = False,
) -> None:
    """Follow a quote or a claim back: passages, their lines, and who coded them in which pass and when."""
    from qualcode.export import tracing

    with project(ctx) as opened:
        found = tracing.trace(opened, what)
    if as_json:
        render.show_json(found.as_dict())
        return
    _show_trace(found)


def _show_trace(found: Trace) -> None:
    printed = found.printed.replace("\n", "\n    ")  # an exchange has several lines
    render.write(f"{found.what}  {printed}\n")
    render.write(f"  theme  {found.theme}" + (f": {found.essence}" if found.essence else "") + "\n")
    for one in found.passages:
        _show_passage(one)


def _show_passage(one: PassageHop) -> None:
    render.write(f"  {one.stance}  {one.address}  {one.participant or 'speaker unknown'}  ({one.source})\n")
    words = " ".join(one.words.split())
    before, after = (f"{one.before} " if one.before else ""), (f" {one.after}" if one.after else "")
    render.write(f"    {before}»{words}«{after}\n")
    for coding in one.codings:
        mark = "●" if coding.counts else "○"
        day = coding.date[:10]
        render.write(
            f"    {mark} {coding.code}  pass {coding.coding_pass}, {coding.coder}, {day}  {coding.address}\n"
        )
    if not one.codings:
        render.write("    (no coding stands here)\n")
