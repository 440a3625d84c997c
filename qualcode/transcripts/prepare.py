"""One file to prepared transcripts: read it, find turns and roles, number the sentences. Stores nothing."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from qualcode.errors import QualcodeError
from qualcode.model import Kind, PreparedTranscript, Reading, Speaker, Turn
from qualcode.names import tidy
from qualcode.transcripts import roles, segment, turns
from qualcode.transcripts.library import check_name
from qualcode.transcripts.readers import file_bytes, read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qualcode.spans import Span
    from qualcode.transcripts.readers import SurveyColumns


_SPACE_OR_NOT: Final = bytes(ord(" ") if chr(code).isspace() else ord("x") for code in range(256))

UNLABELLED: Final = "(unlabelled)"
"""Stands for a label where the file has none although others are named."""


_LINE = re.compile(r"\S(?:.*\S)?")


class SameFileAgain(QualcodeError):
    """The same bytes are in the project already; skipping them is no failure."""

    @classmethod
    def of(cls, name: str) -> SameFileAgain:
        """The file is here under that name."""
        return cls(f"The same file is here already, as {name}.")


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How files are to be understood: the options of `qualcode import`."""

    kind: Kind = "interview"
    participant: str | None = None
    interviewer: tuple[str, ...] = ()
    speakers: str = "auto"
    survey: SurveyColumns | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A prepared transcript, and what a dry run shows beside it."""

    prepared: PreparedTranscript
    unassigned: tuple[Span, ...]
    style: str
    words: int
    """Words spoken: white-space separated, in the turns that count."""


def prepare(path: Path, options: ImportOptions, skip_if: Mapping[str, str]) -> list[Found]:
    """Everything that will be stored of a file; one transcript, or one per respondent of a survey.

    `skip_if` maps fingerprints of files known already to the names they have here.

    Raises:
        SameFileAgain: the fingerprint is known.
        QualcodeError: the file cannot be read as what it claims to be; the sentence names it.
    """
    data = file_bytes(path, survey=options.survey)
    source_sha256 = hashlib.sha256(data).hexdigest()
    if source_sha256 in skip_if:
        raise SameFileAgain.of(skip_if[source_sha256])
    readings = read_bytes(path.name, data, survey=options.survey)
    return [prepare_reading(path.name, source_sha256, reading, options) for reading in readings]


def text_sha256(text: str) -> str:
    """Fingerprint of a stored text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def prepare_reading(source_name: str, sha256: str, reading: Reading, options: ImportOptions) -> Found:
    """Everything that will be stored of a text that was read from the file `source_name`.

    Raises:
        BadTranscriptName: the name of the reading is none.
    """
    reading = replace(reading, name=tidy(reading.name))
    check_name(reading.name)
    found, unassigned, style, warnings = _turns_of(reading, options.speakers)
    if options.survey is not None and not found:
        unassigned = ()  # whoever answered nothing said nothing: the question is no speech, not even nobody's
    speakers = roles.guess_roles(
        reading.text,
        found,
        interviewer=options.interviewer,
        participant=options.participant or reading.name,
    )
    found, speakers = _name_the_unlabelled(found, speakers)
    all_turns = sorted(
        (*found, *(Turn(None, start, end) for start, end in unassigned)), key=lambda turn: turn.start_char
    )
    sentences = segment.sentences(reading.text, [(turn.start_char, turn.end_char) for turn in all_turns])
    prepared = PreparedTranscript(
        reading=reading,
        source_name=unicodedata.normalize("NFC", source_name),
        source_sha256=sha256,
        speakers=speakers,
        turns=tuple(all_turns),
        sentences=tuple(sentences),
        sentence_method=segment.METHOD,
        warnings=(*reading.warnings, *warnings),
    )
    return Found(prepared, tuple(unassigned), style, _words(prepared))


def _words(prepared: PreparedTranscript) -> int:
    text = prepared.reading.text
    said = "\n".join([text[turn.start_char : turn.end_char] for turn in spoken(prepared)])
    if not said.isascii():
        return len(said.split())
    # The same count in a third of the time: every byte as space or not, then where one follows the other.
    return f" {said}".encode("ascii").translate(_SPACE_OR_NOT).count(b" x")


def spoken(prepared: PreparedTranscript) -> list[Turn]:
    """The turns that somebody speaks; all of them where nobody is known."""
    return [turn for turn in prepared.turns if turn.speaker is not None or not prepared.speakers]


def _name_the_unlabelled(
    found: tuple[Turn, ...], speakers: tuple[Speaker, ...]
) -> tuple[tuple[Turn, ...], tuple[Speaker, ...]]:
    """Where only some lines carry a label, the others are somebody's speech too: the participant's."""
    bare = sum(turn.speaker is None for turn in found)
    if not speakers or not bare:
        return found, speakers
    named = tuple(turn._replace(speaker=turn.speaker or UNLABELLED) for turn in found)
    return named, (*speakers, Speaker(UNLABELLED, "participant", "Lines without a label.", bare))


def _turns_of(
    reading: Reading, speakers: str
) -> tuple[tuple[Turn, ...], tuple[Span, ...], str, tuple[str, ...]]:
    if reading.turns is not None:
        named = any(turn.speaker for turn in reading.turns)
        style = "the file names its speakers" if named else "the file divides its text and names no speakers"
        return reading.turns, _lines_between(reading.text, reading.turns), style, ()
    found = turns.find_turns(reading.text, speakers)
    repeated = tuple(
        f"a line that repeats {count} times belongs to nobody and stays in the text"
        for _, count in found.boilerplate
    )
    return found.turns, found.unassigned, found.style, repeated


def _lines_between(text: str, spoken: Sequence[Turn]) -> tuple[Span, ...]:
    """Lines outside the turns that a file brings along: titles, printed questions. They belong to nobody."""
    found: list[Span] = []
    edges = [0, *(edge for turn in spoken for edge in (turn.start_char, turn.end_char)), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        found.extend((start + line.start(), start + line.end()) for line in _LINE.finditer(text[start:end]))
    return tuple(found)
