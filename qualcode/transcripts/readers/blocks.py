"""Documents as paragraphs and tables, put together into a text: shared by Word, OpenDocument and HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from qualcode.transcripts.normalise import normalise
from qualcode.transcripts.readers.base import Found, Speech, counted, joined
from qualcode.transcripts.readers.columns import (
    Columns,
    Rows,
    by_content,
    by_header,
    left_out_columns,
    speeches,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Block = str | Rows
"""A paragraph, or a table as rows of cells."""


_SPACES = re.compile("[ \t\n\r\f]+")


class _Table(NamedTuple):
    rows: Rows
    columns: Columns


def compose(blocks: Sequence[Block], warnings: tuple[str, ...] = ()) -> Found:
    r"""Paragraphs joined by `\n`, cells by `\t`, rows by `\n`; or turns, if a table is the transcript.

    A table is the transcript when it looks like one (`columns.by_header`, `columns.by_content`) and such
    tables hold at least half of the document's words. Then the text is one paragraph per turn, speech only,
    and paragraphs outside the tables stay in their places as text that is no turn.
    """
    tables = ((place, block) for place, block in enumerate(blocks) if not isinstance(block, str))
    transcripts = {place: table for place, rows in tables if (table := _transcript(rows))}
    if not transcripts or not _mostly(blocks, transcripts):
        return Found(normalise("\n".join(as_text(block) for block in blocks)), None, warnings)
    text, turns = joined(_speeches(blocks, transcripts))
    return Found(text, turns, (*warnings, *_table_warnings(list(transcripts.values()))))


def _transcript(rows: Rows) -> _Table | None:
    columns = by_header(rows)
    if columns is None or columns.speaker is None:
        columns = by_content(rows)
    return _Table(rows, columns) if columns else None


def _mostly(blocks: Sequence[Block], transcripts: dict[int, _Table]) -> bool:
    sizes = [len(as_text(block).split()) for block in blocks]
    return 2 * sum(sizes[place] for place in transcripts) >= sum(sizes)


def collapsed(pieces: Sequence[tuple[str, bool]]) -> str:
    r"""One line of text from pieces of markup, each with whether it is kept as it is.

    White space in the others is layout: runs become one space, none at either end or beside a line break.

    >>> collapsed([("  so\n  I ", False), ("\n", True), (" said", False), ("\t", True), (" no ", False)])
    'so I\nsaid\t no'
    """
    if len(pieces) == 1 and not pieces[0][1]:  # most paragraphs
        return _on_one_line(pieces[0][0]).strip(" ")
    text: list[str] = []
    at_start = True
    for piece, kept in pieces:
        clean = piece if kept else _on_one_line(piece)
        if at_start and not kept:
            clean = clean.removeprefix(" ")
        if piece == "\n" and kept and text:
            text[-1] = text[-1].removesuffix(" ") if at_start else text[-1]
        if clean:
            text.append(clean)
            at_start = clean == "\n" if kept else clean.endswith(" ")
    if at_start and text and text[-1] != "\n":
        text[-1] = text[-1].removesuffix(" ")
    return "".join(text)


def _on_one_line(piece: str) -> str:
    # Searching for each takes a tenth of the time of the expression, which most pieces do not need.
    if "\n" in piece or "\t" in piece or "  " in piece or "\r" in piece or "\f" in piece:
        return _SPACES.sub(" ", piece)
    return piece


def as_text(block: Block) -> str:
    r"""A paragraph as it is; a table with `\t` between cells and `\n` between rows."""
    if isinstance(block, str):
        return block
    return "\n".join("\t".join(row) for row in block)


def _speeches(blocks: Sequence[Block], transcripts: dict[int, _Table]) -> Iterator[Speech]:
    for place, block in enumerate(blocks):
        if place in transcripts:
            yield from speeches(*transcripts[place], blank_continues=True)
        else:
            yield Speech(None, as_text(block), spoken=False)


def _table_warnings(tables: list[_Table]) -> Iterator[str]:
    bare = sum(
        not row[table.columns.speaker].strip()
        for table in tables
        for row in table.rows[table.columns.first :]
        if table.columns.speaker is not None and table.columns.speaker < len(row) and len(row) > 1
    )
    if bare:
        yield f"{counted(bare, 'table row')} without a label read as going on with the speaker above"
    for table in tables:
        yield from left_out_columns(table.rows, table.columns)
