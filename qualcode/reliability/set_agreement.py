"""Krippendorff's alpha over sets of codes, from counted patterns of sets.

The same numbers as `labelsets.set_alpha`, for comparisons with hundreds of thousands of units: the distances
depend only on the sizes of two sets and of their overlap, so pairs of sets are counted by those three, and
pairs with a given overlap follow from how many sets contain each small subset.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from itertools import combinations, product
from math import comb
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from qualcode.reliability.tally import Patterns

    Matrix = NDArray[np.float32]

Sizes = tuple[int, int, int]
"""(codes in one set, codes in the other, codes in both)."""

LARGE = 8
"""Sets with more codes have too many subsets; they are compared with every other, in blocks."""

_PAIR = 2
_BLOCK = 2_000_000  # pairs held at a time
_FIELD = 48  # bits for a count of judgements


def masi_alpha(patterns: Patterns) -> float | None:
    """`set_alphas` with the MASI distance alone."""
    return set_alphas(patterns)["alpha_masi"]


def set_alphas(patterns: Patterns) -> dict[str, float | None]:
    """Alpha over sets of codes (Krippendorff 2019) for each distance; None when nothing varies.

    Args:
        patterns: Per pass the bits of the codes given, None for not read -> number of units.

    Returns:
        A value for each name in `SIMILARITIES`.
    """
    judged: defaultdict[int, int] = defaultdict(int)
    apart: defaultdict[tuple[int, Sizes], int] = defaultdict(int)
    for pattern, units in patterns.items():
        sets = [mask for mask in pattern if mask is not None]
        if len(sets) < _PAIR:
            continue
        for mask in sets:
            judged[mask] += units
        for one, other in combinations(sets, 2):
            if one != other:
                apart[len(sets), sizes(one, other)] += units
    total, by_size = sum(judged.values()), pairs_by_size(Counter(judged))
    return {name: _alpha(total, apart, by_size, alike) for name, alike in SIMILARITIES.items()}


def _alpha(
    total: int,
    apart: Mapping[tuple[int, Sizes], int],
    by_size: Mapping[Sizes, int],
    similarity: Callable[[Sizes], Fraction],
) -> float | None:
    observed = sum(
        (Fraction(2 * units, judges - 1) * (1 - similarity(kind)) for (judges, kind), units in apart.items()),
        Fraction(0),
    )
    alike = sum((pairs * similarity(kind) for kind, pairs in by_size.items()), Fraction(0))
    expected = total * total - alike
    return float(1 - (total - 1) * observed / expected) if expected else None


def sizes(one: int, other: int) -> Sizes:
    """How large two sets and their overlap are."""
    return one.bit_count(), other.bit_count(), (one & other).bit_count()


def equal(kind: Sizes) -> Fraction:
    """1 for the same set, two empty ones included; else 0."""
    one, other, shared = kind
    return Fraction(one == other == shared)


def jaccard(kind: Sizes) -> Fraction:
    """Codes in both of those in any; empty sets are equal."""
    one, other, shared = kind
    return Fraction(shared, one + other - shared) if one + other else Fraction(1)


def dice(kind: Sizes) -> Fraction:
    """Codes in both, twice, of those in each; empty sets are equal."""
    one, other, shared = kind
    return Fraction(2 * shared, one + other) if one + other else Fraction(1)


def masi(kind: Sizes) -> Fraction:
    """Jaccard times monotonicity: 1 equal, 2/3 one inside the other, 1/3 overlap (Passonneau 2006)."""
    one, other, shared = kind
    if one == other == shared:
        return Fraction(1)
    return jaccard(kind) * (Fraction(2, 3) if shared == min(one, other) else Fraction(1, 3))


SIMILARITIES: Final[dict[str, Callable[[Sizes], Fraction]]] = {
    "alpha_masi": masi,
    "alpha_jaccard": jaccard,
    "alpha_dice": dice,
    "alpha_exact_set": equal,
}
"""Name of an alpha -> how alike two sets are, 1 minus the distance."""


def pairs_by_size(judged: Counter[int]) -> Counter[Sizes]:
    """How many ordered pairs of judgements (each with itself too) share codes, by sizes; also empty ones."""
    large = {mask: count for mask, count in judged.items() if mask.bit_count() > LARGE}
    small = {mask: count for mask, count in judged.items() if mask.bit_count() <= LARGE}
    found = _small_pairs(small)
    if large:
        found.update(_large_pairs(large, large, times=1))
        found.update(_large_pairs(large, small, times=2))  # small with large both ways round
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


def _large_pairs(large: dict[int, int], others: dict[int, int], times: int) -> Counter[Sizes]:
    """Pairs by size from overlaps computed as products of blocks of a membership matrix."""
    import numpy as np

    codes = max(mask.bit_length() for mask in (*large, *others))
    rows, columns = _membership(large, codes), _membership(others, codes).T
    sizes, other_sizes = rows.sum(axis=1).astype(np.int64), columns.sum(axis=0).astype(np.int64)
    weights, other_weights = (np.fromiter(of.values(), dtype=np.float64) for of in (large, others))
    found: Counter[Sizes] = Counter()
    step = max(1, _BLOCK // max(len(others), 1))
    for size in np.unique(sizes).tolist():
        (members,) = np.nonzero(sizes == size)
        for begin in range(0, len(members), step):
            block = members[begin : begin + step]
            kinds = (rows[block] @ columns).astype(np.int64) + other_sizes * (codes + 1)
            pairs = np.bincount(kinds.ravel(), weights=np.outer(weights[block], other_weights).ravel())
            for kind in np.nonzero(pairs)[0].tolist():
                other, shared = divmod(kind, codes + 1)
                found[size, other, shared] += times * int(pairs[kind])
    return found


def _membership(judged: dict[int, int], codes: int) -> Matrix:
    """One row per set, one column per code, 1 where it is in."""
    import numpy as np

    width = (codes + 7) // 8
    packed = np.frombuffer(b"".join(mask.to_bytes(width, "little") for mask in judged), dtype=np.uint8)
    bits = np.unpackbits(packed.reshape(len(judged), width), axis=1, bitorder="little")
    return bits[:, :codes].astype(np.float32)


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
