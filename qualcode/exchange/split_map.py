"""Which coding of a split code goes where, from a table: what `codings list --csv` writes, codes changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.errors import QualcodeError
from qualcode.exchange.grids import BadTable, read_grid

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qualcode.exchange.grids import GridRow
    from qualcode.passes.quotations import Quotation
    from qualcode.passes.splitting import Answers

_KNOWN: Final = ("id", "address", "code")


class BadSplitMap(QualcodeError):
    """The file does not say which coding goes where."""


def read_split_map(path: Path, codings: Iterable[Quotation]) -> Answers:
    """Read a table with a column code, and id or address; several codes in a cell are divided by `;`.

    An empty code leaves a coding as it is. An address means every coding that stands there.

    Raises:
        BadSplitMap: unreadable, a column missing, or a row that names no coding of the code.
    """
    try:
        grid = read_grid(path, _KNOWN)
        if "code" not in grid.columns or not {"id", "address"} & set(grid.columns):
            raise BadSplitMap(
                f"{path.name} needs the columns code, and id or address.",
                "Begin with `qualcode codings list --code CODE --csv > map.csv`, and change its code column.",
            )
        by_place: dict[str, list[str]] = {}
        for one in codings:
            by_place[one.id] = [one.id]
            by_place.setdefault(one.address.casefold(), []).append(one.id)
            characters = f"{one.transcript}@{one.start_char}-{one.end_char}".casefold()
            if characters != one.address.casefold():
                by_place.setdefault(characters, []).append(one.id)
        return {coding_id: codes for row in grid.rows for coding_id, codes in _row(path.name, row, by_place)}
    except BadTable as error:
        raise BadSplitMap(error.sentence, error.hint) from error


def _row(file: str, row: GridRow, by_place: dict[str, list[str]]) -> list[tuple[str, tuple[str, ...]]]:
    codes = tuple(name for part in row.cells["code"].split(";") if (name := part.strip()))
    named = row.cells.get("id", "").strip() or row.cells.get("address", "").strip()
    found = by_place.get(named) or by_place.get(named.casefold())
    if not found:
        raise BadSplitMap(
            f"{file}, row {row.number}: no coding of the code is there.",
            "See them with `qualcode codings list --code CODE`.",
        )
    return [(coding_id, codes) for coding_id in found] if codes else []
