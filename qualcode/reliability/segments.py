"""Matching whole coded segments: same code, and enough overlap measured as intersection over union."""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction
from typing import TYPE_CHECKING

from qualcode.errors import UsageError
from qualcode.reliability.results import Result, put
from qualcode.spans import overlap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Segment = tuple[int, int, str]
"""(start, end, code), half-open."""

Candidates = list[list[int]]
"""Per segment of A the positions of the segments of B it may be matched with."""

NO_SEGMENTS = "no segments"
ONE_CODE = "one category declared"


class ThresholdError(UsageError):
    """An overlap threshold outside (0, 1]."""

    def __init__(self) -> None:
        super().__init__(
            "The overlap of two segments is more than 0 and at most 1.", "1 asks for the same boundaries."
        )


def candidates(a: Sequence[Segment], b: Sequence[Segment], iou: float) -> Candidates:
    """For every segment of A those of B with the same code and at least this intersection over union.

    Raises:
        ThresholdError: `iou` is not in (0, 1].
    """
    if not 0 < iou <= 1:
        raise ThresholdError
    threshold = Fraction(str(iou))  # 0.9 as written, so that nine tenths of ten characters count
    by_code: dict[str, list[tuple[int, int, int]]] = {}
    for index, (start, end, code) in enumerate(b):
        by_code.setdefault(code, []).append((start, end, index))
    ready = {
        code: (sorted(rows), max(end - start for start, end, _ in rows)) for code, rows in by_code.items()
    }
    return [_matching(segment, *ready.get(segment[2], ([], 0)), threshold) for segment in a]


def _matching(
    segment: Segment, rows: list[tuple[int, int, int]], longest: int, threshold: Fraction
) -> list[int]:
    """A partner starts before this segment ends, and no further back than the longest partner reaches."""
    start, end, _ = segment
    low, high = bisect_left(rows, (start - longest,)), bisect_left(rows, (end,))
    found = []
    for other_start, other_end, index in rows[low:high]:
        shared = overlap((start, end), (other_start, other_end))
        covered = (end - start) + (other_end - other_start) - shared
        if shared and shared * threshold.denominator >= covered * threshold.numerator:
            found.append(index)
    return found


def largest_matching(partners: Candidates) -> int:
    """Size of a maximum one-to-one matching, by augmenting paths (Berge 1957)."""
    taken: dict[int, int] = {}
    return sum(_augment(index, partners, taken) for index in range(len(partners)))


def _augment(root: int, partners: Candidates, taken: dict[int, int]) -> bool:
    """Breadth-first search for a free partner, without recursion that long chains could exhaust."""
    reached_by: dict[int, int] = {}
    given_up: dict[int, int] = {}
    queue = [root]
    for left in queue:
        for right in partners[left]:
            if right in reached_by:
                continue
            reached_by[right] = left
            if right not in taken:
                _reverse(right, reached_by, given_up, taken)
                return True
            given_up[taken[right]] = right
            queue.append(taken[right])
    return False


def _reverse(free: int, reached_by: dict[int, int], given_up: dict[int, int], taken: dict[int, int]) -> None:
    """Hand every segment on the path its new partner, from the free one back to the start of the search."""
    right: int | None = free
    while right is not None:
        left = reached_by[right]
        taken[right] = left
        right = given_up.get(left)


def segments_result(
    a: Sequence[Segment], b: Sequence[Segment], number_of_codes: int, thresholds: Iterable[float]
) -> Result:
    """See `coefficients.segments`."""
    result: Result = {}
    for iou in thresholds:
        partners = candidates(a, b, iou)
        result[f"two_way_match@{float(iou)}"] = _two_way(partners, len(a), len(b), number_of_codes)
        result[f"one_to_one@{float(iou)}"] = _one_to_one(partners, len(a), len(b))
    return result


def _two_way(partners: Candidates, a_total: int, b_total: int, number_of_codes: int) -> Result:
    """Every segment of either coder looks for a match in the other's."""
    agreements = sum(map(bool, partners)) + len({index for row in partners for index in row})
    total = a_total + b_total
    result: Result = {"agreements": agreements, "segments": total}
    put(result, "percent_agreement", Fraction(agreements, total) if total else None, NO_SEGMENTS)
    if not total or number_of_codes <= 1:
        put(result, "brennan_prediger", None, ONE_CODE if total else NO_SEGMENTS)
        return result
    excess = Fraction(agreements, total) - Fraction(1, number_of_codes)
    put(result, "brennan_prediger", excess / (1 - Fraction(1, number_of_codes)), NO_SEGMENTS)
    return result


def _one_to_one(partners: Candidates, a_total: int, b_total: int) -> Result:
    """Each segment is used once; A is the reference."""
    hits = largest_matching(partners)
    result: Result = {"tp": hits}
    put(result, "precision", Fraction(hits, b_total) if b_total else None, NO_SEGMENTS)
    put(result, "recall", Fraction(hits, a_total) if a_total else None, NO_SEGMENTS)
    put(result, "f1", Fraction(2 * hits, a_total + b_total) if a_total + b_total else None, NO_SEGMENTS)
    return result
