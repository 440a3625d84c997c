"""Seals made anew: words under a sealed pass were replaced or erased, and nothing else about it changed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.passes.passes import fingerprint
from qualcode.store import erasing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.store.actions import Action
    from qualcode.store.erasing import Reason
    from qualcode.store.project import Project


class SealBroken(QualcodeError):
    """A sealed pass does not hold the codings it was sealed with, so its seal cannot be made anew."""


@contextmanager
def resealed(opened: Action, reason: Reason) -> Iterator[list[str]]:
    """Seals hold before the body runs, and are made anew after it, with the reason on record.

    Yields a list that holds the names of those passes afterwards.

    Raises:
        SealBroken: a seal did not hold before; a new one would hide that.
    """
    project = opened.project
    before = _sealed(project)
    for pass_id, (name, seal) in before.items():
        if fingerprint(project, pass_id) != seal:
            raise SealBroken(
                f"The sealed pass {name!r} does not hold the codings it was sealed with.",
                "See what is wrong: qualcode check",
            )
    renewed: list[str] = []
    yield renewed
    for pass_id, (name, seal) in before.items():
        new = fingerprint(project, pass_id)
        if new != seal:
            erasing.write(opened, "UPDATE passes SET seal = ? WHERE id = ?", (new, pass_id))
            row = {"pass_id": pass_id, "reason": reason, "former_seal": seal, "seal": new}
            opened.add("reseals", **row, created_at=project.now())
            renewed.append(name)


def _sealed(project: Project) -> dict[str, tuple[str, str]]:
    rows = project.rows("SELECT id, name, seal FROM passes WHERE sealed_at IS NOT NULL ORDER BY rowid")
    return {row["id"]: (row["name"], row["seal"]) for row in rows}
