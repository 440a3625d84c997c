"""A participant stops, or takes passages back: nothing new is made of what is withheld."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.passes.resealing import resealed
from qualcode.passes.withdrawing import AlreadyWithdrawn, find
from qualcode.spans import overlap
from qualcode.store import erasing, withdraw
from qualcode.store.actions import action
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.model import Place
    from qualcode.spans import Span
    from qualcode.store.actions import Action
    from qualcode.store.project import Project


class NotTheirs(QualcodeError):
    """The passage is not in what this participant said."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A passage that is never coded and never quoted, and whose it is."""

    participant: str
    address: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of passages that a participant took back.

    Attributes:
        participant: The id that people use.
        participant_id: Of the row.
        codings: How many were taken off or cut.
        scrubbed: Whether no byte of them is left in free space of the file.
    """

    participant: str
    participant_id: str
    codings: int
    scrubbed: bool


def stop(project: Project, name: str, *, rehearsal: bool = False) -> str:
    """From now on nothing new is coded or quoted of a participant; what there is stays. Returns the id.

    A rehearsal keeps nothing.

    Raises:
        NoSuchParticipant, AlreadyWithdrawn: as their names say.
    """
    with action(project, "withdraw stop", rehearsal=rehearsal) as stopping:
        row = find(project, name)
        if row["id"] in _stopped(project):
            raise AlreadyWithdrawn(f"{row['name']} withdrew already.", "Nothing had to be done.")
        _waiting_go(stopping, row["id"])
        stopping.add("withdrawals", participant_id=row["id"], mode="stop", created_at=project.now())
    return str(row["name"])


def withhold(project: Project, name: str, places: Sequence[Place], *, rehearsal: bool = False) -> TakenBack:
    """Take passages back: codings, quotes and support on them go, and nothing new is put there.

    A coding that reaches beyond a passage keeps the longest part outside of it. A rehearsal keeps nothing.

    Raises:
        NoSuchParticipant, AlreadyWithdrawn: as their names say.
        NotTheirs: a passage is somebody else's.
        SealBroken: a sealed pass is not what it was.
    """
    if not rehearsal:
        erasing.prepare(project)
    with (
        action(project, "withdraw segments", rehearsal=rehearsal) as withholding,
        erasing.protection(withholding, "withdrawn"),
        resealed(withholding, "withdrawn"),
    ):
        row = find(project, name)
        touched = 0
        for place in places:
            _check_theirs(project, row["id"], row["name"], place)
            touched += _take_off(withholding, place)
            _withhold(withholding, place)
        withholding.add("withdrawals", participant_id=row["id"], mode="segments", created_at=project.now())
    scrubbed = rehearsal or erasing.scrubbed(project)
    return TakenBack(row["name"], row["id"], touched, scrubbed)


def withheld(project: Project) -> list[Withheld]:
    """Every withheld passage, by transcript and place."""
    rows = project.rows(
        "SELECT w.*, t.name, coalesce(p.name, '') AS participant FROM withheld w"
        " JOIN transcripts t ON t.id = w.transcript_id AND t.deleted_at IS NULL"
        " LEFT JOIN participants p ON p.id = t.participant_id"
        " WHERE w.deleted_at IS NULL ORDER BY t.name, w.start_char"
    )
    found = []
    for row in rows:
        span = (row["start_char"], row["end_char"])
        units = library.units(project, row["transcript_id"])
        found.append(Withheld(row["participant"], addresses.address(row["name"], *span, units), *span))
    return found


def _stopped(project: Project) -> set[str]:
    rows = project.tuples("SELECT participant_id FROM withdrawals WHERE mode = 'stop' AND deleted_at IS NULL")
    return {row[0] for row in rows}


def _waiting_go(stopping: Action, participant_id: str) -> None:
    """Suggestions that still wait would only be refused."""
    rows = stopping.project.rows(
        "SELECT s.id FROM suggestions s JOIN transcripts t ON t.id = s.transcript_id"
        " WHERE t.participant_id = ? AND s.deleted_at IS NULL AND NOT EXISTS ("
        " SELECT 1 FROM suggestion_decisions d WHERE d.suggestion_id = s.id AND d.deleted_at IS NULL)",
        (participant_id,),
    )
    stopping.retire("suggestions", (row["id"] for row in rows))


def _check_theirs(project: Project, participant_id: str, name: str, place: Place) -> None:
    own = project.value("SELECT participant_id FROM transcripts WHERE id = ?", (place.transcript.id,))
    spoken = project.value(
        "SELECT 1 FROM turns u JOIN speakers s ON s.id = u.speaker_id WHERE u.transcript_id = ?"
        " AND s.participant_id = ? AND u.start_char <= ? AND u.end_char >= ?",
        (place.transcript.id, participant_id, place.start_char, place.end_char),
    )
    if own != participant_id and spoken is None:
        raise NotTheirs(
            f"{place.transcript.name}@{place.start_char}-{place.end_char} is not what {name} said.",
            "Name passages of this participant only.",
        )


def _take_off(withholding: Action, place: Place) -> int:
    """What stands on a passage goes; codings that reach beyond it are cut. Returns how many were touched."""
    project, passage = withholding.project, (place.start_char, place.end_char)
    inside = withdraw.rows_within(project, place.transcript.id, *passage)
    for table in ("unread", "turns"):  # what was not read, and who spoke, is no use of the words
        inside.pop(table, None)
    text = library.text(project, place.transcript.id)
    reaching = list(_reaching(project, place.transcript.id, passage))
    live = [row[0] for row in project.tuples("SELECT id FROM codings WHERE deleted_at IS NULL")]
    withdraw.erase_rows(withholding, inside)
    for table, row_id, span in reaching:
        _cut(withholding, table, row_id, _longest_outside(text, span, passage))
    cut = {row_id for table, row_id, _ in reaching if table == "codings"}
    return len(cut | (inside.get("codings", set()) & set(live)))


def _reaching(project: Project, transcript_id: str, passage: Span) -> Iterator[tuple[str, str, Span]]:
    for table in ("codings", "claim_passages", "verdicts", "decisions", "quotes", "suggestions"):
        rows = project.tuples(
            f"SELECT id, start_char, end_char FROM {table} WHERE transcript_id = ? AND deleted_at IS NULL",
            (transcript_id,),
        )
        for row_id, start, end in rows:
            inside = passage[0] <= start and end <= passage[1]
            if not inside and overlap((start, end), passage):
                yield table, row_id, (start, end)


def _longest_outside(text: str, span: Span, passage: Span) -> Span | None:
    """The longest part beyond the passage, without space at its ends; None if there is nothing but space."""
    left, right = (span[0], max(span[0], passage[0])), (min(span[1], passage[1]), span[1])
    start, end = max(left, right, key=lambda part: len(text[part[0] : part[1]].strip()))
    words = text[start:end]
    if not words.strip():
        return None
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _cut(withholding: Action, table: str, row_id: str, span: Span | None) -> None:
    """A quote, or a suggestion, was chosen as a whole and goes as a whole."""
    if span is not None and table not in {"quotes", "suggestions"}:
        sql = f"UPDATE OR IGNORE {table} SET start_char = ?, end_char = ? WHERE id = ?"
        if erasing.write(withholding, sql, (*span, row_id)):
            return
    withdraw.erase_rows(withholding, {table: {row_id}})


def _withhold(withholding: Action, place: Place) -> None:
    """The passage is nobody's to code: in every pass it counts as not read, never as not coded."""
    project = withholding.project
    span = {"start_char": place.start_char, "end_char": place.end_char}
    withholding.add("withheld", transcript_id=place.transcript.id, **span, created_at=project.now())
    for row in project.rows(
        "SELECT DISTINCT pass_id FROM assignments WHERE transcript_id = ? AND deleted_at IS NULL",
        (place.transcript.id,),
    ):
        withholding.add("unread", pass_id=row["pass_id"], transcript_id=place.transcript.id, **span)
