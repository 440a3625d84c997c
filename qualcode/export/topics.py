"""Which planned question a theme's passages answer: a theme from one question may be a mere topic."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from qualcode.transcripts import library, questions

if TYPE_CHECKING:
    from qualcode.export.support import Passages
    from qualcode.store.project import Project


def answered(project: Project, passages: Passages) -> dict[str, Counter[str]]:
    """Passages of every theme by the planned question they answer; "" where none is known."""
    ask = _Answers(project)
    return {
        name: Counter(ask.question(one.transcript_id, one.start_char) for one in members)
        for name, members in passages.items()
    }


class _Answers:
    """The questions of each transcript, read once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[str, tuple[list[int], list[str]]] = {}

    def question(self, transcript_id: str, start_char: int) -> str:
        if transcript_id not in self._known:
            self._known[transcript_id] = self._read(transcript_id)
        starts, numbers = self._known[transcript_id]
        at = bisect_right(starts, start_char) - 1
        return numbers[at] if at >= 0 else ""

    def _read(self, transcript_id: str) -> tuple[list[int], list[str]]:
        asked = questions.asked(self._project, transcript_id)
        if not asked:
            return [], []
        starts = [turn.start_char for turn, _ in library.turns(self._project, transcript_id)]
        return starts, [asked[at].number if at in asked else "" for at in range(len(starts))]
