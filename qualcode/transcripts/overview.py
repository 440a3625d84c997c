"""Transcripts told in the shape of the contract: what `list` and `show` print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.names import natural_key
from qualcode.transcripts import library
from qualcode.transcripts.questions import asked
from qualcode.transcripts.verifying import verified

if TYPE_CHECKING:
    from qualcode.store.project import Project, Row

_SELECT = """
    WITH spoken AS (  -- turns of somebody; all of them where nobody is known
        SELECT u.* FROM turns u WHERE u.speaker_id IS NOT NULL
            OR NOT EXISTS (SELECT 1 FROM speakers k WHERE k.transcript_id = u.transcript_id))
    SELECT t.id, t.name, p.name AS participant, t.kind, t.words,
           (SELECT count(*) FROM spoken u WHERE u.transcript_id = t.id) AS turns,
           (SELECT coalesce(sum(u.end_char - u.start_char), 0) FROM spoken u
             WHERE u.transcript_id = t.id) AS characters,
           (SELECT json_array_length(s.bounds) / 2 FROM segments s
             WHERE s.transcript_id = t.id AND s.unit = 'sentence') AS units
    FROM transcripts t LEFT JOIN participants p ON p.id = t.participant_id
    WHERE t.deleted_at IS NULL"""


_REPLACES = (
    "SELECT o.name FROM transcripts t JOIN transcripts o ON o.id = t.replaces_id AND o.deleted_at IS NULL"
    " WHERE t.id = ?"
)


def overviews(project: Project) -> list[dict[str, Any]]:
    """Every live transcript as `import --json` tells it, in natural order."""
    checked = verified(project)
    found = [_overview(project, row, checked) for row in project.rows(f"{_SELECT} AND t.replaced_at IS NULL")]
    return sorted(found, key=lambda one: natural_key(one["transcript"]))


def details(project: Project, name: str) -> dict[str, Any]:
    """One transcript with its turns and numbered units.

    Raises:
        TranscriptNotFound: no such transcript.
    """
    transcript = library.find(project, name)
    row = project.row(f"{_SELECT} AND t.id = ?", (transcript.id,))
    if row is None:
        raise LookupError(transcript.id)
    turns = library.turns(project, transcript.id)
    nobody_known = all(role is None for _, role in turns)
    questions = asked(project, transcript.id)
    return _overview(project, row, verified(project)) | {
        "replaces": project.value(_REPLACES, (transcript.id,)),
        "turns": [
            {
                "speaker": turn.speaker,
                "role": role,
                "start_char": turn.start_char,
                "end_char": turn.end_char,
                "start_ms": turn.start_ms,
                "end_ms": turn.end_ms,
                "question_number": questions[at].number if at in questions else None,
                "question": questions[at].wording if at in questions else None,
            }
            for at, (turn, role) in enumerate(turns)
            if nobody_known or role is not None
        ],
        "units": [
            {"number": number, "start_char": start, "end_char": end, "role": role}
            for number, (start, end), role in library.units_with_roles(project, transcript.id)
        ],
    }


def _overview(project: Project, row: Row, checked: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "transcript": row["name"],
        "participant": row["participant"],
        "kind": row["kind"],
        "characters": row["characters"],
        "words": row["words"],
        "turns": row["turns"],
        "units": row["units"],
        "speakers": _speakers(project, row["id"]),
        "warnings": [],
        "verified": checked.get(row["id"]),
    }


def _speakers(project: Project, transcript_id: str) -> list[dict[str, Any]]:
    rows = project.rows(
        "SELECT s.label, s.role, s.reason, count(u.position) AS turns FROM speakers s"
        " LEFT JOIN turns u ON u.speaker_id = s.id WHERE s.transcript_id = ?"
        " GROUP BY s.id ORDER BY min(u.position)",
        (transcript_id,),
    )
    return [dict(row) for row in rows]
