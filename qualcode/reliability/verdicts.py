"""Words for coefficients, on request only: the scale is named, and a word is given only for what is sure.

Probabilistic benchmarking (Gwet 2014, chapter 6) with the standard error from whole transcripts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.reliability.benchmark import SCALES, UnknownScaleError
from qualcode.reliability.coefficients import benchmark

if TYPE_CHECKING:
    from qualcode.reliability.compare import Comparison

SOURCES: Final = {
    "landis_koch": "Landis & Koch 1977",
    "altman": "Altman 1991",
    "fleiss": "Fleiss 1981",
    "cicchetti": "Cicchetti 1994",
    "mchugh": "McHugh 2012",
    "krippendorff": "Krippendorff 2004",
}
"""Scale -> who proposed it."""


def verdicts(found: Comparison, scale: str) -> dict[str, str | None]:
    """Code -> the best word of the scale that its alpha reaches with 95 % probability.

    None where alpha is undefined, or where it has no standard error above 0.

    Raises:
        UnknownScaleError: no such scale.
    """
    if scale not in SCALES:
        raise UnknownScaleError(scale)
    told: dict[str, str | None] = {}
    for one in found.codes:
        se = one.uncertainty.se if one.uncertainty else None
        told[one.code] = benchmark(one.values["krippendorff_alpha"], se, scale)[f"{scale}_label"]
    return told
