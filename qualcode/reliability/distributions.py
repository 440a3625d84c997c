"""Quantiles of Student's t, so that comparing two passes does not have to load a scientific stack.

Source: Abramowitz & Stegun (1964) 26.5.8 (incomplete beta) and 26.7.5 (expansion of t around the normal).
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

NORMAL = NormalDist()

_LARGE_DF = 2000  # from here on the expansion is exact to the last digit and the fraction is only slower

_CONVERGED = 1e-16
_MEDIAN = 0.5


@lru_cache(maxsize=1024)
def t_quantile(probability: float, df: int) -> float:
    """Value that a Student t variable with `df` degrees of freedom stays below with this probability.

    Args:
        probability: Strictly between 0 and 1.
        df: Degrees of freedom, at least 1.

    Raises:
        ValueError: Probability or degrees of freedom out of range.
    """
    if not 0 < probability < 1 or df < 1:
        raise ValueError("a t quantile needs 0 < probability < 1 and df >= 1")
    if probability == _MEDIAN:
        return 0.0
    if probability < _MEDIAN:
        return -t_quantile(1 - probability, df)
    if df == 1:
        return math.tan(math.pi * (probability - 0.5))
    guess = _expansion(probability, df)
    return guess if df >= _LARGE_DF else _polished(guess, 1 - probability, df)


def _expansion(probability: float, df: int) -> float:
    z = NORMAL.inv_cdf(probability)
    square = z * z
    first = (square + 1) / 4
    second = ((5 * square + 16) * square + 3) / 96
    third = (((3 * square + 19) * square + 17) * square - 15) / 384
    fourth = ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92160
    return z * (1 + (first + (second + (third + fourth / df) / df) / df) / df)


def _polished(guess: float, tail: float, df: int) -> float:
    """Newton steps on the logarithm of the upper tail, which is concave: they cannot run away."""
    t = guess
    for _ in range(60):
        upper = _upper_tail(t, df)
        step = upper * math.log(upper / tail) / _density(t, df)
        t = max(t + step, t / 2)
        if abs(step) <= 1e-14 * t:
            break
    return t


def _density(t: float, df: int) -> float:
    scale = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - 0.5 * math.log(df * math.pi)
    return math.exp(scale - (df + 1) / 2 * math.log1p(t * t / df))


def _upper_tail(t: float, df: int) -> float:
    """P(T > t) for t > 0: half the regularized incomplete beta at df / (df + t^2)."""
    return 0.5 * _incomplete_beta(df / (df + t * t), t * t / (df + t * t), df / 2, 0.5)


def _incomplete_beta(x: float, y: float, a: float, b: float) -> float:
    """I_x(a, b), with y = 1 - x handed in so that it keeps its digits."""
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(y, x, b, a)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(y)
    return math.exp(front) / (a * _continued_fraction(x, a, b))


def _continued_fraction(x: float, a: float, b: float) -> float:
    """Lentz's evaluation of 1 + d1/(1 + d2/(1 + ...)), A&S 26.5.8."""
    value = upper = 1.0
    lower = 0.0
    for step in range(1, 500):
        m = step // 2
        if step % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        lower = 1 / (1 + term * lower)
        upper = 1 + term / upper
        value *= upper * lower
        if abs(upper * lower - 1) < _CONVERGED:
            break
    return value
