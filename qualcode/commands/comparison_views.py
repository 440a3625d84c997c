"""A comparison seen from the side: by transcript, and every pass against every other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.reliability.compare import CompareOptions, Comparison
    from qualcode.store.project import Project

COEFFICIENTS = ("pooled_kappa", "krippendorff_alpha", "jaccard")


def show_transcripts(found: Comparison, as_json: bool) -> None:
    """One row per transcript: where the readings part."""
    from qualcode.reliability.views import by_transcript

    rows = by_transcript(found)
    if as_json:
        render.show_json([row.as_dict(found.passes) for row in rows])
        return
    columns = ("transcript", "units", "codes", "both", "A", "B", "pos.", "pooled κ", "α")
    cells = [
        (
            row.transcript,
            row.units,
            row.codes,
            *row.counts[:3],
            render.decimal(row.positive_agreement),
            render.decimal(row.pooled_kappa),
            render.decimal(row.krippendorff_alpha),
        )
        for row in rows
    ]
    render.write(f"{found.label.text}\nA = {found.passes[0]}  B = {found.passes[-1]}\n")
    render.show_table(columns, cells, numeric=columns[1:])


def show_pairs(opened: Project, passes: Sequence[str], options: CompareOptions, as_json: bool) -> None:
    """A square for each coefficient; a pass with itself says nothing."""
    from qualcode.reliability.views import pairwise

    found = pairwise(opened, passes, options)
    if as_json:
        render.show_json(found.as_dict())
        return
    for name in COEFFICIENTS:
        rows = [
            (row, *(render.decimal(value) for value in values))
            for row, values in zip(found.passes, found.values(name), strict=True)
        ]
        columns = ("", *found.passes)
        render.show_table(columns, rows, title=name.replace("_", " "), numeric=columns[1:])
