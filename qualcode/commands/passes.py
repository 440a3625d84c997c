"""Passes: start, list, show, seal, sample, unread."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer

from qualcode import render
from qualcode.commands.session import Csv, Json, Yes, done, many, names, pass_names, project, show_rows
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.store.project import Project

rooms = typer.Typer(no_args_is_help=True, help="A pass is one coder's journey through the transcripts.")
Name = Annotated[str, typer.Argument(autocompletion=names(pass_names))]
Mode = Literal["hand", "assisted", "imported"]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.add_typer(rooms, name="passes")


@rooms.command()
def start(
    ctx: typer.Context,
    name: str,
    mode: Annotated[str, typer.Option(help="hand, assisted or imported.")] = "hand",
    coder: Annotated[str | None, typer.Option(help="Whose pass it is.")] = None,
    blind_to: Annotated[list[str] | None, typer.Option(help="A pass its coder does not see.")] = None,
    saw: Annotated[list[str] | None, typer.Option(help="A pass its coder has seen.")] = None,
    transcripts: Annotated[str | None, typer.Option(help="Which to read: A,B,C (default: all).")] = None,
    as_json: Json = False,
) -> None:
    """Open a pass."""
    from qualcode.passes import passes
    from qualcode.passes.overview import described

    if mode not in {"hand", "assisted", "imported"}:
        raise UsageError(f"{mode!r} is not a mode of coding.", "Choose hand, assisted or imported.")
    blind, seen = list(blind_to or ()), list(saw or ())
    with project(ctx) as opened:
        _ask_about_others(opened, blind, seen)
        started = passes.start(
            opened,
            name,
            mode=cast("Mode", mode),
            coder=coder,
            blind_to=blind,
            saw=seen,
            transcripts=[part.strip() for part in (transcripts or "").split(",") if part.strip()],
        )
        value = described(opened, started)
    what = f"The pass {name} is open for {value['coder']}: {len(value['transcripts'])} transcripts to read."
    done(value, what, as_json)


@rooms.command("list")
def list_(ctx: typer.Context, as_json: Json = False, as_csv: Csv = False) -> None:
    """All passes."""
    from qualcode.passes.overview import described
    from qualcode.passes.passes import passes

    with project(ctx) as opened:
        rows = [described(opened, one) for one in passes(opened)]
    columns = ("name", "coder", "mode", "kind", "opened_at", "sealed_at", "codings")
    if not (as_json or as_csv):
        rows = [row | {at: (row[at] or "")[:10] for at in ("opened_at", "sealed_at")} for row in rows]
    hint = "No pass yet: qualcode passes start NAME"
    show_rows(rows, as_json=as_json, as_csv=as_csv, columns=columns, numeric=("codings",), empty=hint)


@rooms.command()
def show(ctx: typer.Context, name: Name, as_json: Json = False) -> None:
    """One pass: coder, dates, what it saw, what it read."""
    from qualcode.passes import passes
    from qualcode.passes.overview import described

    with project(ctx) as opened:
        value = described(opened, passes.find(opened, name))
    if as_json:
        render.show_json(value)
        return
    retired = value.pop("of_retired_codes")
    value["retired"] = [f"{code}: {many(number, 'coding')}" for code, number in retired.items()]
    for key, item in value.items():
        text = ", ".join(_told(part) for part in item) if isinstance(item, list) else item
        if text not in {None, ""}:
            render.write(f"{key.replace('_', ' '):12} {text}\n")


def _told(part: str | dict[str, str]) -> str:
    return (
        part
        if isinstance(part, str)
        else f"{part['transcript']} (by {part['replaced_by']}; this pass rests on the former)"
    )


@rooms.command()
def seal(ctx: typer.Context, name: Name, yes: Yes = False, as_json: Json = False) -> None:
    """Close a pass for good."""
    from qualcode.passes import passes
    from qualcode.passes.overview import described

    with project(ctx) as opened:
        passes.check_open(passes.find(opened, name))
        question = f"Seal {name}? Nothing in it can change afterwards."
        if sys.stdin.isatty() and not yes and not typer.confirm(question, err=True):
            raise typer.Exit(1)
        value = described(opened, passes.seal(opened, name))
    done(value, f"The pass {name} is sealed with {many(value['codings'], 'coding')}.", as_json)


@rooms.command()
def sample(
    ctx: typer.Context,
    fraction: Annotated[float, typer.Option(help="Share of the transcripts, as 0.2.")],
    seed: Annotated[int, typer.Option(help="The same seed draws the same transcripts.")],
    stratify: Annotated[str, typer.Option(metavar="ATTR", help="An attribute that shares the draw.")] = "",
    as_json: Json = False,
) -> None:
    """Draw transcripts for double coding; the draw is on record before there are results."""
    from qualcode.passes.sample import draw, samples

    with project(ctx) as opened:
        drawn = draw(opened, fraction, seed, stratify)
        earlier = len(samples(opened)) - 1
    if as_json:
        render.show_json({**drawn.as_dict(), "earlier_draws": earlier})
        return
    render.write(f"{drawn.line}\n")
    if earlier:
        render.tell(f"Draw number {earlier + 1}: all of them stay on record, see `qualcode passes samples`.")
    render.tell(f"Start the second pass with --transcripts {','.join(drawn.transcripts)}")


@rooms.command()
def coverage(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(autocompletion=names(pass_names))] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """How much of each transcript was coded: share of speech, codings per 1,000 words, longest gap."""
    from qualcode.passes.coverage import coverage as counted

    with project(ctx) as opened:
        coding_pass, found = counted(opened, name)
    rows = [asdict(one) for one in found]
    if not (as_json or as_csv):
        rows = [_attention(row) for row in rows]
    numbers = ("words", "codings", "coded", "per 1,000 words")
    show_rows(rows, as_json=as_json, as_csv=as_csv, numeric=numbers, empty="There is no transcript to read.")
    if rows and not (as_json or as_csv):
        render.tell(f"In {coding_pass.name}. “?”: under half the median; a question, not an error.")


def _attention(row: dict[str, Any]) -> dict[str, Any]:
    share, often = row["share"], row["per_1000_words"]
    return {
        "transcript": row["transcript"],
        "words": row["words"],
        "codings": row["codings"],
        "coded": "–" if share is None else f"{share:.0%}{' ?' if row['uneven'] else ''}",
        "per 1,000 words": "–" if often is None else f"{often:.0f}",
        "longest without": row["longest_uncoded"],
    }


@rooms.command("samples")
def samples_(ctx: typer.Context, as_json: Json = False, as_csv: Csv = False) -> None:
    """All draws for double coding, oldest first."""
    from qualcode.passes.sample import samples

    with project(ctx) as opened:
        rows = [one.as_dict() for one in samples(opened)]
    if not as_json:
        for row in rows:
            row["drawn_at"] = row["drawn_at"] if as_csv else row["drawn_at"][:16].replace("T", " ")
            row["strata"] = [
                f"{part['value'] or '-'} {part['drawn']} of {part['of']}" for part in row["strata"]
            ]
    columns = ("drawn_at", "transcripts", "drawn_from", "fraction", "seed", "stratify", "strata")
    hint = "No draw yet: qualcode passes sample --fraction 0.2 --seed 7"
    show_rows(rows, as_json=as_json, as_csv=as_csv, columns=columns, empty=hint)


@rooms.command()
def unread(
    ctx: typer.Context,
    name: Name,
    places: Annotated[list[str], typer.Argument(metavar="ADDRESS|TRANSCRIPT...")],
    as_json: Json = False,
) -> None:
    """Say what a pass did not get to read; not read is never "not coded"."""
    from qualcode.passes import passes
    from qualcode.passes.overview import described

    with project(ctx) as opened:
        passes.mark_unread(opened, name, places)
        value = described(opened, passes.find(opened, name))
    done(value, f"Noted: {name} did not read {', '.join(places)}.", as_json)


def _ask_about_others(opened: Project, blind: list[str], seen: list[str]) -> None:
    """On a terminal, ask about every earlier pass that was not mentioned; elsewhere it stays "not stated"."""
    from qualcode.passes.passes import passes

    if not sys.stdin.isatty():
        return
    mentioned = {name.casefold() for name in (*blind, *seen)}
    for other in passes(opened):
        if other.kind == "independent" and other.name.casefold() not in mentioned:
            saw_it = typer.confirm(f"Have you looked at the pass {other.name} for this one?", err=True)
            (seen if saw_it else blind).append(other.name)
