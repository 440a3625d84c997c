"""Krippendorff's u-alpha family: do coders cut the same stretches out of a text and give them the same value?

Krippendorff, Mathet, Bouvry & Widlöcher (2016, with erratum); Krippendorff (2019), section 12.6. One
sweep over the boundaries gathers whole numbers; every coefficient is an exact fraction.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.reliability.binary import NO_UNITS, NO_VARIATION
from qualcode.reliability.continuum import InvertedSpanError, TooFewCodersError
from qualcode.reliability.results import Result, put

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Unit = tuple[int, int, str]
"""(start, end, value), half-open."""

NO_INTERSECTION = "no units intersect"
ONE_VALUE = "only one value where units intersect"

_PAIR = 2


class OverlappingUnitsError(QualcodeError):
    """One coder gave two values to the same character, which the family's premise forbids."""

    def __init__(self, coder: str) -> None:
        super().__init__(
            f"Units of coder {coder} overlap, and unitizing alpha is not defined for overlapping units.",
            "Run it per code, or per group of codes that exclude each other.",
        )


@dataclass(slots=True)
class Coincidences:
    """Lengths of intersections, all multiplied by (coders - 1) so that they stay whole numbers.

    Attributes:
        coders: Number of coders (m).
        length: Length of the continuum (L).
        shared: (value, value) -> coinciding length; None is the gap value.
        pairable: Value -> per unit, length on which other coders had a unit too, summed over them.
        squares: Value -> sum of squared unit lengths; for gaps the sum of lengths.
        totals: Value -> length all coders together gave it.
    """

    coders: int
    length: int
    shared: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    pairable: dict[str, list[int]] = field(default_factory=dict)
    squares: Counter[str | None] = field(default_factory=Counter)
    totals: Counter[str | None] = field(default_factory=Counter)

    @property
    def values(self) -> list[str]:
        """Values in use, gaps apart, in alphabetical order."""
        return sorted(self.pairable)


def coincidences(length: int, coders: Mapping[str, Iterable[Unit]]) -> Coincidences:
    """Sweep over all boundaries once.

    Raises:
        TooFewCodersError: Fewer than two coders.
        InvertedSpanError: A unit ends before it starts.
        OverlappingUnitsError: Two units of one coder overlap.
    """
    if len(coders) < _PAIR:
        raise TooFewCodersError
    found = Coincidences(len(coders), length)
    units = [_checked(name, given, length) for name, given in coders.items()]
    for own in units:
        _add_lengths(found, own)
    _sweep(found, units)
    return found


def _checked(name: str, given: Iterable[Unit], length: int) -> list[Unit]:
    raw = list(given)
    if any(end < start for start, end, _ in raw):
        raise InvertedSpanError
    cut = ((max(start, 0), min(end, length), value) for start, end, value in raw)
    units = sorted(unit for unit in cut if unit[0] < unit[1])
    if any(second[0] < first[1] for first, second in pairwise(units)):
        raise OverlappingUnitsError(name)
    return units


def _add_lengths(found: Coincidences, units: Sequence[Unit]) -> None:
    for start, end, value in units:
        found.totals[value] += end - start
        found.squares[value] += (end - start) ** 2
        found.pairable.setdefault(value, [])
    gaps = found.length - sum(end - start for start, end, _ in units)
    found.totals[None] += gaps
    found.squares[None] += gaps


def _sweep(found: Coincidences, units: Sequence[Sequence[Unit]]) -> None:
    events: dict[int, list[tuple[int, Unit | None]]] = {0: [], found.length: []}
    for coder, own in enumerate(units):
        for unit in own:
            events.setdefault(unit[1], []).insert(0, (coder, None))
            events.setdefault(unit[0], []).append((coder, unit))
    current: list[Unit | None] = [None] * len(units)
    reached: Counter[tuple[int, Unit]] = Counter()
    for here, following in pairwise(sorted(events)):
        for coder, entered in events[here]:
            current[coder] = entered
        _add_interval(found, current, reached, following - here)
    for (_, unit), size in reached.items():
        found.pairable[unit[2]].append(size)


def _add_interval(
    found: Coincidences, current: Sequence[Unit | None], reached: Counter[tuple[int, Unit]], size: int
) -> None:
    present = Counter(None if unit is None else unit[2] for unit in current)
    for one, ones in present.items():
        for other, others in present.items():
            found.shared[one, other] += size * ones * (others - (one == other))
    with_unit = len(current) - present[None]
    for coder, unit in enumerate(current):
        if unit is not None:
            reached[coder, unit] += size * (with_unit - 1)


def u_alpha(found: Coincidences) -> Fraction | None:
    """Agreement on boundaries and values together."""
    total = found.coders * found.length
    agreeing = Fraction(sum(found.shared[v, v] for v in found.totals), found.coders - 1)
    chance = sum(count * count - found.squares[value] for value, count in found.totals.items())
    return _alpha(total - agreeing, Fraction(total), chance, sum(found.squares.values()))


def bar_u_alpha(found: Coincidences) -> Fraction | None:
    """Agreement on what is worth marking at all, values ignored."""
    total = found.coders * found.length
    gaps = found.totals[None]
    marked = total - gaps
    differing = Fraction(gaps) - Fraction(found.shared[None, None], found.coders - 1)
    if not gaps * marked:
        return None
    self_pairs = Fraction(sum(found.squares.values()), total)
    return 1 - differing * (total - self_pairs) / (gaps * marked)


def _alpha(
    differing: Fraction, total: Fraction, chance: Fraction | int, squares: Fraction | int
) -> Fraction | None:
    """1 - observed / expected, with expected agreement chance / (total - squares / total)."""
    free = total - squares / total if total else Fraction(0)
    if not free:
        return None
    expected = total - chance / free
    return 1 - differing / expected if expected else None


@dataclass(frozen=True, slots=True)
class Paired:
    """The coincidences of units with units, gaps left out, in true lengths.

    Attributes:
        rows: Value -> length on which other coders had a unit too.
        same: Value -> of that, length where they gave the same value.
        squares: Value -> sum of squared pairable lengths of its units.
    """

    rows: dict[str, Fraction]
    same: dict[str, Fraction]
    squares: dict[str, Fraction]

    @classmethod
    def of(cls, found: Coincidences) -> Paired:
        """Divide out the number of other coders."""
        others = found.coders - 1
        rows = {v: Fraction(sum(found.shared[v, w] for w in found.pairable), others) for v in found.pairable}
        same = {v: Fraction(found.shared[v, v], others) for v in found.pairable}
        squares = {
            v: Fraction(sum(size * size for size in found.pairable[v]), others**2) for v in found.pairable
        }
        return cls(rows, same, squares)

    @property
    def total(self) -> Fraction:
        """Length on which at least two coders had a unit, counted once per coder pair partner."""
        return sum(self.rows.values(), Fraction(0))

    def cu_alpha(self) -> Fraction | None:
        """Agreement on values where units intersect; None unless two values meet."""
        chance = sum((row * row - self.squares[v] for v, row in self.rows.items()), Fraction(0))
        differing = self.total - sum(self.same.values(), Fraction(0))
        return _alpha(differing, self.total, chance, sum(self.squares.values(), Fraction(0)))

    def ku_alpha(self, value: str) -> Fraction | None:
        """Agreement on one value against all others where units intersect."""
        row, elsewhere = self.rows[value], self.total - self.rows[value]
        if not row or not elsewhere:
            return None
        expected = row * self.total - self.squares[value]
        return 1 - expected / row * (row - self.same[value]) / (row * elsewhere)


def unitizing_result(length: int, coders: Mapping[str, Iterable[Unit]]) -> Result:
    """See `coefficients.unitizing`."""
    found = coincidences(length, coders)
    paired = Paired.of(found)
    result: Result = {"undefined": {}}
    why = NO_VARIATION if length else NO_UNITS
    put(result, "u_alpha", u_alpha(found), why)
    put(result, "bar_u_alpha", bar_u_alpha(found), why)
    put(result, "cu_alpha", paired.cu_alpha(), ONE_VALUE if paired.total else NO_INTERSECTION)
    put(result, "cu_coverage", paired.total / (found.coders * length) if length else None, NO_UNITS)
    result["ku_alpha"], result["ku_coverage"] = {}, {}
    for value in found.values:
        share = paired.ku_alpha(value)
        result["ku_alpha"][value] = None if share is None else float(share)
        result["ku_coverage"][value] = float(paired.rows[value] / found.totals[value])
        if share is None:
            result["undefined"][f"ku_alpha:{value}"] = ONE_VALUE if paired.rows[value] else NO_INTERSECTION
    return result
