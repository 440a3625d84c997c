"""Another copy of a study: read, never written; and rows of it that keep their ids here."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Final

from qualcode.errors import QualcodeError
from qualcode.store.errors import NotAProject, ProjectNotFound, told_plainly
from qualcode.store.kinds import check_kind, check_magic
from qualcode.store.migrations import STEPS
from qualcode.store.opening import reading_address
from qualcode.store.project import Project

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qualcode.store.actions import Action

FIRST_ACTION: Final = "SELECT id FROM actions WHERE command = 'init' ORDER BY seq LIMIT 1"
"""The id of a study: every copy of it begins with the same action."""


class OlderProject(QualcodeError):
    """The file was written by an earlier version, and what is only read cannot be brought up to date."""


class SameFile(QualcodeError):
    """A project cannot be merged into itself."""


def open_other(path: Path, ours: Project) -> Project:
    """Open a colleague's copy for reading; not a byte of it, nor of its folder, changes.

    Raises:
        ProjectNotFound, NotAProject, NewerProject, OlderProject: as their names say.
        SameFile: it is the project itself.
    """
    if not path.is_file():
        raise ProjectNotFound(f"There is no project file at {path}.", "Check the path.")
    if path.samefile(ours.path):
        raise SameFile(f"{path.name} is this project itself.", "Name a colleague's copy of it.")
    check_magic(path)
    with told_plainly(path):
        connection = sqlite3.connect(reading_address(path), uri=True, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        _check_age(path, check_kind(path, connection))
        with told_plainly(path):
            connection.execute("BEGIN")  # one state of it, whoever writes there meanwhile
    except BaseException:
        connection.close()
        raise
    return Project(path, connection)


def _check_age(path: Path, steps: Sequence[str]) -> None:
    if len(steps) < len(STEPS):
        raise OlderProject(
            f"{path.name} was written by an earlier qualcode.",
            "Open it once with this one, as with `qualcode --project FILE status`, then merge again.",
        )


def study_id(project: Project) -> str:
    """What all copies of a study have in common.

    Raises:
        NotAProject: the file never was a study.
    """
    found = project.value(FIRST_ACTION)
    if found is None:
        raise NotAProject(f"{project.path.name} holds no study.", "Name a file made by `qualcode init`.")
    return str(found)


def bring_row(opened: Action, table: str, row: Mapping[str, Any]) -> None:
    """Add a row under the id it has in the other copy; it may point at rows that are still to come."""
    project = opened.project
    with told_plainly(project.path):
        project.connection.execute("PRAGMA defer_foreign_keys = ON")
        project.connection.execute(_insert(table, tuple(row)), tuple(row.values()))
        project.connection.execute(
            "INSERT INTO changes (action_seq, table_name, row_id, kind) VALUES (?, ?, ?, 'added')",
            (opened.seq, table, row["id"]),
        )
    opened.touched += 1


def bring_parts(opened: Action, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows without an id, which live and die with the row they are part of."""
    project = opened.project
    with told_plainly(project.path):
        for row in rows:
            project.connection.execute(_insert(table, tuple(row)), tuple(row.values()))


def _insert(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
