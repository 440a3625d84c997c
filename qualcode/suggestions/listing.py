"""Suggestions as people read them: with their words, the reason, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from qualcode.errors import QualcodeError, UsageError
from qualcode.names import natural_key
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qualcode.store.project import Project, Row

Status = Literal["open", "accepted", "edited", "rejected", "deferred"]

SELECT: Final = """
    SELECT s.id, s.number, s.pass_id, p.name AS pass, s.transcript_id, t.name AS transcript,
           n.now_id AS code_id, c.name AS code, s.start_char, s.end_char, s.score, r.method, s.reason,
           coalesce(d.decision, 'open') AS status, d.id AS decision_id, d.took_ms
    FROM suggestions s JOIN suggestion_runs r ON r.id = s.run_id
    JOIN passes p ON p.id = s.pass_id AND p.deleted_at IS NULL
    JOIN transcripts t ON t.id = s.transcript_id AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL
    JOIN code_now n ON n.code_id = s.code_id JOIN codes c ON c.id = n.now_id
    LEFT JOIN suggestion_decisions d ON d.suggestion_id = s.id AND d.deleted_at IS NULL
    WHERE s.deleted_at IS NULL
        AND (c.deleted_at IS NULL OR d.decision IN ('accepted', 'edited', 'rejected'))"""
"""Suggestions that still concern something: a live pass and transcript, and a live code or a final answer.

An answer that was given stays on record when its code is retired later; what waits goes with the code."""


class SuggestionNotFound(QualcodeError):
    """There is no such suggestion, or its pass, transcript or code is gone."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposal with its words.

    Attributes:
        id: As people type it: s12.
        row_id: Of its row.
        score: 0 to 1; how sure the method is, comparable only within one method.
        reason: Why, in words.
        status: What was decided, "open" while nothing was.
    """

    id: str
    row_id: str
    coding_pass: str
    transcript_id: str
    transcript: str
    code_id: str
    code: str
    start_char: int
    end_char: int
    address: str
    quotation: str
    score: float
    method: str
    reason: str
    status: str

    def as_dict(self) -> dict[str, Any]:
        """The shape of `suggestions list --json`."""
        return {
            "id": self.id,
            "pass": self.coding_pass,
            "transcript": self.transcript,
            "code": self.code,
            "start_char": self.start_char,
            "end_char": self.end_char,
            "address": self.address,
            "quotation": self.quotation,
            "score": self.score,
            "method": self.method,
            "reason": self.reason,
            "status": self.status,
        }


def suggestions(
    project: Project, *, pass_id: str | None = None, status: str | None = None, code_id: str | None = None
) -> list[Suggestion]:
    """Suggestions in reading order.

    Raises:
        UsageError: the status is none.
    """
    if status is not None and status not in get_args(Status):
        raise UsageError(f"{status!r} is no status.", f"Choose one of: {', '.join(get_args(Status))}.")
    wanted = {"s.pass_id": pass_id, "n.now_id": code_id, "coalesce(d.decision, 'open')": status}
    given = {column: value for column, value in wanted.items() if value is not None}
    where = "".join(f" AND {column} = ?" for column in given)
    return list(_with_words(project, project.rows(f"{SELECT}{where}", tuple(given.values()))))


def find(project: Project, typed: str, pass_name: str | None = None) -> Suggestion:
    """The suggestion a person means by s12 or 12.

    Raises:
        SuggestionNotFound: none.
        UsageError: two copies of a project were brought together, and several passes have that number.
    """
    digits = typed.strip().casefold().removeprefix("s")
    rows = project.rows(f"{SELECT} AND s.number = ?", (int(digits),)) if _is_number(digits) else []
    if pass_name is not None:
        rows = [row for row in rows if row["pass"].casefold() == pass_name.casefold()]
    if not rows:
        raise SuggestionNotFound(f"There is no suggestion {typed!r}.", "See `qualcode suggestions list`.")
    if len(rows) > 1:
        names = ", ".join(row["pass"] for row in rows)
        raise UsageError(f"Several passes have a suggestion {typed}: {names}.", "Say which one with --pass.")
    return next(_with_words(project, rows))


def _is_number(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) < len("9223372036854775807")


def _with_words(project: Project, rows: Iterable[Row]) -> Iterator[Suggestion]:
    ordered = sorted(rows, key=_reading_order)
    for transcript_id, group in groupby(ordered, key=lambda row: str(row["transcript_id"])):
        text, units = library.text(project, transcript_id), library.units(project, transcript_id)
        for row in group:
            start, end = row["start_char"], row["end_char"]
            yield Suggestion(
                id=f"s{row['number']}",
                row_id=row["id"],
                coding_pass=row["pass"],
                transcript_id=transcript_id,
                transcript=row["transcript"],
                code_id=row["code_id"],
                code=row["code"],
                start_char=start,
                end_char=end,
                address=addresses.address(row["transcript"], start, end, units),
                quotation=text[start:end],
                score=row["score"],
                method=row["method"],
                reason=row["reason"],
                status=row["status"],
            )


def _reading_order(row: Row) -> tuple[object, ...]:
    return (
        natural_key(row["transcript"]),
        row["transcript_id"],
        row["start_char"],
        -row["score"],
        row["number"],
    )
