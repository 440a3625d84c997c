"""The table to fill in: every disagreement, with all readings and room for a decision."""

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
from qualcode.reconcile.groups import sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.reconcile.disagreements import Disagreement, Quoted
    from qualcode.store.project import Project

ABOUT: Final = ("id", "code", "transcript", "address", "start_char", "end_char", "kind")
"""Columns that say what a row is about; the words of each pass follow."""

TO_FILL_IN: Final = ("decision", "reason", "decided_by")
"""The last columns."""


class TableNotWritten(QualcodeError):
    """The operating system would not let the table be written."""


def write_template(
    project: Project, a: str, b: str, path: Path, into: str | None = None, others: Sequence[str] = ()
) -> int:
    """Write the table to fill in, with what has been decided so far; returns the number of its rows.

    The file is whole or not there at all.

    Raises:
        PassNotFound, IntoTaken: as their names say.
        OtherOrder: the passes were named in another order when `into` was made.
        TableNotWritten: the file cannot be written.
    """
    pair = sources(project, *(passes.find(project, name) for name in (a, b, *others)))
    agreed = records.find_agreed(project, pair.ids, into)
    if agreed is not None:
        records.check_order(project, pair, agreed)
    found = disagreements(project, a, b, *others, into=into)
    table = io.StringIO()
    writer = csv.writer(table)
    words = (f"{letter}_quotation" for letter in records.LETTERS[: len(pair.passes)])
    writer.writerow((*ABOUT, *words, *TO_FILL_IN))
    writer.writerows(_template_row(one) for one in found)
    try:
        _write_whole(path, table.getvalue())
    except OSError as error:
        raise TableNotWritten(
            f"{path.name} cannot be written: {error.strerror}.", "Choose another place."
        ) from error
    return len(found)


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
