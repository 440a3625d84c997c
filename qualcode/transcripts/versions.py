"""Where words of a replaced transcript stand in its latest version, and the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.transcripts import library
from qualcode.transcripts.amending import Amendment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.spans import Span
    from qualcode.store.project import Project


class Versions:
    """The versions of every transcript that was replaced; texts are compared once, when first asked for."""

    def __init__(self, project: Project) -> None:
        self._project = project
        rows = project.rows(
            "SELECT id, replaces_id FROM transcripts WHERE replaces_id IS NOT NULL AND deleted_at IS NULL"
        )
        self._next = {row["replaces_id"]: row["id"] for row in rows}
        self._former = {row["id"]: row["replaces_id"] for row in rows}
        self._ways: dict[tuple[str, str], Amendment] = {}

    def newest(self, transcript_id: str) -> str:
        """The latest version of a transcript."""
        while transcript_id in self._next:
            transcript_id = self._next[transcript_id]
        return transcript_id

    def latest(self, transcript_id: str, span: Span) -> tuple[str, Span]:
        """A place in the latest version; where its words are gone, in the last version that has them."""
        while (after := self._next.get(transcript_id)) is not None:
            landed = self._landed(transcript_id, after, span)
            if landed is None:
                break
            transcript_id, span = after, landed
        return transcript_id, span

    def former(self, transcript_id: str, span: Span) -> Iterator[tuple[str, Span]]:
        """The same place in the versions before, latest first, as far back as its words go."""
        while (before := self._former.get(transcript_id)) is not None:
            landed = self._landed(transcript_id, before, span)
            if landed is None:
                return
            transcript_id, span = before, landed
            yield transcript_id, span

    def _landed(self, old: str, new: str, span: Span) -> Span | None:
        if (old, new) not in self._ways:
            texts = (library.text(self._project, old), library.text(self._project, new))
            self._ways[old, new] = Amendment(*texts)
        found = self._ways[old, new].land(*span)
        return None if found.status == "orphaned" else (found.start_char, found.end_char)
