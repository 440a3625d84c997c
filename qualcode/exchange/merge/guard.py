"""What was erased or replaced here, and must not come back from a copy that was made before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from qualcode.passes import withdrawing
from qualcode.passes.own_words import WITHDRAWN
from qualcode.store.erasing import through, word_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.exchange.merge.shape import Row
    from qualcode.passes.withdrawing import Farewell
    from qualcode.store.project import Project

EMPTIED: Final = WITHDRAWN.rstrip("]")
"""How every word begins that stands where words were erased."""

_REPLACED: Final = (
    "SELECT about_table, about_id, about_column FROM deid_decisions"
    " WHERE decision = 'replaced' AND deleted_at IS NULL"
)


class Guard:
    """Words that are gone here, found again in what comes from a copy.

    Args:
        ours: Where people withdrew, or words were replaced.
        theirs: The copy that may still hold what they said.
    """

    def __init__(self, ours: Project, theirs: Project) -> None:
        names = ours.rows("SELECT name FROM participants WHERE withdrawn_at IS NOT NULL")
        self._gone = {row["name"].casefold() for row in names}
        self._takers = [withdrawing.taking_out(one) for one in _leaving(theirs, self._gone)]
        self._replaced = {tuple(row) for project in (ours, theirs) for row in project.tuples(_REPLACED)}
        self._words = frozenset(word_columns(theirs)) if self._takers else frozenset()

    def is_gone(self, participant: str) -> bool:
        """Whether the participant of that name withdrew here, with everything that was said."""
        return participant.casefold() in self._gone

    def stands(self, table: str, row_id: str, column: str, values: tuple[object, object]) -> bool:
        """Whether a cell of ours stays as it is, as words were replaced or erased in it, here or there."""
        if (table, row_id, column) in self._replaced:
            return True
        texts = [value for value in values if isinstance(value, str)]
        return any(EMPTIED in text or self.without(table, column, text) != text for text in texts)

    def without(self, table: str, column: str, text: str) -> str:
        """The text of a cell without what somebody said who withdrew here."""
        if (table, column) in self._words:
            for taken_out in self._takers:
                text = through(text, partial(taken_out, column))
        return text

    def clean(self, table: str, row: Row) -> Row:
        """A row without such words."""
        if not self._takers:
            return row
        return {
            column: self.without(table, column, value) if isinstance(value, str) else value
            for column, value in row.items()
        }


def _leaving(theirs: Project, gone: set[str]) -> Iterator[Farewell]:
    """Those who withdrew here and whose words are still there."""
    there = theirs.rows("SELECT name FROM participants WHERE deleted_at IS NULL AND withdrawn_at IS NULL")
    for row in there:
        if row["name"].casefold() in gone:
            yield withdrawing.prepare(theirs, row["name"])
