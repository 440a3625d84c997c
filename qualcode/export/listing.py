"""A long table as a file of its own: Word, Excel, CSV, HTML or Markdown.

Word gets its rows one after the other, written into the file as they come, so that 40,000 of them cost
seconds and little memory.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from qualcode.export import word_xml as xml
from qualcode.export.blocks import Column, Heading, Orientation, Row, Table, text
from qualcode.export.files import WRITERS, in_place, suffix_of, write_whole
from qualcode.export.paper import paper
from qualcode.export.sheets import SHEETS, sheet_bytes
from qualcode.export.word import word_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import IO

    from qualcode.export.blocks import Block
    from qualcode.store.project import Project

SUFFIXES: Final = (*WRITERS, *SHEETS)

_PLACE: Final = "\ue000"
"""Stands in the one row of the Word file's frame where a cell's words go."""

_RUN: Final = f'<w:r><w:t xml:space="preserve">{_PLACE}</w:t></w:r>'
_AT_ONCE: Final = 500
_SHORT: Final = 60


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its name in a spreadsheet, its head in a document, and its share of the width there.

    A width of 0 keeps it out of documents.
    """

    name: str
    head: str
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Listing:
    """A table that may be long. `rows` can be read once.

    With `grouped`, documents put a heading before each run of rows with one first cell, with what `about`
    says of it, and leave that column out.
    """

    title: str
    caption: str
    heads: tuple[Head, ...]
    rows: Iterable[tuple[str, ...]]
    intro: tuple[str, ...] = ()
    grouped: bool = False
    about: Mapping[str, str] = field(default_factory=dict)


def write_listing(project: Project, listing: Listing, target: Path) -> tuple[int, list[str]]:
    """Write a listing; the number of rows, and what to tell about cells that did not fit.

    Raises:
        UnknownFormat: the target's ending is none of `SUFFIXES`.
        CannotWrite: the folder is missing or protected.
        TooManyRows: more than a sheet of a workbook holds.
    """
    suffix = suffix_of(target, listing.title, SUFFIXES)
    if suffix == ".docx":
        return _write_word(project, listing, target), []
    rows, told = list(listing.rows), list[str]()
    if suffix in SHEETS:
        names = [head.name for head in listing.heads]
        content, told = sheet_bytes(suffix, listing.title[:31], names, rows)
    else:
        blocks: list[Block] = [Heading(listing.title, 1), *map(text, listing.intro), _table(listing, rows)]
        content = WRITERS[suffix](paper(project, listing.title, blocks))
    write_whole(target, content)
    return len(rows), told


def blocks_of(listing: Listing) -> list[Block]:
    """A short listing as blocks of a larger document: one table, groups as bands."""
    shown = _shown(listing)[1:] if listing.grouped else _shown(listing)
    columns = tuple(Column(listing.heads[at].head, listing.heads[at].width) for at in shown)
    rows: list[Row] = []
    for name, group in _groups(listing):
        rows += [Row((name,), "band")] if name else []
        rows += [Row(tuple(row[at] for at in shown)) for row in group]
    return [Table("listing", listing.caption, columns, tuple(rows))]


def _shown(listing: Listing) -> list[int]:
    """Columns that a document has room for."""
    return [at for at, head in enumerate(listing.heads) if head.width]


def _table(listing: Listing, rows: Iterable[Sequence[str]]) -> Table:
    shown = _shown(listing)
    columns = tuple(Column(listing.heads[at].head, listing.heads[at].width) for at in shown)
    return Table(
        "listing", listing.caption, columns, tuple(Row(tuple(row[at] for at in shown)) for row in rows)
    )


def _write_word(project: Project, listing: Listing, target: Path) -> int:
    shown = _shown(listing)[1:] if listing.grouped else _shown(listing)
    columns = tuple(Column(listing.heads[at].head, listing.heads[at].width) for at in shown)
    frame = Table("listing", listing.caption, columns, (Row((_PLACE,) * len(columns)),))
    blocks: tuple[Block, ...] = (
        Orientation(landscape=True),
        Heading(listing.title, 1),
        *(text(one) for one in listing.intro),
        frame,
    )
    shell = word_bytes(paper(project, listing.title, blocks))
    with in_place(target) as file:
        return _fill(shell, file, listing, shown)


def _fill(shell: bytes, file: IO[bytes], listing: Listing, shown: Sequence[int]) -> int:
    """Copy the frame, and write the rows where its one row stands."""
    with (
        zipfile.ZipFile(io.BytesIO(shell)) as source,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for info in source.infolist():
            if info.filename == "word/document.xml":
                continue
            made.writestr(info, source.read(info))
        document = source.read("word/document.xml").decode()
        into = zipfile.ZipInfo("word/document.xml", source.getinfo("word/document.xml").date_time)
        into.compress_type = zipfile.ZIP_DEFLATED
        with made.open(into, "w", force_zip64=True) as part:
            return _write_rows(part, document, listing, shown)


def _write_rows(part: IO[bytes], document: str, listing: Listing, shown: Sequence[int]) -> int:
    first = document.index(_PLACE)
    table, row = document.rindex("<w:tbl>", 0, first), document.rindex("<w:tr>", 0, first)
    row_end = document.index("</w:tr>", first) + len("</w:tr>")
    table_end = document.index("</w:tbl>", row_end) + len("</w:tbl>")
    pieces = document[row:row_end].split(_RUN)
    opening, closing = document[table:row], document[row_end:table_end]
    part.write(document[:table].encode())
    count = 0
    for name, rows in _groups(listing):
        heading = xml.paragraph("Heading 2", xml.run(name)) if name else ""
        heading += xml.paragraph("Note", xml.run(listing.about[name])) if name in listing.about else ""
        part.write((heading + opening).encode())
        for lines in _batches(_line(pieces, cells, shown) for cells in rows):
            count += len(lines)
            part.write("".join(lines).encode())
        part.write(closing.encode())
    if not count:  # Word takes no table without a row below its head for granted, but readers do
        part.write(xml.paragraph("Normal", xml.run("None.")).encode())
    part.write(document[table_end:].encode())
    return count


def _groups(listing: Listing) -> Iterator[tuple[str, Iterable[tuple[str, ...]]]]:
    if not listing.grouped:
        yield "", listing.rows
        return
    yield from groupby(listing.rows, key=lambda row: row[0])


def _line(pieces: Sequence[str], cells: Sequence[str], shown: Sequence[int]) -> str:
    line = pieces[0]
    for piece, at in zip(pieces[1:], shown, strict=True):
        cell = cells[at]
        line += (_short_run(cell) if len(cell) < _SHORT else xml.run(cell)) + piece
    return line


@lru_cache(maxsize=4096)
def _short_run(cell: str) -> str:
    """Names of codes, passes and people come again and again."""
    return xml.run(cell) if cell else ""


def _batches(lines: Iterable[str]) -> Iterator[list[str]]:
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) == _AT_ONCE:
            yield waiting
            waiting = []
    yield waiting
