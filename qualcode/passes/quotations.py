"""What was said under a code: codings with their words, always computed from the text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from qualcode.names import natural_key
from qualcode.transcripts import addresses, library, voices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.store.project import Project, Row

_SELECT: Final = """
    SELECT k.id, p.name AS pass, r.name AS coder, t.id AS transcript_id, t.name AS transcript,
           h.name AS participant, c.name AS code, c.id AS code_id, k.start_char, k.end_char, k.origin
    FROM codings k
    JOIN passes p ON p.id = k.pass_id AND p.deleted_at IS NULL
    JOIN coders r ON r.id = p.coder_id
    JOIN transcripts t ON t.id = k.transcript_id AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL
    LEFT JOIN participants h ON h.id = t.participant_id
    JOIN code_now n ON n.code_id = k.code_id
    JOIN codes c ON c.id = n.now_id AND c.deleted_at IS NULL
    WHERE k.deleted_at IS NULL"""


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
    rows = project.rows(_SELECT + where, tuple(asked.values()))
    memos = _memos(project)
    rows.sort(key=_reading_order)
    for one_id, group in groupby(rows, key=lambda row: str(row["transcript_id"])):
        text, units = library.text(project, one_id), library.units(project, one_id)
        spoken = voices.participants_by_turn(project, one_id)
        for row in group:
            start, end = row["start_char"], row["end_char"]
            where_it_is = addresses.address(row["transcript"], start, end, units)
            who = row["participant"] or spoken.speaking_at(start)
            yield _quotation(row, where_it_is, text[start:end], who, memos.get(row["id"]))


def _reading_order(row: Row) -> tuple[object, ...]:
    return (
        natural_key(row["transcript"]),
        row["transcript_id"],
        row["start_char"],
        row["end_char"],
        row["code"].casefold(),
        row["pass"],
    )


def _memos(project: Project) -> dict[str, str]:
    rows = project.rows(
        "SELECT about_id, body FROM memos WHERE about_table = 'codings' AND deleted_at IS NULL ORDER BY rowid"
    )
    return {row["about_id"]: row["body"] for row in rows}


def _quotation(row: Row, address: str, words: str, participant: str | None, memo: str | None) -> Quotation:
    return Quotation(
        id=row["id"],
        coding_pass=row["pass"],
        coder=row["coder"],
        transcript_id=row["transcript_id"],
        transcript=row["transcript"],
        participant=participant,
        code_id=row["code_id"],
        code=row["code"],
        start_char=row["start_char"],
        end_char=row["end_char"],
        address=address,
        quotation=words,
        origin=row["origin"],
        memo=memo,
    )
