"""One action, its changes, undo and redo.

An action is one thing a person did: one transaction and one line of `qualcode log`. A killed process leaves
all of it or none. Neither participants' words nor memo bodies ever enter the log.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import qualcode
from qualcode.errors import QualcodeError
from qualcode.store.barriers import FINAL, merged_seals_lifted
from qualcode.store.errors import told_plainly
from qualcode.store.transactions import transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from qualcode.store.project import Project

DEFAULT_CODER: Final = "C1"
"""Who codes when nobody said a name."""

NEVER_LOGGED: Final = frozenset({"text", "body"})
"""Columns that hold people's words; their content never enters `changes`."""


class NothingToUndo(QualcodeError):
    """The log holds nothing that could be undone or redone."""


class CannotUndo(QualcodeError):
    """The last action cannot be taken back."""


@dataclass(slots=True)
class Action:
    """The open action: rows are added and changed through it, so that each is logged."""

    project: Project
    seq: int
    coder_id: str
    touched: int = field(default=0)

    def add(self, table: str, **values: object) -> str:
        """Add one row and return its new id."""
        return self.add_rows(table, tuple(values), [tuple(values.values())])[0]

    def add_rows(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
        """Add many rows at the cost of two plain `executemany`; returns their ids in order."""
        ids = self.project.new_ids(len(rows))
        names = ", ".join(("id", *columns))
        marks = ", ".join("?" * (len(columns) + 1))
        connection = self.project.connection
        with told_plainly(self.project.path):
            connection.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",
                ((row_id, *row) for row_id, row in zip(ids, rows, strict=True)),
            )
            connection.executemany(
                "INSERT INTO changes (action_seq, table_name, row_id, kind) VALUES (?, ?, ?, 'added')",
                ((self.seq, table, row_id) for row_id in ids),
            )
        self.touched += len(ids)
        return ids

    def add_parts(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add rows that live and die with a row already logged (the turns of a transcript)."""
        marks = ", ".join("?" * len(columns))
        with told_plainly(self.project.path):
            self.project.connection.executemany(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows
            )

    def change(self, table: str, row_id: str, **values: object) -> None:
        """Change columns of one row; only those that differ are written and logged."""
        names = tuple(values)
        old = self.project.row(f"SELECT {', '.join(names)} FROM {table} WHERE id = ?", (row_id,))
        if old is None:
            raise LookupError(f"{table} has no row {row_id}")
        differing = {name: value for name, value in values.items() if old[name] != value}
        if not differing:
            return
        before = {name: old[name] for name in differing}
        self._write_change(table, row_id, before, differing)

    @contextmanager
    def part(self) -> Iterator[None]:
        """A stretch that is kept whole or not at all, while the action itself may go on without it."""
        connection, touched = self.project.connection, self.touched
        with told_plainly(self.project.path):
            connection.execute("SAVEPOINT part")
            try:
                yield
            except BaseException:
                if connection.in_transaction:  # a full disk makes SQLite roll all of it back by itself
                    connection.execute("ROLLBACK TO part")
                self.touched = touched
                raise
            finally:
                if connection.in_transaction:
                    connection.execute("RELEASE part")

    def coder(self, name: str) -> str:
        """Id of the coder of that name, made now if new."""
        return _coder_id(self.project, name)

    def retire(self, table: str, row_ids: Iterable[str]) -> None:
        """Hide rows from everything but the log; `undo` brings them back."""
        moment = self.project.now()
        for row_id in row_ids:
            self.change(table, row_id, deleted_at=moment)

    def _write_change(
        self, table: str, row_id: str, before: dict[str, object], after: dict[str, object]
    ) -> None:
        assignments = ", ".join(f"{name} = ?" for name in after)
        with told_plainly(self.project.path):
            self.project.connection.execute(
                f"UPDATE {table} SET {assignments} WHERE id = ?", (*after.values(), row_id)
            )
            self.project.connection.execute(
                "INSERT INTO changes (action_seq, table_name, row_id, kind, before, after)"
                " VALUES (?, ?, ?, 'changed', ?, ?)",
                (self.seq, table, row_id, _loggable(before), _loggable(after)),
            )
        self.touched += 1


@contextmanager
def action(
    project: Project, command: str, undoes_id: str | None = None, *, rehearsal: bool = False
) -> Iterator[Action]:
    """One transaction and one line of the log; both vanish when the body raises or changes nothing.

    A rehearsal does everything and keeps nothing: that is what `--dry-run` shows.

    Raises:
        ProjectBusy: another process is writing and did not finish in time.
    """
    with transaction(project, command) as opening:
        opened = _open(project, command, undoes_id)
        yield opened
        opening.keep = bool(opened.touched) and not rehearsal


@contextmanager
def derivation(project: Project, command: str) -> Iterator[Action]:
    """One transaction that the log need not know: it makes again what follows from other rows.

    Raises:
        ProjectBusy: another process is writing and did not finish in time.
    """
    with transaction(project, command):
        yield Action(project, 0, "")


def who_acts(project: Project) -> str:
    """Name of the coder who acts: the one named for this command, else the one set at `init`."""
    return project.coder or project.setting("coder") or DEFAULT_CODER


def undo(project: Project) -> str:
    """Take back the latest action that stands; returns its command.

    Raises:
        NothingToUndo: nothing stands.
        CannotUndo: a seal, a replacement or a withdrawal is final; or a row has moved on since.
    """
    return undo_latest(project, 1)[0]


def undo_latest(project: Project, times: int) -> list[str]:
    """Take back the latest actions that stand, all of them or none; returns their commands, newest first.

    Raises:
        NothingToUndo: not as many stand.
        CannotUndo: a seal, a replacement or a withdrawal is final; or a row has moved on since.
    """
    commands: list[str] = []
    with transaction(project, "undo"):
        for _ in range(times):
            target = latest_standing(project)
            _reverse(_open(project, "undo", target["id"]), target["seq"])
            commands.append(str(target["command"]))
    return commands


def redo(project: Project) -> str:
    """Do again what the latest `undo` took back; returns its command.

    Raises:
        NothingToUndo: the last thing done was not an undo.
    """
    target = _latest_undo(project)
    with action(project, "redo", undoes_id=target["id"]) as redoing:
        _reverse(redoing, target["seq"])
    undone = project.value("SELECT command FROM actions WHERE id = ?", (target["undoes_id"],))
    return str(undone)


def last_retired(project: Project, table: str, name: str, only: str = "1") -> str | None:
    """Id of the row of that name that was retired last; `only` is a further condition in SQL."""
    found: str | None = project.value(
        f"SELECT id FROM {table} WHERE name = ? COLLATE NOCASE AND deleted_at IS NOT NULL AND {only}"
        " ORDER BY deleted_at DESC",
        (name,),
    )
    return found


def _open(project: Project, command: str, undoes_id: str | None) -> Action:
    coder_id = _coder_id(project, who_acts(project))
    with told_plainly(project.path):
        cursor = project.connection.execute(
            "INSERT INTO actions (id, at, coder_id, command, version, undoes_id) VALUES (?, ?, ?, ?, ?, ?)",
            (project.new_ids(1)[0], project.now(), coder_id, command, qualcode.__version__, undoes_id),
        )
    return Action(project, int(cursor.lastrowid or 0), coder_id)


def _coder_id(project: Project, name: str) -> str:
    known = project.value("SELECT id FROM coders WHERE name = ?", (name,))
    if known is not None:
        return str(known)
    coder_id = project.new_ids(1)[0]
    with told_plainly(project.path):
        project.connection.execute(
            "INSERT INTO coders (id, name, kind, created_at) VALUES (?, ?, 'human', ?)",
            (coder_id, name, project.now()),
        )
    return coder_id


def _loggable(values: dict[str, object]) -> str:
    return json.dumps({name: None if name in NEVER_LOGGED else value for name, value in values.items()})


def latest_standing(project: Project) -> sqlite3.Row:
    """The action that `undo` would take back.

    Raises:
        NothingToUndo: nothing stands.
        CannotUndo: it sealed a pass.
    """
    # An undo takes its action out, a redo takes the undo out: what remains stands.
    found = project.row(
        "SELECT a.* FROM actions a WHERE a.undoes_id IS NULL AND NOT EXISTS ("
        " SELECT 1 FROM actions u WHERE u.undoes_id = a.id AND NOT EXISTS ("
        "  SELECT 1 FROM actions r WHERE r.undoes_id = u.id)) ORDER BY a.seq DESC LIMIT 1"
    )
    if found is None or found["command"] == "init":
        raise NothingToUndo("There is nothing to undo.", "See what was done with `qualcode log`.")
    if found["command"] in FINAL:
        raise CannotUndo(*FINAL[found["command"]])
    return found


def _latest_undo(project: Project) -> sqlite3.Row:
    found = project.row(
        "SELECT u.* FROM actions u JOIN actions a ON a.id = u.undoes_id AND a.undoes_id IS NULL"
        " WHERE NOT EXISTS (SELECT 1 FROM actions r WHERE r.undoes_id = u.id)"
        " AND u.seq > (SELECT max(seq) FROM actions WHERE undoes_id IS NULL)"
        " ORDER BY u.seq DESC LIMIT 1"
    )
    if found is None:
        raise NothingToUndo("There is nothing to redo.", "`redo` follows directly after `undo`.")
    return found


def _reverse(opened: Action, seq: int) -> None:
    project = opened.project
    changes = project.rows("SELECT * FROM changes WHERE action_seq = ? ORDER BY seq DESC", (seq,))
    moment = project.now()
    with merged_seals_lifted(project, seq):
        for change in changes:
            if change["kind"] == "added":
                opened.change(change["table_name"], change["row_id"], deleted_at=moment)
            else:
                _put_back(opened, change)


def _put_back(opened: Action, change: sqlite3.Row) -> None:
    before, after = json.loads(change["before"] or "null"), json.loads(change["after"] or "null")
    if before is None or after is None:
        raise CannotUndo("Part of that action was erased on request.", "It cannot be brought back.")
    table, row_id = change["table_name"], change["row_id"]
    now = opened.project.row(f"SELECT {', '.join(after)} FROM {table} WHERE id = ?", (row_id,))
    if now is None or any(now[name] != value for name, value in after.items()):
        raise CannotUndo(
            f"Something in {table} has changed since, so the action cannot be taken back alone.",
            "See `qualcode log` for what came after it.",
        )
    opened.change(table, row_id, **before)
