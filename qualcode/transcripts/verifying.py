"""Who has checked a transcript against the recording, and how much of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.errors import UsageError
from qualcode.names import fault, tidy
from qualcode.store.actions import action
from qualcode.transcripts import library

if TYPE_CHECKING:
    from qualcode.store.project import Project


_PERCENT = range(1, 101)


class BadVerification(UsageError):
    """The share is no percentage, or nobody is named."""


def verify(project: Project, name: str, share: int, by: str) -> None:
    """Record that somebody listened to a share of the recording (1 to 100 percent) beside the transcript.

    Raises:
        TranscriptNotFound, EarlierVersion: there is no such transcript to check.
        BadVerification: the share is no percentage, or nobody is named.
    """
    if share not in _PERCENT:
        raise BadVerification(f"{share} is no share of a recording.", "Give a percentage: --share 100")
    if wrong := fault(by):
        raise BadVerification(f"The name of who checked it {wrong}.", "As in: --by CS")
    with action(project, "transcripts verify") as verifying:
        transcript = library.find(project, name)
        library.check_current(project, transcript)
        verifying.add(
            "verifications",
            transcript_id=transcript.id,
            share=share,
            verified_by=tidy(by),
            created_at=project.now(),
        )


def verified(project: Project) -> dict[str, dict[str, Any]]:
    """The latest check of each transcript by its id: `share` in percent, `by`, `at`."""
    rows = project.rows(
        "SELECT transcript_id, share, verified_by, created_at FROM verifications"
        " WHERE deleted_at IS NULL ORDER BY rowid"
    )
    return {
        row["transcript_id"]: {"share": row["share"], "by": row["verified_by"], "at": row["created_at"]}
        for row in rows
    }
