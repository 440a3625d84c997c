"""Find stored transcripts and what belongs to them: text, turns, speakers, units."""

from __future__ import annotations

import json
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from qualcode.errors import QualcodeError, UsageError
from qualcode.model import DATA_KINDS, Transcript, Turn
from qualcode.names import did_you_mean, fault, natural_key, quoted, tidy
from qualcode.store.actions import action, last_retired

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.spans import Span
    from qualcode.store.project import Project, Row

_COLUMNS: Final = (
    "SELECT t.id, t.name, t.kind, p.name AS participant, t.length, t.created_at"
    " FROM transcripts t LEFT JOIN participants p ON p.id = t.participant_id"
)


class TranscriptNotFound(QualcodeError):
    """No live transcript of that name."""


class BadTranscriptName(UsageError):
    """A transcript cannot be called that."""


class EarlierVersion(QualcodeError):
    """The transcript was replaced by a corrected version, and nothing new is done to it."""


class TranscriptNameTaken(QualcodeError):
    """Two live transcripts cannot share a name: addresses would be ambiguous."""


def transcripts(
    project: Project,
    *,
    data_only: bool = False,
    every_version: bool = False,
    among: Iterable[str] | None = None,
) -> list[Transcript]:
    """All live transcripts in natural order of their names.

    On request with those that were replaced, and only those `among` some ids.
    """
    latest = "" if every_version else " AND t.replaced_at IS NULL"
    named = "" if among is None else " AND t.id IN (SELECT value FROM json_each(?))"
    ids = () if among is None else (json.dumps(list(among)),)
    rows = project.rows(f"{_COLUMNS} WHERE t.deleted_at IS NULL{latest}{named}", ids)
    found = [_transcript(row) for row in rows if not data_only or row["kind"] in DATA_KINDS]
    return sorted(found, key=lambda transcript: natural_key(transcript.name))


def find_or_none(project: Project, name: str) -> Transcript | None:
    """The live transcript of that name, exact or in other case; None if there is none."""
    row = project.row(
        f"{_COLUMNS} WHERE t.deleted_at IS NULL AND t.name = ? COLLATE NOCASE",
        (tidy(name),),
    )
    return None if row is None else _transcript(row)


def find(project: Project, name: str) -> Transcript:
    """The live transcript of that name.

    Raises:
        TranscriptNotFound: none; the hint offers near misses.
    """
    found = find_or_none(project, name)
    if found is None:
        known = [transcript.name for transcript in transcripts(project)]
        hint = did_you_mean(name, known, "See them all with `qualcode transcripts list`.")
        raise TranscriptNotFound(f"There is no transcript called {name!r}.", hint)
    return found


def by_id(project: Project, transcript_id: str) -> Transcript:
    """A transcript by its id, retired or not."""
    row = project.row(f"{_COLUMNS} WHERE t.id = ?", (transcript_id,))
    if row is None:
        raise LookupError(transcript_id)
    return _transcript(row)


def check_current(project: Project, transcript: Transcript) -> None:
    """Refuse to work on a transcript that a corrected version has replaced.

    Raises:
        EarlierVersion: it was replaced.
    """
    now = project.value(
        "SELECT n.name FROM transcripts t JOIN transcripts n ON n.replaces_id = t.id AND n.deleted_at IS NULL"
        " WHERE t.id = ? AND t.replaced_at IS NOT NULL",
        (transcript.id,),
    )
    if now is not None:
        raise EarlierVersion(
            f"{transcript.name} was replaced by a corrected version.", f"That one is called {quoted(now)}."
        )


def earlier_versions(project: Project, transcript_id: str) -> list[str]:
    """Ids of the versions that a transcript replaced, one after the other, latest first."""
    rows = project.rows(
        "WITH RECURSIVE chain (id) AS (SELECT replaces_id FROM transcripts WHERE id = ?"
        " UNION ALL SELECT t.replaces_id FROM transcripts t JOIN chain c ON t.id = c.id)"
        " SELECT id FROM chain WHERE id IS NOT NULL",
        (transcript_id,),
    )
    return [row[0] for row in rows]


def text(project: Project, transcript_id: str) -> str:
    """The stored text, exactly."""
    return str(project.value("SELECT text FROM transcripts WHERE id = ?", (transcript_id,)))


def units(project: Project, transcript_id: str) -> list[Span]:
    """The numbered sentence units, in order; unit 1 is element 0."""
    bounds = project.value(
        "SELECT bounds FROM segments WHERE transcript_id = ? AND unit = 'sentence'", (transcript_id,)
    )
    flat: list[int] = json.loads(bounds or "[]")
    return list(zip(flat[::2], flat[1::2], strict=True))


def turns(project: Project, transcript_id: str) -> list[tuple[Turn, str | None]]:
    """Turns in order, each with its speaker's role (None: a line that belongs to nobody)."""
    rows = project.rows(
        "SELECT s.label, s.role, t.start_char, t.end_char, t.start_ms, t.end_ms FROM turns t"
        " LEFT JOIN speakers s ON s.id = t.speaker_id WHERE t.transcript_id = ? ORDER BY t.position",
        (transcript_id,),
    )
    return [
        (Turn(row["label"], row["start_char"], row["end_char"], row["start_ms"], row["end_ms"]), row["role"])
        for row in rows
    ]


def units_with_roles(project: Project, transcript_id: str) -> list[tuple[int, Span, str | None]]:
    """Numbered units with the role of whoever speaks there; a unit never crosses a turn."""
    spoken = turns(project, transcript_id)
    starts = [turn.start_char for turn, _ in spoken]
    found: list[tuple[int, Span, str | None]] = []
    for number, span in enumerate(units(project, transcript_id), start=1):
        index = bisect_right(starts, span[0]) - 1
        found.append((number, span, spoken[index][1] if index >= 0 else None))
    return found


def codable(project: Project, transcript_id: str, speaker_role: str = "participant") -> list[Span]:
    """Stretches that count in a comparison: participants' turns, or all turns where nobody is known.

    `speaker_role` "any" counts every turn.
    """
    found = turns(project, transcript_id)
    nobody_known = all(role is None for _, role in found)
    return [
        (turn.start_char, turn.end_char)
        for turn, role in found
        if speaker_role == "any" or nobody_known or role == speaker_role
    ]


def rename(project: Project, old: str, new: str) -> None:
    """Give a transcript another name; its addresses follow.

    Raises:
        TranscriptNotFound, TranscriptNameTaken, BadTranscriptName: as their names say.
    """
    with action(project, "transcripts rename") as renaming:
        transcript, new = find(project, old), tidy(new)
        check_name(new)
        other = find_or_none(project, new)
        if other is not None and other.id != transcript.id:
            raise TranscriptNameTaken(
                f"There is a transcript called {new!r} already.", "Choose another name."
            )
        renaming.change("transcripts", transcript.id, name=new)


def check_name(name: str) -> None:
    """Refuse what no address could name.

    Raises:
        BadTranscriptName: it is empty or not one line.
    """
    if wrong := fault(name):
        raise BadTranscriptName(f"The name of the transcript {wrong}.", "Give it another name, as P5.")


def retire(project: Project, name: str) -> None:
    """Hide a transcript and with it its codings; nothing is deleted."""
    with action(project, "transcripts retire") as retiring:
        found = find(project, name)
        retiring.retire("transcripts", [found.id, *earlier_versions(project, found.id)])


def restore(project: Project, name: str) -> None:
    """Bring the transcript of that name back that was retired last.

    Raises:
        TranscriptNotFound: none of that name is retired.
        TranscriptNameTaken: a live one has the name now.
    """
    with action(project, "transcripts restore") as restoring:
        latest = last_retired(project, "transcripts", tidy(name), only="withdrawn_at IS NULL")
        if latest is None:
            raise TranscriptNotFound(f"No retired transcript is called {name!r}.", "See `qualcode log`.")
        if find_or_none(project, name) is not None:
            raise TranscriptNameTaken(f"There is a transcript called {name!r} already.", "Rename it first.")
        for transcript_id in (latest, *earlier_versions(project, latest)):
            restoring.change("transcripts", transcript_id, deleted_at=None)


def _transcript(row: Row) -> Transcript:
    return Transcript(
        row["id"], row["name"], row["kind"], row["participant"], row["length"], row["created_at"]
    )
