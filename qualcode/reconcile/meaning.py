"""Differences of meaning: one pass put one code, the other another, on nearly the same words.

To the arithmetic these are two disagreements, one missed and one extra. To a person they are one question:
which of the two codes is meant, or both?
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby
from typing import TYPE_CHECKING, Final

from qualcode.spans import overlap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.reconcile.groups import Group, Kind
    from qualcode.spans import Span

NEARLY: Final = 0.5
"""Shared characters over all characters of both, from which two extents count as nearly the same words."""

_TWO_PASSES = 2


def counterparts(differing: Sequence[Group]) -> dict[int, int]:
    """Which disagreements belong together, by their place in the list; each is in one pair at most.

    The nearest extents are paired first, then those that come first. Only between two passes: among more
    it is not one question.
    """
    found: dict[int, int] = {}
    places = range(len(differing))
    for _, here in groupby(places, key=lambda place: differing[place].transcript_id):
        for _, a, b in sorted(_candidates(differing, list(here))):
            if a not in found and b not in found:
                found[a], found[b] = b, a
    return found


def _candidates(differing: Sequence[Group], here: list[int]) -> Iterator[tuple[float, int, int]]:
    """(how far apart, missed, extra) of every missed one with every extra one on nearly the same words."""
    missed = [place for place in here if _is(differing[place], "missed")]
    extra = [place for place in here if _is(differing[place], "extra")]
    starts = [differing[place].extent[0] for place in extra]
    for a in missed:
        start, end = differing[a].extent
        # No match begins further back than the length of this one: less than half would then be shared.
        for index in range(bisect_left(starts, 2 * start - end), bisect_left(starts, end)):
            alike = likeness((start, end), differing[extra[index]].extent)
            if alike >= NEARLY:
                yield 1 - alike, a, extra[index]


def _is(group: Group, kind: Kind) -> bool:
    return len(group.spans) == _TWO_PASSES and group.kind == kind


def likeness(one: Span, other: Span) -> float:
    """Shared characters over all characters of both (Jaccard): 1 the same span, 0 apart."""
    shared = overlap(one, other)
    return shared / (one[1] - one[0] + other[1] - other[0] - shared)
