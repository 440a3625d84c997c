"""Reliability: compare passes, align their codes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode import render
from qualcode.commands import comparison_options as options
from qualcode.commands import comparison_table, comparison_views
from qualcode.commands.session import Csv, Json, names, pass_names, project
from qualcode.errors import QualcodeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.reliability.compare import CompareOptions, Comparison
    from qualcode.store.project import Project

PAIR = 2


class BelowThreshold(QualcodeError):
    """The agreement asked for with --fail-under was not reached."""


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.command()(compare)
    app.command()(align)


def compare(
    ctx: typer.Context,
    passes: options.PassNames,
    unit: options.Units = "sentence",
    code: options.Codes = None,
    in_names: options.Within = None,
    overlap: options.Rule = "half-or-inside",
    speaker_role: options.Role = "participant",
    level: options.Level = None,
    seed: options.Seed = 0,
    bootstrap: options.Redraws = 0,
    fail_under: options.FailUnder = None,
    coefficient: options.Coefficient = "median_alpha",
    benchmark: options.Scale = None,
    explain: options.Explain = False,
    by_transcript: options.ByTranscript = False,
    pairwise: options.Pairwise = False,
    reason: options.Reason = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """How far passes agree, code by code: the four counts first, then what follows from them."""
    from qualcode.reliability.compare import CompareOptions

    units, rule = options.checked_units(unit), options.checked_rule(overlap)
    options.check(speaker_role, benchmark, fail_under)
    only, within = tuple(code or ()), tuple(in_names or ())
    chosen = [CompareOptions(one, rule, only, within, speaker_role, level, seed, bootstrap) for one in units]
    view = options.View(benchmark, explain, by_transcript, pairwise, as_json, as_csv)
    with project(ctx) as opened:
        _ask_for_a_reason(opened, passes, reason, quiet=as_json or as_csv)
        found = _show(opened, passes, chosen, view)
    if fail_under is not None:
        for one in found:
            _check_threshold(one, coefficient, fail_under)


def align(
    ctx: typer.Context,
    a: Annotated[str, typer.Argument(autocompletion=names(pass_names))],
    b: Annotated[str, typer.Argument(autocompletion=names(pass_names))],
    same: Annotated[list[str] | None, typer.Option(help="X=Y: one idea under two names.")] = None,
    split: Annotated[list[str] | None, typer.Option(help="X=Y,Z: a code of A, its parts in B.")] = None,
    merged: Annotated[list[str] | None, typer.Option(help="X,Y=Z: parts in A, one code of B.")] = None,
    as_json: Json = False,
) -> None:
    """Which code of one pass is which of another; without options, how they stand."""
    from qualcode.codes.codebook import split_names
    from qualcode.passes import alignment

    with project(ctx) as opened:
        if same or split or merged:
            alignment.record(
                opened,
                a,
                b,
                same=[_pair(one) for one in same or ()],
                split=[(x, split_names(opened, ys)) for x, ys in map(_pair, split or ())],
                merged=[(split_names(opened, xs), y) for xs, y in map(_pair, merged or ())],
            )
        found = alignment.code_set(opened, a, b)
    if as_json:
        render.show_json(found.as_dict())
        return
    render.write(found.line + "\n")
    for x, y in found.renamed:
        render.write(f"  renamed: {x} → {y}\n")
    for x, ys in found.split:
        render.write(f"  split: {x} → {', '.join(ys)}\n")
    for xs, y in found.merged:
        render.write(f"  merged: {', '.join(xs)} → {y}\n")
    for pass_name, only in ((found.a, found.only_a), (found.b, found.only_b)):
        if only:
            render.write(f"  only in {pass_name}: {', '.join(only)}\n")


def _pair(text: str) -> tuple[str, str]:
    left, separator, right = text.partition("=")
    if not separator or not left.strip() or not right.strip():
        raise UsageError(f"{text!r} does not say which code is which.", "Write: --same X=Y or --split X=Y,Z")
    return left.strip(), right.strip()


def _code_set(opened: Project, found: Comparison) -> str:
    """How the codes of two passes relate: told before any count, since it says what the counts are of."""
    from qualcode.passes import alignment

    part = found.options.codes or found.options.transcripts
    return "" if part or len(found.passes) != PAIR else alignment.code_set(opened, *found.passes).line


def _ask_for_a_reason(opened: Project, passes: Sequence[str], reason: str | None, *, quiet: bool) -> None:
    """A reflexive study gets a coefficient for a reason only; on a terminal it is asked for one."""
    from qualcode.reliability.label import READINGS, find_passes, label
    from qualcode.store.approach import give_reason

    if opened.setting("approach") != "reflexive":
        return
    if reason is None and not quiet and sys.stdin.isatty():
        if label(opened, find_passes(opened, passes)).text != READINGS:
            return
        question = "The study is reflexive. Why does it want a coefficient? (Enter: no coefficient)"
        reason = typer.prompt(question, default="", show_default=False, err=True).strip() or None
    if reason is not None:
        give_reason(opened, "coefficient", reason)


def _show(
    opened: Project, passes: Sequence[str], chosen: Sequence[CompareOptions], view: options.View
) -> list[Comparison]:
    """Compare and show; returns what a threshold is checked on: the first unit, every pair of a matrix."""
    from qualcode.reliability.compare import compare as compared
    from qualcode.reliability.views import pairwise

    if view.pairwise:
        matrices = [pairwise(opened, passes, one) for one in chosen]
        comparison_views.show_pairs(matrices, as_json=view.as_json, as_csv=view.as_csv)
        return list(matrices[0].pairs.values())
    found = [compared(opened, passes, one) for one in chosen]
    if view.by_transcript:
        comparison_views.show_transcripts(found, as_json=view.as_json, as_csv=view.as_csv)
    elif view.as_json:
        told = [comparison_table.as_dict(one, view.benchmark) for one in found]
        render.show_json(told[0] if len(told) == 1 else told)
    elif view.as_csv:
        comparison_table.show_csv(found, view.benchmark)
    else:
        comparison_table.show(found, _code_set(opened, found[0]), view)
    return found[:1]


def _check_threshold(found: Comparison, coefficient: str, threshold: float) -> None:
    known = (*found.overall, *(found.codes[0].values if found.codes else ()))
    if coefficient not in known:
        raise UsageError(f"There is no coefficient {coefficient!r}.", f"Choose one of: {', '.join(known)}.")
    if coefficient in found.overall:
        value = found.overall[coefficient]
    else:
        values = [one.values[coefficient] for one in found.codes if one.is_used and not one.is_rare]
        value = min((one for one in values if one is not None), default=None)
    if value is None or value < threshold:
        asked = render.decimal(threshold, 4)  # two places could show the same number twice
        shown = "undefined, so not" if value is None else f"{render.decimal(value, 4)}, not"
        raise BelowThreshold(
            f"{coefficient.replace('_', ' ')} is {shown} {asked} or more.",
            "Look at the codes at the top of `qualcode compare`, then at `qualcode disagreements`.",
        )
