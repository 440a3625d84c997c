"""The tables about themes: how they came about, what they are, and who is heard in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.export.blocks import Column, Row, Table
from qualcode.export.method_text import READING_NOTE
from qualcode.export.numbers import FEW, capital, cell_date, count, percent, share, titled

if TYPE_CHECKING:
    from qualcode.export.facts import Facts
    from qualcode.themes.matrix import Matrix
    from qualcode.themes.quotes import Quote

MANY: Final = 12
"""More participants than this stand in rows instead of columns."""


def stages(facts: Facts) -> Table | None:
    """Table 5: from codes to themes."""
    book, events = facts.codebook, facts.events
    if not events.candidates:
        return None
    rows = []
    if book.frozen_at:
        kinds = str(book.categories_at_freeze or "–")
        rows.append(
            Row(
                (
                    "Codebook frozen",
                    cell_date(book.frozen_at),
                    str(book.codes_at_freeze),
                    kinds,
                    "–",
                    "–",
                    "–",
                )
            )
        )
    placed = str(sum(len(theme.codes) for theme in facts.themes))
    rows.append(
        Row(("Candidate themes", cell_date(events.first), "–", "–", str(events.candidates), "–", "–"))
    )
    for name, moment in (
        ("Review of extracts", events.review_1),
        ("Review of the data set", events.review_2),
    ):
        if moment:
            rows.append(Row((name, cell_date(moment), "–", "–", "–", "–", "–")))
    living = str(sum(theme.parent is None for theme in facts.themes))
    rows.append(Row(("Now", cell_date(events.last), placed, "–", "–", living, _main_change(facts))))
    columns = (
        Column("Stage", 2),
        Column("Date", 1.8),
        *(Column(head, 1.35, "center") for head in ("Codes", "Categories", "Candidates", "Themes")),
        Column("Main change", 2),
    )
    return Table("stages", "From codes to themes", columns, tuple(rows))


def themes(facts: Facts) -> Table | None:
    """Table 6: the themes; sub-themes have a column where there are any."""
    main = [theme for theme in facts.themes if theme.parent is None]
    if not main:
        return None
    nested = len(main) < len(facts.themes)
    rows = []
    for number, theme in enumerate(main, start=1):
        below = ("; ".join(theme.sub_themes) or "–",) if nested else ()
        people = share(len(theme.participants), theme.of)
        essence = theme.essence or "not defined"
        rows.append(Row((str(number), theme.name, essence, *below, people, count(theme.codings))))
    columns = (
        Column("No.", 0.7, "center"),
        Column("Theme", 2.2),
        Column("Essence", 4),
        *((Column("Sub-themes", 1.8),) if nested else ()),
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
            str(n) if base < FEW else f"{n} ({percent(n, base)})"
            for n, base in zip(numbers, found.column_bases, strict=True)
        ]
        rows.append(Row((name, *cells, f"{total} of {found.base}")))
    columns = (
        Column("Theme", 3),
        *(
            Column(f"{capital(value)}, n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{base}", 1.4, "center")
            for value, base in zip(found.columns, found.column_bases, strict=True)
        ),
        Column("n of N", 1.2, "center"),
    )
    return Table(
        f"by_{found.by}", f"Themes by {titled(found.by).lower()}", columns, tuple(rows), READING_NOTE
    )


def quotations(facts: Facts) -> Table | None:
    """Table 9: the quotes under their theme (a band) and sub-theme, in the order of the report."""
    if not facts.quotes:
        return None
    nested = any(theme.parent for theme in facts.themes)
    rows: list[Row] = []
    for theme in facts.themes:
        chosen = [quote for quote in facts.quotes if quote.theme == theme.name]
        if theme.parent is None and (chosen or theme.sub_themes):
            rows.append(Row((theme.name,), "band"))
        below = ((theme.name if theme.parent else "–"),) if nested else ()
        rows += [Row((*below, _said(quote), quote.speaker)) for quote in chosen]
    columns = (
        *((Column("Sub-theme", 1.6),) if nested else ()),
        Column("Quotation by theme", 6),
        Column("Participant", 1.2),
    )
    return Table("quotations", "Illustrative quotations", columns, tuple(rows))


def _said(quote: Quote) -> str:
    """The words without an ID; the turns of an exchange keep theirs."""
    return quote.rendered if quote.form == "exchange" else quote.body


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


def _main_change(facts: Facts) -> str:
    counts = facts.events.counts
    kinds = ("merged", "split", "moved", "renamed", "dropped")
    return ", ".join(f"{counts[kind]} {kind}" for kind in kinds if counts.get(kind)) or "–"
