"""Write a document model as a Word file. The same model gives the same bytes."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final

from qualcode.export import word_contents, word_file
from qualcode.export import word_xml as xml
from qualcode.export.blocks import (
    Contents,
    Figure,
    Heading,
    Orientation,
    Paragraph,
    Table,
    index_place,
    numbered,
)
from qualcode.export.word_template import SIDES, Sheet, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docx.document import Document as WordFile

    from qualcode.export.blocks import Block, Document, Run

EMU_PER_CM: Final = 360_000
CM_PER_TWENTIETH: Final = 2.54 / 1440
TOGETHER: Final = 9
"""Tables of no more rows than this stay on one page; a larger gap before them looks worse than a break."""

_LEAD: Final = 120
"""Letters of a paragraph that has nothing to say but what comes next; longer ones stand by themselves."""


def word_bytes(document: Document, template: Path | None = None) -> bytes:
    """The document as the bytes of a .docx file: real styles, fields, sections, clean properties.

    Raises:
        BadTemplate: the template cannot be read as a .docx.
    """
    from qualcode.export import word_styles

    word, sheet = opened(template, document.page)
    ids = word_styles.define(word, sheet.line(), keep=template is not None)
    if document.double_spaced:
        word.styles["Normal"].paragraph_format.line_spacing = 2.0
    parts = word_file.header_and_footer(word, document, ids)
    writer = _Writer(numbered(document.blocks), sheet, word, parts, _anchors(document.blocks))
    body = [xml.with_style_ids(piece, ids) for piece in writer.body(document)]
    word_file.comments_part(word, document, ids)
    word_file.properties(word, document)
    return word_file.fixed(word, body)


def _anchors(blocks: tuple[Block, ...]) -> frozenset[str]:
    """Every place in the document that a link may lead to."""
    found = {run.anchor for block in blocks if isinstance(block, Paragraph) for run in block.runs}
    found |= {
        index_place(row.about)
        for block in blocks
        if isinstance(block, Table)
        for row in block.rows
        if row.about
    }
    return frozenset(found - {""})


def _leads_in(block: Paragraph, after: tuple[Block, ...]) -> bool:
    """Whether what follows belongs to this paragraph; quotes in a row may part."""
    following = after[0] if after else None
    if isinstance(following, Table | Figure):
        return len(block.text) <= _LEAD
    if not isinstance(following, Paragraph) or block.style == "Quote Block":
        return False
    if block.style == "Quote Exchange":
        return following.style == block.style and following.about == block.about
    quoted = following.style in {"Quote Block", "Quote Exchange"}
    return quoted or (block.style == "Note" and following.style == "Claim")


@dataclass(slots=True)
class _Writer:
    labels: dict[str, str]
    sheet: Sheet
    word: WordFile
    parts: str
    anchors: frozenset[str]
    landscape: bool = False
    fresh: bool = True
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    remarks: dict[int, list[int]] = field(default_factory=dict)

    def body(self, document: Document) -> Iterator[str]:
        self.headings = [
            (block.level, block.text, f"_Toc{number:06d}")
            for number, block in enumerate(b for b in document.blocks if isinstance(b, Heading))
        ]
        for number, comment in enumerate(document.comments):
            self.remarks.setdefault(comment.block, []).append(number)
        waiting = iter(self.headings)
        for at, block in enumerate(document.blocks):
            remarks = self.remarks.get(at, [])
            if isinstance(block, Heading):
                yield self._heading(block, next(waiting)[2], remarks)
            else:
                yield self._block(block, remarks, document.blocks[at + 1 : at + 2])
            self.fresh = isinstance(block, Orientation) and self.fresh
        yield self._section()

    def _block(self, block: Block, remarks: list[int], after: tuple[Block, ...]) -> str:
        if isinstance(block, Paragraph):
            kept = "<w:keepNext/>" if _leads_in(block, after) else ""
            return xml.paragraph(block.style, xml.commented(self._runs(block.runs), remarks), kept)
        if isinstance(block, Table):
            return self._table(block, remarks)
        if isinstance(block, Figure):
            return self._figure(block, remarks)
        if isinstance(block, Orientation):
            return self._turn(block)
        return self._contents() if isinstance(block, Contents) else ""

    def _runs(self, runs: tuple[Run, ...]) -> str:
        return "".join(self._run(run) for run in runs)

    def _run(self, run: Run) -> str:
        if run.ref in self.labels:
            return xml.field(f"REF {xml.anchor(run.ref)} \\h", self.labels[run.ref])
        if run.href:
            made = xml.web_link(run.href, run.text)
        elif run.link in self.anchors:
            made = xml.link(run.link, run.text, f"{run.link.removeprefix('index-')} in the evidence index")
        else:
            made = xml.run(run.text, bold=run.bold, italic=run.italic)
        return xml.bookmark(xml.anchor(run.anchor), next(self.numbers), made) if run.anchor else made

    def _heading(self, block: Heading, name: str, remarks: list[int]) -> str:
        break_ = "<w:pageBreakBefore/>" if block.fresh_page and not self.fresh else ""
        inside = xml.bookmark(name, next(self.numbers), xml.run(block.text))
        return xml.paragraph(f"Heading {block.level}", xml.commented(inside, remarks), break_)

    def _caption(self, block: Table | Figure, remarks: list[int]) -> str:
        label = self.labels[block.key]
        kind = "Figure" if isinstance(block, Figure) else "Table"
        series = block.series if isinstance(block, Table) else ""
        number = label.removeprefix(f"{kind} {series}".rstrip()).strip()
        sequence = f"{kind}_{series}" if series else kind
        front = f"{kind} {series}" if series else f"{kind} "
        counted = xml.run(front) + xml.field(f"SEQ {sequence} \\* ARABIC", number)
        named = xml.bookmark(xml.anchor(block.key), next(self.numbers), counted)
        words = xml.commented(named + xml.run(f". {block.caption}"), remarks)
        return xml.paragraph("Caption", words, "<w:keepNext/>" if kind == "Table" else "")

    def _table(self, block: Table, remarks: list[int]) -> str:
        note = xml.paragraph("Note", xml.run(block.note)) if block.note else xml.paragraph("Note", "")
        together = len(block.rows) <= TOGETHER
        width = self.sheet.line(landscape=self.landscape)
        made = xml.table(block, width, self.numbers, self.anchors, together=together)
        return self._caption(block, remarks) + made + note

    def _figure(self, block: Figure, remarks: list[int]) -> str:
        relation, image = self.word.part.get_or_add_image(io.BytesIO(block.png))
        widest = self.sheet.line(landscape=self.landscape) * CM_PER_TWENTIETH
        width = round(min(block.width_cm, widest) * EMU_PER_CM)
        height = round(width * image.px_height / image.px_width)
        number = next(self.numbers)
        relations = (relation, word_file.vector(self.word, block.svg, number))
        drawing = xml.picture(relations, number, block.alt, width, height)
        return xml.paragraph("Normal", drawing, "<w:keepNext/>") + self._caption(block, remarks)

    def _turn(self, block: Orientation) -> str:
        ended = "" if self.fresh else xml.paragraph("Section End", "", self._section())
        if block.landscape == self.landscape:
            return ""
        self.landscape, self.fresh = block.landscape, True
        return ended

    def _contents(self) -> str:
        lines = [
            (level, word_contents.toc_line(text, name))
            for level, text, name in self.headings
            if level < len("123")
        ]
        head = xml.paragraph("Contents Heading", xml.run("Contents"), "<w:pageBreakBefore/>")
        return head + word_contents.contents(lines) if lines else ""

    def _section(self) -> str:
        width, height = self.sheet.width, self.sheet.height
        if self.landscape:
            width, height = height, width
        turned = ' w:orient="landscape"' if self.landscape else ""
        margins = " ".join(f'w:{side}="{size}"' for side, size in zip(SIDES, self.sheet.margins, strict=True))
        return (
            f'<w:sectPr>{self.parts}<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
            f'<w:pgMar {margins} w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
        )
