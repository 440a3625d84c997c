"""Word documents: a small walker over the document's own XML, so that nothing is lost in silence.

Kept: paragraphs, tabs, line breaks, tracked insertions and moves (as if all were accepted), content
controls, hyperlinks, field results, smart tags, text boxes (once), tables. Left out and counted: tracked
deletions, footnotes, endnotes, headers, footers, embedded documents.
"""

from __future__ import annotations

import re
from collections import Counter
from posixpath import normpath
from typing import TYPE_CHECKING

from qualcode.transcripts.readers.base import checked, counted
from qualcode.transcripts.readers.blocks import as_text, compose
from qualcode.transcripts.readers.package import Package
from qualcode.transcripts.readers.pasted import without_pasted
from qualcode.transcripts.readers.symbols import symbol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

    from qualcode.model import Reading
    from qualcode.transcripts.readers.base import SourceFile
    from qualcode.transcripts.readers.blocks import Block
    from qualcode.transcripts.readers.columns import Rows

CUSTOM_PART = "docProps/custom.xml"
WRITTEN_FROM = "qualcode text"
"""The custom property in which a document that we wrote names its transcript's text, by SHA-256."""

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WORDS_IN_PART = re.compile(rb"<(?:\w+:)?t(?:\s[^<>]*)?>[^<]*[A-Za-z\x80-\xff]")
_EDGE_PART = re.compile(r"word/(?:header|footer)\d*\.xml\Z")


def read_docx(source: SourceFile) -> list[Reading]:
    """Read a .docx file.

    Raises:
        UnreadableFileError: not a Word document, damaged, beyond the limits of `package`, or without words.
    """
    package = Package(source, "a Word document (.docx)")
    root = package.xml(main_part(package))
    document = WordDocument(root)
    if document.body is None:
        raise source.refused("has no document inside", "Open it in Word and save it again.")
    edges = any(
        _EDGE_PART.match(name) and _WORDS_IN_PART.search(package.part(name)) for name in package.names
    )
    blocks = list(document.blocks())
    warnings = (*document.warnings(), *(("page headers and footers left out",) if edges else ()))
    return [checked(source, "docx 1", without_pasted(compose(blocks, warnings)))]


def main_part(package: Package) -> str:
    """Name of the part that holds the document's text."""
    # Word Online and some converters call it word/document2.xml; the relationships say which one it is.
    if "word/document.xml" in package.names or "_rels/.rels" not in package.names:
        return "word/document.xml"
    for relation in package.xml("_rels/.rels"):
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return normpath((relation.get("Target") or "").lstrip("/"))
    return "word/document.xml"


class WordDocument:
    """One parsed document.xml: `prune` takes out what is not text, `blocks` walks over the rest."""

    def __init__(self, root: _Element) -> None:
        # Transitional and strict documents differ in the namespace only.
        self._w = w = root.tag[: root.tag.index("}") + 1] if "}" in root.tag else ""
        self.body = root.find(f"{w}body") if root.tag == f"{w}document" else None
        self._left_out: Counter[str] = Counter()
        self._merged: set[_Element] = set()
        self._paragraph, self._table, self._section = f"{w}p", f"{w}tbl", f"{w}sectPr"
        self._words = (f"{w}t", f"{_MATH}t")
        self._marks = {
            f"{w}tab": "\t",
            f"{w}ptab": "\t",
            f"{w}br": "\n",
            f"{w}cr": "\n",
            f"{w}noBreakHyphen": "\u2011",
            f"{w}softHyphen": "\u00ad",
            f"{w}sym": "",
        }
        self._texts: dict[_Element, str] = {}
        if self.body is not None:
            self._prune(self.body)
            self._texts = self._texts_of(self.body)

    def warnings(self) -> Iterator[str]:
        """What was left out, counted."""
        for what, number in self._left_out.items():
            yield f"{counted(number, what)} left out"

    def blocks(self) -> Iterator[Block]:
        """Paragraphs and tables of the body in reading order."""
        if self.body is not None:
            yield from self._blocks_in(self.body)

    def _blocks_in(self, parent: _Element) -> Iterator[Block]:
        unfinished = ""
        for child in parent:
            if child.tag == self._paragraph:
                text = unfinished + self._texts[child]
                unfinished = text if child in self._merged else ""
                if not unfinished:
                    yield text
            elif child.tag == self._table:
                yield self._rows(child)
            elif child.tag != self._section:
                yield from self._blocks_in(child)
        if unfinished:
            yield unfinished

    def _rows(self, table: _Element) -> Rows:
        w = self._w
        rows = (row for row in table.iter(f"{w}tr") if self._owner(row) is table)
        return [
            [self._cell(cell) for cell in row.iter(f"{w}tc") if self._owner(cell) is table] for row in rows
        ]

    def _owner(self, part: _Element) -> _Element | None:
        return next(part.iterancestors(self._table), None)

    def _cell(self, cell: _Element) -> str:
        return "\n".join(as_text(block) for block in self._blocks_in(cell)).strip("\n")

    def _texts_of(self, body: _Element) -> dict[_Element, str]:
        """Text of every paragraph, in one pass: a piece belongs to the last paragraph that began.

        That holds because no paragraph is left inside another: `_prune` has moved text boxes behind theirs.
        """
        pieces: dict[_Element, list[str]] = {}
        current: list[str] = []
        for node in body.iter(self._paragraph, *self._words, *self._marks):
            tag = node.tag
            if tag == self._paragraph:
                current = pieces[node] = []
            elif tag in self._words:
                current.append(node.text or "")
            else:
                current.append(self._mark(node))
        return {paragraph: "".join(parts) for paragraph, parts in pieces.items()}

    def _mark(self, node: _Element) -> str:
        if node.tag == f"{self._w}sym":
            return _symbol(node.get(f"{self._w}char") or "")
        parent = node.getparent()
        # Elsewhere than in a run, w:tab is a tab stop of the paragraph's layout.
        return self._marks[node.tag] if parent is not None and parent.tag == f"{self._w}r" else ""

    def _prune(self, body: _Element) -> None:
        w = self._w
        takers: dict[str, Callable[[_Element], None]] = {
            f"{w}del": self._deleted,
            f"{w}moveFrom": self._deleted,
            f"{w}txbxContent": self._text_box,
            f"{_COMPATIBILITY}AlternateContent": self._alternatives,
            f"{w}rt": self._remove,
            f"{w}footnoteReference": lambda _: self._count("footnote"),
            f"{w}endnoteReference": lambda _: self._count("endnote"),
            f"{w}altChunk": lambda _: self._count("embedded document"),
        }
        for node in list(body.iter(*takers)):
            if any(parent is body for parent in node.iterancestors()):  # else it went with one around it
                takers[node.tag](node)

    def _count(self, what: str) -> None:
        self._left_out[what] += 1

    def _deleted(self, node: _Element) -> None:
        parent = node.getparent()
        if parent is None:
            return
        if parent.tag == f"{self._w}rPr":  # the paragraph's end was deleted: it runs on into the next one
            holder = next(parent.iterancestors(self._paragraph), None)
            if holder is not None:
                self._merged.add(holder)
        elif parent.tag == f"{self._w}trPr":
            self._remove(parent.getparent())
            self._count("tracked deletion")
        else:
            self._remove(node)
            if node.tag == f"{self._w}del":
                self._count("tracked deletion")

    def _alternatives(self, node: _Element) -> None:
        """Keep one of several wordings of the same: the first with words (an emoji's choice has none)."""
        words = (*self._words, f"{self._w}txbxContent")
        wordings = list(node)
        kept = next((each for each in wordings if next(each.iter(*words), None) is not None), None)
        for each in wordings:
            if each is not kept:
                node.remove(each)

    def _text_box(self, node: _Element) -> None:
        # A text box hangs inside a run in the middle of a paragraph: its own paragraphs come after that one.
        holder = next(node.iterancestors(self._paragraph), None)
        if holder is not None:
            self._remove(node)
            holder.addnext(node)

    @staticmethod
    def _remove(node: _Element | None) -> None:
        parent = node.getparent() if node is not None else None
        if node is not None and parent is not None:
            parent.remove(node)


def _symbol(code: str) -> str:
    try:
        return symbol(int(code, 16))
    except ValueError:
        return ""
