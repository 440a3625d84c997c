"""The items of three reporting checklists, in few words of our own (see `checklists.csv`).

COREQ: Tong, Sainsbury and Craig 2007 (32 items). SRQR: O'Brien and colleagues 2014 (21). TA15: the 15 points
of Braun and Clarke 2006 (table 2).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from qualcode.errors import UsageError

SOURCES: Final = {
    "coreq": (
        "COREQ",
        "Consolidated criteria for reporting qualitative research (Tong, Sainsbury and Craig 2007), 32 items",
    ),
    "srqr": ("SRQR", "Standards for reporting qualitative research (O’Brien and colleagues 2014), 21 items"),
    "ta15": ("15 points", "Checklist for good thematic analysis (Braun and Clarke 2006, table 2), 15 points"),
}
"""Name and source of each checklist, by what people type."""


class ChecklistNotFound(UsageError):
    """There is no such checklist, or no such item in it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a checklist.

    `kind`: "auto" (the project fills it), "ask" (asked once), "text" (authors write it, the checklist says
    where). `fact` names what the project may know (see `checklist_facts`); `answer` is the name under which a
    researcher's answer is kept, shared by checklists that ask the same; `section` is where a report says it.
    """

    group: str
    number: str
    title: str
    question: str
    kind: str
    answer: str
    section: str
    fact: str


@cache
def items(checklist: str) -> tuple[Item, ...]:
    """The items of a checklist in order.

    Raises:
        ChecklistNotFound: none of `SOURCES`.
    """
    if checklist not in SOURCES:
        raise ChecklistNotFound(
            f"There is no checklist {checklist!r}.", f"Choose one of: {', '.join(SOURCES)}."
        )
    text = (files("qualcode.export") / "checklists.csv").read_text(encoding="utf-8")
    return tuple(
        Item(**{name: value for name, value in row.items() if name != "checklist"})
        for row in csv.DictReader(text.splitlines())
        if row["checklist"] == checklist
    )


def find(checklist: str, wanted: str) -> Item:
    """An item by its number, or by the name of its answer.

    Raises:
        ChecklistNotFound: none; the hint says how many there are.
    """
    known = items(checklist)
    plain = wanted.strip().casefold().replace(" ", "_").replace("-", "_")
    found = next((one for one in known if plain in {one.number, one.answer}), None)
    if found is None:
        raise ChecklistNotFound(
            f"{SOURCES[checklist][0]} has no item {wanted!r}.",
            f"Use a number from 1 to {len(known)}, as in: --set 10=TEXT",
        )
    return found
