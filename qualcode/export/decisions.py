"""The table of disagreements that two people fill in over e-mail: .csv, or .xlsx with the choices to pick."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from qualcode.export.files import CannotWrite, UnknownFormat, write_whole
from qualcode.export.workbook import fitting
from qualcode.reconcile.template import TO_FILL_IN, template

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.reconcile.template import Template
    from qualcode.store.project import Project

SUFFIXES: Final = (".csv", ".xlsx")
_QUOTATION: Final = 50
_REASON: Final = 30
_REST: Final = 14


def write_decisions_template(
    project: Project, a: str, b: str, path: Path, into: str | None = None, others: Sequence[str] = ()
) -> int:
    """Write the table to fill in, with what has been decided so far; returns the number of its rows.

    The file is whole or not there at all.

    Raises:
        UnknownFormat: neither .csv nor .xlsx.
        PassNotFound, IntoTaken: as their names say.
        OtherOrder: the passes were named in another order when `into` was made.
        CannotWrite: the folder cannot be written to.
    """
    suffix = path.suffix.casefold()
    if suffix not in SUFFIXES:
        raise UnknownFormat(
            f"A table of decisions is not written as {suffix or 'a file without an ending'}.",
            "Name a .csv or an .xlsx.",
        )
    table = template(project, a, b, into, others)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(
            f"{path.name} cannot be written: {error.strerror}.", "Choose another place."
        ) from error
    write_whole(path, _csv(table) if suffix == ".csv" else _workbook(table))
    return len(table.rows)


def _csv(table: Template) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    # With a mark at its head, for spreadsheets otherwise guess another encoding.
    return written.getvalue().encode("utf-8-sig")


def _workbook(table: Template) -> bytes:
    """One sheet; every cell is text or a number, and the decision is picked from a list."""
    import xlsxwriter

    saved = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(saved, options) as book:
        sheet, wrapped = (
            book.add_worksheet("decisions"),
            book.add_format({"text_wrap": True, "valign": "top"}),
        )
        sheet.write_row(0, 0, table.columns, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(table.columns):
            sheet.set_column(at, at, _width(column), wrapped)
        for number, row in enumerate(table.rows, start=1):
            for at, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(number, at, value)
                elif value:
                    sheet.write_string(number, at, fitting(value))
        if table.rows:
            decision = table.columns.index(TO_FILL_IN[0])
            picked = {"validate": "list", "source": [*table.choices, "edit"], "error_type": "warning"}
            sheet.data_validation(1, decision, len(table.rows), decision, picked)
    return saved.getvalue()


def _width(column: str) -> int:
    if column.endswith("_quotation"):
        return _QUOTATION
    return _REASON if column == "reason" else _REST
