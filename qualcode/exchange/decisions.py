"""The table in which people settled their disagreements, as it comes back: .csv, .tsv or .xlsx."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.errors import QualcodeError
from qualcode.exchange.grids import read_grid
from qualcode.reconcile.decisions_file import DecisionRow
from qualcode.reconcile.template import ABOUT, TO_FILL_IN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PLACE: Final = ("transcript", "code", "start_char", "end_char")
"""What names a disagreement where no id does."""


class BadDecisionsTable(QualcodeError):
    """The file is no table of decisions."""


class DecisionsTable(NamedTuple):
    """Rows as they stand in the file, and what to tell about how it was read."""

    rows: list[DecisionRow]
    warnings: tuple[str, ...]


def read_decisions(path: Path) -> DecisionsTable:
    """Rows by column name, each with the number a spreadsheet shows beside it.

    Raises:
        BadTable: missing, damaged, another kind of file.
        BadDecisionsTable: without the columns that are needed, or with one of them twice.
    """
    grid = read_grid(path, (*ABOUT, *TO_FILL_IN))
    _check(grid.file, grid.columns)
    rows = [
        DecisionRow(row.number, {name: cell.strip() for name, cell in row.cells.items()}, row.overfull)
        for row in grid.rows
    ]
    return DecisionsTable(rows, grid.warnings)


def _check(file: str, columns: Sequence[str]) -> None:
    known = {*ABOUT, *TO_FILL_IN} & set(columns)
    # The first line of what is no table may be anything, also what somebody said.
    listed = f"Its columns are: {', '.join(columns)}." if known else "Write one with --decisions-template."
    twice = [name for name, times in Counter(columns).items() if times > 1 and name in (*ABOUT, *TO_FILL_IN)]
    if twice:
        raise BadDecisionsTable(f"{file} has the column {twice[0]} twice.", listed)
    if "decision" not in columns:
        raise BadDecisionsTable(f"{file} has no column decision.", listed)
    if "id" not in columns and not set(PLACE) <= set(columns):
        raise BadDecisionsTable(
            f"{file} has no column id (or transcript, code, start_char and end_char).", listed
        )
