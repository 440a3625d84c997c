"""The words of every turn in a full-text index, so that `search` reads only the turns that hold them.

The index is made with the transcript, in the same transaction, and holds no text of its own: it can be made
again from the transcripts at any time. Accents and capitals are folded in it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from qualcode.store.actions import derivation
from qualcode.store.errors import told_plainly
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.store.actions import Action
    from qualcode.store.project import Cell, Project

TURNS_AT_MOST: Final = 1 << 24
"""Rows of the index are numbered transcript by transcript; none has as many turns as this."""

_MISSING: Final = (
    "SELECT t.id FROM transcripts t WHERE t.withdrawn_at IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM indexed i WHERE i.transcript_id = t.id)"
)


def add_missing(opened: Action) -> None:
    """Index every transcript that is not in the index yet.

    Called once for many transcripts: the index gathers words in memory, and every savepoint would write them
    out in small parts.
    """
    project = opened.project
    last = int(project.value("SELECT max(number) FROM indexed") or 0)
    for number, (transcript_id,) in enumerate(project.tuples(_MISSING), start=last + 1):
        text, turns = library.text(project, transcript_id), _turns(project, transcript_id)
        opened.add_parts("indexed", ("number", "transcript_id"), [(number, transcript_id)])
        opened.add_parts(
            "turn_words",
            ("rowid", "words"),
            ((row, text[start:end]) for row, (start, end) in enumerate(turns, start=number * TURNS_AT_MOST)),
        )


def forget(opened: Action, *transcript_ids: str) -> None:
    """Take transcripts' words out of the index for good, before their texts are changed or erased."""
    project = opened.project
    for transcript_id in transcript_ids:
        number = project.value("SELECT number FROM indexed WHERE transcript_id = ?", (transcript_id,))
        if number is not None:
            _forget_words(opened, transcript_id, number)
    # Deleted words stay in the file until the parts of the index are written anew.
    opened.add_parts("turn_words", ("turn_words",), [("optimize",)])
    with told_plainly(project.path):
        project.connection.executemany(
            "DELETE FROM indexed WHERE transcript_id = ?", ((one,) for one in transcript_ids)
        )


def _forget_words(opened: Action, transcript_id: str, number: int) -> None:
    text, turns = library.text(opened.project, transcript_id), _turns(opened.project, transcript_id)
    opened.add_parts(
        "turn_words",
        ("turn_words", "rowid", "words"),
        (
            ("delete", row, text[start:end])
            for row, (start, end) in enumerate(turns, start=number * TURNS_AT_MOST)
        ),
    )


def catch_up(project: Project) -> None:
    """Index what came in another way than by import, as from a colleague's copy."""
    if project.row(_MISSING) is None:
        return
    with derivation(project, "search index") as opened:
        add_missing(opened)


def rows_matching(project: Project, query: str) -> dict[str, Sequence[int]]:
    """Positions of the turns that an FTS5 query finds, in order, by transcript id."""
    positions: dict[int, list[int]] = defaultdict(list)
    for (row,) in project.tuples("SELECT rowid FROM turn_words WHERE turn_words MATCH ?", (query,)):
        positions[row // TURNS_AT_MOST].append(row % TURNS_AT_MOST)
    numbers = project.tuples("SELECT number, transcript_id FROM indexed")
    return {transcript_id: positions[number] for number, transcript_id in numbers if number in positions}


def _turns(project: Project, transcript_id: str) -> list[tuple[Cell, ...]]:
    return project.tuples(
        "SELECT start_char, end_char FROM turns WHERE transcript_id = ? ORDER BY position", (transcript_id,)
    )
