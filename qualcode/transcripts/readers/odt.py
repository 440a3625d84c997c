"""OpenDocument text (.odt): a small walker over content.xml.

Kept: paragraphs, headings, list items, spaces and tabs, line breaks, text boxes, tables, tracked insertions.
Left out and counted: tracked deletions, footnotes, endnotes, comments.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from qualcode.transcripts.readers.base import checked, counted
from qualcode.transcripts.readers.blocks import as_text, collapsed, compose
from qualcode.transcripts.readers.package import Package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from qualcode.model import Reading
    from qualcode.transcripts.readers.base import SourceFile
    from qualcode.transcripts.readers.blocks import Block
    from qualcode.transcripts.readers.columns import Rows

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"

_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_LEFT_OUT = {
    f"{_TEXT}tracked-changes": "",
    f"{_TEXT}note": "note",
    f"{_OFFICE}annotation": "comment",
    f"{_TEXT}ruby-text": "",
    f"{_SVG}title": "",
    f"{_SVG}desc": "",
    f"{_OFFICE}forms": "",
}
"""Elements whose text is not the document's, and what to call them in a warning."""

_NUMBER = re.compile(r"[0-9]{1,5}\Z")
_EDGE = re.compile(rb"<style:(header|footer)[\s>].*?</style:\1>", re.DOTALL)
_ANY_TAG = re.compile(rb"<[^>]*>")
_MANIFEST = "META-INF/manifest.xml"


def read_odt(source: SourceFile) -> list[Reading]:
    """Read an .odt file.

    Raises:
        UnreadableFileError: not an OpenDocument text, damaged, locked, beyond the limits, or without words.
    """
    package = Package(source, "an OpenDocument text (.odt)")
    if _MANIFEST in package.names and b"encryption-data" in package.part(_MANIFEST):
        raise source.refused("is locked with a password", "Save it again without one.")
    body = package.xml("content.xml").find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise source.refused("has no document inside", "Open it in LibreOffice and save it again as .odt.")
    left_out = _prune(body)
    if "styles.xml" in package.names and _has_page_headers(package.part("styles.xml")):
        left_out.append("page headers and footers left out")
    blocks = list(_blocks(body))
    return [checked(source, "odt 1", compose(blocks, tuple(left_out)))]


def _has_page_headers(styles: bytes) -> bool:
    """Whether a page header or footer has a word in it, page numbers apart."""
    return any(
        re.search(rb"[A-Za-z\x80-\xff]", _ANY_TAG.sub(b"", edge[0])) for edge in _EDGE.finditer(styles)
    )


def _prune(body: _Element) -> list[str]:
    """Take out what is not the document's text; returns what to tell about it."""
    found: Counter[str] = Counter()
    for node in list(body.iter(*_LEFT_OUT)):
        if node.tag == f"{_TEXT}tracked-changes":
            found["tracked deletion"] += sum(1 for _ in node.iter(f"{_TEXT}deletion"))
        elif node.tag == f"{_TEXT}note":
            found[node.get(f"{_TEXT}note-class") or "note"] += 1
        elif _LEFT_OUT[node.tag]:
            found[_LEFT_OUT[node.tag]] += 1
        _take_out(node)
    for frame in list(body.iter(f"{_DRAW}text-box")):
        _move_behind_paragraph(frame)
    return [f"{counted(number, what)} left out" for what, number in found.items() if number]


def _take_out(node: _Element) -> None:
    """Remove an element but not the words that follow it, which lxml keeps in its tail."""
    parent, tail = node.getparent(), node.tail or ""
    if parent is None:
        return
    before = node.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    node.tail = None
    parent.remove(node)


def _move_behind_paragraph(box: _Element) -> None:
    holder = next(box.iterancestors(*_PARAGRAPHS), None)
    if holder is not None:
        _take_out(box)
        holder.addnext(box)


def _blocks(parent: _Element) -> Iterator[Block]:
    for child in parent:
        if child.tag in _PARAGRAPHS:
            yield collapsed(list(_pieces(child)))
        elif child.tag == f"{_TABLE}table":
            yield _rows(child)
        else:
            yield from _blocks(child)


def _rows(table: _Element) -> Rows:
    rows = (row for row in table.iter(f"{_TABLE}table-row") if _owner(row) is table)
    return [[_cell(cell) for cell in row.iterchildren(f"{_TABLE}table-cell")] for row in rows]


def _owner(row: _Element) -> _Element | None:
    return next(row.iterancestors(f"{_TABLE}table"), None)


def _cell(cell: _Element) -> str:
    return "\n".join(as_text(block) for block in _blocks(cell)).strip("\n")


def _pieces(node: _Element) -> Iterator[tuple[str, bool]]:
    """Pieces of text in reading order, each with whether it is a mark (space, tab, line break)."""
    mark = _mark(node)
    if mark:
        yield mark, True
    elif node.text:
        yield node.text, False
    for child in node:
        yield from _pieces(child)
        if child.tail:
            yield child.tail, False


def _mark(node: _Element) -> str:
    if node.tag == f"{_TEXT}s":
        count = node.get(f"{_TEXT}c") or "1"
        return " " * (int(count) if _NUMBER.match(count) else 1)
    return {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}.get(str(node.tag), "")
