"""WordprocessingML as text. Tables of thousands of rows are written at the speed of joining strings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape as _escape
from typing import TYPE_CHECKING, Final

from qualcode.export.blocks import index_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qualcode.export.blocks import Row, Table

NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)

_BOLD_LETTER: Final = 125
_LETTER: Final = 108
_PADDING: Final = 160
"""Twentieths of a point: of a wide letter in a table's head and body, and of a cell's two sides."""

_FIRST: Final = 3
"""Rows of a long table that stay with its head; as many of its last rows stay together."""

_WIDEST_WORD: Final = 0.3
"""No word asks for more than this share of the table's width."""

# characters that XML 1.0 cannot hold; a transcript may still hold them
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


_POINTS = re.compile(r"\. \. \.")
"""The points of an omission; no line ends between them."""

_BREAKS = re.compile(r"(?<![\dn] of)[ \n\t](?!of [\dN])|(?<=[-–])")  # "5 of 10" stays on a line
_STYLED = re.compile(r'(<w:(?:pStyle|rStyle|tblStyle) w:val=)"([^"]*)"')


def style_id(name: str) -> str:
    """The id of a style by its name."""
    return name.replace(" ", "")


def escape(text: str) -> str:
    """Text as an element holds it; the standard module for it would load the network's first."""
    return _escape(text, quote=False)


def quoteattr(text: str) -> str:
    """Text as an attribute holds it, quotes around it."""
    return f'"{_escape(text)}"'


def words(text: str) -> str:
    """Text of a run; line breaks and tabs become elements."""
    legal = _ILLEGAL.sub("", text)
    if ". ." in legal:
        legal = _POINTS.sub(".\u00a0.\u00a0.", legal)
    if "\n" not in legal and "\t" not in legal:
        return f'<w:t xml:space="preserve">{escape(legal)}</w:t>' if legal else ""
    parts = re.split(r"([\n\t])", legal)
    marks = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    return "".join(
        marks.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in parts if part
    )


def run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """A run; emphasis by character style, never by direct formatting."""
    look = "Strong" if bold else "Emphasis" if italic else ""
    properties = f'<w:rPr><w:rStyle w:val="{look}"/></w:rPr>' if look else ""
    return f"<w:r>{properties}{words(text)}</w:r>"


def field(instruction: str, shown: str, look: str = "") -> str:
    """A field and the result it shows until it is updated."""
    properties = f'<w:rPr><w:rStyle w:val="{look}"/></w:rPr>' if look else ""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{properties}{words(shown)}</w:r>"
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


def link(target: str, text: str, tip: str) -> str:
    """A run that leads to a bookmark."""
    return (
        f'<w:hyperlink w:anchor="{anchor(target)}" w:tooltip={quoteattr(tip)} w:history="1">'
        f'<w:r><w:rPr><w:rStyle w:val="EvidenceLink"/></w:rPr>{words(text)}</w:r></w:hyperlink>'
    )


def web_link(address: str, text: str) -> str:
    """A run that leads out of the document; as a field it needs no relation of the file's."""
    return field(f'HYPERLINK "{address}"', text, "EvidenceLink")


def commented(inside: str, numbers: Sequence[int]) -> str:
    """The content of a paragraph under remarks in the margin."""
    if not numbers:
        return inside
    begin = "".join(f'<w:commentRangeStart w:id="{number}"/>' for number in numbers)
    end = "".join(
        f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
        for number in numbers
    )
    return f"{begin}{inside}{end}"


def with_style_ids(made: str, ids: dict[str, str]) -> str:
    """The same XML with the style ids of the file it goes into: a template may have its own."""
    if all(own == other for own, other in ids.items()):
        return made
    return _STYLED.sub(lambda match: f'{match[1]}"{ids.get(match[2], match[2])}"', made)


def anchor(key: str) -> str:
    """A bookmark's name for a key."""
    return "to_" + re.sub(r"\W", "_", key)[:36]


def table(
    block: Table,
    width: int,
    numbers: Iterator[int],
    anchors: frozenset[str] = frozenset(),
    *,
    together: bool = False,
) -> str:
    """A table `width` twentieths of a point wide; its head repeats, its rows do not split.

    Bookmarks are numbered from `numbers`; `anchors` are the places that its rows may lead to. `together`
    keeps all rows on one page, as far as there is room; a note always stays with the last row.
    """
    writer = _TableWriter(block, _widths(block, width), numbers, anchors)
    last, noted = len(block.rows) - 1, bool(block.note)
    apart = range(0) if together else range(_FIRST, len(block.rows) - _FIRST)
    head = writer.row([column.head for column in block.columns], head=True, kept=bool(block.rows))
    body = "".join(
        writer.body_row(row, kept=noted if at == last else at not in apart)
        for at, row in enumerate(block.rows)
    )
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in writer.widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>'
        f'<w:tblW w:w="{sum(writer.widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        f' w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={quoteattr(_plain(block.caption))}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )


def _widths(block: Table, width: int) -> list[int]:
    """Widths by share, but no column is narrower than its longest word: the others give way."""
    columns = block.columns
    bodies = [
        _longest(row.cells[at] for row in block.rows if row.kind != "band") for at in range(len(columns))
    ]
    least = [
        min(
            max(_BOLD_LETTER * _longest([column.head]), _LETTER * body) + _PADDING,
            round(_WIDEST_WORD * width),
        )
        for column, body in zip(columns, bodies, strict=True)
    ]
    total = sum(column.width for column in columns)
    wanted = [width * column.width / total for column in columns]
    short = sum(max(0.0, low - want) for low, want in zip(least, wanted, strict=True))
    spare = [max(0.0, want - low) for low, want in zip(least, wanted, strict=True)]
    given = min(1.0, short / sum(spare)) if sum(spare) else 0.0
    found = [max(want, low) - extra * given for want, low, extra in zip(wanted, least, spare, strict=True)]
    return [round(one * min(1.0, width / sum(found))) for one in found]


def _longest(texts: Iterable[str]) -> int:
    """Letters of the longest word; a line may also break after a hyphen."""
    return max((len(word) for text in texts for word in _BREAKS.split(text)), default=1)


def _plain(text: str) -> str:
    return _ILLEGAL.sub("", " ".join(text.split()))


@dataclass(frozen=True, slots=True)
class _TableWriter:
    block: Table
    widths: list[int]
    numbers: Iterator[int]
    anchors: frozenset[str]

    def body_row(self, row: Row, *, kept: bool) -> str:
        if row.kind == "band":
            inside = run(row.cells[0], bold=True)
            cell = _cell(inside, "left", sum(self.widths), span=len(self.widths), kept=True)
            return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"
        return self.row(row.cells, about=row.about, bold=row.kind == "total", kept=kept)

    def row(
        self,
        cells: Sequence[str],
        about: str = "",
        *,
        head: bool = False,
        bold: bool = False,
        kept: bool = False,
    ) -> str:
        made = [run(cell, bold=bold) if cell else "" for cell in cells]
        if about:
            made[0] = self._named(cells[0], about)
        inside = "".join(
            _cell(content, column.align, width, kept=kept)
            for content, column, width in zip(made, self.block.columns, self.widths, strict=True)
        )
        repeated = "<w:tblHeader/>" if head else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{inside}</w:tr>"

    def _named(self, cell: str, about: str) -> str:
        """The first cell of a row that others lead to, and that leads to what the row is about."""
        inside = link(about, cell, f"{about} in the text") if about in self.anchors else run(cell)
        return bookmark(anchor(index_place(about)), next(self.numbers), inside)


def _cell(inside: str, align: str, width: int, *, span: int = 1, kept: bool = False) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    aligned = f'<w:jc w:val="{align}"/>' if align != "left" else ""
    next_ = "<w:keepNext/>" if kept else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="TableText"/>{next_}{aligned}</w:pPr>{inside}</w:p></w:tc>'
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
