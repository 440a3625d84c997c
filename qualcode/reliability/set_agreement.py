"""Krippendorff's alpha over sets of codes with the MASI distance, from counted patterns of sets.

The same number as `labelsets.set_alpha`, for comparisons with hundreds of thousands of units: MASI depends
only on the sizes of two sets and of their overlap, so pairs of sets are counted by those three, and pairs
with a given overlap follow from how many sets contain each small subset.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations, product
from math import comb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.reliability.tally import Patterns

Sizes = tuple[int, int, int]
"""(codes in one set, codes in the other, codes in both)."""

LARGE = 8
"""Sets with more codes are compared one by one: they have too many subsets, but there are few of them."""

_PAIR = 2


def masi_alpha(patterns: Patterns) -> float | None:
    """Alpha with the MASI distance (Passonneau 2006; Krippendorff 2019); None when nothing varies.

    Args:
        patterns: Per pass the bits of the codes given, None for not read -> number of units.
    """
    judged: Counter[int] = Counter()
    observed = Fraction(0)
    for pattern, units in patterns.items():
        sets = [mask for mask in pattern if mask is not None]
        if len(sets) < _PAIR:
            continue
        for mask in sets:
            judged[mask] += units
        apart = sum((distance(sizes(one, other)) for one, other in combinations(sets, 2)), Fraction(0))
        observed += Fraction(2 * units, len(sets) - 1) * apart
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


def distance(kind: Sizes) -> Fraction:
    """1 - similarity."""
    return 1 - similarity(kind)


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
    largest down leave the pairs with exactly t.
    """
    holding: dict[int, Counter[int]] = {}
    for mask, count in judged.items():
        for subset in _subsets(mask):
            holding.setdefault(subset, Counter())[mask.bit_count()] += count
    found: Counter[Sizes] = Counter()
    for subset, by_size in holding.items():
        for (one, ones), (other, others) in product(by_size.items(), by_size.items()):
            found[one, other, subset.bit_count()] += ones * others
    for one, other, shared in sorted(found, key=lambda kind: -kind[2]):
        found[one, other, shared] -= sum(
            comb(more, shared) * found[one, other, more] for more in range(shared + 1, min(one, other) + 1)
        )
    return Counter({kind: pairs for kind, pairs in found.items() if pairs})


def _subsets(mask: int) -> Iterator[int]:
    """All subsets but the empty one."""
    subset = mask
    while subset:
        yield subset
        subset = (subset - 1) & mask
