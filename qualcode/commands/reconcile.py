"""Reconciling: list the disagreements, decide them one by one or from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from qualcode import render
from qualcode.commands import reconcile_walk
from qualcode.commands.asking import Prompts, check_terminal
from qualcode.commands.session import Csv, Json, code_names, names, pass_names, project, show_rows
from qualcode.errors import UsageError
from qualcode.store import outgoing

if TYPE_CHECKING:
    from qualcode.reconcile.disagreements import Disagreement
    from qualcode.store.project import Project

PassA = Annotated[str, typer.Argument(metavar="A", autocompletion=names(pass_names))]
PassB = Annotated[str, typer.Argument(metavar="B", autocompletion=names(pass_names))]
Others = Annotated[list[str] | None, typer.Argument(metavar="[C...]", autocompletion=names(pass_names))]

_BY_FILE = "Use --decisions-template FILE.csv, fill it in, and bring it back with --decisions FILE.csv."


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.command()(disagreements)
    app.command()(reconcile)


def disagreements(
    ctx: typer.Context,
    a: PassA,
    b: PassB,
    others: Others = None,
    code: Annotated[str | None, typer.Option(autocompletion=names(code_names))] = None,
    into: Annotated[str | None, typer.Option(help="Show the decisions of this agreed pass.")] = None,
    biggest: Annotated[bool, typer.Option("--biggest", help="Longest first, not in reading order.")] = False,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Where two passes differ.

    Missed by B, extra in B, or the boundary elsewhere; with more than two passes, whoever differs.
    """
    from qualcode.reconcile.disagreements import disagreements as found_in

    order: Literal["biggest", "reading"] = "biggest" if biggest else "reading"
    with project(ctx) as opened:
        found = found_in(opened, a, b, *(others or ()), code=code, into=into, order=order)
    if as_json:
        render.show_json([one.as_dict() for one in found])
        return
    columns = ("id", "address", "code", "kind", "decision")
    empty = "The passes agree everywhere."
    show_rows([_row(one) for one in found], as_json=False, as_csv=as_csv, columns=columns, empty=empty)


def reconcile(
    ctx: typer.Context,
    a: PassA,
    b: PassB,
    others: Others = None,
    into: Annotated[str | None, typer.Option(help="The agreed pass; made if there is none.")] = None,
    decisions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Apply a table, .csv or .xlsx.")
    ] = None,
    decisions_template: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a table to fill in, .csv or .xlsx.")
    ] = None,
    prompts: Prompts = False,
    deferred: Annotated[
        bool, typer.Option("--deferred", help="Ask about those left for later, too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Decide the disagreements of two passes into an agreed one; resumable, and neither pass changes."""
    if into is None:
        raise UsageError("Say where the agreed codings go.", "Add --into NAME, for example --into agreed.")
    with project(ctx) as opened:
        if decisions_template is not None:
            _write_template(opened, (a, b, into), others or (), decisions_template, as_json)
        elif decisions is not None:
            _apply(opened, (a, b, into), others or (), decisions, as_json)
        else:
            check_terminal("Reconciling", _BY_FILE)
            reconcile_walk.walk(opened, (a, b, into), others or (), prompts=prompts, deferred=deferred)
            _show_summary(_summary(opened, into))


def _write_template(
    opened: Project, named: tuple[str, str, str], others: list[str] | tuple[()], file: Path, as_json: bool
) -> None:
    from qualcode.export.decisions import write_decisions_template

    a, b, into = named
    written = write_decisions_template(opened, a, b, file, into, others)
    outgoing.note(opened, "reconcile", file)
    if as_json:
        render.show_json({"file": str(file), "disagreements": written})
    else:
        render.tell(f"{written} disagreements written to {file}. Fill in decision, reason and decided_by.")


def _apply(
    opened: Project, named: tuple[str, str, str], others: list[str] | tuple[()], file: Path, as_json: bool
) -> None:
    from qualcode.exchange.decisions import read_decisions
    from qualcode.reconcile.decisions_file import apply_decisions

    table = read_decisions(file)
    for warning in table.warnings:
        render.tell(warning)
    result = apply_decisions(opened, *named, table.rows, others)
    if as_json:
        render.show_json({**result.as_dict(), "summary": _summary(opened, named[2])})
    else:
        for problem in result.problems:
            column = f", column {problem.column}," if problem.column else ""
            render.tell(f"row {problem.row}{column} not applied: {problem.reason}")
        render.tell(
            f"{result.agreed} alike in all, {result.decided} decided, {result.deferred} deferred,"
            f" {result.open} open, {len(result.problems)} rows not applied."
        )
        _show_summary(_summary(opened, named[2]))
    if result.problems:
        raise typer.Exit(1)


def _summary(opened: Project, into: str) -> dict[str, Any]:
    from qualcode.reconcile.summary import summary

    return summary(opened, into).as_dict()


def _show_summary(told: dict[str, Any]) -> None:
    """By kind and by decision, and how often each reading prevailed: a reader will ask."""
    for kind, decisions in told["decisions"].items():
        render.write(f"{kind}: {', '.join(f'{choice} {count}' for choice, count in decisions.items())}\n")
    stood = ", ".join(f"{name} {count}" for name, count in told["prevailed"].items())
    if stood:
        render.write(f"whose reading stands: {stood}\n")
    if told["definitions_changed"]:
        render.write(f"definitions changed meanwhile: {', '.join(told['definitions_changed'])}\n")


def _row(one: Disagreement) -> dict[str, Any]:
    readings = {
        name: " … ".join(part.quotation for part in quoted)
        for name, quoted in zip(one.pass_names, one.readings, strict=True)
    }
    return {
        "id": one.id,
        "address": one.address,
        "code": one.code,
        "kind": one.kind,
        "meaning": one.counterpart or "",
        **readings,
        "decision": one.decision.decision if one.decision else "",
    }
