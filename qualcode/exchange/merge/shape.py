"""What the tables of a study are made of, read from the schema itself: columns, and what they point at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.store.project import Project

Row = dict[str, Any]
"""One row: cell by column."""

ALONE: Final = frozenset(
    {
        *("actions", "changes", "merges", "former_values"),
        *("protecting", "indexed", "assistants", "coders"),
    }
)
"""Tables that stay each copy's own: its log, its index, its assistant. Coders come with what they made."""

BY_HAND: Final = frozenset({"withdrawals", "withheld"})
"""What destroys words is told, and done by a person: it never comes with a merge."""

BIG: Final = frozenset({("transcripts", "text")})
"""Cells that are read one at a time, when they are needed."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is merged.

    Attributes:
        name: Its name.
        columns: All of them but the big ones.
        keys: What a column points at, by column; the table itself too.
        owners: Of a table without ids, the columns that say whose part a row is.
    """

    name: str
    columns: tuple[str, ...]
    keys: Mapping[str, str]
    owners: frozenset[str]

    @property
    def has_ids(self) -> bool:
        """Whether its rows have ids; others are parts of a row that has."""
        return "id" in self.columns

    @property
    def about(self) -> bool:
        """Whether its rows say of any table's row that they are about it."""
        return "about_id" in self.columns

    @property
    def own_keys(self) -> tuple[str, ...]:
        """Columns that point at another row of the same table: what a code stands under."""
        return tuple(column for column, target in self.keys.items() if target == self.name)


def tables(project: Project) -> list[Table]:
    """The tables that are merged, each after those it points at; those about anything come last."""
    names = project.tuples(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_sqlite%' ESCAPE '\\' ORDER BY name"
    )
    waiting = {name: _table(project, name) for (name,) in names if name not in ALONE | BY_HAND}
    ordered: list[Table] = []
    while waiting:
        ready = [one for one in waiting.values() if not _before(one) & set(waiting)]
        ordered += ready
        for one in ready:
            del waiting[one.name]
    return sorted(ordered, key=lambda one: one.about)


def _before(table: Table) -> set[str]:
    """Tables that come first: a pass is judged by whether the transcripts of its codings are here."""
    first = {"transcripts"} if table.name == "passes" else set()
    return (first | set(table.keys.values())) - {table.name}


def _table(project: Project, name: str) -> Table:
    columns = project.tuples("SELECT name, pk FROM pragma_table_info(?)", (name,))
    keys = project.tuples('SELECT "from", "table" FROM pragma_foreign_key_list(?) ORDER BY id', (name,))
    kept = tuple(column for column, _ in columns if (name, column) not in BIG)
    owners = frozenset(column for column, at in columns if at) & dict(keys).keys()
    return Table(name, kept, dict(keys), frozenset(owners))


def rows(project: Project, table: Table) -> dict[str, Row]:
    """Every row of a table by id, in the order they were added."""
    columns = ", ".join(table.columns)
    found = project.tuples(f"SELECT {columns} FROM {table.name} ORDER BY rowid")
    at = table.columns.index("id")
    return {row[at]: dict(zip(table.columns, row, strict=True)) for row in found}


def parts(project: Project, table: Table) -> list[Row]:
    """Every row of a table whose rows have no ids."""
    found = project.tuples(f"SELECT {', '.join(table.columns)} FROM {table.name}")
    return [dict(zip(table.columns, row, strict=True)) for row in found]


def is_live(row: Mapping[str, Any]) -> bool:
    """Whether a row is not retired."""
    return row.get("deleted_at") is None
