"""The life of a theme as dated lines, with who did it and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from qualcode.themes import themes as store

if TYPE_CHECKING:
    from qualcode.store.project import Project


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened to a theme; `at` is ISO 8601, UTC."""

    at: str
    theme: str
    event: str
    detail: str
    reason: str
    by: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def history(project: Project, name: str | None = None) -> list[HistoryLine]:
    """What happened, oldest first: to one theme, or to all of them, dropped ones too.

    Raises:
        ThemeNotFound: `name` is given and unknown.
    """
    wanted = store.find(project, name).id if name is not None else None
    rows = project.rows(
        "SELECT e.*, m.name AS theme, r.name AS coder FROM theme_events e"
        " JOIN themes m ON m.id = e.theme_id AND m.deleted_at IS NULL"
        " LEFT JOIN changes x ON x.row_id = e.id AND x.table_name = 'theme_events' AND x.kind = 'added'"
        " LEFT JOIN actions a ON a.seq = x.action_seq LEFT JOIN coders r ON r.id = a.coder_id"
        " WHERE e.deleted_at IS NULL AND (? IS NULL OR e.theme_id = ?) ORDER BY e.rowid",
        (wanted, wanted),
    )
    return [
        HistoryLine(
            row["created_at"], row["theme"], row["kind"], row["detail"], row["reason"], row["coder"] or ""
        )
        for row in rows
    ]
