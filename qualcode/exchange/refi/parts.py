"""What a REFI-QDA file holds, as it stands there: nothing is interpreted yet.

GUIDs are lower case without braces, empty where the file has none. Positions are those of the file, in the
unit of the program that wrote it; None where the file has no number there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple


class FileUser(NamedTuple):
    """Somebody who worked in the other program; `short` is an abbreviation of the name."""

    guid: str
    name: str
    short: str


class FileCode(NamedTuple):
    """A code; `parent` is the GUID of the one it stands under."""

    guid: str
    name: str
    parent: str
    description: str
    color: str
    notes: tuple[str, ...]


class FileCoding(NamedTuple):
    """One code on a selection, or on a whole source: by whom, when, and the notes it refers to."""

    guid: str
    code: str
    user: str
    at: str
    notes: tuple[str, ...]


class Selection(NamedTuple):
    """A stretch of text. `name` is a title, the beginning of the words, or nothing, as programs please."""

    guid: str
    name: str
    start: int | None
    end: int | None
    user: str
    at: str
    description: str
    codings: tuple[FileCoding, ...]
    notes: tuple[str, ...]


class Words(NamedTuple):
    """Where a text is: written into the description itself, or in a part of the archive."""

    inline: str | None
    path: str
    rich: str


@dataclass(frozen=True, slots=True)
class TextSource:
    """A text that was coded. `container` is the PDF, picture or recording that it is the text of, if any."""

    guid: str
    name: str
    what: str
    container: str
    words: Words
    description: str
    user: str
    at: str
    selections: tuple[Selection, ...]
    codings: tuple[FileCoding, ...]
    notes: tuple[str, ...]
    values: tuple[tuple[str, str], ...]


class FileNote(NamedTuple):
    """A memo."""

    guid: str
    name: str
    words: Words
    description: str
    user: str
    at: str


class FileCase(NamedTuple):
    """Somebody or something studied; `values` are (GUID of a variable, value)."""

    guid: str
    name: str
    description: str
    values: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


class FileSet(NamedTuple):
    """A group of sources, of codes, or of both."""

    name: str
    description: str
    codes: tuple[str, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]


class Link(NamedTuple):
    """Two things that somebody tied together."""

    origin: str
    target: str


@dataclass(slots=True)
class ProjectFile:
    """All that was found in a project file; `left_out` counts what has no place here, by kind."""

    name: str = ""
    origin: str = ""
    creator: str = ""
    description: str = ""
    notes_on_all: tuple[str, ...] = ()
    users: list[FileUser] = field(default_factory=list)
    codes: list[FileCode] = field(default_factory=list)
    variables: dict[str, tuple[str, str]] = field(default_factory=dict)
    cases: list[FileCase] = field(default_factory=list)
    texts: list[TextSource] = field(default_factory=list)
    notes: list[FileNote] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    sets: list[FileSet] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
