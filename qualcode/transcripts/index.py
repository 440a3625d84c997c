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
    from collections.abc import Iterable, Sequence

    from qualcode.spans import Span
    from qualcode.store.actions import Action
    from qualcode.store.project import Project

TURNS_AT_MOST: Final = 1 << 24
"""Rows of the index are numbered transcript by transcript; none has as many turns as this."""

_MISSING: Final = (
    "SELECT t.id FROM transcripts t WHERE t.withdrawn_at IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM indexed i WHERE i.transcript_id = t.id)"
)


def add(opened: Action, transcript_id: str, text: str, turns: Iterable[Span]) -> None:
    """Index the turns of a transcript that is not in the index yet."""
    known = opened.project.value("SELECT max(number) FROM indexed")
    first = (int(known or 0) + 1) * TURNS_AT_MOST
    opened.add_parts("indexed", ("number", "transcript_id"), [(first // TURNS_AT_MOST, transcript_id)])
    opened.add_parts(
        "turn_words",
        ("rowid", "words"),
        ((row, text[start:end]) for row, (start, end) in enumerate(turns, start=first)),
    )


def forget(opened: Action, transcript_id: str) -> None:
    """Take a transcript's words out of the index for good, before its text is erased."""
    number = opened.project.value("SELECT number FROM indexed WHERE transcript_id = ?", (transcript_id,))
    if number is None:
        return
    text, turns = library.text(opened.project, transcript_id), _turns(opened.project, transcript_id)
    opened.add_parts(
        "turn_words",
        ("turn_words", "rowid", "words"),
        (
            ("delete", row, text[start:end])
            for row, (start, end) in enumerate(turns, start=number * TURNS_AT_MOST)
        ),
    )
    # Deleted words stay in the file until the parts of the index are written anew.
    opened.add_parts("turn_words", ("turn_words",), [("optimize",)])
    with told_plainly(opened.project.path):
        opened.project.connection.execute("DELETE FROM indexed WHERE number = ?", (number,))


def catch_up(project: Project) -> None:
    """Index what came in another way than by import, as from a colleague's copy."""
    if project.row(_MISSING) is None:
        return
    with derivation(project, "search index") as opened:
        for (transcript_id,) in project.rows(_MISSING):
            add(opened, transcript_id, library.text(project, transcript_id), _turns(project, transcript_id))


def rows_matching(project: Project, query: str) -> dict[str, Sequence[int]]:
    """Positions of the turns that an FTS5 query finds, in order, by transcript id."""
    positions: dict[int, list[int]] = defaultdict(list)
    for (row,) in project.tuples("SELECT rowid FROM turn_words WHERE turn_words MATCH ?", (query,)):
        positions[row // TURNS_AT_MOST].append(row % TURNS_AT_MOST)
    numbers = project.tuples("SELECT number, transcript_id FROM indexed")
    return {transcript_id: positions[number] for number, transcript_id in numbers if number in positions}


def _turns(project: Project, transcript_id: str) -> list[Span]:
    return [(turn.start_char, turn.end_char) for turn, _ in library.turns(project, transcript_id)]
