"""What a pass applied where, read in bulk: spans by transcript and code, for comparing and reconciling."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.model import DATA_KINDS, Transcript
from qualcode.passes import passes
from qualcode.spans import Span
from qualcode.store.errors import told_plainly
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qualcode.model import CodingPass
    from qualcode.store.project import Project

Applied = dict[str, dict[str, list[Span]]]
"""transcript id -> code id -> spans in order of their start, as they were coded (overlaps stay)."""


@dataclass(frozen=True, slots=True)
class LiveCodes:
    """Every code id ever used and the live code it stands for now.

    Attributes:
        now: Code id -> id of the code it is or was merged into.
        names: Code id -> name, marked when the code is retired; merged codes keep theirs.
        parents: Code id -> its parent's id, None at the top; a retired parent counts as none.
    """

    now: dict[str, str]
    names: dict[str, str]
    parents: dict[str, str | None]


def live_codes(project: Project, *, retired: bool = False) -> LiveCodes:
    """The codebook as reconciling needs it, or, with retired codes in `now`, as comparing does.

    A comparison keeps codes that were retired since: else agreement could be mended by retiring what was
    disagreed about.
    """
    rows = project.rows(
        "SELECT c.id, c.name, c.parent_id, n.now_id, c.deleted_at, s.deleted_at AS survivor_deleted_at"
        " FROM codes c JOIN code_now n ON n.code_id = c.id JOIN codes s ON s.id = n.now_id"
    )
    live = {row["id"] for row in rows if row["deleted_at"] is None}
    names = {row["id"]: row["name"] if row["id"] in live else f"{row['name']} (retired)" for row in rows}
    parents = {row["id"]: row["parent_id"] if row["parent_id"] in live else None for row in rows}
    kept = {row["id"]: row["now_id"] for row in rows if retired or row["survivor_deleted_at"] is None}
    return LiveCodes(kept, names, parents)


def applied(project: Project, pass_id: str, stands_for: Mapping[str, str]) -> Applied:
    """Spans of a pass's live codings by transcript and by the code each stands for.

    Codings of codes that `stands_for` does not know are left out.
    """
    found: Applied = {}
    transcript, code, spans = "", "", []
    cursor = project.connection.cursor()
    cursor.row_factory = None  # plain tuples: half the time of rows with names
    with told_plainly(project.path):
        # In the order of the index that holds all of it, so that SQLite neither sorts nor visits the table.
        for transcript_id, code_id, start, end in cursor.execute(
            "SELECT transcript_id, code_id, start_char, end_char FROM codings WHERE pass_id = ?"
            " AND deleted_at IS NULL ORDER BY transcript_id, code_id, start_char, end_char",
            (pass_id,),
        ):
            if code_id != code or transcript_id != transcript:
                transcript, code = transcript_id, code_id
                spans = _spans(found, transcript, stands_for.get(code))
            spans.append((start, end))
    return found


@contextmanager
def without_cycle_search() -> Iterator[None]:
    """Let Python not look for garbage cycles while hundreds of thousands of spans are read and kept.

    There are none among them, and looking for them would take a third of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _spans(found: Applied, transcript_id: str, code: str | None) -> list[Span]:
    """The list to add to; one that nobody keeps for a code that is left out."""
    return [] if code is None else found.setdefault(transcript_id, {}).setdefault(code, [])


def read_by_two(
    project: Project, compared: Iterable[CodingPass]
) -> list[tuple[Transcript, tuple[bool, ...]]]:
    """Data that at least two of the passes were given to read, in natural order, and which of them were.

    Field notes, guides and literature are never data.
    """
    given = [set(passes.assigned(project, one.id)) for one in compared]
    found = []
    for transcript in library.transcripts(project, every_version=True):
        readers = tuple(transcript.id in ids for ids in given)
        if sum(readers) > 1 and transcript.kind in DATA_KINDS:
            found.append((transcript, readers))
    return found
