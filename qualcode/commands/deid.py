"""De-identification: words that tell who somebody is are found, decided by a person, replaced for good."""

from __future__ import annotations

import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode import render
from qualcode.commands.dictionary import rooms as dictionary_rooms
from qualcode.commands.session import Csv, DryRun, Json, Yes, ask, project, show_rows
from qualcode.errors import UsageError
from qualcode.store import outgoing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.passes.redacting import Redaction
    from qualcode.store.project import Project
    from qualcode.transcripts.deid_choices import Choice
    from qualcode.transcripts.deidentify import Hit
    from qualcode.transcripts.identifiers import Term

rooms = typer.Typer(
    no_args_is_help=True, help="Words that tell who somebody is: scan, decide, replace for good."
)
rooms.add_typer(dictionary_rooms, name="words")

Log = Annotated[
    Path | None,
    typer.Option("--log", metavar="FILE", help="The replacement log; by default NAME.deid-log.csv."),
]
Classes = Annotated[list[str] | None, typer.Option("--class", help="name, phone, ...; may be repeated.")]
Dictionary = Annotated[
    Path | None,
    typer.Option("--dictionary", metavar="FILE", help="More words to look for; they are not stored."),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.add_typer(rooms, name="deid")


@rooms.command()
def scan(
    ctx: typer.Context,
    classes: Classes = None,
    dictionary: Dictionary = None,
    every: Annotated[bool, typer.Option("--all", help="Also what somebody said may stay.")] = False,
    log: Log = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Every place that may tell who somebody is, with a proposed replacement; nothing is changed.

    By local rules for the Safe Harbor list, by capitals, by the study's dictionary, and by what was replaced
    before. `--csv > hits.csv`, with `decision` filled in (replace, keep, skip), goes to `apply --decisions`.
    """
    with project(ctx) as opened:
        hits, _ = _scanned(opened, log, _terms(dictionary))
    wanted = _kinds(classes)
    shown = [one for one in hits if (every or not one.decision) and (not wanted or one.kind in wanted)]
    columns = ("id", "where", "class", "words", "replacement")
    rows = [one.as_dict() for one in shown]
    show_rows(
        rows,
        as_json=as_json,
        as_csv=as_csv,
        columns=(*columns, "decision") if every else columns,
        empty="No hit is left to decide.",
    )
    _tell_scan(shown)


@rooms.command()
def apply(
    ctx: typer.Context,
    classes: Classes = None,
    replace: Annotated[
        list[str] | None, typer.Option(metavar='"X=[agency 1]"', help="These words; may be repeated.")
    ] = None,
    keep: Annotated[list[str] | None, typer.Option(metavar="X", help="These words stay.")] = None,
    keep_class: Annotated[list[str] | None, typer.Option(help="All of this class stay.")] = None,
    decisions: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="With the columns id, decision, replacement.")
    ] = None,
    dictionary: Dictionary = None,
    log: Log = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Replace what you decide about, in [square brackets], everywhere and for good; asks hit by hit.

    The words that stood there go to the replacement log, a file outside the project; `undo` cannot bring them
    back. Every coding stays, and its words too where it touches no replacement.
    """
    from qualcode.transcripts import deid_choices

    given = bool(classes or replace or keep or keep_class or decisions)
    _check_somebody_decides(given=given)
    with project(ctx) as opened:
        wanted = deid_choices.replacements(replace or ())
        hits, known = _scanned(opened, log, [*_terms(dictionary), *deid_choices.as_terms(wanted)])
        words = partial(deid_choices.chosen, hits, replace=wanted, keep=keep or (), known=known)
        choices = words(kinds=_kinds(classes), keep_kinds=_kinds(keep_class))
        choices |= _from_file(decisions, hits) if given else _asked(hits)
        deid_choices.consistent(hits, choices, known)
        where = log or _default_log(opened)
        done = _carried_out(opened, hits, choices, where, dry_run=dry_run, yes=yes, quiet=as_json)
    if done is not None:
        _tell_result(done[0], where, done[1], dry_run=dry_run, as_json=as_json)


def _check_somebody_decides(*, given: bool) -> None:
    if not given and not sys.stdin.isatty():
        raise UsageError(
            "Somebody has to decide each hit.",
            'Add --decisions FILE, --class phone, --replace "X=[agency 1]", or --keep X.',
        )


def _from_file(decisions: Path | None, hits: Sequence[Hit]) -> dict[str, Choice]:
    from qualcode.transcripts import deid_choices

    if decisions is None:
        return {}
    choices, unknown = deid_choices.read_file(decisions, hits)
    _tell_unknown(unknown)
    return choices


def _asked(hits: Sequence[Hit]) -> dict[str, Choice]:
    from qualcode.commands.deid_walk import walk

    return walk([one for one in hits if not one.decision])


def _carried_out(
    opened: Project,
    hits: Sequence[Hit],
    choices: dict[str, Choice],
    where: Path,
    *,
    dry_run: bool,
    yes: bool,
    quiet: bool,
) -> tuple[Redaction, Sequence[str]] | None:
    """What was replaced, and the copies it did not reach; None where somebody said no."""
    from qualcode.passes.redacting import redact

    if not quiet:
        _show_choices(hits, choices)
    if not dry_run and not _confirmed(choices, where, yes=yes):
        render.tell("Nothing was changed.")
        return None
    result = redact(opened, hits, choices, where, rehearsal=dry_run)
    return result, outgoing.copies_beside(opened)


@rooms.command()
def log(
    ctx: typer.Context,
    log_file: Log = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """What was replaced by what; the words that stood there are read from the log outside the project."""
    from qualcode.transcripts import deid_log, deid_record

    with project(ctx) as opened:
        where = log_file or deid_log.default_path(opened)
        outside = deid_log.read(where)
        rows = [one.as_dict() for one in outside] or deid_record.replaced(opened)
    show_rows(rows, as_json=as_json, as_csv=as_csv, empty="Nothing was replaced yet.")
    if rows and not outside:
        render.tell(
            f"There is no {where.name}, and the project does not know what stood there. Add --log FILE."
        )


def _scanned(opened: Project, log: Path | None, terms: Sequence[Term]) -> tuple[list[Hit], dict[str, str]]:
    """The hits, and what the replacement log knows."""
    from qualcode.transcripts import deid_cells, deid_log, deidentify

    known = deid_log.known(deid_log.read(log or deid_log.default_path(opened)))
    total = len(deid_cells.transcripts(opened))
    with render.progress("Scanning", total) as step:
        return deidentify.scan(opened, known=known, extra=terms, step=step), known


def _terms(dictionary: Path | None) -> list[Term]:
    from qualcode.transcripts import deid_words
    from qualcode.transcripts.identifiers import Term

    if dictionary is None:
        return []
    return [Term(deid_words.check_kind(one.kind), one.word) for one in deid_words.read_file(dictionary)]


def _kinds(classes: Sequence[str] | None) -> set[str]:
    from qualcode.transcripts.deid_words import check_kind

    return {check_kind(one) for one in classes or ()}


def _default_log(opened: Project) -> Path:
    from qualcode.transcripts import deid_log

    return deid_log.default_path(opened)


def _tell_scan(shown: Sequence[Hit]) -> None:
    from qualcode.transcripts.identifier_rules import NOT_IN_TEXT

    counted = Counter(one.kind for one in shown if not one.decision)
    total = ", ".join(f"{number} {kind}" for kind, number in sorted(counted.items()))
    render.tell(f"{sum(counted.values())} to decide{f' ({total})' if total else ''}.")
    render.tell(
        "Screened for the Safe Harbor list as far as words can show it (not for"
        f" {' or '.join(NOT_IN_TEXT)}), and for the study's dictionary. Whether somebody could still be"
        " recognised, only a reader can tell."
    )
    if counted:
        render.tell("Decide them: qualcode deid apply")


def _show_choices(hits: Sequence[Hit], choices: dict[str, Choice]) -> None:
    rows = [
        (one.where, one.kind, one.words, choices[one.id].replacement or "(stays)")
        for one in hits
        if one.id in choices
    ]
    if rows:
        render.show_table(("where", "class", "words", "becomes"), rows)


def _confirmed(choices: dict[str, Choice], where: Path, *, yes: bool) -> bool:
    """Say before that it is for good; on a terminal, ask."""
    number = sum(one.decision == "replaced" for one in choices.values())
    if not number:
        return True
    said = (
        f"Replacing {number} for good: undo cannot bring the words back, for the project keeps no copy."
        f" They will stand only in {where}; keep that file apart from the project."
    )
    render.tell(render.filled(said).rstrip())
    if yes or not sys.stdin.isatty():
        return True
    all_of_it = f" A no drops all {len(choices)} decisions." if len(choices) > 1 else ""
    return ask(f"Replace {number}?{all_of_it}", option="--yes")


def _tell_unknown(unknown: Sequence[str]) -> None:
    if unknown:
        render.tell(f"{len(unknown)} lines name a hit that is not there any more: {', '.join(unknown[:5])}")


def _tell_result(
    result: Redaction, where: Path, beyond: Sequence[str], *, dry_run: bool, as_json: bool
) -> None:
    value: dict[str, Any] = result.as_dict() | {"log": str(where), "copies": list(beyond)}
    if as_json:
        render.show_json(value)
    if dry_run:
        render.tell("Nothing was changed.")
        return
    render.tell(
        f"{len(result.replaced)} replaced in {len(result.transcripts)} transcripts, {result.kept} kept."
    )
    if result.replaced:
        render.tell(f"What stood there is in {where}, and nowhere in the project.")
        if beyond:
            render.tell(f"Copies that no command reaches: {', '.join(beyond)}.")
    if result.resealed:
        render.tell(f"Sealed anew, every coding as it was: {', '.join(result.resealed)}.")
    if result.together:
        render.tell(f"{result.together} codings have the words of another of their code now, and are one.")
    if not result.scrubbed:
        from qualcode.store.erasing import LEFT_OVER

        render.tell(" ".join(LEFT_OVER))
