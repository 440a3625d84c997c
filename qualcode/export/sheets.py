"""Rows as files for spreadsheets: CSV that Excel reads rightly, and workbooks."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from qualcode.export.workbook import workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

SHEETS: Final = (".csv", ".xlsx")
"""Endings of the files that are written here."""


def sheet_bytes(
    suffix: str, name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]
) -> tuple[bytes, list[str]]:
    """A file of one of `SHEETS`, and what to tell about cells that did not fit in it.

    Raises:
        TooManyRows: more than a sheet of a workbook holds.
    """
    if suffix == ".csv":
        return _csv(columns, rows), []
    content, cut = workbook_bytes(name, columns, rows)
    return content, [f"cut at 32,767 characters: {where}" for where in cut]


def _csv(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")  # with a mark, for spreadsheets otherwise guess
