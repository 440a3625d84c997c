"""Codebook work: split a code, see what changed since a freeze, what is amiss, what stands together."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from qualcode import render
from qualcode.commands.session import Csv, Json, code_names, many, names, pass_names, project, show_rows
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.codes.differences import Changed, Differences
    from qualcode.passes.quotations import Quotation
    from qualcode.passes.splitting import Split
    from qualcode.store.project import Project


_DIGITS: Final = 9
"""Up to so many codes, 12 means the first and the second."""


def add_to(rooms: typer.Typer) -> None:
    """Add these commands to those of the codebook."""
    rooms.command()(split)
    rooms.command()(diff)
    rooms.command()(check)
    rooms.command()(cooccurrence)


def split(
    ctx: typer.Context,
    code: Annotated[list[str], typer.Argument(metavar="CODE", autocompletion=names(code_names))],
    into: Annotated[
        list[str],
        typer.Option(metavar="D E...", autocompletion=names(code_names), help="The codes it becomes."),
    ],
    map_file: Annotated[
        Path | None, typer.Option("--map", help="A table with the columns id (or address) and code.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Divide a code's codings among others, one by one on a terminal, or as a table says.

    New codes are made beside it. Only open passes are touched: a sealed pass keeps the code it has. The code
    itself stays in the codebook with what was not divided.
    """
    name, parts = code[0], [*into, *code[1:]]
    with project(ctx) as opened:
        done = (
            _split_by_map(opened, name, parts, map_file) if map_file else _split_asking(opened, name, parts)
        )
    if as_json:
        render.show_json(asdict(done))
        return
    render.tell(f"{many(done.reapplied, 'coding')} of {done.code} divided, {done.kept} kept.")
    if done.sealed:
        held = ", ".join(done.sealed_passes)
        render.tell(f"{done.sealed} stay as they are in passes that cannot be changed: {held}.")


def _split_by_map(opened: Project, name: str, into: Sequence[str], path: Path) -> Split:
    from qualcode.exchange.split_map import read_split_map
    from qualcode.passes import splitting

    free, sealed = splitting.to_split(opened, name)
    return splitting.split(opened, name, into, read_split_map(path, [*free, *sealed]))


def _split_asking(opened: Project, name: str, into: Sequence[str]) -> Split:
    """Ask coding by coding; each answer is kept at once, so that stopping in between loses nothing."""
    from qualcode.passes import splitting

    if not sys.stdin.isatty():
        raise UsageError("Splitting asks coding by coding on a terminal.", "Elsewhere add --map FILE.")
    done = splitting.split(opened, name, into, {})
    free, _ = splitting.to_split(opened, name)
    reapplied = 0
    for number, one in enumerate(free, start=1):
        answer = _asked(one, f"{number} of {len(free)}", done.into)
        if answer is None:
            break
        reapplied += splitting.split(opened, name, into, {one.id: answer}).reapplied
    left, sealed = splitting.to_split(opened, name)
    return splitting.Split(done.code, done.into, reapplied, len(left), len(sealed), done.sealed_passes)


def _asked(one: Quotation, place: str, into: Sequence[str]) -> tuple[str, ...] | None:
    """The codes chosen for a coding, none to keep it as it is; None to stop."""
    choices = "  ".join(f"{number} {name}" for number, name in enumerate(into, start=1))
    render.tell(f"\n{place}  {one.address}  in {one.coding_pass}\n{render.filled(one.quotation)}")
    while True:
        typed: str = typer.prompt(
            f"{choices}  (12 for both, Enter keeps, q stops)", default="", show_default=False, err=True
        )
        if typed.strip().casefold() == "q":
            return None
        chosen = _chosen(typed, into)
        if chosen is not None:
            return chosen
        render.tell(f"Type numbers from 1 to {len(into)}.")


def _chosen(typed: str, into: Sequence[str]) -> tuple[str, ...] | None:
    """The codes that numbers stand for; None if something else was typed."""
    typed = typed.replace(",", " ")
    tokens = typed.split() if len(into) > _DIGITS else list(typed.replace(" ", ""))
    if not all(token.isdecimal() and 1 <= int(token) <= len(into) for token in tokens):
        return None
    return tuple(into[int(token) - 1] for token in tokens)


def diff(
    ctx: typer.Context,
    label: Annotated[str, typer.Argument(help="A frozen codebook.")],
    other: Annotated[str | None, typer.Argument(help="A later one; left out, the codebook as it is.")] = None,
    as_json: Json = False,
) -> None:
    """What changed in the codebook since a freeze, or between two."""
    from qualcode.codes import freezes
    from qualcode.codes.differences import differences
    from qualcode.passes.lineage import lineage

    with project(ctx) as opened:
        found = differences(opened, label, other)
        until = freezes.frozen_at(opened, other) if other is not None else ""
        divided = lineage(opened, freezes.frozen_at(opened, label), until)
    if as_json:
        render.show_json(asdict(found) | {"divided": [one.as_dict() for one in divided]})
        return
    for line in [*_lines(found), *(f"divided  {one}" for one in divided)]:
        render.write(f"{line}\n")
    render.tell(
        f"{many(found.before, 'code')} in {label}, {found.after} {'in ' + other if other else 'now'}."
    )


def _lines(found: Differences) -> list[str]:
    return [
        *(f"added    {name}" for name in found.added),
        *(f"retired  {name}" for name in found.retired),
        *(f"merged   {one.code} into {one.into}" for one in found.merged),
        *(f"changed  {change_line(one)}" for one in found.changed),
    ]


def change_line(one: Changed) -> str:
    """What of a code is, or would be, another than it was."""
    before, after = one.before, one.after
    if one.what == "name":
        return f"{before} is called {after}"
    if one.what == "parent":
        return f"{one.code}: from under {before or 'nothing'} to {'under ' + after if after else 'the top'}"
    return f"{one.code}: {one.what.replace('_', ' ')}: {before or '(none)'} → {after or '(none)'}"


def check(ctx: typer.Context, as_json: Json = False, as_csv: Csv = False) -> None:
    """Missing definitions, names nearly alike, codes never used, codes that one coder alone used."""
    from qualcode.passes.codebook_checks import check_codebook

    with project(ctx) as opened:
        rows = [asdict(one) for one in check_codebook(opened)]
    columns = ("rule", "code", "message")
    show_rows(rows, as_json=as_json, as_csv=as_csv, columns=columns, empty="The codebook has nothing amiss.")


def cooccurrence(
    ctx: typer.Context,
    code: Annotated[
        str | None, typer.Argument(autocompletion=names(code_names), help="Only its pairs.")
    ] = None,
    pass_name: Annotated[
        str | None, typer.Option("--pass", autocompletion=names(pass_names), help="Default: the agreed one.")
    ] = None,
    most: Annotated[int, typer.Option("-n", min=1, help="How many pairs the table shows.")] = 30,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Codes that stand on the same words: overlapping codings of every two codes in a pass."""
    from qualcode.passes.cooccurrence import cooccurrence as counted

    with project(ctx) as opened:
        coding_pass, found = counted(opened, pass_name, code)
    every = [asdict(one) for one in found]
    numbers = ("overlaps", "transcripts", "codings", "other_codings")
    rows = every if as_json or as_csv else every[:most]
    show_rows(rows, as_json=as_json, as_csv=as_csv, numeric=numbers, empty="No two codes overlap.")
    if rows and not (as_json or as_csv):
        left = f" {len(every) - most} more pairs with -n {len(every)}." if len(every) > most else ""
        render.tell(f"In {coding_pass.name}: pairs of codings that share words.{left}")
