"""Write a document model as a Word file. The same model gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import qualcode
from qualcode.export import word_xml as xml
from qualcode.export.blocks import Figure, Heading, Orientation, Paragraph, Table, numbered

if TYPE_CHECKING:
    from docx.document import Document as WordFile

    from qualcode.export.blocks import Block, Document

A4: Final = (11906, 16838)
LETTER: Final = (12240, 15840)
"""Width and height of a page in twentieths of a point."""

MARGIN: Final = 1440
EMU_PER_CM: Final = 360_000
_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def word_bytes(document: Document, page: tuple[int, int] = A4) -> bytes:
    """The document as the bytes of a .docx file: real styles, fields, sections, clean properties."""
    import docx
    from docx.oxml import parse_xml

    from qualcode.export import word_styles

    word = docx.Document()
    word_styles.define(word)
    _header_and_footer(word, document)
    writer = _Writer(numbered(document.blocks), page, word, _page_parts(word))
    body = word.element.body
    inside = writer.body(document.blocks)
    for element in list(parse_xml(f"<w:body {xml.NAMESPACES}>{inside}</w:body>")):
        body.append(element)
    body.remove(body[0])  # the section of the empty file; ours closes the body
    _properties(word, document)
    return _fixed(word)


@dataclass(slots=True)
class _Writer:
    labels: dict[str, str]
    page: tuple[int, int]
    word: WordFile
    parts: str
    landscape: bool = False
    fresh: bool = True
    bookmarks: int = 0
    headings: list[tuple[int, str, str]] = field(default_factory=list)

    def body(self, blocks: tuple[Block, ...]) -> str:
        self.headings = [
            (block.level, block.text, f"_Toc{number:06d}")
            for number, block in enumerate(b for b in blocks if isinstance(b, Heading))
        ]
        waiting = iter(self.headings)
        pieces = []
        for block in blocks:
            if isinstance(block, Heading):
                pieces.append(self._heading(block, next(waiting)[2]))
            else:
                pieces.append(self._block(block))
            self.fresh = isinstance(block, Orientation)
        return "".join(pieces) + self._section()

    def _block(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            return xml.paragraph(block.style, xml.runs(block.runs, self.labels))
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Figure):
            return self._figure(block)
        if isinstance(block, Orientation):
            return self._turn(block)
        return self._contents()

    def _heading(self, block: Heading, name: str) -> str:
        break_ = "<w:pageBreakBefore/>" if block.fresh_page and not self.fresh else ""
        inside = self._bookmark(name, xml.run(block.text))
        return xml.paragraph(f"Heading {block.level}", inside, break_)

    def _bookmark(self, name: str, inside: str) -> str:
        self.bookmarks += 1
        return xml.bookmark(name, self.bookmarks, inside)

    def _caption(self, block: Table | Figure) -> str:
        label = self.labels[block.key]
        kind = "Figure" if isinstance(block, Figure) else "Table"
        series = block.series if isinstance(block, Table) else ""
        number = label.removeprefix(f"{kind} {series}".rstrip()).strip()
        sequence = f"{kind}_{series}" if series else kind
        front = f"{kind} {series}" if series else f"{kind} "
        counted = xml.run(front) + xml.field(f"SEQ {sequence} \\* ARABIC", number)
        return xml.paragraph(
            "Caption", self._bookmark(xml.anchor(block.key), counted) + xml.run(f". {block.caption}")
        )

    def _table(self, block: Table) -> str:
        note = xml.paragraph("Note", xml.run(block.note)) if block.note else xml.paragraph("Note", "")
        return self._caption(block) + xml.table(block, self._width()) + note

    def _figure(self, block: Figure) -> str:
        relation, image = self.word.part.get_or_add_image(io.BytesIO(block.png))
        width = round(block.width_cm * EMU_PER_CM)
        height = round(width * image.px_height / image.px_width)
        self.bookmarks += 1
        relations = (relation, _vector(self.word, block.svg, self.bookmarks))
        drawing = xml.picture(relations, self.bookmarks, block.alt, width, height)
        return xml.paragraph("Normal", drawing, "<w:keepNext/>") + self._caption(block)

    def _turn(self, block: Orientation) -> str:
        if block.landscape == self.landscape:
            return ""
        ended = xml.paragraph("Section End", "", self._section())
        self.landscape = block.landscape
        return ended

    def _contents(self) -> str:
        lines = [
            (level, xml.toc_line(text, name)) for level, text, name in self.headings if level < len("123")
        ]
        return xml.contents(lines)

    def _width(self) -> int:
        return (self.page[1] if self.landscape else self.page[0]) - 2 * MARGIN

    def _section(self) -> str:
        width, height = self.page[::-1] if self.landscape else self.page
        turned = ' w:orient="landscape"' if self.landscape else ""
        margins = " ".join(f'w:{side}="{MARGIN}"' for side in ("top", "right", "bottom", "left"))
        return (
            f'<w:sectPr>{self.parts}<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
            f'<w:pgMar {margins} w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
        )


def _vector(word: WordFile, svg: str, number: int) -> str:
    """Put an SVG picture into the file; returns its relation."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    name = PackURI(f"/word/media/figure{number}.svg")
    part = Part(name, "image/svg+xml", svg.encode(), word.part.package)
    return str(word.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE))


def _header_and_footer(word: WordFile, document: Document) -> None:
    from docx.oxml import parse_xml

    section = word.sections[0]
    head = f"{document.banner} · {document.title}" if document.banner else document.title
    pages = xml.field("PAGE", "1") + xml.run(" of ") + xml.field("NUMPAGES", "1")
    for part, style, inside in (
        (section.header, "Header", xml.run(head)),
        (section.footer, "Footer", pages),
    ):
        part.is_linked_to_previous = False
        holder = part.part.element
        for old in list(holder):
            holder.remove(old)
        made = xml.paragraph(style, inside).replace("<w:p>", f"<w:p {xml.NAMESPACES}>", 1)
        holder.append(parse_xml(made))


def _page_parts(word: WordFile) -> str:
    """The references to header and footer, repeated in every section."""
    from docx.oxml.ns import qn

    section = word.element.body[-1]
    return "".join(
        f'<w:{kind}Reference w:type="{one.get(qn("w:type"))}" r:id="{one.get(qn("r:id"))}"/>'
        for kind in ("header", "footer")
        for one in section.findall(qn(f"w:{kind}Reference"))
    )


def _properties(word: WordFile, document: Document) -> None:
    from docx.oxml.ns import qn

    moment = datetime.fromisoformat(document.dated).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    core = word.core_properties
    core.title, core.subject, core.author = document.title[:255], document.subject[:255], document.author
    core.last_modified_by, core.comments, core.keywords, core.category = document.author, "", "", ""
    core.created = core.modified = moment
    core.revision, core.language, core.version = 1, document.language, qualcode.__version__
    package = word.part.package
    for key in [key for key, one in package.rels.items() if one.reltype.endswith("/thumbnail")]:
        package.rels.pop(key)  # a picture of the blank template
    for element in word.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), document.language)


def _fixed(word: WordFile) -> bytes:
    """The file with the clock taken out of its archive, and without the blank template's picture."""
    saved, kept = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return kept.getvalue()
