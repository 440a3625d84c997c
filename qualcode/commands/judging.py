"""What suggestions were worth, shown; the audit of what they left out; the model that may be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode import render

if TYPE_CHECKING:
    from qualcode.suggestions.audit import Audit
    from qualcode.suggestions.model import Assistant
    from qualcode.suggestions.report import Report
    from qualcode.suggestions.worth import Performance, Tally


def show_report(found: Report) -> None:
    """A row per code, then what stands out."""
    if not found.total.made and not found.total.discarded:
        render.tell("No suggestion yet: qualcode suggest --pass NAME")
        return
    columns = ("code", "made", "accepted", "edited", "rejected", "deferred", "open", "discarded", "precision")
    rows = [_row(one) for one in (*found.codes, found.total)]
    render.show_table(columns, rows, numeric=columns[1:])
    if found.median_seconds is not None:
        render.write(f"Median time to decide: {found.median_seconds:.1f} seconds.\n")
    render.write(f"Codings that no suggestion prompted: {found.own}.\n")
    if found.against is not None:
        _show_performance(found.against, found.performance)
    for line in found.warnings:
        render.tell(line)


def show_audit(found: Audit) -> None:
    """The sentences drawn, with what the coder gave them."""
    for one in found.units:
        codes = f"\n    ▸ {'; '.join(one.codes)}" if one.codes else ""
        render.write(f"{one.address}  {' '.join(one.words.split())}{codes}\n")
    render.tell(
        f"{len(found.units)} of {found.drawn_from} sentences without a suggestion (seed {found.seed});"
        f" {found.missed} of them you coded. Read them, and code what is there with `qualcode apply`."
    )


def show_assistant(found: Assistant | None) -> None:
    """Which model may be asked."""
    if found is None:
        render.tell("No language model may be asked; nothing leaves the program.")
        return
    where = "text may leave this machine" if found.remote else "on this machine only"
    said = "text said to be de-identified" if found.deidentified else "nobody said the text is de-identified"
    place = "of the library llm" if found.library else f"at {found.url}"
    render.write(f"{found.model} {place} ({where}; {said})\n")


def _row(one: Tally) -> list[object]:
    counts = [one.counts[name] for name in ("accepted", "edited", "rejected", "deferred", "open")]
    return [one.code or "all", one.made, *counts, one.discarded, render.decimal(one.precision)]


def _show_performance(against: str, found: tuple[Performance, ...]) -> None:
    columns = ("code", "suggested", "right", "coded", "found", "precision", "recall", "F1")
    rows = [
        [
            one.code or "all",
            one.suggested,
            one.right,
            one.coded,
            one.found,
            *map(render.decimal, (one.precision, one.recall, one.f1)),
        ]
        for one in (*found[1:], found[0])
    ]
    render.write(f"\nRaw suggestions against {against}: how good the helper is, no measure of reliability.\n")
    render.show_table(columns, rows, numeric=columns[1:])
