"""Where codes come from: codes that were divided into others, before and after, read out of the log.

An "other" of a survey that becomes categories of its own is the usual case: a reader asks what was in it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from qualcode.store.project import Project

_SPLITS: Final = """
    SELECT a.seq, a.at FROM actions a WHERE a.command = 'codes split' AND NOT EXISTS (
        SELECT 1 FROM actions u WHERE u.undoes_id = a.id AND NOT EXISTS (
            SELECT 1 FROM actions r WHERE r.undoes_id = u.id)) ORDER BY a.seq"""

_TOUCHED: Final = """
    SELECT h.kind, k.id, k.code_id, k.pass_id FROM changes h JOIN codings k ON k.id = h.row_id
    WHERE h.action_seq = ? AND h.table_name = 'codings'"""

_KEPT: Final = """
    SELECT id FROM codings WHERE code_id = ? AND pass_id = ? AND created_at <= ?
    AND (deleted_at IS NULL OR deleted_at > ?)"""


@dataclass(frozen=True, slots=True)
class Part:
    """A code that got some of the codings."""

    code: str
    codings: int


@dataclass(frozen=True, slots=True)
class Divided:
    """A code that was divided: when, how many codings it had in the passes concerned, and where they went.

    `kept` stayed with it. A coding may go to several codes, so that the parts can add up to more.
    """

    code: str
    on: str
    before: int
    into: tuple[Part, ...]
    kept: int

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {"into": [asdict(one) for one in self.into]}

    def __str__(self) -> str:
        told = [f"{one.code} {one.codings}" for one in self.into] + (
            [f"kept {self.kept}"] if self.kept else []
        )
        return f"{self.code} ({self.before}) into {', '.join(told)}"


def lineage(project: Project, since: str = "", until: str = "") -> list[Divided]:
    """Every division that stands, oldest first; if moments are given, made after the one, up to the other."""
    found = []
    for row in project.rows(_SPLITS):
        if row["at"] > since and (not until or row["at"] <= until):
            found += _divided(project, row["seq"], row["at"])
    return found


def _divided(project: Project, seq: int, at: str) -> list[Divided]:
    touched = project.rows(_TOUCHED, (seq,))
    names = {row["id"]: row["name"] for row in project.rows("SELECT id, name FROM codes")}
    retired = {row["id"]: row["code_id"] for row in touched if row["kind"] == "changed"}
    given = Counter(row["code_id"] for row in touched if row["kind"] == "added")
    into = tuple(Part(names[code_id], number) for code_id, number in given.most_common())
    passes = {row["pass_id"] for row in touched}
    found = []
    for code_id, number in Counter(retired.values()).items():
        there = [row["id"] for one in passes for row in project.rows(_KEPT, (code_id, one, at, at))]
        kept = sum(one not in retired for one in there)
        found.append(Divided(names[code_id], at, number + kept, into, kept))
    return found
