"""What was said under a code: codings with their words, always computed from the text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar

from qualcode.names import natural_key
from qualcode.transcripts import addresses, library, voices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qualcode.store.project import Project

Name = TypeVar("Name")

_SELECT: Final = """
    SELECT k.transcript_id, k.start_char, k.end_char, n.now_id, k.pass_id, k.id, k.origin
    FROM codings k JOIN code_now n ON n.code_id = k.code_id
    WHERE k.deleted_at IS NULL"""
"""Names come from small tables of their own: joined in, they would be made anew for every coding."""

_PASSES: Final = """
    SELECT p.id, p.name, r.name FROM passes p JOIN coders r ON r.id = p.coder_id WHERE p.deleted_at IS NULL"""
_TRANSCRIPTS: Final = """
    SELECT t.id, t.name, h.name FROM transcripts t LEFT JOIN participants h ON h.id = t.participant_id
    WHERE t.deleted_at IS NULL AND t.withdrawn_at IS NULL"""
_CODES: Final = "SELECT id, name FROM codes WHERE deleted_at IS NULL"


@dataclass(frozen=True, slots=True)
class Quotation:
    """One coding as people read it."""

    id: str
    coding_pass: str
    coder: str
    transcript_id: str
    transcript: str
    participant: str | None
    code_id: str
    code: str
    start_char: int
    end_char: int
    address: str
    quotation: str
    origin: str
    memo: str | None


def quotations(
    project: Project,
    *,
    pass_id: str | None = None,
    code_id: str | None = None,
    transcript_id: str | None = None,
) -> list[Quotation]:
    """Live codings with their words, in reading order: transcript, start, end, code."""
    return list(stream(project, pass_id=pass_id, code_id=code_id, transcript_id=transcript_id))


def stream(
    project: Project,
    *,
    pass_id: str | None = None,
    code_id: str | None = None,
    transcript_id: str | None = None,
) -> Iterator[Quotation]:
    """As `quotations`, one transcript in memory at a time."""
    wanted = {"k.pass_id": pass_id, "n.now_id": code_id, "k.transcript_id": transcript_id}
    asked = {column: value for column, value in wanted.items() if value is not None}
    where = "".join(f" AND {column} = ?" for column in asked)
    names, memos = _Names.of(project), _memos(project)
    rows = names.in_order(project.tuples(_SELECT + where, tuple(asked.values())))
    for one_id, group in groupby(rows, key=itemgetter(0)):
        text, units = library.text(project, one_id), library.units(project, one_id)
        spoken = voices.participants_by_turn(project, one_id)
        transcript, participant = names.transcripts[one_id]
        for _, start, end, code, pass_, coding_id, origin in group:
            yield Quotation(
                coding_id,
                *names.passes[pass_],
                one_id,
                transcript,
                participant or spoken.speaking_at(start),
                code,
                names.codes[code],
                start,
                end,
                addresses.address(transcript, start, end, units),
                text[start:end],
                origin,
                memos.get(coding_id),
            )


@dataclass(frozen=True, slots=True)
class _Names:
    """What codings are printed with, by id: a pass with its coder, a transcript with whose it is, a code."""

    passes: dict[str, tuple[str, str]]
    transcripts: dict[str, tuple[str, str | None]]
    codes: dict[str, str]

    @classmethod
    def of(cls, project: Project) -> _Names:
        return cls(
            {row[0]: (row[1], row[2]) for row in project.rows(_PASSES)},
            {row[0]: (row[1], row[2]) for row in project.rows(_TRANSCRIPTS)},
            {row[0]: row[1] for row in project.rows(_CODES)},
        )

    def in_order(self, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Those that stand, in reading order; then by the names of code and pass."""
        transcripts = _ranks(self.transcripts, lambda name: (natural_key(name[0]), name))
        codes = _ranks(self.codes, str.casefold)
        passes = _ranks(self.passes, itemgetter(0))
        standing = [row for row in rows if row[0] in transcripts and row[3] in codes and row[4] in passes]
        standing.sort(key=lambda row: (transcripts[row[0]], row[1], row[2], codes[row[3]], passes[row[4]]))
        return standing


def _ranks(names: dict[str, Name], key: Callable[[Name], Any]) -> dict[str, int]:
    """The place of every id when its names are in order."""
    return {one: at for at, one in enumerate(sorted(names, key=lambda one: (key(names[one]), one)))}


def _memos(project: Project) -> dict[str, str]:
    rows = project.rows(
        "SELECT about_id, body FROM memos WHERE about_table = 'codings' AND deleted_at IS NULL ORDER BY rowid"
    )
    return {row["about_id"]: row["body"] for row in rows}
