"""Bring files in: each as a transcript that never changes, many at once as one action."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.model import DATA_KINDS
from qualcode.names import natural_key, quoted
from qualcode.store.actions import action
from qualcode.store.errors import StoreFailed
from qualcode.store.project import SUFFIX
from qualcode.transcripts import participants
from qualcode.transcripts.library import TranscriptNameTaken, find_or_none
from qualcode.transcripts.normalise import NORMALISER
from qualcode.transcripts.prepare import Found, ImportOptions, SameFileAgain, prepare, text_sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path, PurePath

    from qualcode.model import PreparedTranscript, Speaker, Turn
    from qualcode.store.actions import Action
    from qualcode.store.project import Project


class NothingToImport(QualcodeError):
    """The paths given hold no file."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A transcript that came in (or would, in a dry run), told without its text."""

    name: str
    participant: str | None
    kind: str
    characters: int
    words: int
    turns: int
    units: int
    speakers: tuple[Speaker, ...]
    warnings: tuple[str, ...]
    style: str
    unassigned: tuple[str, ...]
    """Lines that belong to nobody, as they stand in the file."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that did not come in; `failed` is False for one that was there already."""

    file: str
    reason: str
    hint: str
    failed: bool


Outcome = Imported | Skipped


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files meant by paths: a folder stands for the files in it, in natural order, hidden ones left out.

    Raises:
        NothingToImport: there is none.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.is_file() and not _passed_over(p.relative_to(path)))
            found.extend(sorted(inside, key=lambda p: natural_key(str(p.relative_to(path)))))
        else:
            found.append(path)
    if not found:
        raise NothingToImport(
            "There is no file there to import.", "Name files, or a folder with files in it."
        )
    return found


def _passed_over(path: PurePath) -> bool:
    """Hidden files and folders, locks of word processors, and our own project files with what SQLite adds."""
    hidden = any(part.startswith((".", "~$")) for part in path.parts)
    return hidden or path.suffix.startswith(SUFFIX)


def import_files(
    project: Project,
    paths: list[Path],
    options: ImportOptions,
    tell: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Import files as one action: the good ones land, the bad ones are named, none is imported twice.

    `tell` hears of each file as it is done, for progress. Memory holds one file at a time.
    """
    with action(project, "import") as importing:
        return _each(importing, paths, options, tell)


def preview_files(project: Project, paths: list[Path], options: ImportOptions) -> list[Outcome]:
    """What `import_files` would do, without keeping it."""
    with action(project, "import", rehearsal=True) as importing:
        return _each(importing, paths, options, lambda _: None)


def _each(
    importing: Action, paths: list[Path], options: ImportOptions, tell: Callable[[Outcome], None]
) -> list[Outcome]:
    rows = importing.project.rows("SELECT source_sha256, name FROM transcripts WHERE deleted_at IS NULL")
    known = {row["source_sha256"]: row["name"] for row in rows}
    outcomes: list[Outcome] = []
    for path in paths:
        for outcome in _one_file(importing, path, options, known):
            outcomes.append(outcome)
            tell(outcome)
    return outcomes


def _one_file(
    importing: Action, path: Path, options: ImportOptions, known: dict[str, str]
) -> list[Imported] | list[Skipped]:
    """A file comes in whole or not at all, also when it holds many answers."""
    try:
        found = prepare(path, options, skip_if=known)
        with importing.part():
            for one in found:
                _store(importing, one, options)
    except SameFileAgain as again:
        return [Skipped(str(path), again.sentence, again.hint, failed=False)]
    except StoreFailed:  # not this file's fault, and the next one would fare no better
        raise
    except QualcodeError as error:
        return [Skipped(str(path), error.sentence, error.hint, failed=True)]
    known.update((one.prepared.source_sha256, one.prepared.reading.name) for one in found)
    return [_told(one, options) for one in found]


def _told(found: Found, options: ImportOptions) -> Imported:
    prepared, text = found.prepared, found.prepared.reading.text
    return Imported(
        name=prepared.reading.name,
        participant=participant_of(found, options),
        kind=options.kind,
        characters=sum(turn.end_char - turn.start_char for turn in spoken(prepared)),
        words=words(prepared),
        turns=len(spoken(prepared)),
        units=len(prepared.sentences),
        speakers=prepared.speakers,
        warnings=prepared.warnings,
        style=found.style,
        unassigned=tuple(text[start:end] for start, end in found.unassigned),
    )


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


def _store(importing: Action, found: Found, options: ImportOptions) -> None:
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
        words=words(prepared),
        text_sha256=text_sha256(text),
        normaliser=NORMALISER,
        reader=prepared.reading.reader,
        source_name=prepared.source_name,
        source_sha256=prepared.source_sha256,
        created_at=importing.project.now(),
        text=text,
    )
    speaker_ids = _store_speakers(importing, transcript_id, prepared, participant_id)
    _store_parts(importing, transcript_id, prepared, speaker_ids)


def spoken(prepared: PreparedTranscript) -> list[Turn]:
    """The turns that somebody speaks; all of them where nobody is known."""
    return [turn for turn in prepared.turns if turn.speaker is not None or not prepared.speakers]


def words(prepared: PreparedTranscript) -> int:
    """Words spoken: white-space separated, in the turns that count."""
    text = prepared.reading.text
    return sum(len(text[turn.start_char : turn.end_char].split()) for turn in spoken(prepared))


def _store_speakers(
    importing: Action, transcript_id: str, prepared: PreparedTranscript, participant_id: str | None
) -> dict[str | None, str | None]:
    moment = importing.project.now()
    rows = [
        (
            transcript_id,
            speaker.label,
            speaker.role,
            speaker.reason,
            participant_id if speaker.role == "participant" else None,
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
