"""Word comments and highlights as they stand in a .docx file: what is written, by whom, on which words.

The text is the one that the transcript reader gives, tables as rows of cells; `stakes` tells where in it a
comment begins and ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from posixpath import join, normpath
from typing import TYPE_CHECKING, Final

from qualcode.exchange.stakes import Stake, driven, pulled
from qualcode.spans import overlap, union
from qualcode.transcripts.normalise import normalise
from qualcode.transcripts.readers.base import SourceFile
from qualcode.transcripts.readers.blocks import as_text
from qualcode.transcripts.readers.docx import CUSTOM_PART, WRITTEN_FROM, WordDocument, main_part
from qualcode.transcripts.readers.formats import bytes_of
from qualcode.transcripts.readers.package import Package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element

    from qualcode.spans import Span

_WORD_2010: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_WORD_2012: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with the replies to it.

    Attributes:
        number: Its place among the comments of the file, from 1, replies counted.
        author: Who wrote it, as Word has it; "" if it does not say.
        date: When, as Word has it (ISO 8601); "" if it does not say.
        text: What it says; paragraphs divided by line breaks.
        span: The characters of the document's text it stands on; None when it stands on none.
        replies: Later comments in the same thread, in order.
    """

    number: int
    author: str
    date: str
    text: str
    span: Span | None = None
    replies: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Highlight:
    """A stretch of the document's text in one colour, `yellow` or `#ffcc00`, that no comment touches."""

    color: str
    span: Span


@dataclass(frozen=True, slots=True)
class Coded:
    """A document with its comments and highlights; spans are code points of `text`.

    `written_from` is the SHA-256 of the transcript that this program wrote it from; "" if another did.
    """

    file: str
    stem: str
    text: str
    written_from: str
    comments: tuple[Comment, ...]
    highlights: tuple[Highlight, ...]


def read_comments(path: Path) -> Coded:
    """Read a Word document with its comments.

    Raises:
        UnreadableFileError: not a Word document, damaged, or beyond the limits of `package`.
    """
    source = SourceFile(path.name, bytes_of(path))
    package = Package(source, "a Word document (.docx)")
    part = main_part(package)
    root = package.xml(part)
    w = root.tag[: root.tag.index("}") + 1] if "}" in root.tag else ""
    stakes = list(driven(root, w))
    document = WordDocument(root)
    if document.body is None:
        raise source.refused("has no document inside", "Open it in Word and save it again.")
    text, places = pulled(normalise("\n".join(as_text(block) for block in document.blocks())), stakes)
    spans = _comment_spans(stakes, places)
    comments = tuple(_threads(package, _related(package, part), spans))
    highlights = _highlights(text, stakes, places, [one.span for one in comments if one.span])
    return Coded(path.name, source.stem, text, _written_from(package), comments, tuple(highlights))


def _written_from(package: Package) -> str:
    if CUSTOM_PART not in package.names:
        return ""
    found = (each for each in package.xml(CUSTOM_PART) if each.get("name") == WRITTEN_FROM)
    return next(("".join(str(text) for text in each.itertext()) for each in found), "")


def _comment_spans(stakes: list[Stake], places: dict[int, int]) -> dict[str, Span]:
    """Where each comment begins and ends, by its id; those of which an edge is gone are left out."""
    edges: dict[str, dict[str, int]] = {"start": {}, "end": {}}
    for number, stake in enumerate(stakes):
        if stake.what in edges and number in places:
            edges[stake.what].setdefault(stake.key, places[number])
    return {key: (start, edges["end"][key]) for key, start in edges["start"].items() if key in edges["end"]}


def _highlights(
    text: str, stakes: list[Stake], places: dict[int, int], coded: list[Span]
) -> Iterator[Highlight]:
    colored: dict[str, list[Span]] = {}
    for number, stake in enumerate(stakes):
        if stake.what.startswith("color on") and {number, number + 1} <= places.keys():
            longer = stake.what.endswith("break")
            colored.setdefault(stake.key, []).append((places[number], places[number + 1] + longer))
    found = [Highlight(color, _bare(text, one)) for color, spans in colored.items() for one in union(spans)]
    for one in sorted(found, key=lambda highlight: (highlight.span, highlight.color)):
        if one.span[0] < one.span[1] and not any(overlap(one.span, span) for span in coded):
            yield one


def _bare(text: str, span: Span) -> Span:
    """The span without white space at its ends."""
    words = text[slice(*span)]
    return span[0] + len(words) - len(words.lstrip()), span[0] + len(words.rstrip())


def _related(package: Package, part: str) -> dict[str, str]:
    """Parts of the document by the last word of their relationship: comments, commentsExtended ..."""
    folder, _, name = part.rpartition("/")
    relations = join(folder, "_rels", f"{name}.rels")
    if relations not in package.names:
        return {}
    return {
        (each.get("Type") or "").rpartition("/")[2]: normpath(
            join("/", folder, each.get("Target") or "")
        ).lstrip("/")
        for each in package.xml(relations)
    }


def _threads(package: Package, parts: dict[str, str], spans: dict[str, Span]) -> Iterator[Comment]:
    """Comments in the order of the file, each with its replies; one whose question is gone stands alone."""
    found: dict[str, Comment] = {}
    by_paragraph: dict[str, str] = {}
    for number, node in enumerate(_comment_nodes(package, parts), start=1):
        key = f"{number}"
        span = spans.get(_attribute(node, "id"))
        found[key] = Comment(number, _attribute(node, "author"), _attribute(node, "date"), _said(node), span)
        by_paragraph |= {one.get(f"{_WORD_2010}paraId") or "": key for one in node.iter("{*}p")}
    above: dict[str, str] = {}
    for child, parent in _answers(package, parts):
        lower, upper = by_paragraph.get(child), by_paragraph.get(parent)
        if lower and upper and _top(upper, above) != lower:  # no comment answers itself, however damaged
            above[lower] = upper
    below: dict[str, list[Comment]] = {}
    for key in sorted(above, key=int):
        below.setdefault(_top(key, above), []).append(found[key])
    for key, comment in found.items():
        if key not in above:
            yield replace(comment, replies=tuple(below.get(key, ())))


def _comment_nodes(package: Package, parts: dict[str, str]) -> Iterator[_Element]:
    name = parts.get("comments", "")
    return package.xml(name).iterchildren("{*}comment") if name in package.names else iter(())


def _answers(package: Package, parts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(paragraph of a reply, paragraph of what it answers), as Word numbers paragraphs."""
    name = parts.get("commentsExtended", "")
    if name in package.names:
        for each in package.xml(name):
            above = each.get(f"{_WORD_2012}paraIdParent")
            if above:
                yield each.get(f"{_WORD_2012}paraId") or "", above


def _top(key: str, above: dict[str, str]) -> str:
    """The comment that a thread begins with."""
    while key in above:
        key = above[key]
    return key


def _attribute(node: _Element, name: str) -> str:
    return normalise(next((str(v) for k, v in node.attrib.items() if str(k).endswith(f"}}{name}")), ""))


def _said(comment: _Element) -> str:
    w = comment.tag[: comment.tag.index("}") + 1]
    marks = {f"{w}tab": "\t", f"{w}br": "\n", f"{w}cr": "\n", f"{w}noBreakHyphen": "\u2011"}
    paragraphs: list[str] = []
    for node in comment.iter(f"{w}p", f"{w}t", *marks):
        if node.tag == f"{w}p":
            paragraphs.append("")
        elif paragraphs:
            in_run = (parent := node.getparent()) is not None and parent.tag == f"{w}r"
            paragraphs[-1] += (node.text or "") if node.tag == f"{w}t" else marks[node.tag] * in_run
    return normalise("\n".join(paragraphs))
