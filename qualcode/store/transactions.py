"""One transaction: all of it or none, and a note of who holds the file meanwhile."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.store import holder
from qualcode.store.errors import told_plainly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.store.project import Project


@dataclass(slots=True)
class Transaction:
    """An open transaction; what it did is taken back unless `keep`."""

    keep: bool = True


@contextmanager
def transaction(project: Project, command: str) -> Iterator[Transaction]:
    """Open a transaction for a command, and end it; any error takes all of it back.

    Raises:
        ProjectBusy: another process is writing and did not finish in time.
    """
    connection, opening = project.connection, Transaction()
    with told_plainly(project.path):
        connection.execute("BEGIN IMMEDIATE")
    holder.take(project.path, command, project.coder or "")
    try:
        yield opening
        with told_plainly(project.path):
            connection.execute("COMMIT" if opening.keep else "ROLLBACK")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        holder.release(project.path)
