"""Names as people type them: natural order, and "did you mean" when one is not found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

NEAR: Final = 60
"""rapidfuzz score from which a name is worth offering; lower ones puzzle more than they help."""

_DIGITS = re.compile(r"(\d+)")


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that puts P2 before P10 and ignores case."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold())
        for part in _DIGITS.split(name)
        if part
    )


def near_misses(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Known names most like `name`, best first (rapidfuzz WRatio, case ignored)."""
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        name, list(known), scorer=fuzz.WRatio, processor=utils.default_process, limit=limit, score_cutoff=NEAR
    )
    return [match for match, _, _ in found]


def did_you_mean(name: str, known: Iterable[str], otherwise: str) -> str:
    """A hint: the near misses, or `otherwise` when nothing is near."""
    near = near_misses(name, known)
    if not near:
        return otherwise
    return f"Did you mean {' or '.join(repr(match) for match in near)}?"
