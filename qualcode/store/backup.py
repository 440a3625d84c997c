"""Consistent copies of the project: where one is asked for, and by itself beside the project."""

from __future__ import annotations

import shutil
import time
from itertools import count
from typing import TYPE_CHECKING, Final

from qualcode.errors import QualcodeError
from qualcode.store.copies import copy_of, way_back
from qualcode.store.errors import DamagedProject, DiskFull, told_plainly
from qualcode.store.project import SUFFIX, backup_to

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


EVERY: Final = 3600
"""Seconds that the automatic copy may lag behind: copying a large project takes longer than coding in it."""

_BESIDE: Final = ("", "-wal", "-shm")
"""The project file and what SQLite keeps beside it, which belongs to that file and no other."""


class NoCopy(QualcodeError):
    """There is nothing to restore from."""


class BackupExists(QualcodeError):
    """A backup never overwrites."""


class NoSuchFolder(QualcodeError):
    """The folder for the copy is not there."""


def back_up(project: Project, target: Path) -> Path:
    """Copy the project to `target`; into a folder, under the project's name and the day. Returns where it is.

    Raises:
        BackupExists: there is a file of that name; it is left alone.
        NoSuchFolder: the folder is not there.
        DamagedProject: there is damage in the project; a copy of that is nothing to go back to.
    """
    if target.is_dir():
        target /= f"{project.path.stem}-{project.now()[:10]}{SUFFIX}"
    if target.exists():
        raise BackupExists(f"{target} exists already.", "Choose another name for the copy.")
    if not target.parent.is_dir():
        raise NoSuchFolder(f"There is no folder {target.parent}.", "Make it first, or choose another place.")
    if not _whole(project):
        raise DamagedProject(
            f"{project.path.name} is damaged, so no copy was made of it.", way_back(project.path)
        )
    _copy(project, target)
    return target


def keep_copy(project: Project) -> None:
    """After a change: a copy beside the project, unless one is there that is younger than an hour.

    A project in which damage is found is not copied, as the copy that is there is the way back.

    Raises:
        DiskFull: there is no room for it.
    """
    copy = copy_of(project.path)
    if copy.is_file() and 0 <= time.time() - copy.stat().st_mtime < EVERY:  # a clock may have been set back
        return
    if _whole(project):
        _copy(project, copy)


def restore(path: Path) -> Path:
    """Put the automatic copy in the place of a project file, which is set aside; returns where that is now.

    Raises:
        NoCopy: there is none.
    """
    copy = copy_of(path)
    if not copy.is_file():
        raise NoCopy(
            f"There is no automatic copy beside {path.name}.",
            "If you have a `qualcode backup` copy, put that in its place.",
        )
    others = (path.with_name(f"{path.name}-damaged{number or ''}") for number in count())
    aside = next(other for other in others if not other.exists())
    draft = path.with_name(f".{path.name}.part")
    shutil.copyfile(copy, draft)
    for ending in _BESIDE:
        old = path.with_name(path.name + ending)
        if old.exists():
            old.replace(aside.with_name(aside.name + ending))
    draft.replace(path)
    return aside


def _whole(project: Project) -> bool:
    return bool(project.value("PRAGMA quick_check(1)") == "ok")


def _copy(project: Project, target: Path) -> None:
    try:
        with told_plainly(target):
            backup_to(project.connection, target)
    except OSError as error:
        raise DiskFull(
            f"{target} cannot be written: {(error.strerror or str(error)).lower()}.",
            "Make room, or choose another folder.",
        ) from error
