"""Participant checking as the log of it tells: who was asked, who replied, what changed. No reply's words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.names import natural_key

if TYPE_CHECKING:
    from qualcode.store.project import Project

REPLIES: Final = ("replied", "confirmed", "corrected", "added", "withhold")
"""Outcomes that are an answer, in the order in which they are printed."""

KINDS: Final = {
    "replied": "replied",
    "confirmed": "confirmed",
    "corrected": "corrected",
    "added": "added",
    "withhold": "asked to withhold",
    "no-reply": "no reply",
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
    """All of it; empty when nothing was ever sent."""

    people: tuple[Checked, ...]

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


def checking(project: Project) -> Checking:
    """Read the log of participant checking; withdrawn participants are not in it."""
    rows = project.rows(
        "SELECT p.name, m.outcome, m.on_day, m.changed FROM member_checks m"
        " JOIN participants p ON p.id = m.participant_id AND p.deleted_at IS NULL AND p.withdrawn_at IS NULL"
        " WHERE m.deleted_at IS NULL ORDER BY m.on_day, m.rowid"
    )
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in rows:
        found.setdefault(row["name"], []).append((row["outcome"], row["on_day"], row["changed"]))
    return Checking(tuple(_checked(name, found[name]) for name in sorted(found, key=natural_key)))


def _checked(name: str, entries: list[tuple[str, str, str]]) -> Checked:
    replies = [(outcome, day) for outcome, day, _ in entries if outcome in REPLIES]
    outcomes = {outcome for outcome, _, _ in entries}
    kinds = tuple(kind for kind in (*REPLIES, "no-reply") if kind in outcomes)
    return Checked(
        participant=name,
        sent=next((day for outcome, day, _ in entries if outcome == "sent"), ""),
        replied=replies[0][1] if replies else "",
        kinds=tuple(kind for kind in kinds if kind != "replied" or kinds == ("replied",)),
        changes=tuple(changed for _, _, changed in entries if changed),
    )
