"""What the study is after: its approach and its research questions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from qualcode import render
from qualcode.commands.session import Csv, Json, done, project, show_rows

APPROACHES = typer.Typer(help="Which thematic analysis this is, and what follows from it.")
QUESTIONS = typer.Typer(no_args_is_help=True, help="The research questions: add, list.")


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.add_typer(APPROACHES, name="approach")
    app.add_typer(QUESTIONS, name="questions")


@APPROACHES.callback(invoke_without_command=True)
def approach(ctx: typer.Context, as_json: Json = False) -> None:
    """Which thematic analysis this is, and what follows from it."""
    if ctx.invoked_subcommand is None:
        _show(ctx, as_json)


@APPROACHES.command("set")
def set_(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="codebook|coding-reliability|reflexive")],
    reason: Annotated[str, typer.Option(help="Why; the report prints it.")] = "",
    as_json: Json = False,
) -> None:
    """Switch the approach; what was done so far stays, and the reason is kept."""
    from qualcode.store.approach import set_approach

    with project(ctx) as opened:
        changed = set_approach(opened, name, reason)
    told = f"The approach is {name} now." if changed else f"The approach is {name} already."
    done(
        {"approach": name, "changed": changed}, f"{told} See what follows from it: qualcode approach", as_json
    )


@QUESTIONS.command()
def add(ctx: typer.Context, wording: str, as_json: Json = False) -> None:
    """Ask one more research question."""
    from qualcode.store.approach import add_question

    with project(ctx) as opened:
        label = add_question(opened, wording)
    done({"label": label, "wording": " ".join(wording.split())}, f"This is {label}.", as_json)


@QUESTIONS.command("list")
def list_(ctx: typer.Context, as_json: Json = False, as_csv: Csv = False) -> None:
    """The research questions, and the themes that answer each."""
    from qualcode.store.study import study
    from qualcode.themes import themes

    with project(ctx) as opened:
        asked, known = study(opened).questions, themes.all_themes(opened)
    rows = [
        {
            **asdict(one),
            "themes": [t.name for t in known if one.label in [x.strip() for x in t.answers.split(",")]],
        }
        for one in asked
    ]
    show_rows(rows, as_json=as_json, as_csv=as_csv, empty='None yet: qualcode questions add "...?"')


def _show(ctx: typer.Context, as_json: bool) -> None:
    from qualcode.store.approach import BEHAVIOUR, reasons

    with project(ctx) as opened:
        name, given = opened.setting("approach"), reasons(opened)
    behaviour = dict(BEHAVIOUR[name])
    if as_json:
        told = [asdict(one) for one in given]
        render.show_json({"approach": name, "behaviour": behaviour, "reasons": told})
        return
    render.write(f"{name}\n")
    for what, how in behaviour.items():
        render.write(f"  {what:22} {how}\n")
    for one in given:
        render.write(f"  {one.at[:10]} {one.about} {one.detail}: {one.text}\n")
