"""Is a file a project, and one that this version of the program can read?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.store.copies import copy_of, way_back
from qualcode.store.errors import NewerProject, NotAProject, ProjectNotFound, told_plainly
from qualcode.store.migrations import STEPS, applied

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def check_magic(path: Path) -> None:
    """Refuse what is no database at all.

    Raises:
        ProjectNotFound, NotAProject: as their names say.
    """
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise ProjectNotFound(
            f"{path.name} cannot be read: {error.strerror}.", "Check the file's permissions."
        ) from error
    if head != b"SQLite format 3\x00":
        hint = "Name a .qualcode file made by `qualcode init`."
        raise NotAProject(
            f"{path.name} is not a qualcode project.", way_back(path) if copy_of(path).is_file() else hint
        )


def check_kind(path: Path, connection: sqlite3.Connection) -> tuple[str, ...]:
    """The steps a project file has taken.

    Raises:
        NotAProject, NewerProject: it has taken none, or some that this program does not know.
    """
    with told_plainly(path):
        steps = applied(connection)
    if not steps:
        raise NotAProject(
            f"{path.name} is a database, but not a qualcode project.",
            "Name a .qualcode file made by `qualcode init`.",
        )
    unknown = [step for step in steps if step not in STEPS]
    if unknown:
        raise NewerProject(
            f"{path.name} was written by a newer qualcode (it has '{unknown[-1]}').",
            "Update qualcode, then run the same command again; the file was not touched.",
        )
    return steps
