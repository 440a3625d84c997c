"""The log as people read it: who did what, newest first; no participant's words, no code names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.store.project import Project


@dataclass(frozen=True, slots=True)
class LogLine:
    """One action: when, who, which command, how many rows of which table, and whether it still stands.

    `whose`: the coder of the pass that was written in, where it is another one's.
    """

    number: int
    at: str
    coder: str
    command: str
    touched: dict[str, int]
    undone: bool
    whose: str | None


def log(project: Project, limit: int | None = None) -> list[LogLine]:
    """The latest actions, newest first."""
    rows = project.rows(
        "SELECT a.seq, a.at, c.name AS coder, a.command, EXISTS ("
        "  SELECT 1 FROM actions u WHERE u.undoes_id = a.id AND NOT EXISTS ("
        "   SELECT 1 FROM actions r WHERE r.undoes_id = u.id)) AS undone"
        " FROM actions a LEFT JOIN coders c ON c.id = a.coder_id ORDER BY a.seq DESC LIMIT ?",
        (-1 if limit is None else limit,),
    )
    return [
        LogLine(
            row["seq"],
            row["at"],
            row["coder"],
            row["command"],
            _touched(project, row["seq"]),
            bool(row["undone"]),
            _whose(project, row["seq"]),
        )
        for row in rows
    ]


def _touched(project: Project, seq: int) -> dict[str, int]:
    rows = project.rows(
        "SELECT table_name, count(*) AS n FROM changes WHERE action_seq = ?"
        " GROUP BY table_name ORDER BY min(seq)",
        (seq,),
    )
    return {row["table_name"]: row["n"] for row in rows}


def _whose(project: Project, seq: int) -> str | None:
    """One action writes in one pass, so that its first coding, or decision on a suggestion, tells whose."""
    found = project.row(
        "SELECT h.table_name, h.row_id, a.coder_id FROM changes h JOIN actions a ON a.seq = h.action_seq"
        " WHERE h.action_seq = ? AND h.table_name IN ('codings', 'suggestions') ORDER BY h.seq LIMIT 1",
        (seq,),
    )
    if found is None:
        return None
    name: str | None = project.value(
        f"SELECT r.name FROM {found['table_name']} k JOIN passes p ON p.id = k.pass_id"
        " JOIN coders r ON r.id = p.coder_id WHERE k.id = ? AND p.coder_id <> ?",
        (found["row_id"], found["coder_id"]),
    )
    return name
