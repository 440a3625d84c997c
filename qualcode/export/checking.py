"""Participant checking as the log of it tells: who was asked, who replied, what changed. No reply's words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from qualcode.export.numbers import listed, plural
from qualcode.themes import memberchecks
from qualcode.themes.evidence import base
from qualcode.themes.memberchecks import REPLIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.store.project import Project
    from qualcode.themes.memberchecks import Entry

NO_REPLY: Final = "no-reply"

KINDS: Final = {
    "replied": "replied",
    "confirmed": "confirmed",
    "corrected": "corrected",
    "added": "added",
    "withhold": "asked to withhold",
    NO_REPLY: "no reply",
}
CHANGES: Final = {"transcript": "transcript", "theme": "theme", "quote": "quote", "other": "something else"}


@dataclass(frozen=True, slots=True)
class Checked:
    """One participant: the days (as they were told) of sending and of the first reply, kinds, changes."""

    participant: str
    sent: str
    replied: str
    kinds: tuple[str, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checking:
    """All of it, each participant once, of `of` who are analyzed; no people when nothing was ever sent."""

    people: tuple[Checked, ...]
    of: int

    @property
    def sent(self) -> int:
        """Participants to whom something was sent, or who replied."""
        return len(self.people)

    @property
    def replied(self) -> int:
        """Participants who replied."""
        return sum(bool(one.replied) for one in self.people)

    @property
    def corrected(self) -> int:
        """Participants who corrected or added something."""
        return sum(bool({"corrected", "added"} & set(one.kinds)) for one in self.people)

    @property
    def changes(self) -> Counter[str]:
        """Changes made, by what was changed."""
        return Counter(change for one in self.people for change in one.changes)

    @property
    def waiting(self) -> tuple[str, ...]:
        """Participants who have not replied."""
        return tuple(one.participant for one in self.people if not one.replied)

    def by_kind(self) -> dict[str, tuple[str, ...]]:
        """Participants by what came back from them."""
        told = {
            kind: tuple(one.participant for one in self.people if kind in one.kinds)
            for kind in (*REPLIES, NO_REPLY)
        }
        return {kind: people for kind, people in told.items() if people}

    def sentence(self) -> str:
        """The counts as the Method section prints them; empty when nothing was sent."""
        if not self.people:
            return ""
        what = [f"{plural(number, CHANGES[name])}" for name, number in self.changes.items()]
        changed = f"changes were made to {listed(what)}" if what else "no changes were made"
        return (
            f"Summaries were sent to {self.sent} of {plural(self.of, 'participant')}; {self.replied} replied;"
            f" {self.corrected} corrected or added; {changed}."
        )

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "of": self.of,
            "sent": [one.participant for one in self.people],
            "replied": [one.participant for one in self.people if one.replied],
            "no_reply": list(self.waiting),
            "outcomes": {kind: list(people) for kind, people in self.by_kind().items()},
            "changes": dict(self.changes),
            "sentence": self.sentence(),
        }


def checking(project: Project) -> Checking:
    """Read the log of participant checking; withdrawn participants are not in it."""
    by_person = groupby(memberchecks.entries(project), key=lambda one: one.participant)
    people = tuple(_checked(name, list(entries)) for name, entries in by_person)
    return Checking(people, len(base(project)))


def _checked(name: str, entries: Sequence[Entry]) -> Checked:
    replies = [one.day for one in entries if one.outcome in REPLIES]
    outcomes = {one.outcome for one in entries}
    kinds = tuple(kind for kind in (*REPLIES, NO_REPLY) if kind in outcomes)
    return Checked(
        participant=name,
        sent=next((one.day for one in entries if one.outcome == "sent"), ""),
        replied=replies[0] if replies else "",
        kinds=tuple(kind for kind in kinds if kind != "replied" or kinds == ("replied",)),
        changes=tuple(one.changed for one in entries if one.changed),
    )
