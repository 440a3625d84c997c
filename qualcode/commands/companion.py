"""The method as a companion: a theme's life on one screen, and the questions of a hostile reader."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Final

import typer

from qualcode import render
from qualcode.commands.session import Csv, Json, names, project, show_rows, theme_names

if TYPE_CHECKING:
    from qualcode.phases.why import Life

MARKS: Final = {"answered": "✓", "partly": "~", "open": "?"}
"""Beside the word itself, for the eye."""

FEW: Final = 12
"""Codes shown on a theme's screen."""


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.command()(why)
    app.command()(reviewer2)


def why(
    ctx: typer.Context,
    theme: Annotated[str, typer.Argument(autocompletion=names(theme_names))],
    as_json: Json = False,
) -> None:
    """A theme's life on one screen."""
    from qualcode.phases.why import why as asked

    with project(ctx) as opened:
        found = asked(opened, theme)
    if as_json:
        render.show_json(found.as_dict())
        return
    _show_theme(found)
    _show_ground(found)
    _show_rest(found)


def reviewer2(ctx: typer.Context, as_json: Json = False, as_csv: Csv = False) -> None:
    """Twenty questions of a hostile reader, each answered, partly answered, or open."""
    from qualcode.phases.reviewer2 import reviewer2 as asked

    with project(ctx) as opened:
        found = asked(opened)
    if as_json or as_csv:
        show_rows([one.as_dict() for one in found], as_json=as_json, as_csv=as_csv)
        return
    for one in found:
        render.write(f"{one.number:>2} {MARKS[one.state]} {one.question}\n")
        render.write(render.filled(f"{one.state}: {one.answer}", 7, 5))
        render.write(render.filled(f"see {one.where}; {one.command}", 7, 5))
    counts: Counter[str] = Counter(one.state for one in found)
    render.tell(", ".join(f"{counts[state]} {state}" for state in MARKS) + ".")


def _show_theme(found: Life) -> None:
    theme = found.theme
    part = f", part of {theme.parent}" if theme.parent else ""
    render.write(f"{theme.name}  ({theme.status}{part})\n")
    for what, words in (
        ("", theme.essence),
        ("includes", theme.includes),
        ("excludes", theme.excludes),
        ("answers", theme.answers),
        ("sub-themes", ", ".join(theme.sub_themes)),
    ):
        if words:
            render.write(render.filled(f"{what}: {words}" if what else words, 4, 2))
    render.write("\nlife\n")
    for line in found.history:
        reason = f" – {line.reason}" if line.reason else ""
        told = f"{line.at[:10]}  {line.event}{': ' + line.detail if line.detail else ''}{reason}  ({line.by})"
        render.write(render.filled(told, 14, 2))


def _show_ground(found: Life) -> None:
    theme = found.theme
    people = ", ".join(f"{who} {number}" for who, number in found.people)
    codes = [f"{code} {number}" for code, number in found.codes]
    left = f", and {len(codes) - FEW} more" if len(codes) > FEW else ""
    judged = ", ".join(f"{number} {what}" for what, number in found.verdicts.items())
    render.write(f"\nrests on {theme.codings} passages of {len(theme.participants)} of {theme.of}\n")
    for what, words in (
        ("people", people),
        ("codes", ", ".join(codes[:FEW]) + left),
        ("review", judged),
        ("against it", ", ".join(one.address for one in found.contrary)),
    ):
        if words:
            render.write(render.filled(f"{what}: {words}", 6, 2))


def _show_rest(found: Life) -> None:
    for claim in found.claims:
        render.write(render.filled(f"c{claim.number}  {claim.sentence}", 6, 2))
    if found.quotes:
        told = ", ".join(f"q{one.number} {one.participant or one.transcript}" for one in found.quotes)
        render.write(render.filled(f"quotes: {told}", 6, 2))
    for number, at, text in found.memos:
        render.write(render.filled(f"memo {number}, {at[:10]}: {' '.join(text.split())}", 6, 2))
    if found.questions:
        render.write("\na reader would ask\n")
        for one in found.questions:
            waived = f" (waived: {one.waived})" if one.waived else ""
            render.write(render.filled(f"{one.rule}: {one.message}{waived}", 6, 2))
