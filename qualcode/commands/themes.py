"""Themes: add, define, list, show, rename, move, drop, restore, matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, cast, get_args

import typer

from qualcode import render
from qualcode.commands import grouping, theme_life
from qualcode.commands.session import (
    Csv,
    Json,
    code_names,
    done,
    many,
    names,
    project,
    show_rows,
    theme_names,
)
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.themes.matrix import Matrix, RowKind

rooms = typer.Typer(no_args_is_help=True, help="Patterns of shared meaning, made by the analyst.")
Name = Annotated[str, typer.Argument(autocompletion=names(theme_names))]
Reason = Annotated[str, typer.Option(help="Why; it is kept in the theme's history.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    rooms.command()(grouping.cluster)
    rooms.command("map")(grouping.map_)
    rooms.command()(grouping.relate)
    rooms.command()(grouping.relations)
    theme_life.add_to(rooms)
    app.add_typer(rooms, name="themes")


@rooms.command()
def add(
    ctx: typer.Context,
    name: str,
    codes: Annotated[str | None, typer.Option(help="The codes it gathers: A,B,C.")] = None,
    code: Annotated[
        list[str] | None,
        typer.Option(autocompletion=names(code_names), help="One code, as it is; may be repeated."),
    ] = None,
    from_group: Annotated[
        str | None, typer.Option(metavar="K:N", help="A group of the last `themes cluster`: 6:2.")
    ] = None,
    parent: Annotated[str | None, typer.Option(autocompletion=names(theme_names))] = None,
    as_json: Json = False,
) -> None:
    """Make a candidate theme from codes, or from a group that was looked at."""
    from qualcode.codes.codebook import split_names
    from qualcode.themes import takeover, themes

    with project(ctx) as opened:
        gathered = [*split_names(opened, codes or ""), *(code or ())]
        if from_group is None:
            themes.add(opened, name, gathered, parent)
        else:
            staying = takeover.add(opened, name, from_group, gathered, parent)
            if staying:
                told = f"These belong to a theme already and stay there: {', '.join(staying)}."
                render.tell(render.filled(told).rstrip())
        value = _view(opened, name)
    done(value, f"{name}: {many(len(value['codes']), 'code')}, {many(value['codings'], 'coding')}.", as_json)


@rooms.command()
def define(
    ctx: typer.Context,
    name: Name,
    essence: Annotated[str | None, typer.Option(help="What it is, in a sentence or two.")] = None,
    includes: Annotated[str | None, typer.Option(help="What belongs to it.")] = None,
    excludes: Annotated[str | None, typer.Option(help="What it is not.")] = None,
    answers: Annotated[str | None, typer.Option(help="Which research question it answers: Q1.")] = None,
    as_json: Json = False,
) -> None:
    """Say what a theme is, what it is not, and which question it answers."""
    from qualcode.themes import themes

    if not any((essence, includes, excludes, answers)):
        raise UsageError("There is nothing to define.", "Give at least --essence.")
    with project(ctx) as opened:
        themes.define(opened, name, essence=essence, includes=includes, excludes=excludes, answers=answers)
        value = _view(opened, name)
    done(value, f"{name} is {value['status']}.", as_json)


@rooms.command("list")
def list_(
    ctx: typer.Context,
    dropped: Annotated[bool, typer.Option("--dropped", help="Dropped ones too.")] = False,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """All themes with the people and codings behind them."""
    from qualcode.themes import views

    with project(ctx) as opened:
        found = views.themes(opened, dropped=dropped)
        rows = [one.as_dict() for one in found]
        left = views.orphans(opened)
    if not (as_json or as_csv):
        rows = [
            row | {"participants": f"{len(one.participants)} of {one.of}"}
            for row, one in zip(rows, found, strict=True)
        ]
    columns = ("name", "status", "participants", "codings", "essence")
    hint = "No theme yet: qualcode themes add NAME --codes A,B"
    show_rows(rows, as_json=as_json, as_csv=as_csv, columns=columns, numeric=("codings",), empty=hint)
    if rows and left and not (as_json or as_csv):
        render.tell(render.filled(f"In no theme: {'; '.join(left)}", 2, 0).rstrip())


@rooms.command()
def show(ctx: typer.Context, name: Name, as_json: Json = False) -> None:
    """One theme with everything said about it."""
    from qualcode.phases.known import about_theme, known

    with project(ctx) as opened:
        value = _view(opened, name)
        asked = about_theme(known(opened).findings, value["name"])
    if as_json:
        render.show_json(value | {"warnings": [one.as_dict() for one in asked]})
        return
    people = value.pop("participants")
    value["participants"] = f"{len(people)} of {value.pop('of')}: {', '.join(people)}" if people else ""
    if not value["of_groups"]:
        value = {key: item for key, item in value.items() if key not in _OF_GROUPS}
    value["a reader asks"] = [f"{one.message} ({one.rule})" for one in asked]
    for key, item in value.items():
        joint = " " if key == "a reader asks" else ", "
        text = joint.join(str(part) for part in item) if isinstance(item, list) else item
        if text not in {None, ""}:
            render.write(render.filled(f"{key.replace('_', ' '):14} {text}", 15, 0))


@rooms.command()
def rename(ctx: typer.Context, old: Name, new: str, reason: Reason = "", as_json: Json = False) -> None:
    """Give a theme another name, everywhere."""
    from qualcode.themes import themes

    with project(ctx) as opened:
        themes.rename(opened, old, new, reason)
        value = _view(opened, new)
    done(value, f"{old} is now called {new}.", as_json)


@rooms.command()
def move(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(autocompletion=names(code_names))],
    theme: Annotated[str | None, typer.Argument(autocompletion=names(theme_names))] = None,
    out: Annotated[bool, typer.Option("--out", help="Into no theme.")] = False,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Move a code to another theme, or out of all."""
    from qualcode.themes.life import move_code

    if (theme is None) != out:
        raise UsageError("Say where the code goes.", "Name a theme, or use --out.")
    with project(ctx) as opened:
        move_code(opened, code, theme, reason)
    done({"code": code, "theme": theme}, f"{code} is in {theme or 'no theme'} now.", as_json)


@rooms.command()
def drop(ctx: typer.Context, name: Name, reason: Reason = "", as_json: Json = False) -> None:
    """Give a theme up; its codes are free again and its history stays."""
    from qualcode.themes import life

    with project(ctx) as opened:
        life.drop(opened, name, reason)
    done({"theme": name, "status": "dropped"}, f"{name} is dropped.", as_json)


@rooms.command()
def restore(ctx: typer.Context, name: str, reason: Reason = "", as_json: Json = False) -> None:
    """Bring a dropped theme back."""
    from qualcode.themes import life

    with project(ctx) as opened:
        life.restore(opened, name, reason)
        value = _view(opened, name)
    done(value, f"{name} is back as {value['status']}.", as_json)


@rooms.command()
def matrix(
    ctx: typer.Context,
    by: Annotated[
        str,
        typer.Argument(
            metavar="participant|ATTRIBUTE", help="Attributes are crossed with a comma: setting,gender."
        ),
    ] = "participant",
    rows: Annotated[str, typer.Option(help="themes, sub-themes (below their theme) or codes.")] = "themes",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Themes by participant, or by an attribute: numbers of codings, with the base."""
    from qualcode.themes.matrix import RowKind
    from qualcode.themes.matrix import matrix as tabulated

    if rows not in get_args(RowKind):
        raise UsageError(f"{rows!r} cannot be rows.", f"Choose one of: {', '.join(get_args(RowKind))}.")
    with project(ctx) as opened:
        found = tabulated(opened, by, cast("RowKind", rows))
    if as_json:
        render.show_json(found.as_dict())
    else:
        _show_matrix(found, by, "code" if rows == "codes" else "theme", as_csv=as_csv)


def _show_matrix(found: Matrix, by: str, first: str, *, as_csv: bool) -> None:
    """By participant, numbers of codings; otherwise numbers of codings and of people together."""
    from qualcode.themes.matrix import READING_NOTE

    columns = (first, *found.columns, "n")
    people = as_csv or by == "participant"
    table = [
        (
            name,
            *(_cell(n, who, alone=people) for n, who in zip(cells, heard, strict=True)),
            f"{total} of {found.base}",
        )
        for name, cells, heard, total in zip(
            found.rows, found.cells, found.people, found.row_totals, strict=True
        )
    ]
    if as_csv:
        render.show_csv(columns, table)
        return
    if not people:
        columns = (columns[0], *map(_with_base, found.columns, found.column_bases), "n")
    render.show_table(columns, table, numeric=columns[1:])
    if not people:
        render.tell("75 by 4: 75 codings by 4 people; (6) is how many people there are in the column.")
    if sum(found.column_bases) > found.base:
        render.tell("Who gave several answers stands in several columns.")
    render.tell(render.filled(READING_NOTE).rstrip())


_OF_GROUPS: Final = ("of_groups", "said_in_groups", "unidentified")
"""What is said of focus groups, and is nothing where there are none."""


def _with_base(column: str, base: int) -> str:
    return f"{column} ({base})"


def _cell(codings: int, people: int, *, alone: bool) -> int | str:
    """A count of codings, nothing for none, with the people behind it where a column holds several."""
    if not codings:
        return ""
    return codings if alone else f"{codings} by {people}"


def _view(opened: Project, name: str) -> dict[str, Any]:
    from qualcode.themes import views

    return views.show(opened, name).as_dict()
