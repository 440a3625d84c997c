"""A consistent copy of the project, made while others read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.store.errors import DiskFull, told_plainly
from qualcode.store.project import SUFFIX, backup_to

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


class BackupExists(QualcodeError):
    """A backup never overwrites."""


class NoSuchFolder(QualcodeError):
    """The folder for the copy is not there."""


def back_up(project: Project, target: Path) -> Path:
    """Copy the project to `target`; into a folder, under the project's name and the day. Returns where it is.

    Raises:
        BackupExists: there is a file of that name; it is left alone.
        NoSuchFolder: the folder is not there.
    """
    if target.is_dir():
        target /= f"{project.path.stem}-{project.now()[:10]}{SUFFIX}"
    if target.exists():
        raise BackupExists(f"{target} exists already.", "Choose another name for the copy.")
    if not target.parent.is_dir():
        raise NoSuchFolder(f"There is no folder {target.parent}.", "Make it first, or choose another place.")
    try:
        with told_plainly(target):
            backup_to(project.connection, target)
    except OSError as error:
        raise DiskFull(
            f"{target} cannot be written: {(error.strerror or str(error)).lower()}.",
            "Make room, or choose another folder.",
        ) from error
    return target
