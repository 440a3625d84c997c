"""Verdict words only with their uncertainty: the level a coefficient reaches with 95 % probability.

Probabilistic benchmarking after Gwet (2014), chapter 6. Hand in the clustered standard error where units come
from the same transcripts.
"""

from __future__ import annotations

from itertools import accumulate

from qualcode.errors import UsageError
from qualcode.reliability.distributions import NORMAL

SCALES: dict[str, tuple[tuple[float, str], ...]] = {
    "landis_koch": (
        (0.8, "Almost Perfect"),
        (0.6, "Substantial"),
        (0.4, "Moderate"),
        (0.2, "Fair"),
        (0.0, "Slight"),
        (-1.0, "Poor"),
    ),
    "altman": ((0.8, "Very Good"), (0.6, "Good"), (0.4, "Moderate"), (0.2, "Fair"), (-1.0, "Poor")),
    "fleiss": ((0.75, "Excellent"), (0.4, "Fair to Good"), (-1.0, "Poor")),
    "cicchetti": ((0.75, "Excellent"), (0.6, "Good"), (0.4, "Fair"), (-1.0, "Poor")),
    "mchugh": (
        (0.9, "Almost Perfect"),
        (0.8, "Strong"),
        (0.6, "Moderate"),
        (0.4, "Weak"),
        (0.2, "Minimal"),
        (-1.0, "None"),
    ),
    "krippendorff": ((0.8, "Reliable"), (0.667, "Tentative Conclusions Only"), (-1.0, "Discard")),
}
"""Scale -> (lower bound, word) from the top; levels are half-open [lower, next lower)."""

CERTAINTY = 0.95


class UnknownScaleError(UsageError):
    """A benchmark scale that does not exist."""

    def __init__(self, scale: str) -> None:
        super().__init__(
            f"There is no benchmark scale called {scale!r}.", f"Choose one of {', '.join(SCALES)}."
        )


def cumulative(coefficient: float, se: float, scale: str) -> list[float]:
    """Probability of each level or a better one, from the top; the last is 1.

    Args:
        coefficient: Between -1 and 1.
        se: Its standard error, above 0.
        scale: A name from `SCALES`.

    Raises:
        UnknownScaleError: No such scale.
    """
    if scale not in SCALES:
        raise UnknownScaleError(scale)
    lower = [bound for bound, _ in SCALES[scale]]
    upper = [1.0, *lower[:-1]]
    possible = _between(coefficient, se, -1.0, 1.0)
    return list(
        accumulate(_between(coefficient, se, lo, hi) / possible for lo, hi in zip(lower, upper, strict=True))
    )


def _between(coefficient: float, se: float, low: float, high: float) -> float:
    return NORMAL.cdf((coefficient - low) / se) - NORMAL.cdf((coefficient - high) / se)


def level(cumulated: list[float], scale: str) -> str:
    """The best word that is reached with at least 95 % probability."""
    words = [word for _, word in SCALES[scale]]
    return next((word for word, p in zip(words, cumulated, strict=True) if p >= CERTAINTY), words[-1])
