"""A codebook of another program (.qdc) as rows, which any codebook is read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.codes.described import fields_of
from qualcode.exchange.grids import Grid, GridRow
from qualcode.exchange.refi.codebook import named, one_line, read_codes
from qualcode.exchange.refi.elements import child, children, kind
from qualcode.exchange.refi.reading import read_project_codes
from qualcode.transcripts.readers.package import parsed

if TYPE_CHECKING:
    from qualcode.transcripts.readers.base import SourceFile

_COLUMNS: Final = (
    "name",
    "parent",
    "definition",
    "full_definition",
    "use_when",
    "not_when",
    "example",
    "kind",
    "color",
)


def codebook_grid(source: SourceFile) -> Grid:
    """Rows of a codebook, numbered as its codes stand in the file; the description of a project will do too.

    Sets of codes are columns that are not read. Namespaces are not looked at: programs wrote several.

    Raises:
        UnreadableFileError: not a codebook, damaged, or built to harm.
    """
    root = parsed(source, "codebook", source.data)
    if kind(root) not in {"CodeBook", "Project"}:
        raise source.refused("is not a REFI-QDA codebook", "Export it again as a codebook (.qdc).")
    codes = read_codes(child(root, "Codes")) if kind(root) == "CodeBook" else read_project_codes(root)
    own = str(root.get("origin") or "").casefold().startswith("qualcode")
    rows = []
    for number, one in enumerate(named(codes), start=1):
        fields = fields_of(one.code.description, own=own)
        cells = {"name": one.name, "parent": one.parent, **fields, "color": one.code.color}
        rows.append(GridRow(number, cells, overfull=False))
    sets = [f"set {one_line(str(one.get('name') or ''))}" for one in children(child(root, "Sets"), "Set")]
    return Grid(source.name, [*_COLUMNS, *sets], rows)
