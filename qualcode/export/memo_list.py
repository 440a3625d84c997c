"""Memos in the audit trail of a report: by kind, dated, with what each is on.

A memo may repeat what somebody said, so a report for the public counts memos and prints none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.export.blocks import Column, Row, Table
from qualcode.export.numbers import capital, cell_date, plural
from qualcode.passes.memos import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.passes.memos import Memo


def memo_list(found: Sequence[Memo]) -> list[Table]:
    """All memos in one table, a band for each kind; nothing where none was written."""
    rows: list[Row] = []
    for kind in KINDS:
        written = [_row(one) for one in found if one.kind == kind]
        rows += [Row((f"{capital(kind)} ({plural(len(written), 'memo')})",), "band")] if written else []
        rows += written
    if not rows:
        return []
    columns = (
        Column("No.", 0.8, "center"),
        Column("Date", 1.5),
        Column("By", 0.9),
        Column("On", 2.2),
        Column("Memo", 5.5),
    )
    note = "A memo is never edited; one that goes on from another, or corrects it, names its number."
    return [Table("memos", "Memos by kind, in the order of writing", columns, tuple(rows), note, series="I")]


def _row(memo: Memo) -> Row:
    about = f"{memo.about.what} {memo.about.name}" if memo.about else "the study"
    follows = f"(follows {memo.follows}) " if memo.follows else ""
    return Row((str(memo.number), cell_date(memo.at), memo.coder, about, f"{follows}{memo.text}"))
