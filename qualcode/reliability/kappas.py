"""Coefficients that know which coder said what: Cohen's kappa, and Light's and Conger's over coder pairs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from qualcode.reliability.distributions import NORMAL
from qualcode.reliability.linearisation import NOWHERE, Spread, corrected_unit, spread
from qualcode.reliability.nominal import chance_corrected

if TYPE_CHECKING:
    from qualcode.reliability.nominal import Summary
    from qualcode.reliability.ratings import Pattern, Ratings

Table = Sequence[Sequence[int]]
"""Square contingency table: rows the first coder's categories, columns the second's."""

_PAIR = 2


def _margins(table: Table) -> tuple[list[int], list[int]]:
    return [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]


def _chance(table: Table) -> Fraction:
    """Sum of products of the two coders' shares; 1 for an empty table, which makes every kappa undefined."""
    rows, columns = _margins(table)
    total = sum(rows)
    return (
        Fraction(sum(r * c for r, c in zip(rows, columns, strict=True)), total * total)
        if total
        else Fraction(1)
    )


def cohen(table: Table) -> Fraction | None:
    """Cohen 1960, unweighted; None without variation or units."""
    total = sum(map(sum, table))
    agreeing = sum(table[k][k] for k in range(len(table)))
    return chance_corrected(Fraction(agreeing, total) if total else None, _chance(table))


def cohen_max(table: Table) -> Fraction | None:
    """Largest kappa these margins allow (Cohen 1960)."""
    rows, columns = _margins(table)
    total = sum(rows)
    reachable = sum(min(r, c) for r, c in zip(rows, columns, strict=True))
    return chance_corrected(Fraction(reachable, total) if total else None, _chance(table))


def scott(table: Table) -> Fraction | None:
    """Scott 1955; None without variation or units."""
    rows, columns = _margins(table)
    total = sum(rows)
    if not total:
        return None
    chance = Fraction(sum((r + c) ** 2 for r, c in zip(rows, columns, strict=True)), 4 * total * total)
    return chance_corrected(Fraction(sum(table[k][k] for k in range(len(table))), total), chance)


def cohen_se(table: Table) -> float | None:
    """Large-sample standard error of Cohen's kappa (Fleiss, Cohen & Everitt 1969); independent units only."""
    kappa, chance = cohen(table), float(_chance(table))
    if kappa is None:
        return None
    rows, columns = _margins(table)
    total, loss = sum(rows), float(1 - kappa)
    diagonal = off = 0.0
    for i, row in enumerate(table):
        for j, count in enumerate(row):
            mixed = (columns[i] + rows[j]) / total
            if i == j:
                diagonal += count / total * (1 - mixed * loss) ** 2
            else:
                off += count / total * mixed**2
    variance = diagonal + loss**2 * off - (float(kappa) - chance * loss) ** 2
    return math.sqrt(max(variance, 0.0) / total) / (1 - chance)


def cohen_null_se(table: Table) -> float | None:
    """Standard error under chance agreement, for testing kappa = 0 only (Fleiss et al. 1969)."""
    chance = float(_chance(table))
    if cohen(table) is None:
        return None
    rows, columns = _margins(table)
    total = sum(rows)
    skew = math.fsum(r * c * (r + c) for r, c in zip(rows, columns, strict=True)) / total**3
    return math.sqrt(max(chance + chance**2 - skew, 0.0) / total) / (1 - chance)


def cohen_interval(table: Table) -> tuple[float, float] | None:
    """Normal 95 % interval of Cohen's kappa, not cut off at 1."""
    kappa, se = cohen(table), cohen_se(table)
    if kappa is None or se is None:
        return None
    half = NORMAL.inv_cdf(0.975) * se
    return float(kappa) - half, float(kappa) + half


def light(ratings: Ratings) -> Fraction | None:
    """Light 1971: mean of Cohen's kappa over all pairs of coders; None if any pair's is undefined."""
    pairs = [cohen(ratings.pair_table(g, h)) for g, h in combinations(range(ratings.coders), 2)]
    defined = [kappa for kappa in pairs if kappa is not None]
    return sum(defined, Fraction(0)) / len(pairs) if pairs and len(defined) == len(pairs) else None


def _tallies(ratings: Ratings) -> list[list[int]]:
    """Per coder, how many units they put into each category."""
    tallies = [[0] * len(ratings.categories) for _ in range(ratings.coders)]
    for pattern, units in ratings.patterns.items():
        for coder, category in enumerate(pattern):
            if category is not None:
                tallies[coder][category] += units
    return tallies


def _conger_chance(tallies: Sequence[Sequence[int]]) -> Fraction:
    products = [
        Fraction(sum(x * y for x, y in zip(g, h, strict=True)), sum(g) * sum(h))
        for g, h in combinations(tallies, 2)
    ]
    return sum(products, Fraction(0)) / len(products) if products else Fraction(1)


def conger(ratings: Ratings, summary: Summary) -> Fraction | None:
    """Conger 1980: Fleiss' agreement, chance as the mean over coder pairs, from all each one judged."""
    return chance_corrected(summary.agreement, _conger_chance(_tallies(ratings)))


def conger_spread(ratings: Ratings, summary: Summary, value: float) -> Spread:
    """Standard error and interval of Conger's kappa by linearisation (Gwet 2014)."""
    tallies = _tallies(ratings)
    chance = float(_conger_chance(tallies))
    if summary.judged < _PAIR:
        return NOWHERE
    weights = _conger_weights(tallies, summary.judged)
    linearised = []
    for pattern, units in ratings.patterns.items():
        tally = _tally(pattern, len(ratings.categories))
        if sum(tally):
            own = _conger_unit(pattern, weights, chance)
            linearised.append((units, corrected_unit(summary, tally, value, chance, own)))
    return spread(value, linearised)


def _conger_weights(tallies: Sequence[Sequence[int]], judged: int) -> list[list[float]]:
    """Per coder and category: how one more such judgement moves chance agreement, around its mean."""
    coders = len(tallies)
    shares = [[count / sum(tally) for count in tally] for tally in tallies]
    totals = [math.fsum(column) for column in zip(*shares, strict=True)]
    weights = []
    for tally, own in zip(tallies, shares, strict=True):
        others = [total - share for total, share in zip(totals, own, strict=True)]
        mean = math.fsum(share * other for share, other in zip(own, others, strict=True))
        scale = judged / (sum(tally) * coders * (coders - 1))
        weights.append([scale * (other - mean) for other in others])
    return weights


def _conger_unit(pattern: Pattern, weights: Sequence[Sequence[float]], chance: float) -> float:
    given = (weights[coder][category] for coder, category in enumerate(pattern) if category is not None)
    return chance + math.fsum(given)


def _tally(pattern: Pattern, categories: int) -> list[int]:
    tally = [0] * categories
    for category in pattern:
        if category is not None:
            tally[category] += 1
    return tally
