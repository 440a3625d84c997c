"""Write a document model as Markdown for Pandoc and Quarto: UTF-8, pipe tables, no raw HTML."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from qualcode.export.blocks import Contents, Figure, Heading, Orientation, Paragraph, Table, numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.export.blocks import Block, Document, Row, Run

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~^$@])")
_LIST_LIKE = re.compile(r"^(\d+)([.)])(?=\s)|^([-+])(?=\s)")


def markdown_bytes(document: Document) -> bytes:
    """The document as UTF-8 Markdown with a title block that Pandoc and Quarto read."""
    labels = numbered(document.blocks)
    front = {"title": document.title, "subtitle": document.subject, "date": document.dated[:10]}
    front |= {"author": document.author} if document.author else {}
    front["lang"] = document.language
    head = "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in front.items())
    parts = [part for block in document.blocks if (part := _block(block, labels))]
    return ("---\n" + head + "\n---\n\n" + "\n\n".join(parts) + "\n").encode()


def _block(block: Block, labels: dict[str, str]) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_escaped(block.text)}"
    if isinstance(block, Table):
        return _table(block, labels)
    if isinstance(block, Figure):
        return f"**{labels[block.key]}. {_escaped(block.caption)}**\n\n{_escaped(block.alt)}"
    if isinstance(block, Contents | Orientation):
        return ""  # Pandoc makes its own contents, and Markdown has no pages
    return _paragraph(block, labels)


def _paragraph(block: Paragraph, labels: dict[str, str]) -> str:
    if block.style in {"Title", "Subtitle"}:
        return ""  # they stand in the title block
    words = "".join(_run(run, labels) for run in block.runs)
    if block.style in {"Quote Block", "Quote Exchange"}:
        return f"> {words}"
    if block.style == "Theme Definition":
        return f"*{words}*"
    if block.style == "List Bullet":
        return f"- {words}"
    return _LIST_LIKE.sub(lambda match: f"{match[1] or ''}\\{match[2] or match[3]}", words)


def _run(run: Run, labels: dict[str, str]) -> str:
    words = _escaped(labels.get(run.ref, run.text))
    if run.href:
        return f"[{words}](<{run.href}>)"
    mark = "**" if run.bold else "*" if run.italic else ""
    bare = words.strip()
    if not mark or not bare:
        return words
    at = words.index(bare)  # Markdown knows emphasis only where no space stands inside the marks
    return f"{words[:at]}{mark}{bare}{mark}{words[at + len(bare) :]}"


def _table(block: Table, labels: dict[str, str]) -> str:
    rules = {"left": ":---", "center": ":---:", "right": "---:"}
    lines = [
        _line([column.head for column in block.columns]),
        "|" + "|".join(rules[column.align] for column in block.columns) + "|",
        *(_row(row, len(block.columns)) for row in block.rows),
    ]
    caption = f"**{labels[block.key]}. {_escaped(block.caption)}**"
    return "\n\n".join([caption, "\n".join(lines), *([_escaped(block.note)] if block.note else [])])


def _row(row: Row, width: int) -> str:
    if row.kind == "band":
        return _line([row.cells[0], *[""] * (width - 1)], bold=True)
    return _line(row.cells, bold=row.kind == "total")


def _line(cells: Sequence[str], *, bold: bool = False) -> str:
    shown = [_escaped(" ".join(cell.split())) for cell in cells]
    marked = [f"**{cell}**" if bold and cell else cell for cell in shown]
    return "| " + " | ".join(marked) + " |"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split(" ")).replace("\n", " "))
