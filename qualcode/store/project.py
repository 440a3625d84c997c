"""Open or create a project file; read rows from it. Writing goes through `actions.py`."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from qualcode.store import ids
from qualcode.store.copies import clear_part, part_of, way_back
from qualcode.store.errors import (
    DamagedProject,
    DiskFull,
    ProjectExists,
    ProjectNotFound,
    SeveralProjects,
    told_plainly,
)
from qualcode.store.kinds import check_kind, check_magic
from qualcode.store.migrations import STEPS, migrate
from qualcode.store.opening import reading_address, writable

if TYPE_CHECKING:
    from typing import Self

SUFFIX: Final = ".qualcode"
WAIT_MS: Final = 5_000
"""How long a second process waits for the first, before it says who holds the file."""

_WAL: Final = "PRAGMA journal_mode = WAL"
"""Lets others read while one writes. Kept in the file, so it is said only to files known to be ours."""

Row = sqlite3.Row
"""One result row; columns by name."""

Cell = Any
"""What one SQLite cell holds: text, a number or None; the query says which."""

Values = Sequence[object] | Mapping[str, object]


@dataclass(slots=True)
class Project:
    """An open project file.

    `coder` is who acts now (None: the coder set at `init`); `new_ids` and `now` are replaceable in tests.
    """

    path: Path
    connection: sqlite3.Connection
    coder: str | None = None
    new_ids: Callable[[int], list[str]] = field(default=ids.new_ids)
    now: Callable[[], str] = field(default=ids.now)

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """All rows of a query."""
        with told_plainly(self.path):
            return self.connection.execute(sql, values).fetchall()

    def tuples(self, sql: str, values: Values = ()) -> list[tuple[Cell, ...]]:
        """All rows of a query without their columns' names, in half the time."""
        cursor = self.connection.cursor()
        cursor.row_factory = None
        with told_plainly(self.path):
            return cursor.execute(sql, values).fetchall()

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """The first row of a query, None if there is none."""
        with told_plainly(self.path):
            found: Row | None = self.connection.execute(sql, values).fetchone()
            return found

    def value(self, sql: str, values: Values = ()) -> Cell:
        """The first column of the first row, None if there is none."""
        found = self.row(sql, values)
        return None if found is None else found[0]

    def setting(self, name: str) -> str:
        """A line of the study's settings, empty if it was never set."""
        return str(self.value("SELECT value FROM settings WHERE name = ?", (name,)) or "")

    def close(self) -> None:
        """Close the file; SQLite folds its write-ahead log back into it."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def find_project(named: Path | None, start: Path) -> Path:
    """The project file a command works on: the one named, else the only one in `start` or the nearest parent.

    Raises:
        ProjectNotFound: there is none.
        SeveralProjects: a folder holds more than one.
    """
    if named is not None:
        return _named(named)
    for folder in (start, *start.parents):
        found = _projects_in(folder)
        if len(found) > 1:
            names = ", ".join(path.name for path in found)
            raise SeveralProjects(
                f"There are several projects in {folder}: {names}.",
                f"Say which one: qualcode --project {found[0].name} ...",
            )
        if found:
            return found[0]
    raise ProjectNotFound(
        "There is no project in this folder or above it.",
        'Make one with `qualcode init --title "..." --question "..."`, or name one with --project PATH.',
    )


def open_project(path: Path, coder: str | None = None) -> Project:
    """Open an existing project file, bringing an older one up to date first.

    Raises:
        ProjectNotFound, NotAProject, NewerProject, DamagedProject, ProjectBusy: as their names say.
    """
    if not path.is_file():
        raise ProjectNotFound(
            f"There is no project file at {path}.", "Check the path, or make one with `qualcode init`."
        )
    check_magic(path)
    connection = _connect(path)
    try:
        _bring_up_to_date(path, connection)
        project = Project(path, connection, coder)
        _finish_erasing(project)
    except BaseException:
        connection.close()
        raise
    return project


def _finish_erasing(project: Project) -> None:
    """A process that erased words and was killed may have left bytes of them in free space."""
    from qualcode.store import erasing

    if writable(project.path) and erasing.scrub_pending(project):
        with suppress(erasing.StillOpen):  # the next command tries again, and `check` tells
            erasing.scrub(project)


def create_project(
    path: Path, furnish: Callable[[Project], None] = lambda _: None, coder: str | None = None
) -> None:
    """Make a project file at `path`, furnished, whole or not at all.

    Raises:
        ProjectExists: there is a file already; it is left alone.
        DiskFull: no room, or a folder that cannot be made or written.
    """
    if path.exists():
        raise ProjectExists(f"{path} exists already.", "Choose another name, or open it with --project.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".qualcode-new-") as folder:
            draft = Path(folder) / path.name
            _make(draft, furnish, coder)
            _put_in_place(draft, path)
    except OSError as error:
        raise DiskFull(
            f"{path} cannot be made: {(error.strerror or str(error)).lower()}.",
            "Choose another folder, or make room in this one.",
        ) from error


def _make(draft: Path, furnish: Callable[[Project], None], coder: str | None) -> None:
    with told_plainly(draft), Project(draft, _connect(draft), coder) as project:
        migrate(project.connection)
        furnish(project)
        # Last: what a write-ahead log still held when the disk is full would not be in the file put in place.
        project.connection.execute(_WAL)


def _put_in_place(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError as error:
        raise ProjectExists(f"{path} exists already.", "Choose another name.") from error
    except OSError:  # a file system without hard links
        draft.rename(path)


def _named(path: Path) -> Path:
    if not path.is_dir():
        return path
    found = _projects_in(path)
    if len(found) == 1:
        return found[0]
    sentence = f"The folder {path} holds {'no project' if not found else 'several projects'}."
    raise (SeveralProjects if found else ProjectNotFound)(sentence, "Name the .qualcode file itself.")


def _projects_in(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.glob(f"*{SUFFIX}") if path.is_file())
    except OSError:
        return []


def _connect(path: Path) -> sqlite3.Connection:
    with told_plainly(path):
        closed = path.exists() and not writable(path)
        where = reading_address(path) if closed else path
        connection = sqlite3.connect(where, uri=closed, isolation_level=None, timeout=WAIT_MS / 1000)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")  # so that triggers hold against REPLACE too
        connection.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a power cut
        return connection


def _bring_up_to_date(path: Path, connection: sqlite3.Connection) -> None:
    steps = check_kind(path, connection)
    if writable(path):
        with told_plainly(path):
            connection.execute(_WAL)
    if len(steps) < len(STEPS):
        _migrate_with_copy(path, connection)


def _migrate_with_copy(path: Path, connection: sqlite3.Connection) -> None:
    copy = path.with_name(f"{path.stem}-before-update{SUFFIX}-backup")
    with told_plainly(path):
        backup_to(connection, copy)
        migrate(connection)


def backup_to(connection: sqlite3.Connection, target: Path) -> None:
    """A consistent copy at `target`, made while others may read; whole or not there at all."""
    draft = part_of(target)
    clear_part(target)
    try:
        with closing(sqlite3.connect(draft)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        draft.replace(target)
    finally:
        clear_part(target)


def integrity(project: Project) -> list[str]:
    """What SQLite itself finds wrong with the file: one sentence each, empty when all is well."""
    try:
        found = [str(row[0]) for row in project.connection.execute("PRAGMA integrity_check(20)")]
        orphans = project.connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise DamagedProject(
            f"{project.path.name} is damaged: {error}.",
            way_back(project.path),
        ) from error
    return [line for line in found if line != "ok"] + [
        f"a row of {row[0]} points at a row of {row[2]} that is not there" for row in orphans
    ]
