"""Groupings of codes to think with. Part of `qualcode themes`."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, cast, get_args

import typer

from qualcode import render
from qualcode.commands.session import (
    Csv,
    Json,
    done,
    many,
    names,
    pass_names,
    project,
    show_rows,
    theme_names,
)
from qualcode.errors import UsageError
from qualcode.store import outgoing

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.themes.clusters import Clustering, Cut
    from qualcode.themes.likeness import By, Measure, Method, Settings
    from qualcode.themes.map import Map
    from qualcode.themes.material import Reach

TREE_WIDTH, LEAST_TREE = 26, 12
"""Characters of the tree in the terminal, and in a narrow one."""

CELL, MANY = 4, 12
"""Characters of a column of cuts, one less where there are many of them."""

SHOWN_WORDS: Final = 40
"""Words of a closest quote in the terminal; `--json` and `read` have all of them."""

_KS = re.compile(r"(\d+)(?:\s*-\s*(\d+))?")


def cluster(
    ctx: typer.Context,
    pass_name: Annotated[
        str | None, typer.Option("--pass", autocompletion=names(pass_names), help="Default: the agreed one.")
    ] = None,
    by: Annotated[str, typer.Option(help="cooccurrence, wording or both.")] = "both",
    method: Annotated[str, typer.Option(help="ward, which gives a tree, or spectral.")] = "ward",
    k: Annotated[
        str, typer.Option("--k", help="Numbers of groups: 4-10 side by side, or 6 in words.")
    ] = "4-10",
    weight: Annotated[float, typer.Option(help="Share of co-occurrence in both, 0 to 1.")] = 0.5,
    beside: Annotated[
        str, typer.Option(help="Codes co-occur as neighbours (two units) or in one turn.")
    ] = "neighbours",
    measure: Annotated[str, typer.Option(help="Of co-occurrence: cosine or jaccard.")] = "cosine",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A picture as well: FILE.svg or FILE.png.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Groupings of codes to think with: several cuts side by side, none recommended, none named."""
    from qualcode.themes import takeover
    from qualcode.themes.clustering import cluster as grouped
    from qualcode.themes.material import MOST_FOLDS

    settings = _settings(by, method, beside, measure, weight, k)
    _check_picture(output)
    with project(ctx) as opened:
        with render.progress("Without each participant", MOST_FOLDS) as step:
            found = grouped(opened, settings, pass_name, step)
        takeover.keep(opened, found)
        if output is not None:
            _draw(found, output)
            outgoing.note(opened, "themes cluster", output)
    if as_json:
        render.show_json(found.as_dict())
    elif len(found.cuts) == 1:
        _show_cut(found, found.cuts[0])
    else:
        _show_cuts(found)


def map_(
    ctx: typer.Context,
    output: Annotated[Path, typer.Option("-o", "--output", help="FILE.svg, FILE.png or FILE.dot.")],
    as_json: Json = False,
) -> None:
    """The thematic map: questions, themes, sub-themes, and only the relations that you stated."""
    from qualcode.export.pictures import map_png
    from qualcode.themes import map as mapping

    written: dict[str, Callable[[Map], bytes]] = {
        ".svg": lambda drawn: mapping.svg(drawn).encode(),
        ".png": map_png,
        ".dot": lambda drawn: mapping.dot(drawn).encode(),
    }
    form = output.suffix.lower()
    if form not in written:
        raise UsageError(f"A map cannot be written as {output.name!r}.", f"Use one of: {', '.join(written)}.")
    with project(ctx) as opened:
        drawn = mapping.thematic_map(opened)
        output.write_bytes(written[form](drawn))
        outgoing.note(opened, "themes map", output)
    done({"file": str(output), "alt": drawn.alt}, f"Wrote {output}.", as_json)


def relate(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(autocompletion=names(theme_names))],
    other: Annotated[str, typer.Argument(autocompletion=names(theme_names))],
    label: Annotated[str | None, typer.Option("--as", help="How the first stands to the second.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the relation back.")] = False,
    as_json: Json = False,
) -> None:
    """Say how one theme stands to another; the thematic map draws it."""
    from qualcode.themes import relations

    if (label is None) != remove:
        raise UsageError("Say what the relation is.", 'Use --as "sustains", or --remove.')
    with project(ctx) as opened:
        if label is None:
            relations.unrelate(opened, name, other)
        else:
            relations.relate(opened, name, other, label)
        stated = [one.as_dict() for one in relations.relations(opened)]
    told = f"{name} {label} {other}." if label else f"No relation of {name} to {other} is drawn now."
    done(stated, told, as_json)


def relations(ctx: typer.Context, as_json: Json = False, as_csv: Csv = False) -> None:
    """The relations between themes that were stated."""
    from qualcode.themes import relations as stated

    with project(ctx) as opened:
        rows = [one.as_dict() for one in stated.relations(opened)]
    hint = 'No relation is stated: qualcode themes relate A B --as "sustains"'
    show_rows(rows, as_json=as_json, as_csv=as_csv, empty=hint)


def _settings(by: str, method: str, beside: str, measure: str, weight: float, k: str) -> Settings:
    from qualcode.themes import likeness
    from qualcode.themes.material import Reach

    for name, given, allowed in (
        ("--by", by, get_args(likeness.By)),
        ("--method", method, get_args(likeness.Method)),
        ("--beside", beside, get_args(Reach)),
        ("--measure", measure, get_args(likeness.Measure)),
    ):
        if given not in allowed:
            raise UsageError(f"{name} cannot be {given!r}.", f"Choose one of: {', '.join(allowed)}.")
    match = _KS.fullmatch(k.strip())
    if match is None:
        raise UsageError(f"{k!r} is no number of groups.", "Write --k 6, or --k 4-10.")
    least = int(match[1])
    return likeness.Settings(
        cast("By", by),
        cast("Method", method),
        cast("Reach", beside),
        cast("Measure", measure),
        weight,
        least,
        int(match[2] or least),
    )


def _check_picture(output: Path | None) -> None:
    if output is not None and output.suffix.lower() not in {".svg", ".png"}:
        raise UsageError(f"A picture cannot be written as {output.name!r}.", "Name a FILE.svg or a FILE.png.")


def _draw(found: Clustering, output: Path) -> None:
    from qualcode.export.grouppng import group_png
    from qualcode.themes.grouppicture import drawing, svg

    drawn = drawing(found)
    picture = svg(drawn).encode() if output.suffix.lower() == ".svg" else group_png(drawn)
    output.write_bytes(picture)
    render.tell(f"Wrote {output}.")


def _show_cuts(found: Clustering) -> None:
    """The tree, and beside it the number of every code's group at each cut."""
    from qualcode.themes.treelines import lines

    _show_head(found)
    ks = [cut.k for cut in found.cuts]
    wide, tree = _widths(len(ks), max(map(len, found.order)))
    drawn = lines(len(found.order), found.tree, tree) if found.tree else [" " * tree] * len(found.order)
    for what, cells in (
        ("groups", [str(k) for k in ks]),
        ("silhouette", [render.decimal(cut.silhouette) for cut in found.cuts]),
        ("stability", [render.decimal(cut.stability) for cut in found.cuts]),
    ):
        render.write(_row(f"{what:>{tree}}", cells, "", wide))
    render.write("\n")
    before: tuple[int, ...] | None = None
    for at, name in enumerate(found.order):
        numbers = tuple(found.numbers[k][at] for k in ks)
        shown = [_changed(now, at_k, before) for at_k, now in enumerate(numbers)]
        render.write(_row(drawn[at], shown, name, wide))
        before = numbers
    _show_orphans(found)
    _show_foot(found, "See one cut in words with `qualcode themes cluster --k N`.")


def _widths(cuts: int, longest: int) -> tuple[int, int]:
    """Characters of a cell and of the tree that leave room for the longest name, as far as that goes."""
    width = shutil.get_terminal_size((100, 24)).columns
    around = 3 + cuts + longest
    wide = CELL if cuts <= MANY and TREE_WIDTH + cuts * CELL + around <= width else CELL - 1
    return wide, max(LEAST_TREE, min(TREE_WIDTH, width - cuts * wide - around))


def _row(left: str, cells: list[str], right: str, wide: int) -> str:
    return f"{left} {' '.join(f'{cell:>{wide}}' for cell in cells)}  {right}".rstrip() + "\n"


def _changed(number: int, at: int, before: tuple[int, ...] | None) -> str:
    """A group's number where it begins; below it a mark, so that the eye sees where it ends."""
    if number == 0:
        return "–"
    return "·" if before is not None and before[at] == number else str(number)


def _show_cut(found: Clustering, cut: Cut) -> None:
    """The groups of one cut in words."""
    _show_head(found)
    stability = "" if cut.stability is None else f", stability {render.decimal(cut.stability)}"
    render.write(f"{cut.k} groups, silhouette {render.decimal(cut.silhouette)}{stability}\n")
    for number, group in enumerate(cut.groups, start=1):
        support = "" if group.support is None else f", support {render.decimal(group.support)}"
        render.write(f"\n{cut.k}:{number}  {many(len(group.codes), 'code')}{support}\n")
        render.write(render.filled("; ".join(group.codes), 5))
        if group.words:
            render.write(render.filled(f"words: {', '.join(group.words)}", 5))
        for quote in group.closest_quotes:
            render.write(render.filled(f"{quote.address}  {_beginning(quote.quotation)}", 7, 5))
    _show_orphans(found)
    _show_foot(found, f"Take a group over with `qualcode themes add NAME --from-group {cut.k}:1`.")


def _beginning(words: str) -> str:
    said = words.split()
    return " ".join(said[:SHOWN_WORDS]) + (" …" if len(said) > SHOWN_WORDS else "")


def _show_head(found: Clustering) -> None:
    from qualcode.themes.clusters import TITLE

    how = found.settings
    blend = f" (co-occurrence {how.weight:g})" if how.by == "both" else ""
    render.write(
        f"{TITLE}: {len(found.order)} codes of {found.pass_name}, by {how.by}{blend}, {how.method}\n\n"
    )


def _show_orphans(found: Clustering) -> None:
    if found.orphans:
        render.write("\n" + render.filled(f"fit nowhere: {'; '.join(found.orphans)}", 2))


def _show_foot(found: Clustering, hint: str) -> None:
    from qualcode.themes.clusters import NOTE

    stable = f"Stability and support: {found.left_out}." if found.cuts[0].stability is not None else ""
    render.tell("\n" + render.filled(f"{NOTE} {stable}".rstrip()).rstrip())
    by_hand = "Grouping by hand is worth as much: `qualcode themes add NAME --codes A,B`."
    render.tell(render.filled(f"{hint} {by_hand}").rstrip())
