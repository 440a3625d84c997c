"""The options of `compare`, and what of them makes no sense."""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple, cast, get_args

import typer

from qualcode.commands.session import code_names, names, pass_names, transcript_names
from qualcode.errors import UsageError
from qualcode.model import Overlap, Unit

PassNames = Annotated[list[str], typer.Argument(metavar="PASS PASS...", autocompletion=names(pass_names))]
Units = Annotated[
    str, typer.Option(help=f"{', '.join(get_args(Unit))}; several with commas, shown side by side.")
]
Codes = Annotated[list[str] | None, typer.Option(autocompletion=names(code_names))]
Within = Annotated[list[str] | None, typer.Option("--in", autocompletion=names(transcript_names))]
Rule = Annotated[str, typer.Option(help=", ".join(get_args(Overlap)))]
Role = Annotated[str, typer.Option(help="Whose turns count: participant or any.")]
Level = Annotated[int | None, typer.Option(min=1, help="Count codes as their ancestor on this level.")]
Seed = Annotated[int, typer.Option(min=0, help="Of the bootstrap.")]
Redraws = Annotated[int, typer.Option(min=0, help="Redraws of transcripts, instead of the jackknife.")]
FailUnder = Annotated[float | None, typer.Option(help="Exit 1 when agreement is lower.")]
Coefficient = Annotated[
    str, typer.Option(help="For --fail-under: an overall figure, or the lowest of the codes.")
]
Scale = Annotated[
    str | None,
    typer.Option(
        metavar="SCALE",
        help="Words, for what is 95 % sure: landis_koch, altman, fleiss, cicchetti, mchugh or krippendorff.",
    ),
]
Explain = Annotated[bool, typer.Option("--explain", help="The formula with these numbers in it.")]
ByTranscript = Annotated[bool, typer.Option("--by-transcript", help="A row for each.")]
Pairwise = Annotated[bool, typer.Option("--pairwise", help="Every pass against every other.")]
Reason = Annotated[
    str | None, typer.Option(help="Why a reflexive study wants coefficients; the report prints it.")
]


class View(NamedTuple):
    """How the answer is shown."""

    benchmark: str | None
    explain: bool
    by_transcript: bool
    pairwise: bool
    as_json: bool
    as_csv: bool


SCALES = ("landis_koch", "altman", "fleiss", "cicchetti", "mchugh", "krippendorff")
ROLES = ("participant", "any")


def checked_units(given: str) -> list[Unit]:
    """The units named, each once.

    Raises:
        UsageError: there is no such unit.
    """
    named = list(dict.fromkeys(part.strip() for part in given.split(",")))
    for one in named:
        _choose("unit", one, get_args(Unit))
    return [cast("Unit", one) for one in named]


def checked_rule(given: str) -> Overlap:
    """The rule for coded units.

    Raises:
        UsageError: there is no such rule.
    """
    _choose("overlap", given, get_args(Overlap))
    return cast("Overlap", given)


def check(speaker_role: str, benchmark: str | None, fail_under: float | None) -> None:
    """Refuse a role or a scale that is not on offer, and a threshold that no coefficient could miss or meet.

    Raises:
        UsageError: it is.
    """
    _choose("speaker role", speaker_role, ROLES)
    if benchmark is not None:
        _choose("scale", benchmark, SCALES)
    if fail_under is not None and not -1 <= fail_under <= 1:
        shown = "no number" if math.isnan(fail_under) else f"{fail_under:g}"
        raise UsageError(f"The threshold is {shown}.", "Coefficients lie between -1 and 1: --fail-under 0.8")


def _choose(what: str, given: str, allowed: tuple[str, ...]) -> None:
    if given not in allowed:
        raise UsageError(f"There is no {what} {given!r}.", f"Choose one of: {', '.join(allowed)}.")
