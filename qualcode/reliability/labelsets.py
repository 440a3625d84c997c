"""Several codes on one unit: alpha with a distance between sets, and how two coders' sets agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from qualcode.reliability.results import Result, put

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CodeSet = frozenset[str]
Distance = Callable[[CodeSet, CodeSet], Fraction]
Judged = list[list[CodeSet]]
"""Per unit the sets of the coders who judged it; an empty set means judged, no code."""

NO_PAIRS = "no unit was judged by two coders"
NO_VARIATION = "no variation"
NOTHING_CODED = "not used"

_PAIR = 2
_NEAR, _FAR = Fraction(2, 3), Fraction(1, 3)


def exact(one: CodeSet, other: CodeSet) -> Fraction:
    """0 for the same codes, 1 otherwise."""
    return Fraction(int(one != other))


def jaccard(one: CodeSet, other: CodeSet) -> Fraction:
    """1 - shared / all codes; two empty sets are the same."""
    return 1 - _overlap(one, other)


def dice(one: CodeSet, other: CodeSet) -> Fraction:
    """1 - 2 shared / (codes here + codes there); two empty sets are the same."""
    size = len(one) + len(other)
    return 1 - Fraction(2 * len(one & other), size) if size else Fraction(0)


def masi(one: CodeSet, other: CodeSet) -> Fraction:
    """Passonneau 2006: 1 - Jaccard x monotonicity (1 equal, 2/3 subset, 1/3 overlap, 0 disjoint)."""
    if one == other:
        return Fraction(0)
    if one <= other or other <= one:
        return 1 - _overlap(one, other) * _NEAR
    return 1 - _overlap(one, other) * _FAR


def _overlap(one: CodeSet, other: CodeSet) -> Fraction:
    return Fraction(len(one & other), len(one | other)) if one or other else Fraction(1)


DISTANCES: dict[str, Distance] = {
    "alpha_exact_set": exact,
    "alpha_masi": masi,
    "alpha_jaccard": jaccard,
    "alpha_dice": dice,
}
"""Name of the coefficient -> distance between two sets."""


def judged_sets(units: Iterable[Iterable[Iterable[str] | None]]) -> Judged:
    """Sets of the coders who judged each unit, units with fewer than two judgements left out."""
    rows = ([frozenset(codes) for codes in unit if codes is not None] for unit in units)
    return [row for row in rows if len(row) >= _PAIR]


def observed(judged: Judged, distance: Distance) -> Fraction:
    """Sum over units of the distances between judgements, each unit divided by its judgements less one."""
    total = Fraction(0)
    for row in judged:
        kinds = Counter(row)
        apart = sum((kinds[x] * kinds[y] * distance(x, y) for x, y in product(kinds, kinds)), Fraction(0))
        total += apart / (len(row) - 1)
    return total


def set_alpha(judged: Judged, distance: Distance) -> Fraction | None:
    """Krippendorff's alpha with a distance between sets; None when all sets are equal or none is pairable."""
    kinds = Counter(codes for row in judged for codes in row)
    expected = sum((kinds[x] * kinds[y] * distance(x, y) for x, y in product(kinds, kinds)), Fraction(0))
    if not expected:
        return None
    return 1 - (kinds.total() - 1) * observed(judged, distance) / expected


def multi_valued_alpha(judged: Judged) -> Fraction | None:
    """Krippendorff & Craggs (2016): Dice distance, chance from the sizes of sets and the use of codes.

    Two sets of given sizes are imagined drawn code by code in proportion to how often each code was used.
    Only sizes and overlap matter, so a polynomial in (size, size, overlap) replaces the listing of all sets.
    """
    expected = _expected_distance(judged)
    if not expected:
        return None
    total = sum(len(row) for row in judged)
    return 1 - observed(judged, dice) / total / expected


def _expected_distance(judged: Judged) -> Fraction:
    sizes = Counter(len(codes) for row in judged for codes in row)
    used = Counter(code for row in judged for codes in row for code in codes)
    ways = _drawings(used.values(), max(sizes, default=0))
    expected = Fraction(0)
    for one, other in product(sizes, sizes):
        weights = {both: count for (x, y, both), count in ways.items() if (x, y) == (one, other)}
        total = sum(weights.values())
        if total and one + other:
            apart = sum(count * (1 - Fraction(2 * both, one + other)) for both, count in weights.items())
            expected += Fraction(sizes[one] * sizes[other], sizes.total() ** 2) * apart / total
    return expected


def _drawings(frequencies: Iterable[int], largest: int) -> dict[tuple[int, int, int], int]:
    """(size of one set, of the other, of their overlap) -> ways to draw them, one code after the other.

    A code used n times can be in neither set (1 way), in one of them (n) or in both (n (n - 1)).
    """
    ways = {(0, 0, 0): 1}
    for n in frequencies:
        steps = (((0, 0, 0), 1), ((1, 0, 0), n), ((0, 1, 0), n), ((1, 1, 1), n * (n - 1)))
        grown: Counter[tuple[int, int, int]] = Counter()
        for (one, other, both), count in ways.items():
            for (more, further, shared), factor in steps:
                if factor and one + more <= largest and other + further <= largest:
                    grown[one + more, other + further, both + shared] += count * factor
        ways = dict(grown)
    return ways


def label_set_result(units: Sequence[Sequence[Iterable[str] | None]]) -> Result:
    """See `coefficients.label_sets`."""
    judged = judged_sets(units)
    result: Result = {"n_units": len(units), "n_pairable": len(judged), "undefined": {}}
    why = NO_VARIATION if judged else NO_PAIRS
    for name, distance in DISTANCES.items():
        put(result, name, set_alpha(judged, distance), why)
    put(result, "mv_alpha_krippendorff_craggs2016", multi_valued_alpha(judged), why)
    if max(map(len, units), default=0) == _PAIR:
        _put_two_coders(result, judged)
    return result


def _put_two_coders(result: Result, judged: Judged) -> None:
    pairs = [(row[0], row[1]) for row in judged]
    similar = sum((_overlap(one, other) for one, other in pairs), Fraction(0))
    same = sum(one == other for one, other in pairs)
    shared = sum(len(one & other) for one, other in pairs)
    given = sum(len(one) + len(other) for one, other in pairs)
    put(result, "mean_jaccard_agreement", similar / len(pairs) if pairs else None, NO_PAIRS)
    put(result, "exact_match_share", Fraction(same, len(pairs)) if pairs else None, NO_PAIRS)
    put(
        result,
        "micro_f1",
        Fraction(2 * shared, given) if given else None,
        NOTHING_CODED if pairs else NO_PAIRS,
    )
