"""What became of a project file: told in full, so that nothing goes missing unseen."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ImportedText:
    """A source that came in as transcript.

    Attributes:
        transcript: The name it has here.
        source: The name it had there.
        participant: Whose it is; None for a group.
        characters: Code points of its text.
        words: Words spoken.
        codings: How many stand in it.
        counting: How its positions were counted.
    """

    transcript: str
    source: str
    participant: str | None
    characters: int
    words: int
    codings: int
    counting: str


@dataclass(frozen=True, slots=True)
class ImportedPass:
    """What one user coded."""

    name: str
    coder: str
    transcripts: int
    codings: int


@dataclass(frozen=True, slots=True)
class RenamedCode:
    """A code that got another name, as two codes had one."""

    name: str
    now: str


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """A coding that stands nowhere here: in which source, where that says it is, and why."""

    source: str
    start: int | None
    end: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class NotRead:
    """A source of which there are no words; `codings` went with it."""

    source: str
    reason: str
    codings: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A kind of thing that has no place here, and how many of it there were."""

    kind: str
    count: int


@dataclass(slots=True)
class ProjectImport:
    """What came in and what did not. `repeated` are codings that stood there several times by one coder."""

    project: str
    title: str
    origin: str
    counts: dict[str, int] = field(default_factory=dict)
    passes: list[ImportedPass] = field(default_factory=list)
    transcripts: list[ImportedText] = field(default_factory=list)
    codes_renamed: list[RenamedCode] = field(default_factory=list)
    repeated: int = 0
    unplaced: list[NotPlaced] = field(default_factory=list)
    unread: list[NotRead] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
