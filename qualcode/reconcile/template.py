"""The table to fill in: every disagreement of two passes, with both readings and room for a decision."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qualcode.errors import QualcodeError
from qualcode.passes import passes
from qualcode.reconcile import records
from qualcode.reconcile.disagreements import disagreements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.reconcile.disagreements import Disagreement, Quoted
    from qualcode.store.project import Project

TEMPLATE_COLUMNS: Final = (
    "id",
    "code",
    "transcript",
    "address",
    "start_char",
    "end_char",
    "kind",
    "a_quotation",
    "b_quotation",
    "decision",
    "reason",
    "decided_by",
)
"""The first columns say what it is about; the last three are filled in."""


class TableNotWritten(QualcodeError):
    """The operating system would not let the table be written."""


def write_template(project: Project, a: str, b: str, path: Path, into: str | None = None) -> int:
    """Write the table to fill in, with what has been decided so far; returns the number of its rows.

    The file is whole or not there at all.

    Raises:
        PassNotFound, IntoTaken: as their names say.
        TableNotWritten: the file cannot be written.
    """
    _check_order(project, a, b, into)
    found = disagreements(project, a, b, into=into)
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(TEMPLATE_COLUMNS)
    writer.writerows(_template_row(one) for one in found)
    try:
        _write_whole(path, table.getvalue())
    except OSError as error:
        raise TableNotWritten(
            f"{path.name} cannot be written: {error.strerror}.", "Choose another place."
        ) from error
    return len(found)


def _check_order(project: Project, a: str, b: str, into: str | None) -> None:
    """A table written the wrong way round would be read with "a" and "b" exchanged."""
    ids = passes.find(project, a).id, passes.find(project, b).id
    agreed = records.find_agreed(project, ids, into)
    if agreed is not None and records.source_ids(project, agreed) != ids:
        raise records.OtherOrder(
            f"{agreed.name!r} was begun with the passes the other way round.",
            f"Name {b} first, then {a}.",
        )


def _template_row(one: Disagreement) -> tuple[object, ...]:
    decided = one.decision
    told = (decided.decision, decided.reason, decided.decided_by) if decided else ("", "", "")
    return (
        one.id,
        one.code,
        one.transcript,
        one.address,
        one.start_char,
        one.end_char,
        one.kind,
        *(_words(quoted) for quoted in one.readings),
        *told,
    )


def _words(quoted: Sequence[Quoted]) -> str:
    return " [...] ".join(one.quotation for one in quoted)


def _write_whole(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        # With a mark at its head, for spreadsheets otherwise guess another encoding.
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
            file.write(text)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
