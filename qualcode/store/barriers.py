"""What no undo goes back behind: seals, and words that were replaced or erased for good."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from qualcode.store.errors import told_plainly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.store.project import Project

FINAL: Final = {
    "passes seal": (
        "The last action sealed a pass, and a seal is final.",
        "Start a new pass with `qualcode passes start NAME`; the sealed one stays as it is.",
    ),
    "deid apply": (
        "The last action replaced words for good; the project does not hold what stood there before.",
        "The replacement log outside the project does: see `qualcode deid log`.",
    ),
    "withdraw": (
        "The last action was a withdrawal, and what was erased cannot be brought back.",
        "See what stands with `qualcode status`.",
    ),
    "withdraw segments": (
        "The last action withheld passages, and what was taken off them cannot be brought back.",
        "See what stands with `qualcode status`.",
    ),
}
"""Commands that no undo goes back behind, and what to say and type instead."""

MERGE: Final = "merge"
"""The command that brings in a colleague's copy; taken back, the seals it brought are lifted again."""


@contextmanager
def merged_seals_lifted(project: Project, seq: int) -> Iterator[None]:
    """While a merge is taken back, or done again, the sealed passes that it brought may come and go."""
    root = project.value(
        "SELECT coalesce(b.command, a.command) FROM actions a LEFT JOIN actions b ON b.id = a.undoes_id"
        " WHERE a.seq = ?",
        (seq,),
    )
    if root != MERGE:
        yield
        return
    with told_plainly(project.path):
        project.connection.execute("INSERT INTO protecting VALUES ('merge-undone')")
        yield
        project.connection.execute("DELETE FROM protecting")
