"""A transcript as a Word document with its codes as comments, so that a supervisor reads it in Word.

The body is the transcript and nothing else, one paragraph per line, so that positions in the document are
positions in the transcript. What it is stands in the page header. The same codings give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from qualcode.export.word_xml import escape, quoteattr, words
from qualcode.transcripts.readers.docx import CUSTOM_PART, WRITTEN_FROM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.spans import Span

_SPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w14 w15"'
)
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES: Final = {
    "word/document.xml": f"{_MAIN}.document.main+xml",
    "word/comments.xml": f"{_MAIN}.comments+xml",
    "word/commentsExtended.xml": f"{_MAIN}.commentsExtended+xml",
    "word/styles.xml": f"{_MAIN}.styles+xml",
    "word/header1.xml": f"{_MAIN}.header+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    CUSTOM_PART: "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
_RELATIONS: Final = {
    "styles.xml": f"{_OFFICE}/styles",
    "comments.xml": f"{_OFFICE}/comments",
    "commentsExtended.xml": "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
    "header1.xml": f"{_OFFICE}/header",
}
_FRONT: Final = {
    "word/document.xml": f"{_OFFICE}/officeDocument",
    "docProps/core.xml": f"{_PACKAGE}/relationships/metadata/core-properties",
    CUSTOM_PART: f"{_OFFICE}/custom-properties",
}
_STYLES: Final = (
    f"{_HEAD}<w:styles {_SPACES}>"
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>'
    '<w:sz w:val="22"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276"'
    ' w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/></w:style>'
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    '<w:rPr><w:sz w:val="16"/></w:rPr></w:style></w:styles>'
)


PARTS: Final = frozenset({"[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", *_TYPES})
"""The parts of a document as we write it; whatever program saves it again adds some of its own."""


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote, and when (ISO 8601)."""

    author: str
    moment: str
    text: str


@dataclass(frozen=True, slots=True)
class WordComment:
    """A comment on a stretch of the text, with the replies to it."""

    span: Span
    note: Note
    replies: tuple[Note, ...] = ()


def coded_word(title: str, text: str, text_sha256: str, comments: Sequence[WordComment]) -> bytes:
    """A .docx file: the text with comments; spans are code points of `text`.

    Args:
        title: What stands in the page header and in the properties.
        text: A transcript's text, normalised.
        text_sha256: Its hash, by which an import knows the text again.
        comments: In the order in which they should be numbered.
    """
    notes = [(number, one) for number, one in enumerate(comments)]
    ids = _numbered(comments)
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(_FRONT),
        "docProps/core.xml": _core(title),
        CUSTOM_PART: _custom(text_sha256),
        "word/_rels/document.xml.rels": _relations(_RELATIONS),
        "word/styles.xml": _STYLES,
        "word/header1.xml": f'{_HEAD}<w:hdr {_SPACES}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>'
        f"<w:r>{words(title)}</w:r></w:p></w:hdr>",
        "word/document.xml": _document(text, [(one.span, ids[number]) for number, one in notes]),
        "word/comments.xml": _comments([(ids[number], one) for number, one in notes]),
        "word/commentsExtended.xml": _extended([(ids[number], one) for number, one in notes]),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content.encode())
    return packed.getvalue()


def _numbered(comments: Sequence[WordComment]) -> list[range]:
    """For each comment its id and those of its replies."""
    ids: list[range] = []
    at = 0
    for one in comments:
        ids.append(range(at, at + 1 + len(one.replies)))
        at = ids[-1].stop
    return ids


def _document(text: str, anchors: Sequence[tuple[Span, range]]) -> str:
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for (start, end), ids in anchors:
        opening.setdefault(start, []).extend(ids)
        closing.setdefault(end, []).extend(ids)
    edges = sorted({*opening, *closing})
    paragraphs: list[str] = []
    start = at = 0
    for line in text.split("\n"):
        end = start + len(line)
        first = at
        while at < len(edges) and edges[at] <= end:
            at += 1
        inside = _paragraph(text, [start, *edges[first:at], end], opening, closing)
        paragraphs.append(f"<w:p>{inside}</w:p>")
        start = end + 1
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="708" w:footer="708"'
        ' w:gutter="0"/></w:sectPr>'
    )
    body = "".join(paragraphs)
    return f"{_HEAD}<w:document {_SPACES}><w:body>{body}{section}</w:body></w:document>"


def _paragraph(
    text: str, edges: Sequence[int], opening: dict[int, list[int]], closing: dict[int, list[int]]
) -> str:
    """Runs of one line with the edges of comments between them; `edges` begin and end with the line's own."""
    pieces: list[str] = []
    for at, (here, there) in enumerate(pairwise(edges)):
        if at:
            pieces.extend(_edge(here, opening, closing))
        if here < there:
            pieces.append(f"<w:r>{words(text[here:there])}</w:r>")
    return "".join(pieces)


def _edge(at: int, opening: dict[int, list[int]], closing: dict[int, list[int]]) -> Iterator[str]:
    for one in closing.get(at, ()):
        yield f'<w:commentRangeEnd w:id="{one}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
        yield f'<w:commentReference w:id="{one}"/></w:r>'
    for one in opening.get(at, ()):
        yield f'<w:commentRangeStart w:id="{one}"/>'


def _comments(numbered: Sequence[tuple[range, WordComment]]) -> str:
    inside = "".join(
        _comment(number, note)
        for ids, one in numbered
        for number, note in zip(ids, (one.note, *one.replies), strict=True)
    )
    return f"{_HEAD}<w:comments {_SPACES}>{inside}</w:comments>"


def _comment(number: int, note: Note) -> str:
    lines = note.text.split("\n")
    last = len(lines) - 1
    mark = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
    paragraphs = "".join(
        f"<w:p{_paragraph_id(number) if at == last else ''}>"
        f'<w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{mark if at == 0 else ""}'
        f"<w:r>{words(line)}</w:r></w:p>"
        for at, line in enumerate(lines)
    )
    initials = "".join(word[0] for word in note.author.split())[:9]
    date = f' w:date="{note.moment[:19]}Z"' if note.moment else ""
    return (
        f'<w:comment w:id="{number}" w:author={quoteattr(note.author)}{date}'
        f" w:initials={quoteattr(initials)}>{paragraphs}</w:comment>"
    )


def _paragraph_id(number: int) -> str:
    return f' w14:paraId="{number + 1:08X}"'


def _extended(numbered: Sequence[tuple[range, WordComment]]) -> str:
    inside = "".join(
        f'<w15:commentEx w15:paraId="{number + 1:08X}"'
        + (f' w15:paraIdParent="{ids[0] + 1:08X}"' if number != ids[0] else "")
        + ' w15:done="0"/>'
        for ids, _ in numbered
        for number in ids
    )
    return f"{_HEAD}<w15:commentsEx {_SPACES}>{inside}</w15:commentsEx>"


def _content_types() -> str:
    parts = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _TYPES.items())
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def _relations(targets: dict[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _core(title: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title></cp:coreProperties>'
    )


def _custom(text_sha256: str) -> str:
    return (
        f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{WRITTEN_FROM}">'
        f"<vt:lpwstr>{text_sha256}</vt:lpwstr></property></Properties>"
    )
