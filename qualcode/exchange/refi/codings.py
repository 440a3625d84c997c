"""Codings of another program's project in a pass here: its sources are transcripts of this study."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.codes.described import fields_of
from qualcode.exchange.comments import WhichTranscript, most_alike
from qualcode.exchange.landing import Author, Remark, RowNotPlaced
from qualcode.exchange.refi.archive import ProjectArchive
from qualcode.exchange.refi.codebook import named
from qualcode.exchange.refi.reading import read_project
from qualcode.exchange.refi.texts import load_texts, transcript_name, words_of
from qualcode.exchange.refi.users import Users
from qualcode.exchange.same_text import SameText
from qualcode.transcripts import library
from qualcode.transcripts.prepare import text_sha256

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.exchange.landing import Landing
    from qualcode.exchange.refi.parts import FileCoding, Selection, TextSource
    from qualcode.exchange.refi.texts import LoadedText
    from qualcode.model import Transcript


class ProjectCodings:
    """One project file on its way into a pass.

    Raises:
        UnreadableFileError: not a REFI-QDA project, damaged, or built to harm.
    """

    def __init__(self, landing: Landing, path: Path) -> None:
        self._landing, self._file = landing, path.name
        archive = ProjectArchive(path)
        try:
            self._found = read_project(archive.xml())
            self._texts, self._unread = load_texts(archive, self._found)
            self._notes = {
                note.guid: words_of(archive, note.words, note.name or "memo").raw
                for note in self._found.notes
            }
        finally:
            archive.close()
        self._users = Users(self._found)
        self._codes = {one.code.guid: one for one in named(self._found.codes)}
        self._names = {one.name: one for one in self._codes.values()}
        self._number = 0

    def gather(self, author: str | None = None) -> None:
        """Place its codings, or those of one user; codings are numbered as they stand in the file."""
        known = {guid: text for text in self._texts for guid in text.guids}
        done: set[int] = set()
        for source in self._found.texts:
            text = known.get(source.guid)
            if text is None:
                self._list(source, "The file holds no words of its source.", author)
            elif id(text) not in done:
                done.add(id(text))
                self._gather_text(text, author)
        self._tell_users(author)

    def _gather_text(self, text: LoadedText, author: str | None) -> None:
        """Place the codings of a source, or list all of them with the reason why none can be."""
        self._landing.result.warnings.extend(text.warnings)
        if not any(self._wanted(coding, selection, author) for selection, coding in _codings(text.source)):
            self._number += sum(1 for _ in _codings(text.source))
            return
        try:
            transcript = self._transcript(text)
        except WhichTranscript as error:
            self._list(text.source, error.sentence, author)
            return
        here = library.text(self._landing.project, transcript.id)
        same = SameText(text.counted.text, here, self._landing.finder(transcript))
        for selection, coding in _codings(text.source):
            self._number += 1
            if self._wanted(coding, selection, author):
                with self._landing.listed(self._file, self._number):
                    self._place(text, transcript, same, (selection, coding))

    def _place(
        self,
        text: LoadedText,
        transcript: Transcript,
        same: SameText,
        meant: tuple[Selection | None, FileCoding],
    ) -> None:
        selection, coding = meant
        span = text.span(selection) if selection else (0, len(text.counted.text))
        if span is None:
            raise RowNotPlaced(f"Its positions are no stretch of {transcript.name} in the file.")
        settled = self._landing.settled(transcript, same.place(span), self._file, self._number)
        placed = (transcript.id, self._code(coding.code), *settled, "")
        self._landing.add(placed, coding.at, self._remarks(selection, coding))

    def _transcript(self, text: LoadedText) -> Transcript:
        """The transcript with the same text, else the one of that name, else the one most alike."""
        project = self._landing.project
        name = transcript_name(text.source, 0)
        same = project.value(
            "SELECT name FROM transcripts WHERE text_sha256 = ? AND deleted_at IS NULL"
            " AND replaced_at IS NULL ORDER BY name = ? COLLATE NOCASE DESC",
            (text_sha256(text.counted.text), name),
        )
        found = library.find_or_none(project, str(same) if same is not None else name)
        return found or most_alike(self._landing, name, text.counted.text)

    def _code(self, guid: str) -> str:
        """Id of a code; a new one is made with what it says about itself, under the one it stands under."""
        one, landing = self._codes.get(guid), self._landing
        if one is None:
            raise RowNotPlaced("Its code is not in the file's codebook.")
        if not landing.create or one.name.casefold() in landing.codes:
            return landing.code(one.name)
        if one.parent in self._names:
            self._code(self._names[one.parent].code.guid)
        own = self._found.origin.casefold().startswith("qualcode")
        fields = fields_of(one.code.description, own=own) | {"color": one.code.color}
        made = codebook.add_to(landing.importing, one.name, one.parent or None, fields)
        landing.codes[one.name.casefold()] = made
        landing.result.codes_created.append(one.name)
        return made

    def _remarks(self, selection: Selection | None, coding: FileCoding) -> list[Remark]:
        """Comments on the stretch, and memos on it or on the coding."""
        noted = (*coding.notes, *(selection.notes if selection else ()))
        words = [selection.description if selection else "", *(self._notes.get(guid, "") for guid in noted)]
        return [Remark(one.strip(), coding.at) for one in words if one.strip()]

    def _wanted(self, coding: FileCoding, selection: Selection | None, author: str | None) -> bool:
        return author is None or self._users.of_coding(coding, selection).name.casefold() == author.casefold()

    def _list(self, source: TextSource, reason: str, author: str | None) -> None:
        """None of a source's codings can be placed."""
        for selection, coding in _codings(source):
            self._number += 1
            if self._wanted(coding, selection, author):
                with self._landing.listed(self._file, self._number):
                    raise RowNotPlaced(reason)

    def _tell_users(self, author: str | None) -> None:
        made = Counter(
            self._users.of_coding(coding, selection).name
            for source in self._found.texts
            for selection, coding in _codings(source)
        )
        coder = self._landing.coding_pass.coder
        for name, number in made.items():
            taken = author is None or author.casefold() == name.casefold()
            told = Author(self._file, name, number, coder if taken else None)
            self._landing.result.authors.append(told)


def _codings(source: TextSource) -> Iterator[tuple[Selection | None, FileCoding]]:
    """Codings in the order of the file; those on the source as a whole last."""
    for selection in source.selections:
        for coding in selection.codings:
            yield selection, coding
    for coding in source.codings:
        yield None, coding
