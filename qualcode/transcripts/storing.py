"""Write a prepared transcript: its text, speakers, turns and units."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING

from qualcode.model import DATA_KINDS
from qualcode.names import quoted
from qualcode.transcripts import participants, questions
from qualcode.transcripts.library import TranscriptNameTaken, find_or_none
from qualcode.transcripts.normalise import NORMALISER
from qualcode.transcripts.prepare import text_sha256

if TYPE_CHECKING:
    from qualcode.model import PreparedTranscript
    from qualcode.store.actions import Action
    from qualcode.store.project import Project
    from qualcode.transcripts.prepare import Found, ImportOptions


def participant_of(found: Found, options: ImportOptions) -> str | None:
    """A one-to-one interview is its participant's; in a group many speak, and a guide is nobody's."""
    if options.kind not in DATA_KINDS or options.kind == "focus-group":
        return options.participant
    return options.participant or found.prepared.reading.name


def _check_name(project: Project, found: Found) -> None:
    name = found.prepared.reading.name
    if find_or_none(project, name) is not None:
        raise TranscriptNameTaken(
            f"There is a transcript called {name!r} already.",
            f"Rename the file, or use `qualcode transcripts replace {quoted(name)} FILE`.",
        )


def store(importing: Action, found: Found, options: ImportOptions, *, replaces_id: str | None = None) -> str:
    """Store a transcript as part of an open action; returns its id.

    Raises:
        TranscriptNameTaken: a live transcript has the name.
    """
    _check_name(importing.project, found)
    prepared, participant = found.prepared, participant_of(found, options)
    participant_id = None
    if participant:
        participant_id = participants.ensure(importing, participant)
        participants.set_attributes(importing, participant_id, prepared.reading.attributes)
    text = prepared.reading.text
    transcript_id = importing.add(
        "transcripts",
        name=prepared.reading.name,
        kind=options.kind,
        participant_id=participant_id,
        length=len(text),
        words=found.words,
        text_sha256=text_sha256(text),
        normaliser=NORMALISER,
        reader=prepared.reading.reader,
        source_name=prepared.source_name,
        source_sha256=prepared.source_sha256,
        replaces_id=replaces_id,
        created_at=importing.project.now(),
        text=text,
    )
    who = _participants_by_label(importing, prepared, options, participant_id)
    speaker_ids = _store_speakers(importing, transcript_id, prepared, who)
    _store_parts(importing, transcript_id, prepared, speaker_ids)
    questions.connect(importing, transcript_id, options.kind)
    return transcript_id


def _participants_by_label(
    importing: Action, prepared: PreparedTranscript, options: ImportOptions, participant_id: str | None
) -> dict[str, str]:
    """Ids of the people studied by label; in a group each speaker is one of them, as FG1-S3.

    Unidentified speakers, whose role is "other", are nobody.
    """
    labels = [speaker.label for speaker in prepared.speakers if speaker.role == "participant"]
    if participant_id is not None:
        return dict.fromkeys(labels, participant_id)
    if options.kind != "focus-group":
        return {}
    group = prepared.reading.name
    return {label: participants.ensure(importing, f"{group}-{label}") for label in labels}


def _store_speakers(
    importing: Action, transcript_id: str, prepared: PreparedTranscript, who: dict[str, str]
) -> dict[str | None, str | None]:
    moment = importing.project.now()
    rows = [
        (
            transcript_id,
            speaker.label,
            speaker.role,
            speaker.reason,
            who.get(speaker.label),
            moment,
        )
        for speaker in prepared.speakers
    ]
    columns = ("transcript_id", "label", "role", "reason", "participant_id", "created_at")
    ids = importing.add_rows("speakers", columns, rows)
    labels = (speaker.label for speaker in prepared.speakers)
    return dict(zip(labels, ids, strict=True)) | {None: None}


def _store_parts(
    importing: Action,
    transcript_id: str,
    prepared: PreparedTranscript,
    speaker_ids: dict[str | None, str | None],
) -> None:
    importing.add_parts(
        "turns",
        ("transcript_id", "position", "speaker_id", "start_char", "end_char", "start_ms", "end_ms"),
        (
            (transcript_id, position, speaker_ids[t.speaker], t.start_char, t.end_char, t.start_ms, t.end_ms)
            for position, t in enumerate(prepared.turns)
        ),
    )
    bounds = json.dumps(list(chain.from_iterable(prepared.sentences)), separators=(",", ":"))
    importing.add_parts(
        "segments",
        ("transcript_id", "unit", "method", "bounds"),
        [(transcript_id, "sentence", prepared.sentence_method, bounds)],
    )
