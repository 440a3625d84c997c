"""The table to fill in: every disagreement, with all readings and room for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.passes import passes
from qualcode.reconcile import records
from qualcode.reconcile.answers import CHOICES
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


class Template(NamedTuple):
    """The table: its columns, its rows, and what may be decided in any of them."""

    columns: tuple[str, ...]
    rows: list[tuple[str | int, ...]]
    choices: tuple[str, ...]


def template(
    project: Project, a: str, b: str, into: str | None = None, others: Sequence[str] = ()
) -> Template:
    """Every disagreement of some passes, with what has been decided about it so far.

    Raises:
        PassNotFound, IntoTaken: as their names say.
        OtherOrder: the passes were named in another order when `into` was made.
    """
    pair = sources(project, *(passes.find(project, name) for name in (a, b, *others)))
    agreed = records.find_agreed(project, pair.ids, into)
    if agreed is not None:
        records.check_order(project, pair, agreed)
    found = disagreements(project, a, b, *others, into=into)
    letters = records.LETTERS[: len(pair.passes)]
    columns = (*ABOUT, *(f"{letter}_quotation" for letter in letters), *TO_FILL_IN)
    choices = (*letters, *(one for one in CHOICES if one not in (*records.LETTERS, "edit")))
    return Template(columns, [_template_row(one) for one in found], choices)


def _template_row(one: Disagreement) -> tuple[str | int, ...]:
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
