"""Who of the people studied speaks where, for groups in which several do."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.store.project import Project


@dataclass(frozen=True, slots=True)
class Voices:
    """Who of the people studied speaks where, by the starts of turns."""

    starts: list[int]
    names: list[str | None]

    def speaking_at(self, position: int) -> str | None:
        """The participant whose turn holds a character, None where it is nobody's."""
        index = bisect_right(self.starts, position) - 1
        return self.names[index] if index >= 0 else None


def participants_by_turn(project: Project, transcript_id: str) -> Voices:
    """Participants of a transcript in which several people speak, turn by turn."""
    rows = project.rows(
        "SELECT t.start_char, p.name FROM turns t LEFT JOIN speakers s ON s.id = t.speaker_id"
        " LEFT JOIN participants p ON p.id = s.participant_id"
        " WHERE t.transcript_id = ? ORDER BY t.position",
        (transcript_id,),
    )
    return Voices([row[0] for row in rows], [row[1] for row in rows])
