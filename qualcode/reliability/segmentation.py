"""Where do two coders cut a text: boundary similarity, and the error rates WindowDiff and Pk.

A segmentation is given by its masses, the number of units (sentences, lines) in each segment in order.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.reliability.binary import NO_UNITS
from qualcode.reliability.results import Result, put

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_BOUNDARIES = "no boundaries"
SHORT_TEXT = "text shorter than the window"

_NEAR_MISS = Fraction(1, 2)


class MassesError(QualcodeError):
    """Two segmentations that do not cut the same text."""

    def __init__(self) -> None:
        super().__init__(
            "The two segmentations do not cover the same number of units.",
            "Give the size of every segment, above 0, in order, for the same text.",
        )


def boundaries(masses: Sequence[int]) -> set[int]:
    """Positions of the cuts, counted in units before them; the ends of the text are no cuts."""
    return set(list(accumulate(masses))[:-1])


def boundary_similarity(one: set[int], other: set[int]) -> Fraction | None:
    """Fournier (2013) with near misses of one unit, each half an error; None without any cut."""
    matches = len(one & other)
    near = _near_misses(sorted(one - other), other - one)
    missed = len(one ^ other) - 2 * near
    total = missed + near + matches
    return 1 - (missed + near * _NEAR_MISS) / total if total else None


def _near_misses(left: list[int], right: set[int]) -> int:
    """Pairs of cuts one unit apart, each used once; from left to right that is as many as possible."""
    free = set(right)
    pairs = 0
    for cut in left:
        partner = next((near for near in (cut - 1, cut + 1) if near in free), None)
        if partner is not None:
            free.remove(partner)
            pairs += 1
    return pairs


def window_errors(hypothesis: Sequence[int], reference: Sequence[int]) -> tuple[Fraction, Fraction] | None:
    """WindowDiff (Pevzner & Hearst 2002) and Pk (Beeferman et al. 1999): shares of windows that are wrong.

    The window is half a mean segment of the reference. None when the text is no longer than the window.
    """
    units = sum(reference)
    window = max(1, round(Fraction(units, 2 * len(reference)))) if reference else 1
    windows = units - window
    if windows <= 0:
        return None
    ours, theirs = _running(hypothesis), _running(reference)
    counts = [(ours[i + window] - ours[i], theirs[i + window] - theirs[i]) for i in range(windows)]
    different = sum(one != other for one, other in counts)
    separated = sum((one > 0) != (other > 0) for one, other in counts)
    return Fraction(different, windows), Fraction(separated, windows)


def _running(masses: Sequence[int]) -> list[int]:
    """Number of cuts up to and including each position."""
    cuts = boundaries(masses)
    return list(accumulate(int(position in cuts) for position in range(sum(masses))))


def segmentation_result(masses: Sequence[int], reference: Sequence[int]) -> Result:
    """See `coefficients.segmentation`."""
    if sum(masses) != sum(reference) or min([*masses, *reference], default=1) < 1:
        raise MassesError
    result: Result = {"n_units": sum(masses), "undefined": {}}
    similarity = boundary_similarity(boundaries(masses), boundaries(reference))
    put(result, "boundary_similarity", similarity, NO_BOUNDARIES if masses else NO_UNITS)
    errors = window_errors(masses, reference)
    put(result, "window_diff", None if errors is None else errors[0], SHORT_TEXT if masses else NO_UNITS)
    put(result, "pk", None if errors is None else errors[1], SHORT_TEXT if masses else NO_UNITS)
    return result
