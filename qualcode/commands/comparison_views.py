"""A comparison seen from the side: by transcript, and every pass against every other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode import render
from qualcode.commands.comparison_table import COUNTS, PAIR, SIDES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.reliability.compare import Comparison
    from qualcode.reliability.views import PairMatrix, TranscriptRow


def show_transcripts(found: Sequence[Comparison], *, as_json: bool, as_csv: bool) -> None:
    """One row per transcript and unit: where the readings part."""
    from qualcode.reliability.views import by_transcript

    rows = [row for comparison in found for row in by_transcript(comparison)]
    passes = found[0].passes
    if as_json:
        render.show_json([row.as_dict(passes) for row in rows])
    elif as_csv:
        told = [_flat(row.as_dict(passes)) for row in rows]
        columns = list(told[0]) if told else ["transcript", "unit", "units", "codes"]
        render.show_csv(columns, [[row[name] for name in columns] for row in told])
    else:
        sides = "  ".join(f"{side} = {name}" for side, name in zip(SIDES, passes, strict=False))
        render.write(f"{found[0].label.text}\n{sides}\n")
        _show_table(rows, len(passes), several=len(found) > 1)


def _show_table(rows: Sequence[TranscriptRow], passes: int, *, several: bool) -> None:
    pair = passes == PAIR
    counts = COUNTS if pair else tuple(f"by {number}" for number in range(passes + 1))
    units = ("unit",) if several else ()
    kappa = ("pooled κ",) if pair else ()
    columns = ("transcript", *units, "units", "codes", *counts, "pos.", *kappa, "α")
    cells = [
        (
            row.transcript,
            *((row.unit,) if several else ()),
            row.units,
            row.codes,
            *(row.counts if row.counts is not None else row.by_number),
            render.decimal(row.positive_agreement),
            *((render.decimal(row.pooled_kappa),) if pair else ()),
            render.decimal(row.krippendorff_alpha),
        )
        for row in rows
    ]
    render.show_table(columns, cells, numeric=columns[1 + len(units) :])
    render.write("Counts are added up over the codes that any of the passes used in the transcript.\n")


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Counts as columns of their own."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name == "counts":
            found |= {f"by {number}": units for number, units in value.items()}
        elif name == "only":
            found |= {f"only {coded}": units for coded, units in value.items()}
        else:
            found[name] = value
    return found


def show_pairs(found: Sequence[PairMatrix], *, as_json: bool, as_csv: bool) -> None:
    """A square for each coefficient and unit; a pass with itself says nothing."""
    from qualcode.reliability.views import MATRICES

    if as_json:
        told = [one.as_dict() for one in found]
        render.show_json(told[0] if len(told) == 1 else told)
        return
    if as_csv:
        columns = ["unit", "a", "b", "label", "units", *MATRICES]
        render.show_csv(columns, [row for one in found for row in _pairs(one, MATRICES)])
        return
    for one in found:
        for name in MATRICES:
            rows = [
                (row, *(render.decimal(value) for value in values))
                for row, values in zip(one.passes, one.values(name), strict=True)
            ]
            columns = ["", *one.passes]
            render.write(f"{name.replace('_', ' ')}, by {one.unit}\n")
            render.show_table(columns, rows, numeric=columns[1:])
    for (a, b), comparison in found[0].pairs.items():
        render.write(f"{a} and {b}: {comparison.label.text}\n")


def _pairs(found: PairMatrix, figures: Sequence[str]) -> list[list[object]]:
    return [
        [found.unit, a, b, one.label.text, one.units, *(one.overall[name] for name in figures)]
        for (a, b), one in found.pairs.items()
    ]
