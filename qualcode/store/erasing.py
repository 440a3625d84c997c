"""Words that have to go for good: the rules that keep them are lifted for one action, then no byte is left.

Everything else in the store keeps what was said. Here it is replaced or emptied, in every column of every
table; afterwards the file is written anew, so that neither free pages nor the write-ahead log still hold it.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Literal

from qualcode.errors import QualcodeError
from qualcode.store.copies import clear_part, copy_of
from qualcode.store.errors import told_plainly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualcode.store.actions import Action
    from qualcode.store.project import Project

Reason = Literal["de-identified", "withdrawn"]
"""Why words go."""

Value = Any
"""What JSON can hold."""

PENDING: Final = "scrub"
"""Setting that is there while erased words may still lie in free space of the file."""

NO_WORDS: Final = frozenset(
    {
        *("about", "about_table", "about_column", "bounds", "changed", "citation", "color", "command"),
        *("cuts",),
        *(
            "decided_by",
            "decision",
            "discarded",
            "fingerprint",
            "former_seal",
            "id",
            "kind",
            "method",
            "mode",
        ),
        *(
            "model",
            "on_day",
            "origin",
            "outcome",
            "places",
            "reader",
            "relation",
            "role",
            "rule",
            "seal",
            "sight",
        ),
        *(
            "source_sha256",
            "stance",
            "status",
            "table_name",
            "text_sha256",
            "transcripts",
            "undoes_id",
            "unit",
        ),
        *("url", "verdict", "verified_by", "version"),
    }
)
"""Columns, beside keys and moments, that hold no words of participants: kinds, places, researchers' names."""

KEYS: Final = frozenset({("settings", "name"), ("slots", "name"), ("answers", "name"), ("coders", "name")})
"""Names by which the program itself finds a row."""

JOURNAL: Final = frozenset({"changes"})
"""Tables whose content is erased rather than replaced."""

PATIENCE_MS: Final = 300
"""How long `scrub` waits for another program; the next command tries again."""

LEFT_OVER: Final = (
    "The words are gone, but bytes of them may be left in free space of the file.",
    "Close every other window with this project, or make room on the disk; then type: qualcode check",
)
"""What is said while a `scrub` could not be done."""

OWN: Final = frozenset({"actions", "protecting", "coders"})
"""Tables without words of participants."""


class StillOpen(QualcodeError):
    """Another program has the project open, so its free space cannot be written anew yet."""


def prepare(project: Project) -> None:
    """Before the action: what is freed is overwritten at once, and nothing goes to temporary files."""
    with told_plainly(project.path):
        project.connection.execute("PRAGMA secure_delete = ON")
        project.connection.execute("PRAGMA temp_store = MEMORY")


@contextmanager
def protection(opened: Action, reason: Reason) -> Iterator[None]:
    """Lift the rules that keep words and places as they are, inside this action and nowhere else."""
    connection = opened.project.connection
    with told_plainly(opened.project.path):
        connection.execute("INSERT INTO protecting VALUES (?)", (reason,))
        yield
        connection.execute("DELETE FROM protecting")
        connection.execute(
            "INSERT INTO settings (id, name, value) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
            (opened.project.new_ids(1)[0], PENDING, "pending"),
        )


def write(opened: Action, sql: str, values: tuple[object, ...] = ()) -> int:
    """One statement of an action whose content the log must not keep; returns how many rows it touched."""
    with told_plainly(opened.project.path):
        return opened.project.connection.execute(sql, values).rowcount


def note(opened: Action, table: str, row_id: str) -> None:
    """A line in the log that a row was changed; what it held before is erased from the start."""
    write(
        opened,
        "INSERT INTO changes (action_seq, table_name, row_id, kind, erased_at)"
        " VALUES (?, ?, ?, 'changed', ?)",
        (opened.seq, table, row_id, opened.project.now()),
    )
    opened.touched += 1


def word_columns(project: Project) -> list[tuple[str, str]]:
    """Every (table, column) of the file that may hold words, in the order of the schema."""
    tables = project.tuples(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'"
        " AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_sqlite%' ESCAPE '\\'"
    )
    found = []
    for (table,) in reversed(tables):
        if table in OWN:
            continue
        columns = project.tuples("SELECT name, type FROM pragma_table_info(?)", (table,))
        found += [(table, name) for name, kind in columns if kind == "TEXT" and _may_hold_words(table, name)]
    return found


def _may_hold_words(table: str, column: str) -> bool:
    if column in NO_WORDS or (table, column) in KEYS:
        return False
    return not column.endswith(("_id", "_at"))


def rewrite(opened: Action, table: str, column: str, changed: Callable[[str], str], only: str = "1") -> int:
    """Put every cell of a column through `changed`; lists and objects in it keep their shape.

    Args:
        opened: An action inside `protection`.
        table: Where.
        column: Which of its columns.
        changed: What becomes of a text; the same text if nothing does.
        only: A condition in SQL on the rows.

    Returns:
        How many rows are different now.
    """
    project, count = opened.project, 0
    rows = project.tuples(f"SELECT rowid, {column} FROM {table} WHERE {column} <> '' AND ({only})")
    for rowid, before in rows:
        after = through(before, changed)
        if after == before:
            continue
        count += 1
        if table in JOURNAL:
            moment = project.now()
            sql = "UPDATE changes SET before = NULL, after = NULL, erased_at = ? WHERE seq = ?"
            write(opened, sql, (moment, rowid))
        else:
            write(opened, f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (after, rowid))
    return count


def through(text: str, changed: Callable[[str], str]) -> str:
    """A cell put through `changed`; lists and objects in it keep their shape."""
    if text[:1] not in "[{":
        return changed(text)
    try:
        value = json.loads(text)
    except ValueError:
        return changed(text)
    new = _inside(value, changed)
    return text if new == value else json.dumps(new, ensure_ascii=False)


def _inside(value: Value, changed: Callable[[str], str]) -> Value:
    if isinstance(value, str):
        return changed(value)
    if isinstance(value, list):
        return [_inside(one, changed) for one in value]
    if isinstance(value, dict):
        return {changed(key): _inside(one, changed) for key, one in value.items()}
    return value


def scrub(project: Project) -> None:
    """After the action: write the whole file anew, so that nothing of what went is left in it.

    Raises:
        StillOpen: another program reads or writes the project; the next command tries again.
    """
    connection = project.connection
    copy = copy_of(project.path)  # a new one is made of what is left
    copy.unlink(missing_ok=True)
    clear_part(copy)
    before = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    try:
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("VACUUM")
        still_read = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if not still_read:
            connection.execute("DELETE FROM settings WHERE name = ?", (PENDING,))
    except sqlite3.OperationalError as error:
        raise StillOpen(*LEFT_OVER) from error
    finally:
        connection.execute(f"PRAGMA busy_timeout = {before}")
    if still_read:
        raise StillOpen(*LEFT_OVER)


def scrubbed(project: Project) -> bool:
    """Scrub, if nobody else holds the file; tells whether it could be done."""
    try:
        scrub(project)
    except StillOpen:
        return False
    return True


def scrub_pending(project: Project) -> bool:
    """Whether a `scrub` is still to be done: the process was killed, or another one held the file."""
    return bool(project.setting(PENDING))
