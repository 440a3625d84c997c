"""Passages that a participant withholds, or all of somebody who withdrew: nothing new is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.spans import overlap, union

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.spans import Span
    from qualcode.store.project import Project


class WithheldPassage(QualcodeError):
    """The participant withdrew, or withholds the passage: it is neither coded nor quoted."""


def closed(project: Project, transcript_id: str) -> list[Span]:
    """Stretches of a transcript of which nothing new is made, in order and apart."""
    spans = project.tuples(
        "SELECT start_char, end_char FROM withheld WHERE transcript_id = ? AND deleted_at IS NULL"
        " UNION ALL SELECT 0, t.length FROM transcripts t JOIN withdrawals w"
        "  ON w.participant_id = t.participant_id AND w.mode = 'stop' AND w.deleted_at IS NULL WHERE t.id = ?"
        " UNION ALL SELECT u.start_char, u.end_char FROM turns u JOIN speakers s ON s.id = u.speaker_id"
        "  JOIN withdrawals w ON w.participant_id = s.participant_id AND w.mode = 'stop'"
        "  AND w.deleted_at IS NULL WHERE u.transcript_id = ?",
        (transcript_id, transcript_id, transcript_id),
    )
    return union((start, end) for start, end in spans)


def check_open(
    project: Project, places: Iterable[tuple[str, int, int]], known: dict[str, list[Span]] | None = None
) -> None:
    """Refuse places (transcript id, start, end) of which nothing new is made.

    `known` remembers what is closed in a transcript, for whoever asks place by place.

    Raises:
        WithheldPassage: one of them is such a place.
    """
    known = {} if known is None else known
    for transcript_id, start, end in places:
        if transcript_id not in known:
            known[transcript_id] = closed(project, transcript_id)
        if any(overlap((start, end), span) for span in known[transcript_id]):
            name = project.value("SELECT name FROM transcripts WHERE id = ?", (transcript_id,))
            raise WithheldPassage(
                f"{name}@{start}-{end} is withheld by the participant: it is neither coded nor quoted.",
                "See what is withheld: qualcode withdraw --list",
            )
