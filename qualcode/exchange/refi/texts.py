"""The words of a project's sources: read within limits, each once, with the counting of its positions."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.exchange.refi.calibrating import calibrate, evidence, placed
from qualcode.exchange.refi.codebook import one_line
from qualcode.exchange.refi.counting import Counted, Counting, usual
from qualcode.exchange.refi.result import NotRead
from qualcode.transcripts.readers.base import SourceFile, UnreadableFileError
from qualcode.transcripts.readers.encoding import decode
from qualcode.transcripts.readers.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.exchange.refi.archive import ProjectArchive
    from qualcode.exchange.refi.parts import ProjectFile, Selection, TextSource, Words
    from qualcode.spans import Span

_MEDIA: Final = (".m4a", ".mp3", ".wav", ".mp4", ".mov", ".avi", ".wmv", ".jpg", ".jpeg", ".png", ".doc")
_GUID: Final = re.compile(r"\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?")


@dataclass(slots=True)
class LoadedText:
    """A source with its words.

    Attributes:
        source: As the file describes it; selections of all descriptions of the same words together.
        counted: The words.
        sha256: Fingerprint of the bytes.
        guids: Everything by which the file may mean it: a PDF and its text are one here.
        countings: How positions are counted in it, by the user who made the selection.
        warnings: What to tell about how it was read.
    """

    source: TextSource
    counted: Counted
    sha256: str
    guids: list[str]
    countings: dict[str, Counting] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def span(self, selection: Selection) -> Span | None:
        """Where a selection stands in the text kept; None where its positions are no stretch of it."""
        return placed(self.counted, selection, self.countings.get(selection.user, Counting()))


def load_texts(archive: ProjectArchive, found: ProjectFile) -> tuple[list[LoadedText], list[NotRead]]:
    """Sources with words, their positions calibrated, and those without.

    A text that is described as such and again as that of a recording comes in once.

    Raises:
        UnreadableFileError: the archive is damaged or built to harm.
    """
    loaded: dict[str, LoadedText] = {}
    unread: list[NotRead] = []
    for number, source in enumerate(found.texts):
        key = _key(source)
        if key in loaded and not (source.what == loaded[key].source.what == "text"):
            _join(loaded[key], source)
            continue
        text = _load(archive, source)
        if isinstance(text, NotRead):
            unread.append(text)
        else:
            loaded[f"{number} {key}" if key in loaded else key] = text
    texts = list(loaded.values())
    _calibrate(found.origin, texts)
    return texts, unread


class ReadWords(NamedTuple):
    """A text as the file has it, its bytes, what to tell; or the `fault` for which it was not read."""

    raw: str = ""
    data: bytes = b""
    warnings: tuple[str, ...] = ()
    fault: str = ""


def words_of(archive: ProjectArchive, words: Words, name: str) -> ReadWords:
    """The words of a source or a memo.

    Raises:
        UnreadableFileError: the archive is damaged or built to harm.
    """
    if words.inline is not None:
        return ReadWords(words.inline, words.inline.encode())
    data = archive.text(words.path) if words.path else None
    if data is None:
        return ReadWords(fault=_absent(words))
    try:
        read = decode(SourceFile(f"{PurePath(name).name}.txt", data))
    except UnreadableFileError as error:
        return ReadWords(fault=error.sentence)
    try:
        return ReadWords(data.decode("utf-8"), data, read.warnings)
    except UnicodeDecodeError:  # against the standard; line ends are those of the text kept
        return ReadWords(read.text, data, read.warnings)


def transcript_name(source: TextSource, number: int) -> str:
    """The name of a source as that of a transcript, `P3` for `P3.docx`; else that of its file."""
    for written in (source.name, PurePath(source.words.path.removeprefix("internal://")).name):
        name = one_line(written, "")
        stem = PurePath(name).stem if PurePath(name).suffix.lower() in (*FORMATS, *_MEDIA) else name
        if stem and not (written != source.name and _GUID.fullmatch(stem.casefold())):
            return stem
    return f"Source {number}"


def coded(source: TextSource) -> int:
    """How many codings a source has."""
    return len(source.codings) + sum(len(one.codings) for one in source.selections)


def _key(source: TextSource) -> str:
    """What tells that two descriptions are of the same words."""
    if source.words.inline is not None:
        return f"inline {source.guid}"
    return source.words.path.removeprefix("internal://").casefold()


def _load(archive: ProjectArchive, source: TextSource) -> LoadedText | NotRead:
    name = transcript_name(source, 0) if source.name or source.words.path else source.guid
    read = words_of(archive, source.words, name)
    blank = not read.raw.strip("\ufeff \t\r\n")
    if read.fault or blank:
        return NotRead(name, read.fault or "It holds no words.", coded(source))
    guids = [one for one in (source.guid, source.container) if one]
    told = [f"{name} {warning}" for warning in read.warnings]
    return LoadedText(source, Counted(read.raw), hashlib.sha256(read.data).hexdigest(), guids, warnings=told)


def _absent(words: Words) -> str:
    if not words.path:
        return "The file holds no plain text of it."
    inside = words.path.startswith("internal") or "://" not in words.path
    return "Its text is not in the file." if inside else "Its text lies outside the file."


def _join(text: LoadedText, source: TextSource) -> None:
    """The same words described again: as the text of a recording, for instance."""
    text.guids += [one for one in (source.guid, source.container) if one]
    text.source = replace(
        text.source,
        selections=text.source.selections + source.selections,
        codings=text.source.codings + source.codings,
        notes=text.source.notes + source.notes,
        values=text.source.values + source.values,
    )


def _calibrate(origin: str, texts: Sequence[LoadedText]) -> None:
    """The counting of the whole file, then of each user in each text: one file may hold several."""
    seen = [(text, user, evidence(text.counted, theirs)) for text in texts for user, theirs in _by_user(text)]
    of_file = calibrate(usual(origin), [fits for _, _, fits in seen])
    for text, user, fits in seen:
        own = calibrate(of_file.counting, [fits])
        text.countings[user] = own.counting
        if own.counting != of_file.expected:
            warning = _surprise(text, own.counting, of_file.expected)
            text.warnings += [] if warning in text.warnings else [warning]


def _by_user(text: LoadedText) -> Iterable[tuple[str, list[Selection]]]:
    by_user: dict[str, list[Selection]] = {}
    for selection in text.source.selections:
        by_user.setdefault(selection.user, []).append(selection)
    return by_user.items()


def _surprise(text: LoadedText, counting: Counting, expected: Counting) -> str:
    return (
        f"{text.source.name}: its words say that positions are counted in {counting}, not in {expected};"
        " look at a few of its codings."
    )
