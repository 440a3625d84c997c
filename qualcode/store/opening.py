"""How SQLite opens a project file where nothing may be written: a stick, an archive, a colleague's folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from pathlib import Path


def writable(path: Path) -> bool:
    """Whether the file, and what SQLite keeps beside it while it works, may be written."""
    return os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK)


def reading_address(path: Path) -> str:
    """What opens a project for reading, so that not a byte of it or of its folder changes."""
    # Without a write-ahead log nobody is writing, and SQLite need not make files beside it.
    log = path.with_name(f"{path.name}-wal")
    how = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    return f"file:{quote(os.fsencode(path.resolve()))}?{how}"
