"""The tables of the report's body, each a model without a file format. Numbers come from the facts."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any, Final

from qualcode.export.blocks import Column, Row, Table
from qualcode.export.method_text import MODES, READING_NOTE, agreement_summary
from qualcode.export.numbers import coefficient, count, date, percent, plural, share
from qualcode.names import natural_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.export.facts import Facts, Sample
    from qualcode.themes.matrix import Matrix

FLOOR: Final = 2 / 3
"""Alpha below which not even tentative conclusions are drawn (Krippendorff 2019, p. 356)."""

MANY: Final = 12
"""More participants than this stand in rows instead of columns."""

SHARED: Final = 3
"""A public report prints an attribute value only where at least so many participants share it."""


def at_a_glance(facts: Facts, open_points: int) -> Table:
    """Table 1: the study in one look."""
    sample, book = facts.sample, facts.codebook
    frozen = "not frozen" if book.codes_at_freeze is None else count(book.codes_at_freeze)
    rows = [
        ("Participants analyzed", _participants(sample)),
        ("Transcripts", f"{count(sample.transcripts)} ({count(sample.words)} words of participant speech)"),
        ("Coders", ", ".join(facts.coders) or "none"),
        ("Coding passes", str(len(facts.independent))),
        ("Codes when the codebook was frozen", frozen),
        ("Codes in themes", count(sum(len(theme.codes) for theme in facts.themes))),
        ("Themes", _theme_count(facts)),
        ("Comparison of passes", _comparison(facts)),
        ("Disagreements", _disagreements(facts)),
        ("Assisted suggestions", _suggestions(facts)),
        ("Quotes", _quote_count(facts)),
        ("Participant checking", "none recorded"),
        ("Sample adequacy", _adequacy(facts)),
        ("Open points", str(open_points)),
    ]
    columns = (Column("Part of the study", 2), Column("Number or state", 4))
    return Table("glance", "The study at a glance", columns, tuple(Row(cells) for cells in rows))


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
        dates = " to ".join(dict.fromkeys((date(one.first), date(one.last))))
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
    summary = ("Median (α); pooled (positive)", "", "", "", "", "", coefficient(positive), "", middle)
    rows = [*(agreement_row(row, found["passes"]) for row in low), Row(summary, "total")]
    note = (
        f"Codes used in at least five units ({len(scored)} codes) with α below .667, lowest first; all"
        f" codes are in the appendix. {plural(found['units'], found['unit'] + ' unit')};"
        f" a unit counts as coded by the rule “{found['overlap']}”."
    )
    return Table(
        "agreement", f"Agreement on codes: {found['label']}", agreement_columns(found), tuple(rows), note
    )


def agreement_columns(found: dict[str, Any]) -> tuple[Column, ...]:
    """Columns of Table 4 and of the appendix: the four counts before any coefficient."""
    a, b = found["passes"][:2]
    narrow = ("A units", "B units", "Both", "A only", "B only", "Positive", "κ", "α")
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
            coefficient(row["positive_agreement"]),
            coefficient(row["cohen_kappa"]),
            coefficient(row["krippendorff_alpha"]),
        )
    )


def stages(facts: Facts) -> Table | None:
    """Table 5: from codes to themes."""
    book, events = facts.codebook, facts.events
    if not events.candidates:
        return None
    rows = []
    if book.frozen_at:
        kinds = str(book.categories_at_freeze or "–")
        rows.append(
            Row(("Codebook frozen", date(book.frozen_at), str(book.codes_at_freeze), kinds, "–", "–", "–"))
        )
    placed = str(sum(len(theme.codes) for theme in facts.themes))
    rows.append(Row(("Candidate themes", date(events.first), "–", "–", str(events.candidates), "–", "–")))
    for name, moment in (
        ("Review of extracts", events.review_1),
        ("Review of the data set", events.review_2),
    ):
        if moment:
            rows.append(Row((name, date(moment), "–", "–", "–", "–", "–")))
    living = str(sum(theme.parent is None for theme in facts.themes))
    rows.append(Row(("Now", date(events.last), placed, "–", "–", living, _main_change(facts))))
    columns = (
        Column("Stage", 2),
        Column("Date", 1.8),
        *(Column(head, 1.35, "center") for head in ("Codes", "Categories", "Candidates", "Themes")),
        Column("Main change", 2),
    )
    return Table("stages", "From codes to themes", columns, tuple(rows))


def themes(facts: Facts) -> Table | None:
    """Table 6: the themes."""
    rows, number = [], 0
    for theme in facts.themes:
        if theme.parent is not None:
            continue
        number += 1
        below = "; ".join(theme.sub_themes) or "–"
        people = share(len(theme.participants), theme.of)
        rows.append(
            Row(
                (str(number), theme.name, theme.essence or "not defined", below, people, count(theme.codings))
            )
        )
    if not rows:
        return None
    columns = (
        Column("No.", 0.7, "center"),
        Column("Theme", 2.2),
        Column("Essence", 4),
        Column("Sub-themes", 1.6),
        Column("Participants", 1.4, "center"),
        Column("Segments", 1.2, "center"),
    )
    return Table("themes", "Themes", columns, tuple(rows), READING_NOTE)


def theme_by_participant(found: Matrix, contrary: dict[tuple[str, str], int]) -> Table:
    """Table 7: ●n codings, ○ contrary only, blank none; transposed when participants are many.

    `contrary` counts contrary passages by (theme, participant).
    """
    marks = {
        (row, column): _mark(found.cells[i][j], contrary.get((row, column), 0))
        for i, row in enumerate(found.rows)
        for j, column in enumerate(found.columns)
    }
    totals = [f"{n} of {found.base}" for n in found.row_totals]
    note = f"●n: number of coded segments; ○: contrary accounts only; blank: none. {READING_NOTE}"
    caption = "Themes by participant"
    if len(found.columns) > MANY:
        return _transposed(found, marks, totals, caption, note)
    rows = [
        Row((row, *(marks[row, column] for column in found.columns), total))
        for row, total in zip(found.rows, totals, strict=True)
    ]
    bottom = ("Themes per participant", *(str(n) for n in found.column_totals), "")
    columns = (
        Column("Theme", 3),
        *(Column(name, 0.8, "center") for name in found.columns),
        Column("n of N", 1.3, "center"),
    )
    return Table("by_participant", caption, columns, (*rows, Row(bottom, "total")), note)


def theme_by_attribute(found: Matrix) -> Table:
    """Table 8: participants with the theme in each stratum, the stratum's size in the head."""
    rows = []
    for name, numbers, total in zip(found.rows, found.people, found.row_totals, strict=True):
        cells = [
            str(n) if base < 20 else f"{n} ({percent(n, base)})"  # noqa: PLR2004
            for n, base in zip(numbers, found.column_bases, strict=True)
        ]
        rows.append(Row((name, *cells, f"{total} of {found.base}")))
    columns = (
        Column("Theme", 3),
        *(
            Column(f"{_capital(value)}, n = {base}", 1.4, "center")
            for value, base in zip(found.columns, found.column_bases, strict=True)
        ),
        Column("n of N", 1.2, "center"),
    )
    return Table(
        f"by_{found.by}", f"Themes by {titled(found.by).lower()}", columns, tuple(rows), READING_NOTE
    )


def _transposed(
    found: Matrix, marks: dict[tuple[str, str], str], totals: list[str], caption: str, note: str
) -> Table:
    rows = [
        Row((who, *(marks[row, who] for row in found.rows), str(total)))
        for who, total in zip(found.columns, found.column_totals, strict=True)
    ]
    columns = (
        Column("Participant", 1.4),
        *(Column(row, 2, "center") for row in found.rows),
        Column("Themes", 1, "center"),
    )
    return Table("by_participant", caption, columns, (*rows, Row(("n of N", *totals, ""), "total")), note)


def _mark(codings: int, contrary: int) -> str:
    if codings > contrary:
        return f"●{codings}"
    return "○" if contrary else ""


def _attribute(values: dict[str, str], n: int, *, public: bool) -> list[tuple[str, str]]:
    numbers = [_number(value) for value in values.values()]
    known = [number for number in numbers if number is not None]
    missing = n - len(values)
    unknown = [("not stated", str(missing))] if missing and not public else []
    if len(known) == len(values) and len(set(known)) > SHARED:
        low, high = f"{min(known):g}", f"{max(known):g}"
        return [(f"range {low} to {high}, median {median(known):g}", str(len(known))), *unknown]
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


def _participants(found: Sample) -> str:
    told = str(len(found.analyzed))
    extra = [f"{found.recruited} recruited"] if found.recruited != len(found.analyzed) else []
    extra += [f"{found.withdrawn} withdrawn"] if found.withdrawn else []
    return f"{told} ({', '.join(extra)})" if extra else told


def _theme_count(facts: Facts) -> str:
    main = sum(theme.parent is None for theme in facts.themes)
    below = len(facts.themes) - main
    return f"{main} (and {plural(below, 'sub-theme')})" if below else str(main)


def _comparison(facts: Facts) -> str:
    found = facts.comparison
    if found is None:
        return "not used"
    _, alphas, _ = agreement_summary(found)
    if not alphas or facts.study.approach == "reflexive":
        return str(found["label"])
    middle = coefficient(found["overall"]["median_alpha"])
    return (
        f"{found['label']}: median α {middle} (range {coefficient(alphas[0])} to {coefficient(alphas[-1])})"
    )


def _adequacy(facts: Facts) -> str:
    if facts.saturation is None:
        return "saturation not assessed"
    met = {True: "met", False: "not met", None: "not assessable"}[facts.saturation.guest.reached]
    return f"code-level saturation {met} under the settings given"


def _disagreements(facts: Facts) -> str:
    agreed = facts.reconciliation
    if agreed is None:
        return "not reconciled"
    total = agreed.decided + agreed.deferred
    if not agreed.deferred:
        return f"{count(total)}, all resolved"
    return f"{count(total)}: {count(agreed.decided)} resolved, {count(agreed.deferred)} left open"


def _suggestions(facts: Facts) -> str:
    number = sum(one.suggested for one in facts.passes)
    return f"{number} accepted, one by one" if number else "none used"


def _quote_count(facts: Facts) -> str:
    blocks = sum(quote.form == "block" for quote in facts.quotes)
    people = {quote.speaker for quote in facts.quotes}
    if not facts.quotes:
        return "none chosen"
    inline = len(facts.quotes) - blocks
    return f"{len(facts.quotes)} ({blocks} block, {inline} inline) from {plural(len(people), 'participant')}"


def _main_change(facts: Facts) -> str:
    counts = facts.events.counts
    kinds = ("merged", "split", "moved", "renamed", "dropped")
    return ", ".join(f"{counts[kind]} {kind}" for kind in kinds if counts.get(kind)) or "–"


def titled(attribute: str) -> str:
    """An attribute's name as a reader likes it.

    >>> titled("tenure_months")
    'Tenure months'
    """
    return _capital(attribute.replace("_", " ").strip())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
