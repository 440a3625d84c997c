"""Codings as files: tables that can be read back, and transcripts with codes as Word comments."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.errors import QualcodeError, UsageError
from qualcode.export.coded_word import PARTS, Note, WordComment, coded_word
from qualcode.export.files import suffix_of, write_whole
from qualcode.export.sheets import SHEETS, sheet_bytes
from qualcode.passes import margin, passes, quotations
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.model import CodingPass, Transcript
    from qualcode.passes.quotations import Quotation
    from qualcode.store.project import Project

COLUMNS: Final = (
    "transcript",
    "participant",
    "code",
    "start_char",
    "end_char",
    "address",
    "quote",
    "pass",
    "coder",
    "memo",
)

SUFFIXES: Final = (*SHEETS, ".docx")


class AnothersDocument(QualcodeError):
    """A Word document that somebody else wrote or worked on is never overwritten."""


@dataclass(frozen=True, slots=True)
class CodingsExport:
    """What was written, of which pass and transcript (None: of all), and what to tell."""

    file: str
    codings: int
    coding_pass: str | None
    transcript: str | None
    warnings: tuple[str, ...]


def export_codings(
    project: Project, target: Path, pass_name: str | None = None, in_name: str | None = None
) -> CodingsExport:
    """Write codings: .csv and .xlsx as rows, .docx as one transcript with its codes as Word comments.

    While a coder's own pass is open, that one is written unless another is named; then the open one has seen
    the other. A .docx is of the transcript named, else of the target's namesake, else of the only one.

    Raises:
        UnknownFormat: the target's ending is none of `SUFFIXES`.
        PassNotFound, TranscriptNotFound: as their names say.
        UsageError: a .docx of several transcripts.
        AnothersDocument: the .docx is there, and another program saved it.
        CannotWrite: the folder is missing or protected.
    """
    suffix = suffix_of(target, "Codings", SUFFIXES)
    transcript = library.find(project, in_name) if in_name else None
    if suffix == ".docx":
        transcript = transcript or _only_transcript(project, target)
        _refuse_anothers(target)
    chosen = _chosen_pass(project, pass_name)
    found = quotations.quotations(
        project,
        pass_id=chosen.id if chosen else None,
        transcript_id=transcript.id if transcript else None,
    )
    told: list[str] = []
    if suffix == ".docx" and transcript is not None:
        content = _word(project, transcript, found, chosen)
    else:
        content, told = sheet_bytes(suffix, "codings", COLUMNS, _rows(found))
    write_whole(target, content)
    if chosen is not None:
        _note_sight(project, chosen)
    name, of = chosen.name if chosen else None, transcript.name if transcript else None
    return CodingsExport(target.name, len(found), name, of, tuple(told))


def _only_transcript(project: Project, target: Path) -> Transcript:
    known = library.transcripts(project)
    named = library.find_or_none(project, target.stem)
    if named is None and len(known) != 1:
        raise UsageError("A Word document holds one transcript.", "Say which: --in NAME.")
    return named or known[0]


def _refuse_anothers(target: Path) -> None:
    """Refuse to write over the original interview, or over a supervisor's answers."""
    if not target.exists():
        return
    try:
        with zipfile.ZipFile(target) as archive:
            ours = set(archive.namelist()) == PARTS
    except (OSError, zipfile.BadZipFile):
        ours = False
    if not ours:
        raise AnothersDocument(
            f"{target.name} is there and was saved by another program, so it is not overwritten.",
            "Choose another name for the document.",
        )


def _chosen_pass(project: Project, name: str | None) -> CodingPass | None:
    return passes.find(project, name) if name else margin.own_open_pass(project)


def _note_sight(project: Project, written: CodingPass) -> None:
    """Who writes out another pass while coding has seen it."""
    mine = margin.own_open_pass(project)
    if mine is not None and mine.id != written.id and passes.sight(project, mine.id, written.id) != "saw":
        passes.record_sight(project, mine.id, written.id)


def _rows(found: Sequence[Quotation]) -> list[tuple[object, ...]]:
    return [
        (
            one.transcript,
            one.participant,
            one.code,
            one.start_char,
            one.end_char,
            one.address,
            one.quotation,
            one.coding_pass,
            one.coder,
            one.memo,
        )
        for one in found
    ]


def _word(
    project: Project, transcript: Transcript, found: Sequence[Quotation], chosen: CodingPass | None
) -> bytes:
    asked = "SELECT id, created_at FROM codings WHERE transcript_id = ?"
    dates = dict(map(tuple, project.rows(asked, (transcript.id,))))
    memos = _memos(project)
    comments = [
        WordComment(
            (one.start_char, one.end_char),
            Note(one.coder, dates[one.id], one.code),
            tuple(memos.get(one.id, ())),
        )
        for one in found
    ]
    of = f"pass {chosen.name} ({chosen.coder})" if chosen else "all passes"
    sha256 = project.value("SELECT text_sha256 FROM transcripts WHERE id = ?", (transcript.id,))
    title = f"{transcript.name} · {of} · codings: {len(found)}"
    return coded_word(title, library.text(project, transcript.id), str(sha256), comments)


def _memos(project: Project) -> dict[str, list[Note]]:
    """Memos on codings in the order of writing, those that another one follows left out."""
    notes: dict[str, list[Note]] = {}
    for row in project.rows(
        "SELECT m.about_id, r.name, m.created_at, m.body FROM memos m JOIN coders r ON r.id = m.coder_id"
        " WHERE m.about_table = 'codings' AND m.deleted_at IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM memos f WHERE f.replaces_id = m.id AND f.deleted_at IS NULL) ORDER BY m.rowid"
    ):
        notes.setdefault(row[0], []).append(Note(row[1], row[2], row[3]))
    return notes
