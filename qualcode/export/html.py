"""Write a document model as one self-contained HTML file that is readable on a phone."""

from __future__ import annotations

import html
import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

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

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.export.blocks import Block, Document, Row, Run

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.55 Georgia, "Times New Roman", serif; }
body { max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3, nav, table, figcaption, caption, .note, summary { font-family: system-ui, sans-serif; }
h1 { margin-top: 2.5rem; } h1.title { margin-top: 1rem; }
.subtitle { font-style: italic; margin-top: -0.5rem; }
blockquote { margin: 0.8rem 0 0.8rem 2rem; } .definition { font-style: italic; }
.exchange + .exchange { margin-top: -0.8rem; }
.note { font-size: 0.85rem; }
.wide { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: 0.85rem; width: 100%; border-block: 2px solid; }
caption { text-align: left; font-weight: bold; padding: 0.4rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.5rem; border-bottom: 1px solid #bbb; }
td { white-space: pre-line; }
thead th { border-bottom: 2px solid; } .center { text-align: center; } .right { text-align: right; }
tr.total { font-weight: bold; } tr.band th { padding-top: 0.7rem; }
nav ol { list-style: none; padding: 0; } nav .level2 { padding-left: 1.2rem; }
details { display: inline; font-size: 0.8rem; } details[open] { display: block; }
summary { display: inline; cursor: pointer; } a.proof { color: inherit; text-decoration: none; }
td { overflow-wrap: break-word; }
a.proof:hover, a.proof:focus { text-decoration: underline; } :target { outline: 2px solid; }
svg, img { max-width: 100%; height: auto; }
@media (max-width: 30rem) { blockquote { margin-left: 0.8rem; } body { font-size: 1rem; } }
@media print { details { display: none; } }
"""

_FEW_COLUMNS: Final = 2
_SHORT: Final = 40
_SHORT_COLUMN: Final = 3.5
_LONG_COLUMN: Final = 6.0
"""Width in rem that a column needs, and one with more than so many letters in a cell needs besides."""

_CLASSES: Final = {
    "Note": ' class="note"',
    "Subtitle": ' class="subtitle"',
    "Theme Definition": ' class="definition"',
}


def html_bytes(document: Document) -> bytes:
    """The document as UTF-8 HTML: no scripts, nothing loaded from anywhere."""
    labels = numbered(document.blocks)
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    names = {id(block): f"s{number}" for number, block in enumerate(headings, start=1)}
    parts: list[str] = []
    for is_bullet, group in groupby(document.blocks, key=_is_bullet):
        written = [_block(block, labels, names, headings) for block in group]
        parts += ["<ul>", *written, "</ul>"] if is_bullet else written
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(document.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(part for part in parts if part)
        + "\n</body>\n</html>\n"
    ).encode()


def _is_bullet(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style == "List Bullet"


def _block(block: Block, labels: dict[str, str], names: dict[int, str], headings: list[Heading]) -> str:
    if isinstance(block, Heading):
        return f'<h{block.level} id="{names[id(block)]}">{_text(block.text)}</h{block.level}>'
    if isinstance(block, Table):
        return _table(block, labels[block.key])
    if isinstance(block, Figure):
        return _figure(block, labels[block.key])
    if isinstance(block, Contents):
        return _contents(headings, names)
    if isinstance(block, Orientation):
        return ""
    return _paragraph(block, labels)


def _paragraph(block: Paragraph, labels: dict[str, str]) -> str:
    words = "".join(_run(run, labels) for run in block.runs)
    proof = _evidence(block.evidence)
    if block.style == "Title":
        return f'<h1 class="title">{words}</h1>'
    if block.style == "List Bullet":
        return f"<li>{words}</li>"
    if block.style in {"Quote Block", "Quote Exchange"}:
        kind = ' class="exchange"' if block.style == "Quote Exchange" else ""
        return f"<blockquote{kind}><p>{words}{proof}</p></blockquote>"
    return f"<p{_CLASSES.get(block.style, '')}>{words}{proof}</p>"


def _evidence(lines: Iterable[str]) -> str:
    return "".join(
        f" <details><summary>{_text(line.split(' ', 1)[0])}</summary> {_text(line)}</details>"
        for line in lines
    )


def _run(run: Run, labels: dict[str, str]) -> str:
    if run.ref in labels:
        return f'<a href="#{_anchor(run.ref)}">{_text(labels[run.ref])}</a>'
    words = _text(run.text)
    if run.href:
        words = f'<a href="{html.escape(run.href)}">{words}</a>'
    elif run.link:
        words = f'<a class="proof" href="#{_anchor(run.link)}">{words}</a>'
    if run.bold or run.italic:
        look = "strong" if run.bold else "em"
        words = f"<{look}>{words}</{look}>"
    return f'<span id="{_anchor(run.anchor)}">{words}</span>' if run.anchor else words


def _table(block: Table, label: str) -> str:
    heads = "".join(
        f'<th scope="col"{_side(column.align)}>{_text(column.head)}</th>' for column in block.columns
    )
    sides = [_side(column.align) for column in block.columns]
    rows = "\n".join(_row(row, sides) for row in block.rows)
    note = f'\n<p class="note">{_text(block.note)}</p>' if block.note else ""
    return (
        f'<div class="wide" tabindex="0"><table id="{_anchor(block.key)}"{_least(block)}>\n'
        f"<caption>{_text(label)}. {_text(block.caption)}</caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>{note}"
    )


def _least(block: Table) -> str:
    """On a phone a table of many columns scrolls sideways instead of becoming towers of words."""
    columns = len(block.columns)
    letters = sum(
        max((len(row.cells[at]) for row in block.rows if row.kind != "band"), default=0) > _SHORT
        for at in range(columns)
    )
    width = columns * _SHORT_COLUMN + letters * _LONG_COLUMN
    return f' style="min-width: {width:g}rem"' if columns > _FEW_COLUMNS else ""


def _row(row: Row, sides: list[str]) -> str:
    if row.kind == "band":
        return f'<tr class="band"><th scope="colgroup" colspan="{len(sides)}">{_text(row.cells[0])}</th></tr>'
    kind = ' class="total"' if row.kind == "total" else ""
    first, *rest = (_text(cell) for cell in row.cells)
    if row.about:
        kind += f' id="{_anchor(index_place(row.about))}"'
        first = f'<a class="proof" href="#{_anchor(row.about)}">{first}</a>'
    cells = "".join(f"<td{side}>{cell}</td>" for cell, side in zip((first, *rest), sides, strict=True))
    return f"<tr{kind}>{cells}</tr>"


def _figure(block: Figure, label: str) -> str:
    return (
        f'<figure id="{_anchor(block.key)}" role="img" aria-label="{html.escape(block.alt)}">{block.svg}'
        f"<figcaption>{_text(label)}. {_text(block.caption)}</figcaption></figure>"
    )


def _contents(headings: list[Heading], names: dict[int, str]) -> str:
    lines = "".join(
        f'<li class="level{block.level}"><a href="#{names[id(block)]}">{_text(block.text)}</a></li>'
        for block in headings
        if block.level < len("123")
    )
    return f'<nav aria-label="Contents"><ol>{lines}</ol></nav>'


def _side(align: str) -> str:
    return f' class="{align}"' if align != "left" else ""


def _anchor(key: str) -> str:
    return "to-" + re.sub(r"\W", "-", key)


def _text(words: str) -> str:
    legal = _ILLEGAL.sub("", words).replace(". . .", ".\N{NO-BREAK SPACE}.\N{NO-BREAK SPACE}.")
    return html.escape(legal, quote=False)
