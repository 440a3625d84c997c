"""What was agreed on withdrawal before the study: the clause of the consent form, and until when it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qualcode.errors import UsageError
from qualcode.store.actions import action

if TYPE_CHECKING:
    from qualcode.store.project import Project

CLAUSE, UNTIL = "withdrawal_clause", "withdrawal_until"


class BadDay(UsageError):
    """A day is written 2026-12-31."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The clause in the words of the consent form, and the last day on which it holds; "" where unknown."""

    clause: str
    until: str


def terms(project: Project) -> Terms:
    """What was agreed."""
    return Terms(project.setting(CLAUSE), project.setting(UNTIL))


def as_agreed(project: Project, clause: str | None, until: str | None) -> Terms:
    """What will have been agreed once these are written down; None leaves as it is.

    Raises:
        BadDay: `until` is no day.
    """
    if until is not None:
        _check_day(until)
    before = terms(project)
    return Terms(before.clause if clause is None else clause, before.until if until is None else until)


def agree(project: Project, clause: str | None, until: str | None) -> Terms:
    """Write down what was agreed; None leaves as it is.

    Raises:
        BadDay: `until` is no day.
    """
    agreed = as_agreed(project, clause, until)
    with action(project, "withdraw terms") as agreeing:
        for name, value in ((CLAUSE, clause), (UNTIL, until)):
            if value is None:
                continue
            row = project.row("SELECT id FROM settings WHERE name = ?", (name,))
            if row is None:
                agreeing.add("settings", name=name, value=value)
            else:
                agreeing.change("settings", row["id"], value=value)
    return agreed


def _check_day(value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise BadDay(f"{value!r} is no day.", "Write it as 2026-12-31.") from error
