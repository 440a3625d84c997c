"""A corrected version of a transcript: what was done on the old one is found again in the new one.

The old version stays as it was, under a name of its own, for the sealed passes that were made on it. What is
still open moves: codings, unread stretches, decisions, and whatever the themes quote or cite.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError
from qualcode.passes import orphans
from qualcode.passes.moving import Places, move_codings, move_pass_rows, move_theme_rows, passes_that_stay
from qualcode.store.actions import action
from qualcode.transcripts import index, library
from qualcode.transcripts.amending import Amendment
from qualcode.transcripts.prepare import ImportOptions, prepare
from qualcode.transcripts.storing import store

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.model import Transcript
    from qualcode.passes.moving import Moved
    from qualcode.store.actions import Action
    from qualcode.store.project import Project
    from qualcode.transcripts.prepare import Found


class NothingToReplace(QualcodeError):
    """The file holds the words that are here already."""


class SeveralInOneFile(QualcodeError):
    """A corrected version of one transcript is one file with one transcript in it."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a corrected version did.

    Attributes:
        transcript: The name, which the new version has now.
        former: The name of the old version from now on.
        codings: Every coding of an open pass, and what became of it.
        quotes: The same of every quote chosen for print.
        stay: Names of the sealed passes (and of agreed ones that rest on them) that keep the old version.
        warnings: What reading the file said.
    """

    transcript: str
    former: str
    codings: tuple[Moved, ...]
    quotes: tuple[Moved, ...]
    stay: tuple[str, ...]
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON object."""
        counts = Counter(one.status for one in self.codings)
        return {
            "transcript": self.transcript,
            "former": self.former,
            **{status: counts[status] for status in ("kept", "moved", "trimmed", "orphaned")},
            "codings": [one.as_dict() for one in self.codings],
            "quotes": [one.as_dict() for one in self.quotes],
            "stay": list(self.stay),
            "warnings": list(self.warnings),
        }


def replace_transcript(
    project: Project,
    name: str,
    path: Path,
    *,
    interviewer: tuple[str, ...] = (),
    speakers: str = "auto",
    rehearsal: bool = False,
) -> Replacement:
    """Put a corrected version in a transcript's place, as one action; a rehearsal keeps nothing of it.

    Speakers whose labels stay keep their roles.

    Raises:
        TranscriptNotFound, EarlierVersion: there is no such transcript to replace.
        NothingToReplace: the words are the same.
        SeveralInOneFile: the file holds several transcripts.
        QualcodeError: the file cannot be read as what it claims to be.
    """
    with action(project, "transcripts replace", rehearsal=rehearsal) as replacing:
        old = library.find(project, name)
        library.check_current(project, old)
        found = _read(project, old, path, ImportOptions(old.kind, old.participant, interviewer, speakers))
        former = _free_name(project, old.name)
        replacing.change("transcripts", old.id, name=former, replaced_at=project.now())
        options = ImportOptions(old.kind, old.participant)
        new_id = store(replacing, found, options, replaces_id=old.id)
        index.add_missing(replacing)
        _keep_participants(replacing, old.id, new_id)
        return _moved(replacing, replace(old, name=former), library.by_id(project, new_id), found)


def _moved(replacing: Action, old: Transcript, new: Transcript, found: Found) -> Replacement:
    project = replacing.project
    amendment = Amendment(library.text(project, old.id), found.prepared.reading.text)
    places = Places(project, old, new, amendment)
    stay = passes_that_stay(project)
    codings = move_codings(replacing, places, stay)
    move_pass_rows(replacing, places, stay)
    quotes = move_theme_rows(replacing, places)
    for memo in project.rows(
        "SELECT id FROM memos WHERE about_table = 'transcripts' AND about_id = ?", (old.id,)
    ):
        replacing.change("memos", memo["id"], about_id=new.id)
    orphans.follow(replacing, places)
    orphans.note(replacing, new.id, [*codings, *quotes])
    kept = _names_of(project, stay, old.id)
    return Replacement(new.name, old.name, tuple(codings), tuple(quotes), kept, found.prepared.warnings)


def _read(project: Project, old: Transcript, path: Path, options: ImportOptions) -> Found:
    found = prepare(path, options, skip_if={})
    if len(found) != 1:
        raise SeveralInOneFile(
            f"{path.name} holds {len(found)} transcripts.",
            "Give one file with the corrected words of this one.",
        )
    text = found[0].prepared.reading.text
    if text == library.text(project, old.id):
        raise NothingToReplace(
            f"{path.name} holds the words of {old.name} as they are here.", "Nothing had to be done."
        )
    return _with_known_roles(project, old, found[0], options.interviewer)


def _with_known_roles(project: Project, old: Transcript, found: Found, named: tuple[str, ...]) -> Found:
    """Labels that stay keep the role they had, unless the researcher names who asks."""
    rows = project.rows("SELECT label, role FROM speakers WHERE transcript_id = ?", (old.id,))
    known = {} if named else {row["label"]: row["role"] for row in rows}
    speakers = tuple(
        replace(one, role=known[one.label], reason="As in the version before.") if one.label in known else one
        for one in found.prepared.speakers
    )
    reading = replace(found.prepared.reading, name=old.name)
    return replace(found, prepared=replace(found.prepared, reading=reading, speakers=speakers))


def _free_name(project: Project, name: str) -> str:
    """What the old version is called from now on: P5-v1, or the next number that is free."""
    number = 1
    while library.find_or_none(project, f"{name}-v{number}"):
        number += 1
    return f"{name}-v{number}"


def _keep_participants(replacing: Action, old_id: str, new_id: str) -> None:
    """In a group each label is somebody; who, has been said before."""
    rows = replacing.project.rows(
        "SELECT n.id, o.participant_id FROM speakers n JOIN speakers o ON o.label = n.label"
        " WHERE o.transcript_id = ? AND n.transcript_id = ? AND o.participant_id IS NOT NULL",
        (old_id, new_id),
    )
    for row in rows:
        replacing.change("speakers", row["id"], participant_id=row["participant_id"])


def _names_of(project: Project, pass_ids: set[str], transcript_id: str) -> tuple[str, ...]:
    rows = project.rows(
        "SELECT DISTINCT p.id, p.name FROM passes p JOIN assignments a ON a.pass_id = p.id"
        " WHERE a.transcript_id = ? AND a.deleted_at IS NULL AND p.deleted_at IS NULL ORDER BY p.rowid",
        (transcript_id,),
    )
    return tuple(row["name"] for row in rows if row["id"] in pass_ids)
