"""How the report speaks of groupings of codes: as something that was looked at, never as a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.export.numbers import plural

if TYPE_CHECKING:
    from qualcode.themes.takeover import Looked


def groupings(looked: Looked | None, we: str) -> list[str]:
    """A sentence, or none where no groupings were looked at."""
    if looked is None:
        return []
    codes = plural(looked.codes, "code")
    if looked.cut is not None:
        return [f"{we} grouped {codes} into {looked.cut} provisional groupings to think with."]
    few, many = looked.cuts[0], looked.cuts[-1]
    cuts = f"{few}" if few == many else f"{few} to {many}"
    return [f"Provisional groupings of {codes} ({cuts} groups) were looked at; no theme was taken from them."]
