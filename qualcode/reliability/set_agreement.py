"""Krippendorff's alpha over sets of codes with the MASI distance, from counted patterns of sets.

The same number as `labelsets.set_alpha`, for comparisons with hundreds of thousands of units: MASI depends
only on the sizes of two sets and of their overlap, so pairs of sets are counted by those three, and pairs
with a given overlap follow from how many sets contain each small subset.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from itertools import combinations, product
from math import comb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.reliability.tally import Patterns

Sizes = tuple[int, int, int]
"""(codes in one set, codes in the other, codes in both)."""

LARGE = 8
"""Sets with more codes are compared one by one: they have too many subsets, but there are few of them."""

_PAIR = 2
_FIELD = 48  # bits for a count of judgements


def masi_alpha(patterns: Patterns) -> float | None:
    """Alpha with the MASI distance (Passonneau 2006; Krippendorff 2019); None when nothing varies.

    Args:
        patterns: Per pass the bits of the codes given, None for not read -> number of units.
    """
    judged: Counter[int] = Counter()
    apart: Counter[tuple[int, Sizes]] = Counter()
    for pattern, units in patterns.items():
        sets = [mask for mask in pattern if mask is not None]
        if len(sets) < _PAIR:
            continue
        for mask in sets:
            judged[mask] += units
        for one, other in combinations(sets, 2):
            if one != other:
                apart[len(sets), sizes(one, other)] += units
    observed = sum(
        (Fraction(2 * units, judges - 1) * (1 - similarity(kind)) for (judges, kind), units in apart.items()),
        Fraction(0),
    )
    total = judged.total()
    alike = sum((pairs * similarity(kind) for kind, pairs in pairs_by_size(judged).items()), Fraction(0))
    expected = total * total - alike
    return float(1 - (total - 1) * observed / expected) if expected else None


def sizes(one: int, other: int) -> Sizes:
    """How large two sets and their overlap are."""
    return one.bit_count(), other.bit_count(), (one & other).bit_count()


def similarity(kind: Sizes) -> Fraction:
    """Jaccard times monotonicity: 1 equal, 2/3 one inside the other, 1/3 overlap; empty sets are equal."""
    one, other, shared = kind
    if one == other == shared:
        return Fraction(1)
    jaccard = Fraction(shared, one + other - shared)
    return jaccard * (Fraction(2, 3) if shared == min(one, other) else Fraction(1, 3))


def pairs_by_size(judged: Counter[int]) -> Counter[Sizes]:
    """How many ordered pairs of judgements (each with itself too) share codes, by sizes; also empty ones."""
    large = {mask: count for mask, count in judged.items() if mask.bit_count() > LARGE}
    small = {mask: count for mask, count in judged.items() if mask.bit_count() <= LARGE}
    found = _small_pairs(small)
    for one, other in product(large, judged):
        weight = 1 if other in large else 2  # small with large counts both ways round
        found[sizes(one, other)] += weight * judged[one] * judged[other]
    found[0, 0, 0] = judged[0] * judged[0]
    return found


def _small_pairs(judged: dict[int, int]) -> Counter[Sizes]:
    """Pairs by size of overlap, from the pairs that have each subset in common.

    A pair whose overlap has k codes has comb(k, t) subsets of t codes in common, so subsets counted from the
    largest down leave the pairs with exactly t. How many judgements of each size hold a subset is packed into
    one number, so that adding a judgement is one addition.
    """
    holding: defaultdict[int, int] = defaultdict(int)
    for mask, count in judged.items():
        own = count << (_FIELD * mask.bit_count())
        for subset in _subsets(mask):
            holding[subset] += own
    found: Counter[Sizes] = Counter()
    # Most subsets are held in the same few ways, so each way is unpacked once.
    ways = Counter((held, subset.bit_count()) for subset, held in holding.items())
    for (held, shared), times in ways.items():
        present = _unpacked(held)
        for (one, ones), (other, others) in product(present, present):
            found[one, other, shared] += times * ones * others
    for one, other, shared in sorted(found, key=lambda kind: -kind[2]):
        found[one, other, shared] -= sum(
            comb(more, shared) * found[one, other, more] for more in range(shared + 1, min(one, other) + 1)
        )
    return Counter({kind: pairs for kind, pairs in found.items() if pairs})


def _unpacked(held: int) -> list[tuple[int, int]]:
    """(size, judgements of sets of that size) where there are any."""
    counts = ((size, held >> (_FIELD * size) & ((1 << _FIELD) - 1)) for size in range(1, LARGE + 1))
    return [(size, count) for size, count in counts if count]


def _subsets(mask: int) -> list[int]:
    """All subsets but the empty one."""
    found = [0]
    while mask:
        lowest = mask & -mask
        found += [subset | lowest for subset in found]
        mask ^= lowest
    return found[1:]
