"""The copy that is kept beside a project, should its file ever be damaged."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def copy_of(path: Path) -> Path:
    """Where the automatic copy lies; not called .qualcode, so that no command takes it for a project."""
    return path.with_name(f"{path.name}-backup")


def part_of(target: Path) -> Path:
    """Where a copy is written until it is whole and becomes `target`."""
    return target.with_name(f".{target.name}.part")


def clear_part(target: Path) -> None:
    """Take away what a process that was killed left of a copy; words of participants are in it."""
    part = part_of(target)
    for path in (part, part.with_name(f"{part.name}-journal")):
        path.unlink(missing_ok=True)


def way_back(path: Path) -> str:
    """What to type when a project file is damaged."""
    copy = copy_of(path)
    if not copy.is_file():
        return "Keep it as it is and go on from your latest `qualcode backup` copy."
    moment = datetime.fromtimestamp(copy.stat().st_mtime).astimezone()
    return f"Type `qualcode backup --restore`: there is a copy of {moment:%Y-%m-%d %H:%M}."
