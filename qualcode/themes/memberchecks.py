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
from qualcode.transcripts import participants

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.store.project import Project

Outcome = Literal["sent", "no-reply", "replied", "confirmed", "corrected", "added", "withhold"]
Changed = Literal["", "transcript", "theme", "quote", "other"]

REPLIES: Final = ("replied", "confirmed", "corrected", "added", "withhold")
"""Outcomes that mean that something came back, in the order in which they are printed."""


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
    columns = ("participant_id", "outcome", "on_day", "changed", "body", "created_at")
    with action(project, "membercheck log") as logging:
        who, moment = participants.find(project, participant), project.now()
        changes = ["" for _ in outcomes[:-1]] + [changed]
        found = [
            Entry(who.name, outcome, day or moment[:10], change, note)
            for outcome, change in zip(outcomes, changes, strict=True)
        ]
        rows = [(who.id, one.outcome, one.day, one.changed, one.note, moment) for one in found]
        logging.add_rows("member_checks", columns, rows)
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
