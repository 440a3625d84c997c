r"""The whole project as REFI-QDA (.qdpx), which NVivo, ATLAS.ti, MAXQDA, QualCoder and others read.

Positions are Unicode code points into UTF-8 text with `\n` as line end and without a byte order mark, the end
behind the last character, as all programs write it; for NVivo they are UTF-16 units, as it counts.
"""

from __future__ import annotations

import re
import zipfile
from array import array
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal

from qualcode.codes import codebook
from qualcode.errors import QualcodeError
from qualcode.export.files import in_place, suffix_of
from qualcode.export.refi_notes import Notes, add_people, add_sets
from qualcode.export.refi_xml import ORIGIN, PROJECT, add, add_codes, made_guid, refer, root, xml_bytes
from qualcode.passes import margin, passes, quotations
from qualcode.store.study import study
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lxml.etree import _Element

    from qualcode.model import CodingPass, Transcript
    from qualcode.passes.quotations import Quotation
    from qualcode.store.project import Project

Program = Literal["standard", "nvivo"]

LONGEST_NAME: Final = 100
"""Characters of the words of a coding that name it, so that who reads the file can see whether they fit."""

BLANK: Final = "█"
"""Stands for each character of a withheld passage: what comes after it stays where it is."""

_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
_SAME_FOR_ALL: Final = (1980, 1, 1, 0, 0, 0)


class NothingToWrite(QualcodeError):
    """A project file holds at least one text or one code."""


@dataclass(slots=True)
class ProjectExport:
    """What was written, and what to tell."""

    file: str
    passes: list[str] = field(default_factory=list)
    transcripts: int = 0
    codes: int = 0
    codings: int = 0
    memos: int = 0
    warnings: list[str] = field(default_factory=list)


def export_project(
    project: Project, target: Path, pass_names: Sequence[str] = (), program: Program = "standard"
) -> ProjectExport:
    """Write texts, codes, codings, memos, participants and themes; each pass under its coder's name.

    Who writes out another pass while coding has seen it, which is noted.

    Args:
        project: The study.
        target: The .qdpx.
        pass_names: Only these passes; all of them when there is none.
        program: Whose way of counting characters the positions follow.

    Raises:
        UnknownFormat: the target does not end in .qdpx.
        PassNotFound: as its name says.
        NothingToWrite: there is neither text nor code.
        CannotWrite: the folder is missing or protected.
    """
    suffix_of(target, "A project", (".qdpx",))
    chosen = [passes.find(project, name) for name in pass_names] or passes.passes(project)
    writing = _Writing(project, chosen, program)
    if not (writing.transcripts or writing.codes):
        raise NothingToWrite("There is nothing to write yet.", "Bring in interviews: qualcode import FOLDER")
    with in_place(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in writing.transcripts:
            archive.writestr(_part(f"sources/{one.id}.txt"), writing.text(one).encode())
        archive.writestr(_part("project.qde"), xml_bytes(writing.project_element()))
    writing.note_sight()
    result = writing.result
    result.file = target.name
    return result


def _part(name: str) -> zipfile.ZipInfo:
    """A part without the time of day: the same project makes the same file."""
    made = zipfile.ZipInfo(name, _SAME_FOR_ALL)
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


class _Writing:
    """One project on its way out."""

    def __init__(self, project: Project, chosen: Sequence[CodingPass], program: Program) -> None:
        self._project, self._passes, self._program = project, chosen, program
        self.codes = codebook.codes(project)
        found = [one for of in chosen for one in quotations.quotations(project, pass_id=of.id)]
        self._made: dict[str, str] = dict(project.tuples("SELECT id, created_at FROM codings"))
        self._found: dict[str, list[Quotation]] = {}
        for one in found:
            self._found.setdefault(one.transcript_id, []).append(one)
        every = library.transcripts(project, every_version=True, among=self._wanted())
        gone: set[str] = {
            row[0] for row in project.tuples("SELECT id FROM transcripts WHERE withdrawn_at IS NOT NULL")
        }
        self.transcripts = [one for one in every if one.id not in gone]
        self._notes = Notes(
            project,
            {one.id for one in self.codes} | {one.id for one in self.transcripts} | {one.id for one in found},
        )
        self.result = ProjectExport(
            "",
            [one.name for one in chosen],
            len(self.transcripts),
            len(self.codes),
            memos=len(self._notes.memos),
        )

    def _wanted(self) -> list[str]:
        """What is read now, and earlier versions that codings rest on."""
        return [*(one.id for one in library.transcripts(self._project)), *self._found]

    def text(self, transcript: Transcript) -> str:
        """The text as it goes out: withheld passages as blanks."""
        text = library.text(self._project, transcript.id)
        for start, end in self._project.tuples(
            "SELECT start_char, end_char FROM withheld WHERE transcript_id = ? AND deleted_at IS NULL",
            (transcript.id,),
        ):
            text = text[:start] + re.sub(r"[^\n]", BLANK, text[start:end]) + text[end:]
        return text

    def project_element(self) -> _Element:
        """The description of the project, its sections in the order that the schema wants."""
        about = study(self._project)
        origin = f"{ORIGIN} for NVivo" if self._program == "nvivo" else ORIGIN
        made = root("Project", PROJECT, name=about.title, origin=origin)
        users = self._add_users(made)
        if self.codes:
            add_codes(add(made, "CodeBook"), self.codes, self._notes.on)
        add_people(made, self._project, self.transcripts)
        if self.transcripts:
            sources = add(made, "Sources")
            for one in self.transcripts:
                self._add_source(sources, one, users)
        self._notes.add_to(made)
        add_sets(made, self._project, self.codes, self.transcripts)
        if about.questions:
            asked = "\n".join(f"{one.label}: {one.wording}" for one in about.questions)
            add(made, "Description", f"Research questions\n{asked}")
        return made

    def _add_users(self, made: _Element) -> dict[str, str]:
        """A user for each pass, the pass's name as `id`; and for who only wrote memos. GUIDs by pass id."""
        several = {
            coder for coder, count in Counter(one.coder_id for one in self._passes).items() if count > 1
        }
        users: dict[str, str] = {}
        known: set[str] = set()
        if self._passes or self._notes.authors:
            section = add(made, "Users")
            for one in self._passes:
                alone = one.coder_id not in several
                users[one.id] = one.coder_id if alone else one.id
                known.add(users[one.id])
                name = one.coder if alone else f"{one.coder} ({one.name})"
                add(section, "User", guid=users[one.id], name=name, id=one.name)
            for coder_id, name in self._notes.authors.items():
                if coder_id not in known:
                    add(section, "User", guid=coder_id, name=name)
        return users

    def _add_source(self, sources: _Element, transcript: Transcript, users: dict[str, str]) -> None:
        source = add(
            sources,
            "TextSource",
            guid=transcript.id,
            name=transcript.name,
            plainTextPath=f"internal://{transcript.id}.txt",
            creationDateTime=transcript.created_at,
        )
        text = self.text(transcript)
        wide = array("q", (found.start() for found in _ASTRAL.finditer(text)))
        by_pass = {one.name: one for one in self._passes}
        found = sorted(
            self._found.get(transcript.id, ()),
            key=lambda one: (one.start_char, one.end_char, one.coding_pass),
        )
        for (start, end, name), group in groupby(
            found, lambda one: (one.start_char, one.end_char, one.coding_pass)
        ):
            of = by_pass[name]
            counted = [self._position(at, wide) for at in (start, end)]
            selection = add(
                source,
                "PlainTextSelection",
                guid=made_guid(of.id, transcript.id, start, end),
                name=_named(text[start:end]),
                startPosition=str(counted[0]),
                endPosition=str(counted[1]),
                creatingUser=users[of.id],
            )
            self._add_codings(selection, list(group), users[of.id])
        refer(source, "NoteRef", self._notes.on.get(transcript.id, ()))
        if wide and found and found[-1].end_char > wide[0] and self._program == "standard":
            self.result.warnings.append(
                f"{transcript.name} holds emoji or other signs that NVivo counts twice:"
                " for NVivo write it with --for nvivo."
            )

    def _add_codings(self, selection: _Element, found: Sequence[Quotation], user: str) -> None:
        """Codes on one stretch; two that became one by a merge stand there once."""
        for one in {one.code_id: one for one in reversed(found)}.values():
            coding = add(
                selection, "Coding", guid=one.id, creatingUser=user, creationDateTime=self._made[one.id]
            )
            add(coding, "CodeRef", targetGUID=one.code_id)
            refer(coding, "NoteRef", self._notes.on.get(one.id, ()))
            self.result.codings += 1

    def _position(self, at: int, wide: array[int]) -> int:
        return at + bisect_left(wide, at) if self._program == "nvivo" else at

    def note_sight(self) -> None:
        """Note that an open pass's coder wrote out other passes."""
        mine = margin.own_open_pass(self._project)
        for one in self._passes if mine is not None else ():
            if mine and one.id != mine.id and passes.sight(self._project, mine.id, one.id) != "saw":
                passes.record_sight(self._project, mine.id, one.id)
                self.result.warnings.append(f"Your pass {mine.name} counts as having seen {one.name} now.")


def _named(words: str) -> str:
    name = " ".join(words.split())
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME].rstrip()}…"
