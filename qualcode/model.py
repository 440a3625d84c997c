"""The glossary as frozen dataclasses; read this first.

Offsets are half-open Unicode code points into a transcript's text, which never changes. Nothing here knows
the store, the terminal or a file format.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple

Role = Literal["participant", "interviewer", "other"]
"""Who speaks: the one studied, the one who asks, or anybody else (a note taker, a passer-by)."""

Kind = Literal["interview", "focus-group", "survey", "field-note", "literature", "guide"]
"""What a transcript is; only interviews, focus groups and surveys are data."""

DATA_KINDS: tuple[Kind, ...] = ("interview", "focus-group", "survey")
"""Kinds whose participants are counted; literature, guides and field notes never are."""

Unit = Literal["sentence", "turn", "paragraph", "word", "character", "transcript"]
"""The slice in which two passes are compared."""

Overlap = Literal["half-or-inside", "half", "any"]
"""When a unit larger than a character counts as coded."""

Approach = Literal["codebook", "coding-reliability", "reflexive"]
"""The three families of thematic analysis (Braun and Clarke, 2022)."""


class Turn(NamedTuple):
    """One uninterrupted stretch of speech, without its label or timestamp.

    A tuple, as a large study has hundreds of thousands of them. `speaker` is the label as the file writes it,
    None where a line belongs to nobody. Times are milliseconds from the start of the recording.
    """

    speaker: str | None
    start_char: int
    end_char: int
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A label, the role it was given, and why (a sentence for the researcher)."""

    label: str
    role: Role
    reason: str = ""
    turns: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader got out of one file, or out of one row of a survey table.

    `text` is already normalised. `turns` is None where speakers stand in the text as words and still have to
    be found; a file that itself says who spoke when (subtitles, tables) brings its turns along.
    """

    name: str
    text: str
    reader: str
    turns: tuple[Turn, ...] | None = None
    warnings: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)
    pages: tuple[int, ...] = ()
    """Start offset of each page, for formats that have pages."""


@dataclass(frozen=True, slots=True)
class PreparedTranscript:
    """Everything about a transcript that is decided at import, before anything is stored."""

    reading: Reading
    source_name: str
    source_sha256: str
    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...]
    sentences: tuple[tuple[int, int], ...]
    sentence_method: str
    warnings: tuple[str, ...] = ()

    def __getstate__(self) -> list[object]:
        """How it travels between processes: turns as plain tuples, which go several times as quickly."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return list((values | {"turns": list(map(tuple, self.turns))}).values())

    def __setstate__(self, state: list[Any]) -> None:
        """Arrived in another process."""
        for one, value in zip(fields(self), state, strict=True):
            object.__setattr__(self, one.name, value)
        object.__setattr__(self, "turns", tuple(map(Turn._make, self.turns)))


@dataclass(frozen=True, slots=True)
class Transcript:
    """A stored transcript without its text; `length` in code points."""

    id: str
    name: str
    kind: Kind
    participant: str | None
    length: int
    created_at: str


@dataclass(frozen=True, slots=True)
class Place:
    """A span in a transcript, as an address names it (`P5:42-44`, `P5@1203-1290`)."""

    transcript: Transcript
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Code:
    """A defined idea of the codebook."""

    id: str
    name: str
    parent_id: str | None
    definition: str = ""
    full_definition: str = ""
    use_when: str = ""
    not_when: str = ""
    example: str = ""
    kind: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True)
class CodingPass:
    """One coder's journey through some transcripts under stated conditions; sealed when done."""

    id: str
    name: str
    coder_id: str
    coder: str
    kind: Literal["independent", "consensus"]
    mode: Literal["hand", "assisted", "imported"]
    opened_at: str
    sealed_at: str | None
    seal: str | None


@dataclass(frozen=True, slots=True)
class Coding:
    """One code applied to one span in one pass. The quotation is computed where it is shown, never stored."""

    id: str
    pass_id: str
    transcript_id: str
    code_id: str
    start_char: int
    end_char: int
    origin: Literal["hand", "import", "suggestion", "consensus"]
