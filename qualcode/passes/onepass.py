"""One pass as its coder sees it: codings, counts, how far it got. Nothing here tells of any other pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.names import natural_key
from qualcode.passes import passes
from qualcode.transcripts import library

if TYPE_CHECKING:
    from qualcode.model import CodingPass, Transcript
    from qualcode.spans import Span
    from qualcode.store.project import Project

_LIVE: Final = (
    " FROM codings k JOIN code_now n ON n.code_id = k.code_id"
    " JOIN codes c ON c.id = n.now_id AND c.deleted_at IS NULL"
    " JOIN transcripts t ON t.id = k.transcript_id AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL"
    " WHERE k.deleted_at IS NULL AND k.pass_id = ?"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A coding as the margin shows it, under the code it counts for now; `memos` says how many it has."""

    id: str
    pass_id: str
    code_id: str
    code: str
    start_char: int
    end_char: int
    memos: int = 0

    @property
    def span(self) -> Span:
        """(start_char, end_char)."""
        return self.start_char, self.end_char


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a pass got: transcripts it was given, those coded in, and its codings."""

    assigned: int
    begun: int
    codings: int


def marks(project: Project, pass_id: str, transcript_id: str) -> list[Mark]:
    """Live codings of a pass in a transcript: by start, longer ones first, then by the code's name."""
    rows = project.rows(
        "SELECT k.id, k.pass_id, c.id AS code_id, c.name, k.start_char, k.end_char, (SELECT count(*)"
        " FROM memos m WHERE m.about_id = k.id AND m.deleted_at IS NULL) AS memos"
        f"{_LIVE} AND k.transcript_id = ?",
        (pass_id, transcript_id),
    )
    found = [Mark(*row) for row in rows]
    return sorted(found, key=lambda one: (one.start_char, -one.end_char, natural_key(one.code)))


def counts(project: Project, pass_id: str) -> dict[str, int]:
    """Codings by live code id in this pass."""
    return dict(map(tuple, project.rows(f"SELECT c.id, count(*){_LIVE} GROUP BY c.id", (pass_id,))))


def recent_codes(project: Project, pass_id: str) -> list[str]:
    """Ids of the codes this pass used, the one used last first."""
    rows = project.rows(f"SELECT c.id{_LIVE} GROUP BY c.id ORDER BY max(k.rowid) DESC", (pass_id,))
    return [row[0] for row in rows]


def latest(project: Project, pass_id: str, transcript_id: str | None = None) -> tuple[str, Span] | None:
    """Transcript id and span of the coding made last, anywhere or in one transcript."""
    where, values = ("", [pass_id]) if transcript_id is None else (" AND t.id = ?", [pass_id, transcript_id])
    row = project.row(
        f"SELECT t.id, k.start_char, k.end_char{_LIVE}{where} ORDER BY k.rowid DESC LIMIT 1", values
    )
    return None if row is None else (row[0], (row[1], row[2]))


def progress(project: Project, pass_id: str) -> Progress:
    """How far the pass got in what it was given to read."""
    given = set(passes.assigned(project, pass_id))
    rows = project.rows(f"SELECT t.id, count(*){_LIVE} GROUP BY t.id", (pass_id,))
    return Progress(len(given), sum(row[0] in given for row in rows), sum(row[1] for row in rows))


def to_read(project: Project, coding_pass: CodingPass) -> list[Transcript]:
    """The transcripts of a pass in natural order."""
    given = set(passes.assigned(project, coding_pass.id))
    return [one for one in library.transcripts(project) if one.id in given]
