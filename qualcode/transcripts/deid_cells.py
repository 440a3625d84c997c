"""Wherever people wrote something: transcripts, and every other cell of the project with words in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.store.erasing import JOURNAL, word_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.store.project import Project, Row

FOLLOWING: Final = frozenset(
    {
        ("suggestions", "reason"),
        ("suggestion_runs", "settings"),
        ("freezes", "codes"),
        ("guide_questions", "wording"),
        ("transcripts", "source_name"),
        ("speakers", "reason"),
        ("attributes", "name"),
        ("samples", "stratify"),
        ("clusterings", "settings"),
        ("clusterings", "codes"),
        ("deid_words", "word"),
        ("deid_decisions", "replacement"),
    }
)
"""Cells that the program wrote itself from others: nobody decides about them, they follow."""

_NUMBERED: Final = {"claims": "c", "quotes": "q"}
_SINGULAR: Final = {"codes": "code", "passes": "pass", "code_rules": "rule of a code"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the project with words in it, and how it is called to a person."""

    table: str
    row_id: str
    column: str
    label: str
    text: str


def transcripts(project: Project) -> list[Row]:
    """Every transcript that has a text, retired ones and former versions too: id, name, kind."""
    return project.rows(
        "SELECT id, CASE WHEN deleted_at IS NULL THEN name ELSE name || ' (retired)' END AS name, kind"
        " FROM transcripts WHERE withdrawn_at IS NULL"
    )


def written(project: Project) -> Iterator[Cell]:
    """Every cell that somebody wrote and that is not retired, but for the transcripts' texts."""
    for table, column in word_columns(project):
        if table in JOURNAL or (table, column) in FOLLOWING or (table, column) == ("transcripts", "text"):
            continue
        yield from _column(project, table, column)


def hidden(project: Project) -> Iterator[tuple[str, str, str]]:
    """(table, column, condition) of what follows: the program's own cells, the log, and retired rows."""
    for table, column in word_columns(project):
        if (table, column) in FOLLOWING or table in JOURNAL:
            yield table, column, "1"
        elif _has(project, table, "deleted_at") and (table, column) != ("transcripts", "text"):
            yield table, column, "deleted_at IS NOT NULL"


def _column(project: Project, table: str, column: str) -> Iterator[Cell]:
    live = " AND deleted_at IS NULL" if _has(project, table, "deleted_at") else ""
    for row in project.rows(f"SELECT * FROM {table} WHERE {column} <> ''{live} ORDER BY rowid"):
        yield Cell(table, row["id"], column, f"{_name(project, table, row)}, {column}", row[column])


def _has(project: Project, table: str, column: str) -> bool:
    return project.row("SELECT 1 FROM pragma_table_info(?) WHERE name = ?", (table, column)) is not None


def _name(project: Project, table: str, row: Row) -> str:
    """`code “trust”`, `claim c3`, `memo 2`, `attribute of P3`."""
    singular = _SINGULAR.get(table, table.removesuffix("s").replace("_", " "))
    keys = row.keys()
    if table == "memos":
        earlier = "SELECT count(*) FROM memos WHERE rowid <= (SELECT rowid FROM memos WHERE id = ?)"
        return f"memo {project.value(earlier, (row['id'],))}"
    if "number" in keys:
        return f"{singular} {_NUMBERED.get(table, '')}{row['number']}"
    for column, owner in (("participant_id", "participants"), ("transcript_id", "transcripts")):
        if column in keys and row[column] is not None and table not in {"transcripts", "participants"}:
            named = project.value(f"SELECT name FROM {owner} WHERE id = ?", (row[column],))
            return f"{singular} of {named}"
    own = next((row[name] for name in ("name", "label") if name in keys and row[name]), "")
    return f"{singular} “{own}”" if own else singular
