"""Which pass the findings rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.passes import passes

if TYPE_CHECKING:
    from qualcode.model import CodingPass
    from qualcode.store.project import Project


def findings_pass(project: Project) -> CodingPass | None:
    """The pass that themes, matrices and the report count: the latest agreed one, else the only one there is.

    None while several passes stand side by side without an agreed one, or while there is no pass at all.
    """
    found = passes.passes(project)
    agreed = [one for one in found if one.kind == "consensus"]
    if agreed:
        return agreed[-1]
    return found[0] if len(found) == 1 else None
