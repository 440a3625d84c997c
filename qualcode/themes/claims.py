"""Claims: sentences of the report that rest on passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from qualcode.store.project import Project


class ClaimNotFound(QualcodeError):
    """No live claim has that number."""


def claim_id(project: Project, number: int) -> str:
    """Id of the claim of that number.

    Raises:
        ClaimNotFound: none; the hint lists the numbers there are.
    """
    rows = project.rows("SELECT id, number FROM claims WHERE deleted_at IS NULL ORDER BY number")
    known = {row["number"]: str(row["id"]) for row in rows}
    if number not in known:
        there = ", ".join(f"c{one}" for one in known) or "none yet"
        raise ClaimNotFound(f"There is no claim c{number}.", f"There are: {there}.")
    return known[number]
