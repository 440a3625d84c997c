"""What a document is made of, whatever the file format: headings, paragraphs, tables, quotes, figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Style = Literal[
    "Title",
    "Subtitle",
    "Normal",
    "Claim",
    "Note",
    "Theme Definition",
    "Quote Block",
    "Quote Exchange",
    "List Bullet",
]

Align = Literal["left", "center", "right"]
RowKind = Literal["body", "band", "total"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look.

    `ref` is the key of a table or figure that it names; `link` the name of a place that it leads to;
    `anchor` the name under which others lead here; `href` an address outside of the document.
    """

    text: str
    bold: bool = False
    italic: bool = False
    ref: str = ""
    link: str = ""
    anchor: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in a named style; `evidence` says where the quotes in it come from, one line each.

    `about` names what it speaks of, as `lint` does (q3, c1, a theme, a slot).
    """

    runs: tuple[Run, ...]
    style: Style = "Normal"
    evidence: tuple[str, ...] = ()
    about: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Its words alone."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 to 3. A `fresh_page` heading begins a page."""

    text: str
    level: int
    fresh_page: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head and its share of the table's width."""

    head: str
    width: float = 1.0
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of a row; a "band" has one cell across all columns, a "total" closes the table.

    `about` is the number of the quote or claim that the row is about: its first cell leads there, and the
    place in the text leads back here.
    """

    cells: tuple[str, ...]
    kind: RowKind = "body"
    about: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A captioned table. `key` is what references point at; `series` "A" numbers it Table A1, A2, ..."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    series: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption and the words that replace it for those who do not see it."""

    key: str
    caption: str
    alt: str
    svg: str
    png: bytes
    width_cm: float = 15.0


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents."""


@dataclass(frozen=True, slots=True)
class Orientation:
    """From here on pages stand or lie."""

    landscape: bool


Block = Heading | Paragraph | Table | Figure | Contents | Orientation


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark in the margin, on the block at that position."""

    block: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    `dated` is the moment of the last project event, ISO 8601; `banner` heads a draft; `page` is A4 or Letter.
    """

    title: str
    subject: str
    dated: str
    blocks: tuple[Block, ...]
    author: str = ""
    language: str = "en-US"
    banner: str = ""
    comments: tuple[Comment, ...] = ()
    page: str = "A4"
    double_spaced: bool = False


def text(words: str, style: Style = "Normal", about: str = "") -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph((Run(words),), style, about=(about,) if about else ())


def index_place(number: str) -> str:
    """The place of a quote or claim (q3, c1) in the evidence index."""
    return f"index-{number}"


def numbered(blocks: tuple[Block, ...]) -> dict[str, str]:
    """The label of each table and figure by its key: Table 1, 2, ... in the body, Table A1 in appendix A."""
    counts: dict[str, int] = {}
    labels: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, Table | Figure):
            series = f"Table {block.series}".rstrip() if isinstance(block, Table) else "Figure"
            counts[series] = counts.get(series, 0) + 1
            gap = "" if series[-1].isupper() else " "
            labels[block.key] = f"{series}{gap}{counts[series]}"
    return labels
