"""The log of participant checking: people are counted once, and nothing is claimed that is not logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from themes_study import study

from qualcode.export.checking import checking
from qualcode.store.actions import undo
from qualcode.themes import memberchecks
from qualcode.themes.memberchecks import BadMemberCheck
from qualcode.transcripts.participants import ParticipantNotFound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """P1, P2 and P10."""
    with study(tmp_path) as opened:
        yield opened


def test_people_are_counted_once_whatever_was_logged(project: Project) -> None:
    memberchecks.log(project, "P1", ["sent"], day="2026-03-01")
    memberchecks.log(project, "P1", ["corrected", "added"], day="2026-03-09", changed="theme", note="not so")
    memberchecks.log(project, "P1", ["corrected"], day="2026-03-12", changed="theme")
    memberchecks.log(project, "P10", ["sent"])
    assert checking(project).as_dict() == {
        "of": 3,
        "sent": ["P1", "P10"],
        "replied": ["P1"],
        "no_reply": ["P10"],
        "outcomes": {"corrected": ["P1"], "added": ["P1"]},
        "changes": {"theme": 2},
        "sentence": (
            "Summaries were sent to 2 of 3 participants; 1 replied; 1 corrected or added;"
            " changes were made to 2 themes."
        ),
    }


def test_reply_without_a_note_of_sending_still_was_sent(project: Project) -> None:
    memberchecks.log(project, "P2", ["confirmed"])
    assert (checking(project).sent, checking(project).waiting) == (1, ())


def test_nothing_logged_is_nothing_said(project: Project) -> None:
    assert checking(project).sentence() == ""


def test_entries_come_by_person_and_day_and_can_be_undone(project: Project) -> None:
    memberchecks.log(project, "P10", ["sent"], day="2026-03-02")
    memberchecks.log(project, "P1", ["replied"], day="2026-03-09")
    memberchecks.log(project, "P1", ["sent"], day="2026-03-01")
    told = [(one.participant, one.outcome, one.day) for one in memberchecks.entries(project)]
    assert told == [
        ("P1", "sent", "2026-03-01"),
        ("P1", "replied", "2026-03-09"),
        ("P10", "sent", "2026-03-02"),
    ]
    undo(project)
    assert [one.outcome for one in memberchecks.entries(project, "P1")] == ["replied"]


@pytest.mark.parametrize(
    ("outcomes", "day", "changed"),
    [([], "", ""), (["liked"], "", ""), (["sent"], "soon", ""), (["sent"], "", "all")],
)
def test_entry_that_says_nothing_is_refused(
    project: Project, outcomes: list[str], day: str, changed: str
) -> None:
    with pytest.raises(BadMemberCheck):
        memberchecks.log(project, "P1", outcomes, day=day, changed=changed)
    assert memberchecks.entries(project) == []


def test_unknown_participant_is_refused(project: Project) -> None:
    with pytest.raises(ParticipantNotFound):
        memberchecks.log(project, "P3", ["sent"])


def test_what_was_said_never_enters_the_log(project: Project) -> None:
    memberchecks.log(project, "P1", ["added"], note="xylophonic words")
    undo(project)
    rows = project.rows("SELECT coalesce(before, '') || coalesce(after, '') FROM changes")
    assert "xylophonic" not in "".join(row[0] for row in rows)
