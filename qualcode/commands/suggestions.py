"""Suggestions: look at them, decide them one at a time, see what they were worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode import render
from qualcode.commands.session import (
    Csv,
    Json,
    code_names,
    names,
    pass_names,
    project,
    show_rows,
    tell_whose,
)

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.suggestions.deciding import Shown

rooms = typer.Typer(no_args_is_help=True, help="What the program proposes and a person decides.")
PassName = Annotated[str | None, typer.Option("--pass", autocompletion=names(pass_names), help="Which pass.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="As the list has it: s12.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.add_typer(rooms, name="suggestions")


@rooms.command("list")
def list_(
    ctx: typer.Context,
    pass_name: PassName = None,
    status: Annotated[str | None, typer.Option(help="open, accepted, edited, rejected or deferred.")] = None,
    code: Annotated[
        str | None, typer.Option(autocompletion=names(code_names), help="Only this code.")
    ] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Suggestions in reading order, with their words and reasons."""
    from qualcode.codes import codebook
    from qualcode.passes import passes
    from qualcode.suggestions import listing

    with project(ctx) as opened:
        found = listing.suggestions(
            opened,
            pass_id=passes.find(opened, pass_name).id if pass_name else None,
            status=status,
            code_id=codebook.find(opened, code).id if code else None,
        )
    show_rows(
        [one.as_dict() for one in found],
        as_json=as_json,
        as_csv=as_csv,
        columns=("id", "address", "code", "quotation", "reason", "status"),
        empty="No suggestion: qualcode suggest --pass NAME",
    )


@rooms.command()
def accept(ctx: typer.Context, suggestion: Id, pass_name: PassName = None, as_json: Json = False) -> None:
    """Accept one suggestion; it is shown, and becomes a coding of the pass."""
    from qualcode.suggestions import deciding

    with project(ctx) as opened:
        shown = deciding.find_and_show(opened, suggestion, pass_name)
        _show(opened, shown, as_json)
        coding_id = deciding.accept(opened, shown)
        _done(opened, shown, "accepted", as_json, coding=coding_id)


@rooms.command()
def reject(
    ctx: typer.Context,
    suggestion: Id,
    reason: Annotated[str, typer.Option(help="Why it does not fit.")] = "",
    pass_name: PassName = None,
    as_json: Json = False,
) -> None:
    """Reject one suggestion; it is shown, and the reason is kept."""
    from qualcode.suggestions import deciding

    with project(ctx) as opened:
        shown = deciding.find_and_show(opened, suggestion, pass_name)
        _show(opened, shown, as_json)
        deciding.reject(opened, shown, reason)
        _done(opened, shown, "rejected", as_json)


@rooms.command()
def defer(ctx: typer.Context, suggestion: Id, pass_name: PassName = None, as_json: Json = False) -> None:
    """Leave one suggestion for later."""
    from qualcode.suggestions import deciding

    with project(ctx) as opened:
        shown = deciding.find_and_show(opened, suggestion, pass_name)
        _show(opened, shown, as_json)
        deciding.defer(opened, shown)
        _done(opened, shown, "deferred", as_json)


@rooms.command()
def edit(
    ctx: typer.Context,
    suggestion: Id,
    address: Annotated[str | None, typer.Option(help="Another place: P5:42-44 or P5@1203-1290.")] = None,
    code: Annotated[str | None, typer.Option(autocompletion=names(code_names), help="Another code.")] = None,
    pass_name: PassName = None,
    as_json: Json = False,
) -> None:
    """Accept one suggestion with another span or another code."""
    from qualcode.suggestions import deciding

    with project(ctx) as opened:
        shown = deciding.find_and_show(opened, suggestion, pass_name)
        _show(opened, shown, as_json)
        span = deciding.span_at(opened, shown, address) if address else None
        coding_id = deciding.edit(opened, shown, span=span, code_name=code)
        _done(opened, shown, "edited", as_json, coding=coding_id)


@rooms.command()
def report(
    ctx: typer.Context,
    pass_name: PassName = None,
    against: Annotated[
        str | None,
        typer.Option(autocompletion=names(pass_names), help="Hold the raw suggestions against this pass."),
    ] = None,
    as_json: Json = False,
) -> None:
    """What suggestions were worth: decided how, right so far, and signs of haste."""
    from qualcode.commands.judging import show_report
    from qualcode.suggestions.report import report as reported

    with project(ctx) as opened:
        found = reported(opened, pass_name, against)
    if as_json:
        render.show_json(found.as_dict())
    else:
        show_report(found)


@rooms.command()
def audit(
    ctx: typer.Context,
    pass_name: PassName = None,
    seed: Annotated[int, typer.Option(help="The same seed draws the same sentences.")] = 0,
    as_json: Json = False,
) -> None:
    """A tenth of the sentences without a suggestion, to be read plain."""
    from qualcode.commands.judging import show_audit
    from qualcode.suggestions.audit import draw

    with project(ctx) as opened:
        found = draw(opened, pass_name, seed)
    if as_json:
        render.show_json(found.as_dict())
    else:
        show_audit(found)


@rooms.command(name="rules")
def rules_(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", autocompletion=names(code_names))],
    synonym: Annotated[list[str] | None, typer.Option(help="Counts like the name.")] = None,
    phrase: Annotated[list[str] | None, typer.Option(help="A sure hit, in all forms of its words.")] = None,
    regex: Annotated[list[str] | None, typer.Option(help="A sure hit.")] = None,
    pattern: Annotated[list[str] | None, typer.Option(help="A sure hit: spaCy tokens as JSON.")] = None,
    not_when: Annotated[list[str] | None, typer.Option(help="No suggestion where this stands.")] = None,
    remove: Annotated[int | None, typer.Option(metavar="N", help="Take rule N away.")] = None,
    as_json: Json = False,
) -> None:
    """What is sought for a code beside its own words; without options, the rules it has."""
    from qualcode.codes import rules

    new: dict[rules.RuleKind, list[str] | None] = {
        "synonym": synonym,
        "phrase": phrase,
        "regex": regex,
        "pattern": pattern,
        "not-when": not_when,
    }
    with project(ctx) as opened:
        if remove is not None:
            rules.remove_rule(opened, code, remove)
        for kind, bodies in new.items():
            for body in bodies or ():
                rules.add_rule(opened, code, kind, body)
        known = rules.rules_of(opened, code)
    rows = [{"number": at, "kind": one.kind, "rule": one.body} for at, one in enumerate(known, start=1)]
    show_rows(
        rows, as_json=as_json, as_csv=False, empty="No rule: add one with --phrase, --synonym or --regex."
    )


@rooms.command()
def model(
    ctx: typer.Context,
    url: Annotated[str | None, typer.Option(help="As http://127.0.0.1:11434/v1")] = None,
    name: Annotated[str, typer.Option(help="The model's name there.")] = "",
    library: Annotated[
        str | None, typer.Option(metavar="NAME", help="A model that the library `llm` knows (an extra).")
    ] = None,
    local: Annotated[
        bool, typer.Option("--local", help="With --library: it runs in here, and may reach nothing else.")
    ] = False,
    deidentified: Annotated[
        bool, typer.Option("--deidentified", help="The text holds nothing that identifies a person.")
    ] = False,
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Text may leave this machine.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Why, for the report.")] = "",
    off: Annotated[bool, typer.Option("--off", help="Ask no model any more.")] = False,
    as_json: Json = False,
) -> None:
    """The language model that may be asked, if any; off until you say so here."""
    from qualcode.commands.judging import show_assistant
    from qualcode.suggestions import model as models

    models.check_where(url, library, local=local, remote=allow_remote)
    known_there = library if library is not None else name
    with project(ctx) as opened:
        if off:
            models.forbid(opened)
        elif url is not None or library is not None:
            in_library = library is not None
            models.allow(
                opened,
                models.Assistant(url or "", known_there, allow_remote, deidentified, reason, in_library),
            )
        found = models.assistant(opened)
    if as_json:
        render.show_json(None if found is None else found.as_dict())
    else:
        show_assistant(found)


def _show(opened: Project, shown: Shown, as_json: bool) -> None:
    from qualcode.commands.reviewing import show

    if not as_json:
        show(opened, shown)


def _done(opened: Project, shown: Shown, decision: str, as_json: bool, coding: str | None = None) -> None:
    from qualcode.passes import passes

    if as_json:
        render.show_json({**shown.as_dict(), "status": decision, "coding": coding})
        return
    render.tell(f"{shown.suggestion.id} {decision}; `qualcode undo` takes it back.")
    tell_whose(opened, passes.find(opened, shown.suggestion.coding_pass))
