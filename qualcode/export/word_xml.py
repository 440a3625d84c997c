"""WordprocessingML as text. Tables of thousands of rows are written at the speed of joining strings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.export.blocks import Column, Row, Run, Table

NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)

_LETTER: Final = 125
_PADDING: Final = 160
"""Twentieths of a point: of a wide bold letter in a table's head, and of a cell's two sides."""

# characters that XML 1.0 cannot hold; a transcript may still hold them
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def style_id(name: str) -> str:
    """The id of a style by its name."""
    return name.replace(" ", "")


def words(text: str) -> str:
    """Text of a run; line breaks and tabs become elements."""
    parts = re.split(r"([\n\t])", _ILLEGAL.sub("", text))
    marks = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    return "".join(
        marks.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in parts if part
    )


def run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """A run; emphasis by character style, never by direct formatting."""
    look = "Strong" if bold else "Emphasis" if italic else ""
    properties = f'<w:rPr><w:rStyle w:val="{look}"/></w:rPr>' if look else ""
    return f"<w:r>{properties}{words(text)}</w:r>"


def field(instruction: str, shown: str) -> str:
    """A field and the result it shows until it is updated."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{words(shown)}</w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(name: str, number: int, inside: str) -> str:
    """Content that a reference can point at."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>{inside}<w:bookmarkEnd w:id="{number}"/>'
    )


def paragraph(style: str, inside: str, properties: str = "") -> str:
    """A paragraph in a style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/>{properties}</w:pPr>{inside}</w:p>'


def runs(parts: Iterable[Run], labels: dict[str, str]) -> str:
    """Runs, references as fields."""
    return "".join(
        field(f"REF {anchor(part.ref)} \\h", labels.get(part.ref, part.text))
        if part.ref
        else run(part.text, bold=part.bold, italic=part.italic)
        for part in parts
    )


def anchor(key: str) -> str:
    """A bookmark's name for a key."""
    return "to_" + re.sub(r"\W", "_", key)[:36]


def table(block: Table, width: int) -> str:
    """A table `width` twentieths of a point wide; its head repeats, its rows do not split."""
    widths = _widths(block.columns, width)
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    head = _row([column.head for column in block.columns], block.columns, widths, head=True)
    body = "".join(_body_row(row, block.columns, widths) for row in block.rows)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        f' w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={quoteattr(_plain(block.caption))}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )


def _widths(columns: Sequence[Column], width: int) -> list[int]:
    """Widths by share, but no head is narrower than its longest word: the others give way."""
    least = [_LETTER * max(map(len, column.head.split()), default=1) + _PADDING for column in columns]
    total = sum(column.width for column in columns)
    wanted = [width * column.width / total for column in columns]
    short = [max(0.0, low - want) for low, want in zip(least, wanted, strict=True)]
    spare = [max(0.0, want - low) for low, want in zip(least, wanted, strict=True)]
    given = min(1.0, sum(short) / sum(spare)) if sum(spare) else 0.0
    return [
        round(max(want, low) - extra * given) for want, low, extra in zip(wanted, least, spare, strict=True)
    ]


def _plain(text: str) -> str:
    return _ILLEGAL.sub("", " ".join(text.split()))


def _body_row(row: Row, columns: Sequence[Column], widths: Sequence[int]) -> str:
    if row.kind == "band":
        cell = _cell(row.cells[0], "left", sum(widths), span=len(columns), bold=True)
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"
    return _row(row.cells, columns, widths, bold=row.kind == "total")


def _row(
    cells: Sequence[str],
    columns: Sequence[Column],
    widths: Sequence[int],
    *,
    head: bool = False,
    bold: bool = False,
) -> str:
    inside = "".join(
        _cell(cell, column.align, width, bold=bold)
        for cell, column, width in zip(cells, columns, widths, strict=True)
    )
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{inside}</w:tr>"


def _cell(text: str, align: str, width: int, *, span: int = 1, bold: bool = False) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    aligned = f'<w:jc w:val="{align}"/>' if align != "left" else ""
    kept = "<w:keepNext/>" if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="TableText"/>{kept}{aligned}</w:pPr>'
        f"{run(text, bold=bold) if text else ''}</w:p></w:tc>"
    )


def contents(lines: Sequence[tuple[int, str]]) -> str:
    """The table of contents as a field, filled in, so that it reads well before anybody updates it."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    last = len(lines) - 1
    return "".join(
        paragraph(f"toc {level}", (begin if at == 0 else "") + line + (end if at == last else ""))
        for at, (level, line) in enumerate(lines)
    )


def toc_line(text: str, name: str) -> str:
    """A line of the contents: a link to the heading; the page number comes with the first update."""
    return f'<w:hyperlink w:anchor="{name}" w:history="1">{run(text)}{run(chr(9))}</w:hyperlink>' + field(
        f"PAGEREF {name} \\h", ""
    )


def picture(relations: tuple[str, str], number: int, alt: str, width: int, height: int) -> str:
    """A picture in the line, sizes in English Metric Units, with its words for those who do not see it.

    `relations`: of the PNG that every program shows, and of the SVG that newer ones prefer.
    """
    described = quoteattr(_plain(alt))
    vector = (
        '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip'
        ' xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
        f' r:embed="{relations[1]}"/></a:ext></a:extLst>'
    )
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="Figure {number}" descr={described}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="figure.png" descr={described}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{relations[0]}">{vector}</a:blip>'
        "<a:stretch><a:fillRect/></a:stretch>"
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
