"""How participants are protected, told from the record: screening, withdrawals, what is withheld.

It never says that nobody could be recognised, nor that any law is met: no program can know either.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.export.blocks import text
from qualcode.export.numbers import count, date, listed, plural, were
from qualcode.passes.withheld import withheld
from qualcode.themes.withdrawal import departures
from qualcode.transcripts.deid_record import screening
from qualcode.transcripts.identifier_rules import KINDS, NOT_IN_TEXT

if TYPE_CHECKING:
    from qualcode.export.blocks import Block
    from qualcode.store.project import Project
    from qualcode.themes.withdrawal import Departure
    from qualcode.transcripts.deid_record import Screening


@dataclass(frozen=True, slots=True)
class Protection:
    """What the record holds: a screening (None: none was decided), withdrawals, withheld passages, new seals.

    `reseals` are (pass, reason, moment).
    """

    screening: Screening | None
    departures: tuple[Departure, ...]
    withheld: int
    reseals: tuple[tuple[str, str, str], ...]


def protection(project: Project) -> Protection:
    """Read it out of the project."""
    rows = project.rows(
        "SELECT p.name, r.reason, r.created_at FROM reseals r JOIN passes p ON p.id = r.pass_id"
        " WHERE p.deleted_at IS NULL ORDER BY r.rowid"
    )
    return Protection(
        screening=screening(project),
        departures=tuple(departures(project)),
        withheld=len(withheld(project)),
        reseals=tuple((row["name"], row["reason"], row["created_at"]) for row in rows),
    )


def flow(found: Protection, analyzed: int) -> str:
    """How many were interviewed, withdrew and are analyzed; "" when nobody was erased."""
    erased = sum(one.mode == "erase" for one in found.departures)
    stopped = sum(one.mode == "stop" for one in found.departures)
    told = []
    if erased:
        told.append(
            f"{plural(analyzed + erased, 'participant')} {were(analyzed + erased)} interviewed,"
            f" {count(erased)} withdrew and {were(erased)} erased, and {count(analyzed)} {were(analyzed)}"
            " analyzed."
        )
    if stopped:
        told.append(
            f"{plural(stopped, 'participant')} withdrew from anything further; what had been said stayed."
        )
    return " ".join(told)


def told(found: Protection) -> str:
    """Sentences for the section on data protection; "" when the record holds nothing."""
    sentences = [_screened(found.screening)] if found.screening else []
    if found.withheld:
        sentences.append(
            f"{plural(found.withheld, 'passage')} withheld by participants"
            f" {'is' if found.withheld == 1 else 'are'} neither coded nor quoted."
        )
    return " ".join(sentences)


def remarks(found: Protection) -> list[str]:
    """Lines for the audit trail: seals that were made anew, and why."""
    whys = {
        "de-identified": "words under them were de-identified",
        "withdrawn": "a participant withdrew",
        "merged": "they came from a copy of the study with transcripts of its own",
    }
    together: dict[tuple[str, str], list[str]] = {}
    for name, reason, at in found.reseals:
        together.setdefault((reason, date(at)), []).append(name)
    return [
        f"Sealed anew on {day}, as {whys[reason]}: {listed(list(dict.fromkeys(names)))}."
        for (reason, day), names in together.items()
    ]


def review(found: Protection) -> list[Block]:
    """For the disclosure review: what was screened and replaced, by class, and who withdrew how."""
    blocks: list[Block] = []
    if found.screening is None:
        blocks.append(
            text("No hit of a screening for identifying words has been decided (`qualcode deid scan`).")
        )
    else:
        classes = "; ".join(
            f"{KINDS.get(kind, kind)}: {count(number)}"
            for kind, number in sorted(found.screening.replaced.items())
        )
        blocks.append(text(f"{_screened(found.screening)} Replaced by class: {classes or 'none'}."))
        blocks.append(text(f"Not screened for, as no text shows them: {', '.join(NOT_IN_TEXT)}.", "Note"))
    modes = Counter(one.mode for one in found.departures)
    if modes:
        lines = "; ".join(f"{one.participant} ({one.mode}) on {date(one.at)}" for one in found.departures)
        blocks.append(text(f"Withdrawals: {lines}."))
    return blocks


def _screened(found: Screening) -> str:
    number = sum(found.replaced.values())
    when = listed([date(day) for day in found.days])
    kept = f"; {plural(found.kept, 'hit')} {were(found.kept)} looked at and kept"
    went = f"{plural(number, 'passage')} in {plural(found.transcripts, 'transcript')}"
    return (
        f"Texts were screened on {when} for the identifiers of the Safe Harbor list that words can show, and"
        f" for a dictionary of the study. {went} {were(number)} replaced, visibly, in"
        f" [square brackets]{kept if found.kept else ''}. The replacement log is kept apart from the data."
    )
