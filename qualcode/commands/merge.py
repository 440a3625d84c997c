"""Bring in a colleague's copy, and tell what came, what differs and what stayed away."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from qualcode import render
from qualcode.commands.session import DryRun, Json, many, project
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qualcode.exchange.merge.report import Difference, Merged, Named

WHY: Final = {
    "withdrawn": "of people who withdrew here",
    "withheld": "on passages that are withheld here",
    "stopped": "of people of whom nothing new is coded or quoted",
    "other words": "a transcript here has that name and other words",
    "corrected there": "it was corrected there; `qualcode transcripts replace` it here, then merge again",
    "words gone": "the words they stand on are gone from our text",
    "sealed here": "the pass is sealed here",
    "seal broken there": "it does not hold the codings it was sealed with",
    "rests on what stayed away": "it rests on something that stayed away",
}
"""Why something stayed away, to follow what it is."""

LONG: Final = 60
"""Characters of a state that are shown; `--json` has all of it."""


def register(app: typer.Typer) -> None:
    """Add the command of this room to the program."""
    app.command()(merge)


def merge(
    ctx: typer.Context,
    other: Annotated[Path, typer.Argument(metavar="OTHER.qualcode", help="The colleague's copy; only read.")],
    same: Annotated[
        list[str] | None,
        typer.Option(metavar='"THEIRS=OURS"', help="Codes that are one, whatever they say; may be repeated."),
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Bring in a colleague's copy: everything that is new in it.

    What only one copy changed is taken over; where both changed, ours stands and both are told. Numbers that
    people cite stay ours. Exit 1 if something stayed away that you can mend.
    """
    from qualcode.exchange.merge import merge as merged

    pairs = _pairs(same or ())
    with project(ctx) as opened, render.progress("Merging", None) as step:
        found = merged(opened, other, pairs, rehearsal=dry_run, step=step)
    if as_json:
        render.show_json({**found.as_dict(), "dry_run": dry_run})
    else:
        _show(found)
        render.tell(_last(found, dry_run=dry_run))
    if not found.whole:
        raise typer.Exit(1)


def _pairs(given: Iterable[str]) -> dict[str, str]:
    found = {}
    for one in given:
        theirs, equals, ours = one.partition("=")
        if not (equals and theirs.strip() and ours.strip()):
            raise UsageError(f"{one!r} names no two codes.", 'Write --same "their code=our code"')
        found[theirs.strip()] = ours.strip()
    return found


def _last(found: Merged, *, dry_run: bool) -> str:
    if found.nothing_new:
        return f"Nothing in {found.file} is new here."
    if dry_run:
        return "Nothing was changed."
    return f"{found.file} is merged. To take it back: qualcode undo"


def _show(found: Merged) -> None:
    what = "a copy of this study" if found.same_study else "another study"
    render.write(f"{found.file}: {what}, {many(found.shared, 'transcript')} in common\n")
    for title, lines in (
        ("New", _new(found)),
        ("Passes", _passes(found)),
        ("Changed there, taken over", map(_difference, found.changed)),
        ("Changed in both", map(_difference, found.conflicts)),
        ("One thing here", _same(found.same)),
        ("Called otherwise here", _renamed(found.renamed)),
        ("Stayed away", _away(found)),
        ("To know", iter(found.notes)),
    ):
        listed = list(lines)
        if listed:
            render.write(f"\n{title}\n")
            render.write("".join(render.filled(line, 4, 2) for line in listed))


def _new(found: Merged) -> Iterator[str]:
    from qualcode.exchange.merge.rules import BOOKKEEPING, noun

    told = [
        f"{number} {noun(table, number)}" for table, number in found.added.items() if table not in BOOKKEEPING
    ]
    if told:
        yield ", ".join(told)
    gone = [f"{number} {noun(table, number)}" for table, number in found.retired.items()]
    if gone:
        yield f"retired, as there: {', '.join(gone)}"


def _passes(found: Merged) -> Iterator[str]:
    for line in found.passes.values():
        seal = f", sealed ({line.seal})" if line.seal else ""
        new = "new, " if line.new else ""
        yield f"{line.name} ({line.coder}): {new}{many(line.codings, 'coding')}{seal}"


def _difference(one: Difference) -> str:
    which = " ".join(word for word in (one.what, one.label) if word)
    decided = "; they had seen ours" if one.decided_there else ""
    states = f"ours {_state(one.ours)}, theirs {_state(one.theirs)}"
    return f"{which}, {one.column.replace('_', ' ')}: {states}; kept: {one.kept}{decided}"


def _state(value: object) -> str:
    text = "nothing" if value in (None, "") else " ".join(str(value).split())
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"


def _same(found: Sequence[Named]) -> Iterator[str]:
    for one in found:
        yield f"{one.what} {one.theirs}" + (f" is our {one.here}" if one.here != one.theirs else "")


def _renamed(found: Sequence[Named]) -> Iterator[str]:
    """Names one by one, numbers as runs: s1 to s40 are s12 to s51."""
    for one in found:
        if one.what != "number":
            yield f"{one.what} {one.theirs} is {one.here}"
    numbers = [one for one in found if one.what == "number"]
    for _, run in groupby(enumerate(numbers), key=lambda pair: _run(*pair)):
        ones = [one for _, one in run]
        if len(ones) == 1:
            yield f"{ones[0].theirs} is {ones[0].here}"
        else:
            yield f"{ones[0].theirs} to {ones[-1].theirs} are {ones[0].here} to {ones[-1].here}"


def _run(at: int, one: Named) -> tuple[str, int, int]:
    letters = one.theirs.rstrip("0123456789")
    there, here = (int(name.removeprefix(letters)) for name in (one.theirs, one.here))
    return letters, there - at, here - at


def _away(found: Merged) -> Iterator[str]:
    from qualcode.exchange.merge.rules import BOOKKEEPING, noun

    for what, name, why in found.refused:
        yield f"{what} {name}: {WHY[why]}"
    for (why, table), number in found.left.items():
        if table not in BOOKKEEPING | {"passes", "transcripts"}:
            yield f"{number} {noun(table, number)}: {WHY[why]}"
