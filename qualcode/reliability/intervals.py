"""How sure a coefficient is, how that was found, and why there may be no answer.

Whole transcripts are left out one by one (jackknife; Quenouille 1956, Tukey 1958) or redrawn (cluster
bootstrap; Efron 1979), for units of one text are not independent. A single transcript cannot be left out:
its turns or paragraphs stand in, and the answer says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qualcode.reliability import clustered, many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.reliability.binary import FourCounts
    from qualcode.reliability.clustered import Interval, Spread
    from qualcode.reliability.tally import Patterns

ClusterKind = Literal["transcripts", "turns", "paragraphs"]

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Settings:
    """How intervals are made, and whether anything is computed.

    Attributes:
        seed: Of the redraws.
        bootstrap: How many redraws; 0: jackknife.
        coefficients: Whether these passes get any.
        over: What is left out or redrawn as wholes.
    """

    seed: int = 0
    bootstrap: int = 0
    coefficients: bool = True
    over: ClusterKind = "transcripts"


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What leaving out or redrawing gave.

    Attributes:
        over: What was left out or redrawn as wholes.
        clusters: How many of them there are.
        interval: 95 % interval; None if there is none.
        se: Standard error; None if there is none.
        seed: Of the redraws.
        replicates: Redraws; 0 for the jackknife.
        undefined: Redraws in which the coefficient was undefined; they are left out.
        reason: Why there is no interval; empty if there is one.
    """

    over: ClusterKind
    clusters: int
    interval: Interval | None
    se: float | None
    seed: int = 0
    replicates: int = 0
    undefined: int = 0
    reason: str = ""


def of_pair(tables: Sequence[FourCounts], name: str, settings: Settings) -> Uncertainty:
    """Of a coefficient of two passes, from the four counts of each cluster."""
    if settings.bootstrap:
        found = clustered.bootstrap(tables, name, settings.seed, settings.bootstrap)
    else:
        found = clustered.jackknife(tables, name)
    return _told(found, len(tables), settings)


def of_many(patterns: Sequence[Patterns], settings: Settings) -> Uncertainty:
    """Of alpha of three or more passes, from the patterns of each cluster."""
    found = many.pattern_spread(patterns, settings.seed, settings.bootstrap)
    return _told(found, len(patterns), settings)


def _told(found: Spread, clusters: int, settings: Settings) -> Uncertainty:
    reason = "" if found.interval else _reason(clusters, settings.over)
    return Uncertainty(
        settings.over,
        clusters,
        found.interval,
        found.se,
        settings.seed,
        settings.bootstrap,
        found.undefined,
        reason,
    )


def _reason(clusters: int, over: ClusterKind) -> str:
    if clusters < _FEWEST:
        return f"there are no two {over} to leave out"
    return f"without one of the {over} nothing varies"
