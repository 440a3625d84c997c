"""Files that went out, by name and day, so that a withdrawal can say which of them to destroy."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from qualcode.store.actions import derivation
from qualcode.store.copies import copy_of, part_of
from qualcode.store.errors import StoreFailed, told_plainly

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file that was written: its name, the command, the day."""

    file: str
    command: str
    at: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def note(project: Project, command: str, file: Path | str, participant: str | None = None) -> None:
    """Remember that a file went out; its name, never its folder. No line of the log: nothing was changed.

    Args:
        project: The study.
        command: What wrote it, as `export quotations`.
        file: What was written.
        participant: Whose words alone it holds; None: anybody's.
    """
    name = _as_text(file if isinstance(file, str) else file.name)
    whose = "(SELECT id FROM participants WHERE name = ?)"
    # A copy on a stick that cannot be written does without.
    with suppress(StoreFailed), derivation(project, command), told_plainly(project.path):
        project.connection.execute(
            "INSERT INTO exports (id, command, file, participant_id, created_at)"
            f" VALUES (?, ?, ?, {whose}, ?)",
            (project.new_ids(1)[0], command, name, participant, project.now()),
        )


def _as_text(name: str) -> str:
    # A file name is bytes; what is no text in it is kept as \xff, so that the file can be found again.
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def holding(project: Project, participant_id: str) -> list[Outgoing]:
    """Files that may hold a participant's words: those with anybody's since, and those with theirs alone."""
    rows = project.rows(
        "SELECT e.file, e.command, max(e.created_at) AS at FROM exports e WHERE e.deleted_at IS NULL"
        " AND (e.participant_id = ? OR e.participant_id IS NULL AND e.created_at >="
        "  (SELECT created_at FROM participants WHERE id = ?))"
        " GROUP BY e.file, e.command ORDER BY at, e.file",
        (participant_id, participant_id),
    )
    return [Outgoing(row["file"], row["command"], row["at"]) for row in rows]


def copies_beside(project: Project) -> list[str]:
    """Copies of the project that no command reaches: files beside it by name, then colleagues' copies."""
    path = project.path
    copy = copy_of(path)  # goes with what is erased, and so does a part of it that was left
    own = {path.name + ending for ending in ("", "-wal", "-shm", "-holder")} | {copy.name, part_of(copy).name}
    beside = sorted(
        one.name for one in path.parent.glob("*.qualcode*") if one.is_file() and one.name not in own
    )
    rows = project.rows("SELECT file, max(created_at) AS at FROM merges GROUP BY file ORDER BY file")
    return beside + [f"{row['file']} (a colleague's, merged on {row['at'][:10]})" for row in rows]
