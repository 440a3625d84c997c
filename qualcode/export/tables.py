"""The tables of the report's body, each a model without a file format. Numbers come from the facts."""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean, median
from typing import TYPE_CHECKING, Any, Final

from qualcode.export.blocks import Column, Row, Table
from qualcode.export.comparison_text import agreement_summary
from qualcode.export.method_text import MODES
from qualcode.export.numbers import cell_date, coefficient, count, percent, plural, titled
from qualcode.names import natural_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.export.facts import Facts

FLOOR: Final = 2 / 3
"""Alpha below which not even tentative conclusions are drawn (Krippendorff 2019, p. 356)."""

SHARED: Final = 3
"""A public report prints an attribute value only where at least so many participants share it."""

SELDOM: Final = 0.1
"""A column that a smaller share of rows fills is not worth its width."""


def sample(facts: Facts, *, public: bool) -> Table | None:
    """Table 2: participants by attribute; None where no attribute is known."""
    rows: list[Row] = []
    for name, values in facts.sample.attributes.items():
        rows.append(Row((titled(name),), "band"))
        rows += [Row(cells) for cells in _attribute(values, len(facts.sample.analyzed), public=public)]
    if not rows:
        return None
    n = len(facts.sample.analyzed)
    note = f"Values shared by fewer than {SHARED} participants are not shown." if public else ""
    columns = (Column("Attribute", 4), Column("Participants", 2, "center"))
    return Table("sample", f"Sample by attribute (N = {n})", columns, tuple(rows), note)


def passes(facts: Facts) -> Table | None:
    """Table 3: every pass with its conditions."""
    if not facts.passes:
        return None
    rows = []
    for one in facts.passes:
        mode = "agreed coding" if one.kind == "consensus" else MODES[one.mode]
        days = "–" if one.days is None or one.kind == "consensus" else str(one.days)
        dates = " to ".join(dict.fromkeys((cell_date(one.first), cell_date(one.last))))
        sight = "–" if not one.sight or one.kind == "consensus" else one.sight
        state = dates if one.sealed else f"{dates} (open)"
        read = str(len(one.transcripts))
        rows.append(Row((one.name, one.coder, mode, state, days, sight, read, count(one.codings))))
    columns = (
        Column("Pass", 1.4),
        Column("Coder", 1),
        Column("Made", 1.5),
        Column("Dates", 1.9),
        Column("Days since previous", 1.3, "center"),
        Column("Sight of previous", 1.3),
        Column("Transcripts", 1.4, "center"),
        Column("Codings", 1.3, "center"),
    )
    return Table("passes", "Coding passes", columns, tuple(rows))


def agreement(facts: Facts) -> Table | None:
    """Table 4: the summary row, then the codes in five or more units whose alpha is below .667."""
    found = facts.comparison
    if found is None or facts.study.approach == "reflexive" or "both" not in (found["codes"] or [{}])[0]:
        return None
    scored, alphas, positive = agreement_summary(found)
    if not alphas:
        return None
    low = [row for row in scored if (row["krippendorff_alpha"] or 0) < FLOOR]
    middle = coefficient(found["overall"]["median_alpha"])
    summary = ("Median (α); pooled (positive)", *[""] * 6, coefficient(positive), "", middle)
    rows = [*(agreement_row(row, found["passes"]) for row in low), Row(summary, "total")]
    note = (
        f"Codes used in at least five units ({len(scored)} codes) with α below .667, lowest first; all"
        f" codes are in Appendix B. {plural(found['units'], found['unit'] + ' unit')};"
        f" a unit counts as coded by the rule “{found['overlap']}”."
    )
    return Table(
        "agreement", f"Agreement on codes: {found['label']}", agreement_columns(found), tuple(rows), note
    )


def agreement_columns(found: dict[str, Any]) -> tuple[Column, ...]:
    """Columns of Table 4 and of the appendix: the four counts before any coefficient."""
    a, b = found["passes"][:2]
    narrow = ("A units", "B units", "Both", "A only", "B only", "% agreed", "Positive", "κ", "α")
    heads = [head.replace("A ", f"{a} ").replace("B ", f"{b} ") for head in narrow]
    return (Column("Code", 2.6), *(Column(head, 1.15, "center") for head in heads))


def agreement_row(row: dict[str, Any], passes_: Sequence[str]) -> Row:
    """A code's counts and coefficients."""
    both, only_a, only_b = row["both"], row["only"][passes_[0]], row["only"][passes_[1]]
    return Row(
        (
            row["code"],
            str(both + only_a),
            str(both + only_b),
            str(both),
            str(only_a),
            str(only_b),
            share_of(row["percent_agreement"]),
            coefficient(row["positive_agreement"]),
            coefficient(row["cohen_kappa"]),
            coefficient(row["krippendorff_alpha"]),
        )
    )


def _attribute(values: dict[str, str], n: int, *, public: bool) -> list[tuple[str, str]]:
    numbers = [_number(value) for value in values.values()]
    known = [number for number in numbers if number is not None]
    missing = n - len(values)
    unknown = [("not stated", str(missing))] if missing and not public else []
    if len(known) == len(values) and len(set(known)) > SHARED:
        low, high = f"{min(known):g}", f"{max(known):g}"
        return [
            (f"range {low} to {high}, mean {fmean(known):.3g}, median {median(known):g}", str(len(known))),
            *unknown,
        ]
    counts: dict[str, int] = {}
    for value in values.values():
        counts[value] = counts.get(value, 0) + 1
    shown = [value for value in sorted(counts, key=natural_key) if not public or counts[value] >= SHARED]
    return [*((value, str(counts[value])) for value in shown), *unknown]


def _number(value: str) -> float | None:
    try:
        return float(value.replace(",", "."))
    except ValueError:
        return None


def share_of(value: float | None) -> str:
    """A share of the units as a whole percentage; the units are in the note below. All is all, not nearly."""
    if value is None:
        return "–"
    whole = percent(value, 1)
    return ">99%" if whole == "100%" and value < 1 else whole


def without_empty(table: Table, always: int = 1) -> Table:
    """A table without the columns that no row fills; the first `always` columns stay."""
    lines = [row for row in table.rows if row.kind != "band"]
    kept = [
        at for at in range(len(table.columns)) if at < always or any(row.cells[at].strip() for row in lines)
    ]
    rows = tuple(
        row if row.kind == "band" else replace(row, cells=tuple(row.cells[at] for at in kept))
        for row in table.rows
    )
    return replace(table, columns=tuple(table.columns[at] for at in kept), rows=rows)


def folded(table: Table, column: int) -> Table:
    """A table in which a column that hardly any row fills gives its words to the column before it."""
    lines = [row for row in table.rows if row.kind != "band"]
    if sum(bool(row.cells[column].strip()) for row in lines) >= SELDOM * len(lines):
        return table
    rows = tuple(
        row if row.kind == "band" else replace(row, cells=_moved(row.cells, column)) for row in table.rows
    )
    return replace(table, rows=rows)


def _moved(cells: tuple[str, ...], column: int) -> tuple[str, ...]:
    joined = " ".join(filter(None, cells[column - 1 : column + 1]))
    return (*cells[: column - 1], joined, "", *cells[column + 1 :])


def fitted(table: Table) -> Table:
    """Columns of running text share the width by how much stands in them.

    Their measure is the root of the mean length of a cell, lengths squared in the mean: a column that few
    rows fill, but fill with much, is not so narrow that those rows become towers.
    """
    lines = [row.cells for row in table.rows if row.kind != "band"]
    columns = tuple(
        replace(column, width=max(2.0, fmean([len(cells[at]) ** 2 for cells in lines] or [0]) ** 0.25))
        for at, column in enumerate(table.columns)
    )
    return replace(table, columns=columns)
