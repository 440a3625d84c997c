"""Who is writing now: a small note beside the project file, there only while a command writes.

SQLite's lock keeps the file safe; this note only lets the process that waited in vain say whom it waited for.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def note_path(path: Path) -> Path:
    """Where the note about `path` stands."""
    return path.with_name(path.name + "-holder")


def take(path: Path, command: str, coder: str) -> None:
    """Write the note; a folder that cannot be written to does without."""
    with suppress(OSError):
        note = json.dumps({"pid": os.getpid(), "command": command, "coder": coder})
        note_path(path).write_text(note, encoding="utf-8")


def release(path: Path) -> None:
    """Take the note away."""
    with suppress(OSError):
        note_path(path).unlink(missing_ok=True)


def who_holds(path: Path) -> str:
    """A phrase for the sentence "FILE is held by ...".

    A note left behind by a killed process is recognised by its process number.
    """
    try:
        note = json.loads(note_path(path).read_text(encoding="utf-8"))
        pid, command, coder = int(note["pid"]), str(note["command"]), str(note["coder"])
    except (OSError, ValueError, KeyError, TypeError):
        return "another program"
    if not _alive(pid):
        return "another program"
    return f"`qualcode {command}` of coder {coder} (process {pid})"


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
