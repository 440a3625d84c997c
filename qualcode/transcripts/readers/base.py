"""What every reader starts from and ends with: a file in memory, and a checked reading."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import QualcodeError
from qualcode.model import Reading, Turn
from qualcode.transcripts.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable


_LONGEST_RECORDING_MS = 1000 * 3_600_000


class UnreadableFileError(QualcodeError):
    """A file is not what its name says, is damaged, or holds nothing that could be read.

    The sentence names the file and the place in it, never a word that stands in it.
    """


@dataclass(frozen=True, slots=True)
class SurveyColumns:
    """How to read a table of open answers: which columns hold the id, the answers and the attributes."""

    id_column: str
    text_columns: tuple[str, ...]
    attribute_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was handed over: its name without folders, its bytes, and how to read it as a survey."""

    name: str
    data: bytes
    survey: SurveyColumns | None = None

    @property
    def stem(self) -> str:
        """The name of the transcript: the file's name without its ending, accents composed."""
        stem = PurePath(self.name).stem
        return normalise(stem if stem.isascii() else unicodedata.normalize("NFC", stem))

    @property
    def suffix(self) -> str:
        """The ending in lower case, dot included."""
        return PurePath(self.name).suffix.lower()

    def refused(self, reason: str, hint: str = "") -> UnreadableFileError:
        """The error to raise: the file's name followed by `reason`."""
        return UnreadableFileError(f"{shown(self.name)} {reason}.", hint)


class Speech(NamedTuple):
    """One turn on its way into a text: who, what, when (milliseconds). A heading has `spoken` False."""

    speaker: str | None
    words: str
    start_ms: int | None = None
    end_ms: int | None = None
    spoken: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader found in a file, before it is checked."""

    text: str
    turns: tuple[Turn, ...] | None = None
    warnings: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)


def shown(name: str) -> str:
    r"""A file's name as it can be printed: control characters and half characters become `?`.

    >>> shown("P1\n.docx")
    'P1?.docx'
    """
    return "".join(character if character.isprintable() else "?" for character in name)


def checked(source: SourceFile, reader: str, found: Found) -> Reading:
    """The reading of a whole file.

    Raises:
        UnreadableFileError: there is not one visible character in the text.
    """
    if not found.text or found.text.isspace():
        raise source.refused("holds no words", "Open the file and look whether it is the right one.")
    return Reading(
        name=source.stem,
        text=found.text,
        reader=reader,
        turns=found.turns,
        warnings=found.warnings,
        attributes=found.attributes,
        pages=found.pages,
    )


def joined(speeches: Iterable[Speech], *, normalised: bool = False) -> tuple[str, tuple[Turn, ...]]:
    """Put speeches under one another, one paragraph each, and say where each turn stands.

    Offsets are those of the normalised text that is stored. Speeches without words are left out.

    Args:
        speeches: In order.
        normalised: Whether their words are cut from a text that was normalised as a whole.
    """
    said = list(speeches)
    text, turns = _under_one_another(said)
    if normalised or normalise(text) == text:
        return text, turns
    return _under_one_another([speech._replace(words=normalise(speech.words)) for speech in said])


def _under_one_another(speeches: list[Speech]) -> tuple[str, tuple[Turn, ...]]:
    paragraphs: list[str] = []
    turns: list[Turn] = []
    position = 0
    made = Turn._make  # quicker than Turn(…), and there may be very many
    for speaker, said, start_ms, end_ms, spoken in speeches:
        words = said.strip()
        if words.startswith("\ufeff"):
            words = words.lstrip("\ufeff").strip()
        if not words:
            continue
        end = position + len(words)
        if spoken:
            turns.append(made((speaker, position, end, start_ms, end_ms)))
        paragraphs.append(words)
        position = end + 1
    return "\n".join(paragraphs), tuple(turns)


def recorded(milliseconds: float) -> int | None:
    """A time in a recording in whole milliseconds; None for what no recording has (negative, 1,000 hours).

    >>> recorded(1500.4), recorded(-1.0), recorded(float("inf"))
    (1500, None, None)
    """
    return round(milliseconds) if 0 <= milliseconds < _LONGEST_RECORDING_MS else None


def counted(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "footnote"), counted(3, "footnote")
    ('1 footnote', '3 footnotes')
    """
    return f"{number} {singular if number == 1 else plural or singular + 's'}"
