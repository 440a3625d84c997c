"""Codebooks from files: tables (.csv, .tsv, .xlsx), Word tables (.docx), lists (.yaml), REFI-QDA (.qdc)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.codes.files import ALIASES, COLUMNS, BadCodebookFile, import_rows
from qualcode.exchange import grids
from qualcode.exchange.grids import BadTable, Grid, GridRow, column_name, grid_of, read_grid
from qualcode.exchange.refi.codebook_file import codebook_grid
from qualcode.transcripts.readers.base import SourceFile, UnreadableFileError
from qualcode.transcripts.readers.docx import WordDocument, main_part
from qualcode.transcripts.readers.encoding import decode
from qualcode.transcripts.readers.formats import bytes_of
from qualcode.transcripts.readers.package import Package

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.codes.files import CodebookImport
    from qualcode.store.project import Project

SUFFIXES: Final = (*grids.SUFFIXES, ".docx", ".yaml", ".yml", ".qdc")

_KNOWN: Final = (*COLUMNS, *ALIASES)
_MOST_BYTES: Final = 16 << 20


def import_codebook(project: Project, path: Path, *, update: bool = False) -> CodebookImport:
    """Read a codebook, all rows or none; with `update` codes that exist are made as the file has them.

    Raises:
        BadCodebookFile: not one of `SUFFIXES`, unreadable, without a column name, an empty or doubled name.
        CodeNotFound: a parent is neither in the file nor in the project.
        BadCode: a code cannot be as the file has it.
    """
    try:
        grid = _read(path)
        return import_rows(project, grid.file, grid.columns, grid.rows, update=update)
    except (BadTable, UnreadableFileError) as error:
        raise BadCodebookFile(error.sentence, error.hint) from error


def _read(path: Path) -> Grid:
    suffix = path.suffix.lower()
    if suffix in grids.SUFFIXES:
        return read_grid(path, _KNOWN)
    if suffix not in SUFFIXES:
        raise BadCodebookFile(
            f"{path.name} is not a codebook file that can be read.",
            f"Save it as one of: {', '.join(SUFFIXES)}.",
        )
    source = SourceFile(path.name, bytes_of(path, _MOST_BYTES))
    if suffix == ".qdc":
        return codebook_grid(source)
    return _word(source) if suffix == ".docx" else _yaml(source)


def _word(source: SourceFile) -> Grid:
    """The first table whose header row names a code's name."""
    package = Package(source, "a Word document (.docx)")
    for block in WordDocument(package.xml(main_part(package))).blocks():
        if not isinstance(block, str) and block:
            heads = {column_name(cell) for cell in block[0]}
            if "name" in {ALIASES.get(head, head) for head in heads}:
                return grid_of(source.name, enumerate(block, start=1))
    raise BadCodebookFile(
        f"{source.name} holds no table with a column name.", "The first row names the columns."
    )


def _yaml(source: SourceFile) -> Grid:
    """A list of codes, each with its fields by name; or such a list under `codes`."""
    import yaml

    try:
        # Every scalar stays the text it is: a code called `no` or `1e3` is neither false nor a number.
        value = yaml.BaseLoader(decode(source).text).get_single_data()
    except (yaml.YAMLError, RecursionError) as error:
        raise BadCodebookFile(
            f"{source.name} is not readable YAML.", "See the form with an export."
        ) from error
    listed = value.get("codes") if isinstance(value, dict) else value
    if not isinstance(listed, list):
        raise BadCodebookFile(f"{source.name} holds no list of codes.", "It begins with `codes:`.")
    rows = [
        GridRow(number, _fields(source, number, one), False) for number, one in enumerate(listed, start=1)
    ]
    return Grid(source.name, list(dict.fromkeys(key for row in rows for key in row.cells)), rows)


def _fields(source: SourceFile, number: int, one: object) -> dict[str, str]:
    if isinstance(one, str):  # a bare name
        return {"name": one}
    if not isinstance(one, dict) or not all(isinstance(cell, str) for pair in one.items() for cell in pair):
        raise BadCodebookFile(
            f"{source.name}, code {number}: it is not a list of fields and words.", "As in `name: chance`."
        )
    return {column_name(key): cell for key, cell in one.items()}
