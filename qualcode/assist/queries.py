"""The method `search`: a query that the researcher wrote, proposing one code wherever it is met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.assist.passages import Proposal, Proposed
from qualcode.transcripts import finders

if TYPE_CHECKING:
    from qualcode.assist.passages import Passage


class Query:
    """Proposes one code for every sentence in which the query is met.

    Raises:
        BadQuery: the query cannot be read.
    """

    name = "search"

    def __init__(self, typed: str, code_id: str) -> None:
        self._typed = typed
        self._code_id = code_id
        self._finder = finders.by_words(typed)

    @property
    def settings(self) -> dict[str, Any]:
        """The query."""
        return {"query": self._typed, "code": self._code_id}

    def propose(self, passage: Passage) -> Proposed:
        """One proposal per sentence; a query has no degrees, so the score is 1."""
        return Proposed(
            [
                Proposal(self._code_id, *unit, 1.0, f"meets the query {self._typed}")
                for unit in passage.units
                if self._finder.find(passage.words(unit))
            ]
        )
