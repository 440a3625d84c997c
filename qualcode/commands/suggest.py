"""Suggest and review: the program proposes, a person decides one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from qualcode import render
from qualcode.commands.asking import Prompts, check_terminal
from qualcode.commands.session import Json, code_names, names, pass_names, project, transcript_names
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.suggestions.requests import MethodName
    from qualcode.suggestions.running import Outcome

PassName = Annotated[str | None, typer.Option("--pass", autocompletion=names(pass_names), help="Which pass.")]
Codes = Annotated[
    list[str] | None,
    typer.Option("--code", autocompletion=names(code_names), help="Only this code; may be repeated."),
]
Within = Annotated[
    list[str] | None,
    typer.Option(
        "--in", autocompletion=names(transcript_names), help="Only this transcript; may be repeated."
    ),
]
Sources = Annotated[
    list[str] | None,
    typer.Option(
        "--from", autocompletion=names(pass_names), help="For the method examples: learn from this pass."
    ),
]
Share = Annotated[
    float | None,
    typer.Option(help="Of a transcript's sentences, for definitions and search: fewer are surer."),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.command()(suggest)
    app.command()(review)


def suggest(
    ctx: typer.Context,
    pass_name: PassName = None,
    method: Annotated[str, typer.Option(help="definitions, examples, search or model.")] = "definitions",
    code: Codes = None,
    in_name: Within = None,
    query: Annotated[
        str, typer.Option(help="For the method search: as in `qualcode search`, within a sentence.")
    ] = "",
    sources: Sources = None,
    share: Share = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say how many, and what may be expected of them.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Propose codes for a pass, each with a reason; nothing counts until you accept it."""
    from qualcode.suggestions import requests, running

    if method not in get_args(requests.MethodName):
        raise UsageError(
            f"There is no method {method!r}.", f"Choose one of: {', '.join(get_args(requests.MethodName))}."
        )
    asked = requests.Request(
        pass_name,
        cast("MethodName", method),
        tuple(code or ()),
        tuple(in_name or ()),
        query,
        tuple(sources or ()),
        share,
        dry_run,
    )
    with project(ctx) as opened, render.progress("suggesting", running.waiting(opened, asked)) as step:
        outcome = running.suggest(opened, asked, step)
    if as_json:
        render.show_json(outcome.as_dict())
    else:
        _tell(outcome)


def review(
    ctx: typer.Context,
    pass_name: PassName = None,
    by_code: Annotated[bool, typer.Option("--by-code", help="Code by code, not in reading order.")] = False,
    deferred: Annotated[bool, typer.Option("--deferred", help="Those left for later, too.")] = False,
    prompts: Prompts = False,
) -> None:
    """Decide suggestions one by one. Each decision is kept at once, so stop whenever you like."""
    from qualcode.commands.reviewing import walk
    from qualcode.suggestions.review import Review

    check_terminal("Reviewing", "Decide one at a time with `qualcode suggestions accept ID` or `reject ID`.")
    with project(ctx) as opened:
        walk(opened, Review(opened, pass_name, by_code=by_code, deferred=deferred), prompts=prompts)


def _tell(outcome: Outcome) -> None:
    for note in outcome.notes:
        render.tell(note)
    if outcome.by_code:
        rows = sorted(outcome.by_code.items(), key=lambda one: (-one[1], one[0].casefold()))
        render.show_table(("code", "suggestions"), rows, numeric=("suggestions",))
    would_be = "suggestions would be new" if outcome.dry_run else "new suggestions"
    parts = [f"{outcome.made} {would_be} in {outcome.transcripts} transcripts"]
    parts += [f"{outcome.there} were there already"] if outcome.there else []
    parts += (
        [f"{outcome.replaced} undecided ones no longer hold and were taken away"] if outcome.replaced else []
    )
    parts += [f"{outcome.discarded} discarded: not word for word"] if outcome.discarded else []
    if outcome.left_out:
        parts.append(f"{outcome.left_out} more meet the query, but less well (--share 1 suggests them, too)")
    parts += [f"{outcome.read_before} transcripts were gone through before"] if outcome.read_before else []
    render.tell("; ".join(parts) + ".")
    if outcome.dry_run:
        render.tell("Nothing was kept; the same without --dry-run makes them.")
    elif outcome.made:
        render.tell(f"None of them counts until you accept it: qualcode review --pass {outcome.coding_pass}")
