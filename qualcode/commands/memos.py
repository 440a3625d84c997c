"""Memos: add, list, show. A memo is never edited, only followed by another."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode import render
from qualcode.commands.session import Csv, Json, code_names, names, pass_names, project, show_rows

if TYPE_CHECKING:
    from qualcode.passes.memos import Memo

rooms = typer.Typer(no_args_is_help=True, help="Dated notes about anything; never edited, only followed.")
On = Annotated[
    str | None,
    typer.Option(
        metavar="WHAT", help="A transcript, code, pass, theme or participant; Q1, c2, q3; a coding's address."
    ),
]
CodeName = Annotated[
    str | None,
    typer.Option("--code", autocompletion=names(code_names), help="Its code, if several stand there."),
]
PassName = Annotated[
    str | None, typer.Option("--pass", autocompletion=names(pass_names), help="The pass of that coding.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.add_typer(rooms, name="memos")


@rooms.command()
def add(
    ctx: typer.Context,
    text: str,
    on: On = None,
    kind: Annotated[
        str, typer.Option(help="reflexive, analytic, methodological or familiarization.")
    ] = "analytic",
    follows: Annotated[
        int | None, typer.Option(metavar="N", help="The memo this one goes on from or corrects.")
    ] = None,
    code: CodeName = None,
    pass_name: PassName = None,
    as_json: Json = False,
) -> None:
    """Write a memo."""
    from qualcode.passes import memos

    with project(ctx) as opened:
        about = memos.subject(opened, on, code, pass_name) if on else None
        made = memos.add(opened, text, about, kind, follows)
    if as_json:
        render.show_json(_as_json(made))
    else:
        render.tell(f"Memo {made.number}{_on(made)}.")


@rooms.command("list")
def list_(
    ctx: typer.Context,
    on: On = None,
    kind: Annotated[str | None, typer.Option(help="Only of this kind.")] = None,
    find: Annotated[str | None, typer.Option(metavar="WORDS", help="Only with these words.")] = None,
    code: CodeName = None,
    pass_name: PassName = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Memos in the order of writing."""
    from qualcode.passes import memos

    with project(ctx) as opened:
        about = [memos.subject(opened, on, code, pass_name)] if on else None
        rows = [_as_json(one) for one in memos.memos(opened, about, kind, find)]
    if not (as_json or as_csv):
        rows = [row | {"at": row["at"][:10], "on": (row["on"] or {}).get("name", "")} for row in rows]
    columns = ("number", "at", "kind", "on", "text")
    hint = 'No memo yet: qualcode memos add "..." --on P1'
    show_rows(rows, as_json=as_json, as_csv=as_csv, columns=columns, numeric=("number",), empty=hint)


@rooms.command()
def show(ctx: typer.Context, number: int, as_json: Json = False) -> None:
    """One memo in full."""
    from qualcode.passes import memos

    with project(ctx) as opened:
        found = memos.show(opened, number)
    if as_json:
        render.show_json(_as_json(found))
        return
    written = found.at[:16].replace("T", " ")
    render.write(f"{found.number}  {written}  {found.kind}  {found.coder}{_on(found)}\n")
    for word, other in (("follows", found.follows), ("followed by", found.followed_by)):
        if other:
            render.write(f"{word} memo {other}\n")
    render.write(f"\n{found.text}\n")


def _on(memo: Memo) -> str:
    return f" on {memo.about.what} {memo.about.name}" if memo.about else ""


def _as_json(memo: Memo) -> dict[str, Any]:
    value = asdict(memo)
    about = value.pop("about")
    del value["id"]
    return value | {"on": {key: about[key] for key in ("what", "name")} if about else None}
