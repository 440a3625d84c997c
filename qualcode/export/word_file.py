"""The package around a Word document: header and footer, comments, pictures, properties, fixed bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import qualcode
from qualcode.export import word_xml as xml
from qualcode.export.word_xml import quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docx.document import Document as WordFile

    from qualcode.export.blocks import Document

_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_DECLARED: Final = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
CHECKER: Final = ("qualcode checks", "QC")
"""Whose name comments bear, and its initials."""


def header_and_footer(word: WordFile, document: Document, ids: dict[str, str]) -> str:
    """Make them; returns the references to them, which every section repeats."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

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
        holder.append(parse_xml(xml.with_style_ids(made, ids)))
    last = word.element.body[-1]
    return "".join(
        f'<w:{kind}Reference w:type="{one.get(qn("w:type"))}" r:id="{one.get(qn("r:id"))}"/>'
        for kind in ("header", "footer")
        for one in last.findall(qn(f"w:{kind}Reference"))
    )


def comments_part(word: WordFile, document: Document, ids: dict[str, str]) -> None:
    """The remarks in the margin, numbered from 0 in the order of the document; nothing if there are none."""
    if not document.comments:
        return
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    name, initials = CHECKER
    moment = datetime.fromisoformat(document.dated).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    inside = "".join(
        f'<w:comment w:id="{number}" w:author={quoteattr(name)} w:date="{moment}" w:initials="{initials}">'
        f"{xml.paragraph('Note', xml.run(one.text))}</w:comment>"
        for number, one in enumerate(document.comments)
    )
    made = f"{_DECLARED}<w:comments {xml.NAMESPACES}>{inside}</w:comments>"
    content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    blob = xml.with_style_ids(made, ids).encode()
    part = Part(PackURI("/word/comments.xml"), content_type, blob, word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.COMMENTS)


def vector(word: WordFile, svg: str, number: int) -> str:
    """Put an SVG picture into the file; returns its relation."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    name = PackURI(f"/word/media/figure{number}.svg")
    part = Part(name, "image/svg+xml", svg.encode(), word.part.package)
    return str(word.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE))


def properties(word: WordFile, document: Document) -> None:
    """Title, subject, moment, version; an author only if there is one."""
    from docx.oxml.ns import qn

    moment = datetime.fromisoformat(document.dated).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    core = word.core_properties
    core.title, core.subject, core.author = (
        document.title[:255],
        document.subject[:255],
        document.author[:255],
    )
    core.last_modified_by, core.comments, core.keywords, core.category = document.author[:255], "", "", ""
    core.content_status, core.identifier = "", ""
    core.created = core.modified = moment
    core.revision, core.language, core.version = 1, document.language, qualcode.__version__
    for element in word.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), document.language)


def fixed(word: WordFile, body: Iterable[str]) -> bytes:
    """The file with the pieces of its body, and with the clock taken out of its archive.

    The pieces go in as they are: as a tree of elements they would cost more time and memory than all else.
    """
    main = word.part.partname.membername
    saved, kept = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            with target.open(info, "w") as part:
                part.writelines(_document(body) if name == main else [source.read(name)])
    return kept.getvalue()


def _document(body: Iterable[str]) -> Iterator[bytes]:
    yield f"{_DECLARED}<w:document {xml.NAMESPACES}><w:body>".encode()
    for piece in body:
        yield piece.encode()
    yield b"</w:body></w:document>"
