"""A manuscript as pieces: paragraphs, blocks set apart, headings, tables. Pure: bytes in, pieces out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from qualcode.errors import UsageError
from qualcode.export.manuscript_parts import Part
from qualcode.transcripts.readers import SourceFile, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qualcode.export.manuscript_parts import Kind

FORMATS: Final = (".docx", ".md", ".txt", ".pdf", ".odt", ".rtf", ".html")
"""Endings of manuscripts that are read; the first four keep block quotes apart wherever the file does."""

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>()#+\-.!|@~^$\"':])")
_PRIVATE: Final = 0xF0000
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![\w*])|(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)"
)
_HEADING = re.compile(r"#{1,6}\s+(?P<words>.*?)\s*#*\Z")
_ITEM = re.compile(r"\A\s*(?:[-*+]|\d{1,3}[.)])\s+")
_RULE = re.compile(r"\s*\|?[\s:|-]+\|?\s*\Z")
_NOTE = re.compile(r"\[\^[^\]\s]+\](?!:)")
"""A reference to a note in Markdown."""

_RAISED = re.compile(r"(?<=[.,;:!?”\"’»“)])[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+")
"""The number of a note as print raises it; behind a letter it may be a square meter."""

_PIPE = re.compile(r"(?<!\\)\|")


class NotAManuscript(UsageError):
    """Manuscripts are not read in that format."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a manuscript between two paragraph ends.

    `heading` is the heading it stands under, `number` counts pieces from 1. A table has `rows` of cells (its
    head is the first) and no text. A "block" is set apart from the text: indented, styled, or quoted with >.
    """

    kind: Kind
    text: str
    number: int
    heading: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def where(self) -> str:
        """Where a reader finds it."""
        under = f", under “{self.heading}”" if self.heading else ""
        return f"{'table' if self.kind == 'table' else 'paragraph'} {self.number}{under}"


def pieces(name: str, data: bytes) -> list[Piece]:
    """The pieces of a manuscript; `name` tells the format by its ending.

    Raises:
        NotAManuscript: a format that is not read.
        UnreadableFileError: damaged, locked, or without words.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in FORMATS:
        raise NotAManuscript(
            f"A manuscript is not read from {suffix or 'a file without an ending'}.",
            f"Save it as one of: {', '.join(FORMATS)}.",
        )
    if suffix == ".docx":
        from qualcode.export.manuscript_docx import word_parts

        return _placed(word_parts(SourceFile(PurePath(name).name, data)))
    text = read_bytes(name, data)[0].text  # refuses what cannot be read
    if suffix == ".pdf":
        from qualcode.export.manuscript_pdf import printed_parts

        return _placed(printed_parts(SourceFile(PurePath(name).name, data)))
    if suffix == ".md":
        return _placed(markdown_parts(text))
    return _placed(plain_parts(text) if suffix == ".txt" else map(_line, text.split("\n")))


def _placed(parts: Iterable[Part]) -> list[Piece]:
    found: list[Piece] = []
    heading = ""
    for part in parts:
        if not part.text.strip() and not part.rows:
            continue
        words = _RAISED.sub("", " ".join(part.text.split()))
        heading = words if part.kind == "heading" else heading
        found.append(Piece(part.kind, words, len(found) + 1, heading, part.rows))
    return found


def plain_parts(text: str) -> Iterator[Part]:
    """Paragraphs of a plain text: between blank lines, or one a line where there are none."""
    lines = text.split("\n")
    if not any(not line.strip() for line in lines[:-1]):
        yield from map(_line, lines)
        return
    for group in _groups(lines):
        kind: Kind = "block" if all(line.startswith((">", "  ", "\t")) for line in group) else "text"
        yield Part(kind, " ".join(line.lstrip("> \t") for line in group))


def markdown_parts(text: str) -> Iterator[Part]:
    """Paragraphs, block quotes, headings and pipe tables of a Markdown text, its marks taken off."""
    lines = text.split("\n")
    if lines[0].strip() == "---":
        end = next((at for at, line in enumerate(lines[1:], 1) if line.strip() in {"---", "..."}), 0)
        lines = lines[end + 1 :]
    for group in _groups(lines):
        if all(_PIPE.search(line) for line in group) and len(group) > 1 and _RULE.match(group[1]):
            yield Part("table", rows=tuple(_cells(line) for line in group if not _RULE.match(line)))
        else:
            yield from _paragraphs(group)


def _paragraphs(group: list[str]) -> Iterator[Part]:
    waiting: list[str] = []
    for line in group:
        heading = _HEADING.match(line)
        if waiting and (heading or _ITEM.match(line) or line.startswith(">") != waiting[0].startswith(">")):
            yield _quoted_or_not(waiting)
            waiting = []
        if heading:
            yield Part("heading", _unmarked(heading["words"]))
        elif line.startswith(">") and not line.lstrip("> ").strip():
            yield from [_quoted_or_not(waiting)] if waiting else []
            waiting = []
        else:
            waiting.append(line)
    if waiting:
        yield _quoted_or_not(waiting)


def _quoted_or_not(lines: list[str]) -> Part:
    if lines[0].startswith(">"):
        return Part("block", _unmarked(" ".join(line.lstrip("> ") for line in lines)))
    return Part("text", _unmarked(" ".join(_ITEM.sub("", line, count=1) for line in lines)))


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(_unmarked(cell.strip()) for cell in _PIPE.split(inner))


def _unmarked(text: str) -> str:
    """Markdown without its marks; escaped characters are hidden while emphasis is taken off."""
    hidden = _ESCAPED.sub(lambda match: chr(_PRIVATE + ord(match[1])), _NOTE.sub("", text))
    bare = _EMPHASIS.sub(lambda match: match[1] or match[2], _STRONG.sub(r"\2", hidden))
    return "".join(chr(ord(sign) - _PRIVATE) if ord(sign) > _PRIVATE else sign for sign in bare)


def _groups(lines: Iterable[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for line in lines:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _line(line: str) -> Part:
    return Part("block" if line.startswith(">") else "text", line.lstrip("> "))
