"""Table 1: the study in one look."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualcode.export.blocks import Column, Row, Table
from qualcode.export.comparison_text import agreement_summary
from qualcode.export.numbers import coefficient, count, plural

if TYPE_CHECKING:
    from qualcode.export.facts import Facts, Sample


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
        ("Participant checking", _checking(facts)),
        ("Sample adequacy", _adequacy(facts)),
        ("Open points", str(open_points)),
    ]
    columns = (Column("Part of the study", 2), Column("Number or state", 4))
    return Table("glance", "The study at a glance", columns, tuple(Row(cells) for cells in rows))


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


def _checking(facts: Facts) -> str:
    found = facts.checking
    if not found.people:
        return "none recorded"
    changes = plural(found.changes.total(), "change")
    return f"{found.sent} sent, {found.replied} replied, {changes}"


def _disagreements(facts: Facts) -> str:
    agreed = facts.reconciliation
    if agreed is None:
        return "not reconciled"
    total = agreed.decided + agreed.deferred
    if not agreed.deferred:
        return f"{count(total)}, all resolved"
    return f"{count(total)}: {count(agreed.decided)} resolved, {count(agreed.deferred)} left open"


def _suggestions(facts: Facts) -> str:
    if facts.assisted is not None:
        total = facts.assisted.total
        return (
            f"{count(total.made)} made, {count(total.accepted)} accepted, {count(total.edited)} edited,"
            f" {count(total.rejected)} rejected"
        )
    number = sum(one.suggested for one in facts.passes)
    return f"{number} accepted, one by one" if number else "none used"


def _quote_count(facts: Facts) -> str:
    people = {who for quote in facts.quotes for who in quote.speakers}
    if not facts.quotes:
        return "none chosen"
    forms = Counter(quote.form for quote in facts.quotes)
    told = f"{forms['block']} block, {forms['inline']} inline"
    told += f", {plural(forms['exchange'], 'exchange')}" if forms["exchange"] else ""
    return f"{len(facts.quotes)} ({told}) from {plural(len(people), 'participant')}"
