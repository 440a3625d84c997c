"""What can be wrong with a project file, and how SQLite's own errors are told to a person."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.store import holder
from qualcode.store.copies import way_back

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class ProjectNotFound(QualcodeError):
    """No `.qualcode` file where one was looked for."""


class SeveralProjects(QualcodeError):
    """More than one `.qualcode` file in the folder: which one is meant?"""


class ProjectExists(QualcodeError):
    """`init` never overwrites."""


class NotAProject(QualcodeError):
    """The file is something else."""


class NewerProject(QualcodeError):
    """The file was written by a later version of the program."""


class StoreFailed(QualcodeError):
    """The project file itself cannot be worked on any further; whatever was being done has to stop."""


class ProjectBusy(StoreFailed):
    """Another process is writing and did not finish in time."""


class DamagedProject(StoreFailed):
    """SQLite found the file inconsistent."""


class DiskFull(StoreFailed):
    """The disk is full or cannot be written; the former state stands."""


class StoreRefused(QualcodeError):
    """A rule of the file itself (a trigger or a constraint) refused the change."""


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into sentences with a next step.

    Raises:
        ProjectBusy: another process holds the file.
        DiskFull: no room, or a read-only place.
        StoreRefused: a trigger or constraint said no, or a value cannot be stored.
        DamagedProject: the file is inconsistent.
    """
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise StoreRefused(f"Refused: {error}.", "Nothing was changed.") from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise StoreRefused(
            "Refused: a name is not valid text, or a number is too large.",
            "Type it again; nothing was changed.",
        ) from error
    except sqlite3.OperationalError as error:
        raise _operational(error, path) from error
    except sqlite3.DatabaseError as error:
        raise _damaged(path) from error


def _operational(error: sqlite3.OperationalError, path: Path) -> QualcodeError:
    name = error.sqlite_errorname if hasattr(error, "sqlite_errorname") else ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return ProjectBusy(
            f"{path.name} is held by {holder.who_holds(path)}.",
            "Wait until it has finished and run the same command again; nothing was changed.",
        )
    if name.startswith(("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN")):
        return DiskFull(
            f"{path.name} cannot be written: {error}.",
            "Make room or check the permissions of the folder, then run the same command again.",
        )
    return _damaged(path)


def _damaged(path: Path) -> DamagedProject:
    return DamagedProject(
        f"{path.name} is damaged and cannot be read safely.",
        way_back(path),
    )
