"""Web pages (.html, .htm) as a browser shows them: blocks on lines of their own, white space collapsed.

Left out: scripts, styles, the head with its title, comments of the markup. Navigation and footers of a page
stay, because a browser shows them too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.transcripts.readers.base import checked
from qualcode.transcripts.readers.blocks import as_text, collapsed, compose
from qualcode.transcripts.readers.encoding import decode

if TYPE_CHECKING:
    from lxml.etree import _Element

    from qualcode.model import Reading
    from qualcode.transcripts.readers.base import SourceFile
    from qualcode.transcripts.readers.blocks import Block
    from qualcode.transcripts.readers.columns import Rows

_HIDDEN = {
    "script",
    "style",
    "head",
    "template",
    "noscript",
    "svg",
    "iframe",
    "object",
    "audio",
    "video",
    "canvas",
}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_LOOKS = re.compile(
    rb"</?(?:abbr|acronym|a|big|b|cite|code|dfn|em|font|ins|i|kbd|mark|small|span|strike|strong|s|tt|u|var)"
    rb"""(?:\s(?:[^<>"']++|"[^"]*+"|'[^']*+')*+)?/?>"""
)
"""Tags that change only the looks of words. They go before parsing: old pages close them in the wrong order
(`<b><p>Aho</b>: I have`), which parsers mend by ending the paragraph in the middle of a line."""

_CAPITAL_LOOKS = re.compile(_LOOKS.pattern, re.IGNORECASE)
_CAPITALS = re.compile(rb"</?[A-Z]")
"""Pages of today write tags in small letters, which are found in half of the time."""

_KEPT_SPACE = {"pre", "textarea"}
_CELLS = {"td", "th"}
_SHAPES = _KEPT_SPACE | _CELLS | {"br", "table", "tr"}
"""What makes more of a difference than that a line ends."""

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
_CHARSET_WITHIN = 4096
_SAME_AS = {
    **dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "ascii", "windows-1252"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "x-sjis"), "cp932"),
    "iso-8859-9": "cp1254",
}
"""What browsers read for a declared name; none of these pages means the smaller original."""


def read_html(source: SourceFile) -> list[Reading]:
    """Read a web page.

    Raises:
        UnreadableFileError: not text, no words, or markup nested deeper than any page.
    """
    found = _CHARSET.search(source.data[:_CHARSET_WITHIN])
    declared = found[1].decode("ascii").lower() if found else ""
    if declared.startswith(("utf-16", "utf-32")):  # a page whose declaration can be read is in neither
        declared = ""
    decoded = decode(source, declared=_SAME_AS.get(declared, declared) or None)
    root = _parsed(source, decoded.text) if decoded.text.strip() else None
    blocks = _Page().blocks(root) if root is not None else []
    return [checked(source, "html 1", compose(blocks, decoded.warnings))]


def _parsed(source: SourceFile, text: str) -> _Element | None:
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    markup = text.encode("utf-8")
    looks = _CAPITAL_LOOKS if _CAPITALS.search(markup) else _LOOKS
    root: _Element | None = etree.fromstring(looks.sub(b"", markup), parser)
    # The parser mends what it can and drops what is nested too deeply, which only its log says.
    if any("depth" in problem.message for problem in parser.error_log):
        raise source.refused("has markup nested too deeply", "Save the page again from a browser.")
    return root


class _Page:
    """A walk over the markup without recursion, as pages may be nested some thousand levels deep."""

    def __init__(self) -> None:
        self._sinks: list[list[Block]] = [[]]  # the document, and each open cell
        self._tables: list[Rows] = []
        self._line: list[tuple[str, bool]] = []
        self._keeps_space = 0

    def blocks(self, root: _Element) -> list[Block]:
        """Paragraphs and tables of the page in reading order."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, node in walk:
            tag = node.tag
            if event == "start" and tag in _HIDDEN:
                walk.skip_subtree()
                continue
            text = node.text if event == "start" else node.tail
            if tag in _BLOCKS and self._line:
                self._flush()
            if tag in _SHAPES:
                self._start(tag) if event == "start" else self._end(tag)
            if text and (self._line or self._keeps_space or not text.isspace()):
                self._line.append((text, self._keeps_space > 0))
        if self._line:
            self._flush()
        return self._sinks[0]

    def _start(self, tag: str) -> None:
        if tag in _KEPT_SPACE:
            self._keeps_space += 1
        elif tag == "br":
            self._line.append(("\n", True))
        elif tag == "table":
            self._tables.append([])
        elif tag == "tr" and self._tables:
            self._tables[-1].append([])
        elif tag in _CELLS and self._in_row():
            self._sinks.append([])

    def _end(self, tag: str) -> None:
        if tag in _KEPT_SPACE:
            self._keeps_space -= 1
        elif tag == "table":
            rows = [row for row in self._tables.pop() if row]
            if rows:
                self._sinks[-1].append(rows)
        elif tag in _CELLS and self._in_row():
            cell = "\n".join(as_text(block) for block in self._sinks.pop())
            self._tables[-1][-1].append(cell.strip("\n"))

    def _in_row(self) -> bool:
        return bool(self._tables and self._tables[-1])

    def _flush(self) -> None:
        text = collapsed(self._line)
        self._line.clear()
        if text:
            self._sinks[-1].append(text.removesuffix("\n"))
