"""Reliability: compare passes, align their codes."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_lowercase
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

import typer

from qualcode import render
from qualcode.commands import comparison_views
from qualcode.commands.session import Csv, Json, code_names, names, pass_names, project, transcript_names
from qualcode.errors import QualcodeError, UsageError
from qualcode.model import Overlap, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.reliability.compare import Comparison
    from qualcode.reliability.scores import CodeScore
    from qualcode.store.project import Project

PassNames = Annotated[list[str], typer.Argument(metavar="PASS PASS...", autocompletion=names(pass_names))]
COUNTS = ("both", "A", "B", "neither")
PAIR = 2
ALMOST_ALL = 0.995
"""From here on a share would be rounded to 100 %."""


class BelowThreshold(QualcodeError):
    """The agreement asked for with --fail-under was not reached."""


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.command()(compare)
    app.command()(align)


def compare(
    ctx: typer.Context,
    passes: PassNames,
    unit: Annotated[
        str, typer.Option(help=f"{', '.join(get_args(Unit))}; several with commas.")
    ] = "sentence",
    code: Annotated[list[str] | None, typer.Option(autocompletion=names(code_names))] = None,
    in_names: Annotated[
        list[str] | None, typer.Option("--in", autocompletion=names(transcript_names))
    ] = None,
    overlap: Annotated[str, typer.Option(help=", ".join(get_args(Overlap)))] = "half-or-inside",
    speaker_role: Annotated[str, typer.Option(help="Whose turns count: participant or any.")] = "participant",
    level: Annotated[int | None, typer.Option(help="Count codes as their ancestor on this level.")] = None,
    seed: Annotated[int, typer.Option(help="Of the bootstrap.")] = 0,
    bootstrap: Annotated[int, typer.Option(help="Redraws of transcripts, instead of the jackknife.")] = 0,
    fail_under: Annotated[float | None, typer.Option(help="Exit 1 when agreement is lower.")] = None,
    coefficient: Annotated[
        str, typer.Option(help="For --fail-under: an overall figure, or the lowest of the codes.")
    ] = "median_alpha",
    explain: Annotated[bool, typer.Option("--explain", help="The formula with these numbers in it.")] = False,
    by_transcript: Annotated[bool, typer.Option("--by-transcript", help="A row for each.")] = False,
    pairwise: Annotated[bool, typer.Option("--pairwise", help="Every pass against every other.")] = False,
    reason: Annotated[
        str | None, typer.Option(help="Why a reflexive study wants coefficients; the report prints it.")
    ] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """How far passes agree, code by code: the four counts first, then what follows from them."""
    from qualcode.reliability.compare import CompareOptions
    from qualcode.reliability.compare import compare as compared
    from qualcode.store.approach import give_reason

    units = [part.strip() for part in unit.split(",")]
    _check(units, overlap, speaker_role)
    rule, only, within = cast("Overlap", overlap), tuple(code or ()), tuple(in_names or ())
    chosen = CompareOptions("sentence", rule, only, within, speaker_role, level, seed, bootstrap)
    with project(ctx) as opened:
        if reason is not None and opened.setting("approach") == "reflexive":
            give_reason(opened, "coefficient", reason)
        if pairwise:
            comparison_views.show_pairs(opened, passes, chosen, as_json)
            return
        found = [compared(opened, passes, replace(chosen, unit=cast("Unit", one))) for one in units]
        concepts = _code_set(opened, passes) if not (code or in_names) else ""
    if by_transcript:
        comparison_views.show_transcripts(found[0], as_json)
    elif as_json:
        told = [one.as_dict() for one in found]
        render.show_json(told[0] if len(told) == 1 else told)
    elif as_csv:
        _show_csv(found)
    else:
        for one in found:
            _show(one, concepts, explain)
    if fail_under is not None:
        _check_threshold(found[0], coefficient, fail_under)


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


def _check(units: list[str], overlap: str, speaker_role: str) -> None:
    for name, given, allowed in (
        *(("unit", one, get_args(Unit)) for one in units),
        ("overlap", overlap, get_args(Overlap)),
        ("speaker role", speaker_role, ("participant", "any")),
    ):
        if given not in allowed:
            raise UsageError(f"{given!r} is not a {name}.", f"Choose one of: {', '.join(allowed)}.")


def _pair(text: str) -> tuple[str, str]:
    left, separator, right = text.partition("=")
    if not separator or not left.strip() or not right.strip():
        raise UsageError(f"{text!r} does not say which code is which.", "Write: --same X=Y or --split X=Y,Z")
    return left.strip(), right.strip()


def _code_set(opened: Project, passes: Sequence[str]) -> str:
    """How the codes of two passes relate: told before any count, since it says what the counts are of."""
    from qualcode.passes import alignment

    return alignment.code_set(opened, *passes).line if len(passes) == PAIR else ""


def _show(found: Comparison, concepts: str, explain: bool) -> None:
    render.write(f"{found.label.text}{', provisional' if found.provisional else ''}\n")
    sides = "  ".join(f"{side} = {name}" for side, name in zip("ABCDEFGH", found.passes, strict=False))
    render.write(f"{sides}  {found.units} {found.options.unit} units in {len(found.transcripts)} transcripts")
    render.write(f", rule {found.options.overlap}\n" if found.options.unit != "character" else "\n")
    render.write(f"codes: {concepts}\n" if concepts else "")
    _show_codes(found)
    _show_overall(found)
    if explain:
        from qualcode.reliability.explain import explain as explained

        for one in found.codes:
            render.write("\n" + "\n".join(explained(one)) + "\n")


def _show_codes(found: Comparison) -> None:
    pair = len(found.passes) == PAIR
    counts = COUNTS if pair else tuple(f"by {n}" for n in range(len(found.passes) + 1))
    kappa = "κ" if pair else "Fleiss κ"
    columns = ("code", *counts, "%", *(("pos.",) if pair else ()), kappa, "α", "95 % of α")
    letters = _letters(one.note for one in found.codes if one.note)
    rows = [_row(one, pair, letters) for one in found.codes]
    render.show_table(columns, rows, numeric=columns[1:])
    for note, letter in letters.items():
        render.write(f"({letter}) {note}\n")
    if pair:
        render.write("A, B: units that only this pass coded; %: agreement; pos.: positive agreement\n")


def _letters(notes: Iterable[str]) -> dict[str, str]:
    """A letter for each different note, in the order they come."""
    return dict(zip(dict.fromkeys(notes), ascii_lowercase, strict=False))


def _row(one: CodeScore, pair: bool, letters: dict[str, str]) -> tuple[str, ...]:
    numbers = one.counts if one.counts is not None else one.by_number
    percent = one.values["percent_agreement"]
    interval = one.ci.get("krippendorff_alpha")
    return (
        f"{one.code} ({letters[one.note]})" if one.note in letters else one.code,
        *(str(number) for number in numbers),
        _percent(percent),
        *((render.decimal(one.values["positive_agreement"]),) if pair else ()),
        render.decimal(one.values["cohen_kappa" if pair else "fleiss_kappa"]),
        render.decimal(one.values["krippendorff_alpha"]),
        "–" if interval is None else f"{render.decimal(interval[0])}–{render.decimal(interval[1])}",
    )


def _percent(share: float | None) -> str:
    """A whole percentage that never says 100 where something differs."""
    if share is None:
        return "–"
    return f"{100 * share:.0f}" if share == 1 or share < ALMOST_ALL else ">99"


def _show_overall(found: Comparison) -> None:
    from qualcode.reliability.label import READINGS

    told = ", ".join(
        f"{name.replace('_', ' ')} {render.decimal(value)}"
        for name, value in found.overall.items()
        if value is not None
    )
    render.write(f"{found.codes_compared} codes compared{': ' + told if told else ''}\n")
    left_out = ", ".join(f"{n} {what.replace('_', ' ')}" for what, n in found.excluded.items() if n)
    if left_out:
        render.tell(f"Left out: {left_out}.")
    if found.label.text == READINGS:
        render.tell(
            "No coefficient is given: the study is reflexive. If you need one, say why with --reason."
        )
    elif not found.label.coefficients:
        render.tell("No coefficient is given: this is not a comparison of independent passes.")


def _show_csv(found: list[Comparison]) -> None:
    rows = []
    for comparison in found:
        for one in comparison.as_dict()["codes"]:
            flat = _flat_counts(one)
            intervals = one.pop("ci")
            one.pop("used")
            for name, interval in intervals.items():
                one[f"{name}_low"], one[f"{name}_high"] = interval or (None, None)
            rows.append({"unit": comparison.options.unit, "code": one.pop("code"), **flat, **one})
    columns = list(rows[0]) if rows else ["unit", "code"]
    render.show_csv(columns, [[row[name] for name in columns] for row in rows])


def _flat_counts(row: dict[str, Any]) -> dict[str, int]:
    """The counts of a row as columns, taken out of it: they stand first."""
    if "counts" in row:
        return {f"by {number}": units for number, units in row.pop("counts").items()}
    only = {f"only {name}": units for name, units in row.pop("only").items()}
    return {"both": row.pop("both"), **only, "neither": row.pop("neither")}


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
        shown = "undefined" if value is None else render.decimal(value)
        raise BelowThreshold(
            f"{coefficient.replace('_', ' ')} is {shown}, below {render.decimal(threshold)}.",
            "Look at the codes at the top of `qualcode compare`, then at `qualcode disagreements`.",
        )
