"""Tables as an Excel workbook: every cell is text or a number, never a formula or a link."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_CELL: Final = 32_767
"""Characters that a cell of a workbook can hold, in UTF-16 units."""

MOST_ROWS: Final = 1_048_575
"""Rows below the header that a sheet can hold."""

_CUT: Final = " […]"
_DAWN: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""When every workbook says it was made, so that the same rows give the same bytes."""

_WIDTHS: Final = {"quote": 60, "memo": 40, "definition": 50, "full_definition": 50}


class TooManyRows(QualcodeError):
    """A sheet cannot hold them."""


def workbook_bytes(
    name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]
) -> tuple[bytes, list[str]]:
    """A workbook of one sheet, and the places of cells that had to be cut.

    Raises:
        TooManyRows: more than a sheet holds.
    """
    import xlsxwriter

    if len(rows) > MOST_ROWS:
        raise TooManyRows(f"{len(rows)} rows are more than a sheet holds.", "Write a .csv instead.")
    saved, cut = io.BytesIO(), []
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(saved, options) as book:
        book.set_properties({"created": _DAWN})
        sheet, wrapped = book.add_worksheet(name), book.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, _WIDTHS.get(column, 14), wrapped)
        for number, row in enumerate(rows, start=1):
            for at, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(number, at, value)
                elif value:
                    text = fitting(str(value))
                    sheet.write_string(number, at, text)
                    cut += [f"{columns[at]} in row {number + 1}"] * (text != value)
    return saved.getvalue(), cut


def fitting(text: str) -> str:
    """A text that a cell can hold; what is longer ends in `[…]`."""
    if len(text) <= LONGEST_CELL // 2 or len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return text
    room = (LONGEST_CELL - len(_CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + _CUT
