"""Old file to new file: named steps, each in one transaction, recorded in the file itself."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from qualcode.store.schema import EMOJI, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database, Migrations

SET: Final = "qualcode"
"""Name of our steps in the table `_sqlite_migrations`."""

STEPS: Final = ("first_schema",)
"""Every step this program knows, oldest first; a file that names another one is newer than the program."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a file up to the newest step; each step and its record are one transaction."""
    from sqlite_utils import Database

    _steps().apply(Database(connection))


def applied(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Names of the steps a file has taken, oldest first; empty for a file that never was a project."""
    try:
        rows = connection.execute(
            "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY rowid", (SET,)
        )
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return ()
        raise
    return tuple(name for (name,) in rows)


def statements(script: str) -> Iterator[str]:
    """The single statements of a script; `executescript` would commit inside a migration."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def _steps() -> Migrations:
    from sqlite_utils import Migrations

    steps = Migrations(SET)
    steps(name="first_schema")(_first_schema)
    return steps


def _first_schema(db: Database) -> None:
    for statement in statements(SCHEMA):
        db.conn.execute(statement.replace("☺", EMOJI))
