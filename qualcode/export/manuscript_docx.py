"""A manuscript in Word: its paragraphs with what their styles say about them, and its tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qualcode.export.manuscript_parts import Part
from qualcode.transcripts.readers.docx import WordDocument, main_part
from qualcode.transcripts.readers.package import Package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from qualcode.export.manuscript_parts import Kind
    from qualcode.transcripts.readers.base import SourceFile

_INDENTED: Final = 300
"""Twentieths of a point from the left margin that set a paragraph apart (0.2 inch)."""

_QUOTE = re.compile(r"\b(?:block ?text|quote|quotation|zitat|citation)\b", re.IGNORECASE)
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")


def word_parts(source: SourceFile) -> Iterator[Part]:
    """Paragraphs and tables of the body in reading order, then notes; tracked deletions are left out.

    Raises:
        UnreadableFileError: not a Word document, or damaged.
    """
    package = Package(source, "a Word document (.docx)")
    root = package.xml(main_part(package))
    body = WordDocument(root).body  # takes out what is not text
    if body is None:
        raise source.refused("has no document inside", "Open it in Word and save it again.")
    walker = _Walker(body.tag[: body.tag.index("}") + 1], _styles(package))
    yield from walker.parts(body)
    for name in _NOTES:
        if name in package.names:
            yield from walker.parts(package.xml(name))


def _styles(package: Package) -> dict[str, str]:
    """Name of every style by its id; built-in names are English in every language of Word."""
    if "word/styles.xml" not in package.names:
        return {}
    found = {}
    for style in package.xml("word/styles.xml").iter("{*}style"):
        name = next(style.iterfind("{*}name"), None)
        found[_value(style, "styleId")] = _value(name, "val") if name is not None else ""
    return found


def _value(element: _Element, name: str) -> str:
    return next((str(value) for key, value in element.items() if str(key).endswith(f"}}{name}")), "")


class _Walker:
    def __init__(self, w: str, styles: dict[str, str]) -> None:
        self._w, self._styles = w, styles

    def parts(self, parent: _Element) -> Iterator[Part]:
        for child in parent:
            if child.tag == f"{self._w}p":
                yield from self._paragraph(child)
            elif child.tag == f"{self._w}tbl":
                yield Part("table", rows=tuple(self._rows(child)))
            else:
                yield from self.parts(child)

    def _paragraph(self, paragraph: _Element) -> Iterator[Part]:
        text = self._text(paragraph)
        style = self._style(paragraph)
        if text.strip() and not style.casefold().startswith("toc"):
            yield Part(self._kind(paragraph, style), text)

    def _kind(self, paragraph: _Element, style: str) -> Kind:
        if style.casefold().startswith(("heading", "title")):
            return "heading"
        return "block" if _QUOTE.search(style) or self._indented(paragraph) else "text"

    def _style(self, paragraph: _Element) -> str:
        found = paragraph.find(f"{self._w}pPr/{self._w}pStyle")
        style = "" if found is None else _value(found, "val")
        return self._styles.get(style, style)

    def _indented(self, paragraph: _Element) -> bool:
        found = paragraph.find(f"{self._w}pPr/{self._w}ind")
        if found is None or paragraph.find(f"{self._w}pPr/{self._w}numPr") is not None:
            return False
        left = _value(found, "left") or _value(found, "start")
        return left.isdecimal() and int(left) >= _INDENTED and not _value(found, "hanging")

    def _rows(self, table: _Element) -> Iterator[tuple[str, ...]]:
        for row in table.iterfind(f"{self._w}tr"):
            yield tuple(
                " ".join(self._text(each) for each in cell.iter(f"{self._w}p")).strip()
                for cell in row.iterfind(f"{self._w}tc")
            )

    def _text(self, paragraph: _Element) -> str:
        marks = {
            f"{self._w}tab": " ",
            f"{self._w}br": " ",
            f"{self._w}cr": " ",
            f"{self._w}noBreakHyphen": "-",
        }
        return "".join(
            node.text or "" if node.tag == f"{self._w}t" else marks[node.tag]
            for node in paragraph.iter(f"{self._w}t", *marks)
        )
