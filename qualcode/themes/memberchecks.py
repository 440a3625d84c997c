"""Taking findings back to participants: what was sent, what came back, and what changed.

Member checking is often named and thinly reported (Birt and colleagues 2016): here every entry has a person,
a day and an outcome, and the counts come from the entries.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from qualcode.errors import UsageError
from qualcode.names import natural_key
from qualcode.store.actions import action
from qualcode.themes.evidence import base
from qualcode.transcripts import participants

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.store.project import Project

Outcome = Literal["sent", "no-reply", "replied", "confirmed", "corrected", "added", "withhold"]
Changed = Literal["", "transcript", "theme", "quote", "other"]

REPLIES: Final = frozenset({"replied", "confirmed", "corrected", "added", "withhold"})
"""Outcomes that mean that something came back."""


class BadMemberCheck(UsageError):
    """An entry needs a known outcome and a day."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated entry about one participant; `changed` is what was altered because of it, `note` how."""

    participant: str
    outcome: str
    day: str
    changed: str
    note: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of people, each once by outcome; `of` is N. `changes` counts entries by what they changed."""

    of: int
    sent: tuple[str, ...]
    replied: tuple[str, ...]
    no_reply: tuple[str, ...]
    by_outcome: dict[str, tuple[str, ...]]
    changes: dict[str, int]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "of": self.of,
            "sent": list(self.sent),
            "replied": list(self.replied),
            "no_reply": list(self.no_reply),
            "outcomes": {name: list(people) for name, people in self.by_outcome.items()},
            "changes": self.changes,
        }


def log(
    project: Project,
    participant: str,
    outcomes: Sequence[str],
    *,
    day: str = "",
    changed: str = "",
    note: str = "",
) -> list[Entry]:
    """Write one entry for each outcome; returns them.

    Args:
        project: An open project.
        participant: By id.
        outcomes: One or more; a correction or an addition is a reply by itself.
        day: ISO date, today if empty.
        changed: What was altered because of it; one change, kept with the last outcome.
        note: What was said, in the researcher's words.

    Raises:
        ParticipantNotFound: no such participant.
        BadMemberCheck: no outcome, an unknown one, or a day that is none.
    """
    _check(outcomes, day, changed)
    with action(project, "membercheck log") as logging:
        who = participants.find(project, participant)
        moment = project.now()
        found = [
            Entry(who.name, outcome, day or moment[:10], changed if outcome == outcomes[-1] else "", note)
            for outcome in outcomes
        ]
        for entry in found:
            logging.add(
                "member_checks",
                participant_id=who.id,
                outcome=entry.outcome,
                on_day=entry.day,
                changed=entry.changed,
                body=note,
                created_at=moment,
            )
    return found


def entries(project: Project, participant: str | None = None) -> list[Entry]:
    """All entries by person, then by day.

    Raises:
        ParticipantNotFound: `participant` is given and unknown.
    """
    wanted = None if participant is None else participants.find(project, participant).name
    rows = project.rows(
        "SELECT p.name, m.outcome, m.on_day, m.changed, m.body FROM member_checks m"
        " JOIN participants p ON p.id = m.participant_id AND p.withdrawn_at IS NULL"
        " WHERE m.deleted_at IS NULL ORDER BY m.on_day, m.rowid"
    )
    found = [Entry(*row) for row in map(tuple, rows) if wanted in {None, row[0]}]
    return sorted(found, key=lambda one: natural_key(one.participant))


def summary(project: Project) -> Summary:
    """Who was asked, who replied, and what came of it."""
    found = entries(project)

    def people(outcomes: Iterable[str]) -> tuple[str, ...]:
        wanted = frozenset(outcomes)
        return tuple(dict.fromkeys(one.participant for one in found if one.outcome in wanted))

    replied = people(REPLIES)
    sent = tuple(dict.fromkeys([*people({"sent"}), *people({"no-reply"}), *replied]))
    changes: dict[str, int] = {}
    for one in found:
        if one.changed:
            changes[one.changed] = changes.get(one.changed, 0) + 1
    return Summary(
        of=len(base(project)),
        sent=tuple(sorted(sent, key=natural_key)),
        replied=replied,
        no_reply=tuple(name for name in sorted(sent, key=natural_key) if name not in replied),
        by_outcome={name: people({name}) for name in get_args(Outcome) if people({name})},
        changes=changes,
    )


def sentence(found: Summary) -> str:
    """The counts as the Method section prints them; empty when nothing was sent."""
    if not found.sent:
        return ""
    told = [
        f"Summaries were sent to {len(found.sent)} of {found.of} participants; {len(found.replied)} replied."
    ]
    kinds = [
        (name, len(found.by_outcome.get(name, ())))
        for name in ("confirmed", "corrected", "added", "withhold")
    ]
    words = {"withhold": "asked to withhold something"}
    listed = [f"{number} {words.get(name, name)}" for name, number in kinds if number]
    if listed:
        told.append(f"Of these, {', '.join(listed)}.")
    total = sum(found.changes.values())
    where = ", ".join(
        f"{number} to a {what}" if what != "other" else f"{number} other"
        for what, number in found.changes.items()
    )
    changes = "1 change was" if total == 1 else f"{total} changes were"
    told.append(f"{changes} made ({where})." if total else "No change was made.")
    return " ".join(told)


def _check(outcomes: Sequence[str], day: str, changed: str) -> None:
    unknown = [one for one in outcomes if one not in get_args(Outcome)]
    if not outcomes or unknown:
        raise BadMemberCheck(
            "Say what happened.", f"Use one of: {', '.join(f'--{one}' for one in get_args(Outcome))}."
        )
    if changed not in get_args(Changed):
        raise BadMemberCheck(
            f"{changed!r} is nothing that can change.", f"Use one of: {', '.join(get_args(Changed)[1:])}."
        )
    if day:
        try:
            date.fromisoformat(day)
        except ValueError as error:
            raise BadMemberCheck(f"{day!r} is not a day.", "Write it as 2026-03-09.") from error
