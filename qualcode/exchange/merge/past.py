"""What cells held before, so that of two states the older one is known."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from qualcode.store.actions import NEVER_LOGGED
from qualcode.store.barriers import MERGE

if TYPE_CHECKING:
    from qualcode.store.project import Project

_UNDONE: Final = f"""
    WITH merged AS (SELECT id, seq FROM actions WHERE command = '{MERGE}'),
    undos AS (SELECT u.id, u.seq, u.undoes_id FROM actions u JOIN merged m ON m.id = u.undoes_id),
    redos AS (SELECT r.seq, r.undoes_id FROM actions r JOIN undos u ON u.id = r.undoes_id)
    SELECT seq FROM undos UNION SELECT seq FROM redos UNION
    SELECT m.seq FROM merged m JOIN undos u ON u.undoes_id = m.id
    WHERE NOT EXISTS (SELECT 1 FROM redos r WHERE r.undoes_id = u.id)"""
"""Actions that are as if they had not been: merges that were taken back, and their taking back."""

_TAKEN_BACK: Final = f"""
    SELECT c.table_name, c.row_id FROM changes c
    JOIN actions u ON u.seq = c.action_seq JOIN actions m ON m.id = u.undoes_id AND m.command = '{MERGE}'
    WHERE c.kind = 'changed' AND c.after LIKE '%"deleted_at": "%' AND NOT EXISTS (
        SELECT 1 FROM changes l WHERE l.table_name = c.table_name AND l.row_id = c.row_id
        AND l.kind = 'changed' AND l.seq > c.seq)"""

Cell = tuple[str, str, str]
"""Table, id, column."""


@dataclass(slots=True)
class Former:
    """What a cell held before, as JSON; when that was last settled; and what only copies held (`told`)."""

    values: set[str] = field(default_factory=set)
    at: str = ""
    told: set[str] = field(default_factory=set)


class Past:
    """Former values of every cell of a project that ever changed."""

    def __init__(self, project: Project) -> None:
        self._cells: dict[Cell, Former] = defaultdict(Former)
        for table, row_id, before, at in project.tuples(
            "SELECT c.table_name, c.row_id, c.before, a.at FROM changes c JOIN actions a"
            " ON a.seq = c.action_seq WHERE c.kind = 'changed' AND c.before IS NOT NULL"
            f" AND c.action_seq NOT IN ({_UNDONE})"
        ):
            for column, value in json.loads(before).items():
                if column not in NEVER_LOGGED:
                    former = self._cells[table, row_id, column]
                    former.values.add(as_json(column, value))
                    former.at = max(former.at, at)
        for table, row_id, column, value, at in project.tuples(
            "SELECT about_table, about_id, about_column, value, created_at FROM former_values"
            " WHERE deleted_at IS NULL"
        ):
            former = self._cells[table, row_id, column]
            former.values.add(value)
            former.told.add(value)
            former.at = max(former.at, at)

    def of(self, table: str, row_id: str, column: str) -> Former:
        """What a cell held before; nothing if it never changed."""
        return self._cells.get((table, row_id, column), Former())

    def columns(self, table: str, row_id: str, among: tuple[str, ...]) -> dict[str, Former]:
        """The cells of a row that ever changed."""
        return {
            column: self._cells[table, row_id, column]
            for column in among
            if (table, row_id, column) in self._cells
        }


def as_json(column: str, value: object) -> str:
    """A cell as it is compared: of a moment only whether there is one."""
    return json.dumps(bool(value) if column.endswith("_at") else value)


def taken_back(project: Project) -> set[tuple[str, str]]:
    """Rows (table, id) that a merge brought and an undo took back: they may come again."""
    return {(table, row_id) for table, row_id in project.tuples(_TAKEN_BACK)}
