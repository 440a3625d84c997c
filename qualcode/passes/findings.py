"""Which pass the findings rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.passes import passes

if TYPE_CHECKING:
    from qualcode.model import CodingPass
    from qualcode.store.project import Project


def findings_pass(project: Project) -> CodingPass | None:
    """The latest agreed pass; before there is one, the only independent pass; else None.

    Two independent passes and no agreement give None: the findings would depend on which one is read.
    """
    found = passes.passes(project)
    agreed = [one for one in found if one.kind == "consensus"]
    if agreed:
        return agreed[-1]
    independent = [one for one in found if one.kind == "independent"]
    return independent[0] if len(independent) == 1 else None
