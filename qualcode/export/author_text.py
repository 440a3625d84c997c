"""What authors write, in the little Markdown that a report needs, as blocks of the report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qualcode.export.blocks import Heading, Paragraph, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.export.blocks import Block, Style

_MARKED: Final = re.compile(
    r"\*\*(?P<bold>\S(?:.*?\S)?)\*\*|(?<![\w*])\*(?P<italic>\S(?:.*?\S)?)\*(?![\w*])"
    r"|\[(?P<linked>[^\[\]]+)\]\((?P<href>(?:https?://|mailto:)[^\s()\"]+)\)|<(?P<bare>https?://[^\s<>\"]+)>"
)
MOST_WORDS: Final = 60
"""Words of a text that a cell of a table shows."""

_HEADING: Final = re.compile(r"^#{2,6}\s+(.*)$")
_BULLET: Final = re.compile(r"^[-*+]\s+")
_QUOTED: Final = re.compile(r"^>\s?")


def author_blocks(text: str, about: str = "") -> list[Block]:
    """Paragraphs, points, block quotes and sub-headings; `about` is the slot they come from."""
    return [_block(kind, words, about) for kind, words in _pieces(text)]


def in_brief(text: str) -> str:
    """The first words of a text, without marks, for a cell of a table that names where the rest stands."""
    blocks = author_blocks(text)
    words = " ".join(one.text for one in blocks if isinstance(one, Heading | Paragraph)).split()
    if len(words) <= MOST_WORDS:
        return " ".join(words)
    ends = [at for at, word in enumerate(words[:MOST_WORDS], start=1) if word.endswith((".", "?", "!"))]
    return f"{' '.join(words[: ends[-1] if ends else MOST_WORDS])} […]"


def _block(kind: Style | None, words: str, about: str) -> Block:
    if kind is None:
        return Heading(words, 2)
    return Paragraph(tuple(_runs(words)), kind, about=(about,) if about else ())


def _pieces(text: str) -> Iterator[tuple[Style | None, str]]:
    """(style, words) of every block; style None: a heading. Lines run on until an empty one or a new mark."""
    style: Style | None = "Normal"
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        begins, kind, words = _line(line.strip())
        if kind == "Normal" and lines and style is not None:
            kind = style  # a point or a quote runs on until an empty line
        if lines and (begins or kind != style or not words):
            yield style, " ".join(lines)
            lines = []
        style = kind
        lines += [words] if words else []


def _line(line: str) -> tuple[bool, Style | None, str]:
    """Whether a line begins a block of its own, the style it has, and its words."""
    heading = _HEADING.match(line)
    if heading is not None:
        return True, None, heading[1].rstrip("# ")
    if _BULLET.match(line):
        return True, "List Bullet", _BULLET.sub("", line)
    if _QUOTED.match(line):
        return False, "Quote Block", _QUOTED.sub("", line)
    return False, "Normal", line


def _runs(words: str) -> Iterator[Run]:
    at = 0
    for match in _MARKED.finditer(words):
        if match.start() > at:
            yield Run(words[at : match.start()])
        shown = match["bold"] or match["italic"] or match["linked"] or match["bare"]
        bold, italic = bool(match["bold"]), bool(match["italic"])
        yield Run(shown, bold=bold, italic=italic, href=match["href"] or match["bare"] or "")
        at = match.end()
    if at < len(words):
        yield Run(words[at:])
