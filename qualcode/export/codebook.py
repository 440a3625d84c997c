"""The codebook as a file: tables and lists that can be read back, and documents for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.codes import codebook
from qualcode.codes.files import COLUMNS
from qualcode.export.blocks import Column, Heading, Orientation, Row, Table
from qualcode.export.files import WRITERS, suffix_of, write_whole
from qualcode.export.paper import paper
from qualcode.export.refi_codebook import codebook_bytes
from qualcode.export.sheets import SHEETS, sheet_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.export.blocks import Document
    from qualcode.store.project import Project

SUFFIXES: Final = (*SHEETS, ".yaml", ".yml", ".qdc", *WRITERS)

_HEADS: Final = {
    "name": ("Name", 2.0),
    "parent": ("Parent", 1.6),
    "definition": ("Definition", 3.0),
    "full_definition": ("Full definition", 3.0),
    "use_when": ("Use when", 2.4),
    "not_when": ("Not when", 2.4),
    "example": ("Example", 2.4),
    "kind": ("Kind", 1.2),
    "color": ("Color", 1.5),
}


def export_codebook(project: Project, target: Path) -> tuple[int, list[str]]:
    """Write every live code with what it says about itself; the number of codes, and what to tell.

    The order is that of the tree. All formats but .html and .md can be read back by `codes import`.

    Raises:
        UnknownFormat: the target's ending is none of `SUFFIXES`.
        NoCodeYet: a .qdc without a code.
        CannotWrite: the folder is missing or protected.
    """
    suffix = suffix_of(target, "A codebook", SUFFIXES)
    rows, told = codebook_rows(project), list[str]()
    if suffix in SHEETS:
        content, told = sheet_bytes(suffix, "codebook", COLUMNS, rows)
    elif suffix == ".qdc":
        content = codebook_bytes(project)
    elif suffix in WRITERS:
        content = WRITERS[suffix](_document(project, rows))
    else:
        content = _yaml(rows)
    write_whole(target, content)
    return len(rows), told


def codebook_rows(project: Project) -> list[tuple[str, ...]]:
    """Live codes in the order of the tree, cells as in `COLUMNS`."""
    codes = codebook.codes(project)
    names = {code.id: code.name for code in codes}
    return [
        (
            code.name,
            names.get(code.parent_id or "", ""),
            code.definition,
            code.full_definition,
            code.use_when,
            code.not_when,
            code.example,
            code.kind,
            code.color,
        )
        for code in codes
    ]


def _yaml(rows: Sequence[Sequence[str]]) -> bytes:
    import yaml

    codes = [{name: cell for name, cell in zip(COLUMNS, row, strict=True) if cell} for row in rows]
    return yaml.safe_dump({"codes": codes}, allow_unicode=True, sort_keys=False, width=100).encode()


def _document(project: Project, rows: Sequence[Sequence[str]]) -> Document:
    """A table on lying pages; columns that no code fills are left out."""
    filled = [
        at for at, name in enumerate(COLUMNS) if at == 0 or name == "definition" or any(r[at] for r in rows)
    ]
    columns = tuple(Column(*_HEADS[COLUMNS[at]]) for at in filled)
    body = tuple(Row(tuple(row[at] for at in filled)) for row in rows)
    table = Table("codebook", f"Codebook: {len(rows)} codes", columns, body)
    return paper(project, "Codebook", (Orientation(landscape=True), Heading("Codebook", 1), table))
