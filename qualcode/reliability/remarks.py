"""What a reader should keep in mind about one row of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.reliability.binary import NOT_USED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.reliability.intervals import Uncertainty

RARE: Final = 5
"""Units that a pass must have coded for a code's coefficient to enter an average."""

FEW_DOCUMENTS: Final = 6
"""Fewer transcripts than this make a poor base for an interval (simulation in reliability.md 1.10)."""

HIGH_AGREEMENT: Final = 0.8
LOW_KAPPA: Final = 0.4
"""From where on "high agreement, low kappa" is worth a note (paradox: Feinstein and Cicchetti, 1990)."""

_HALF: Final = 0.5


def remarks(
    used: Sequence[int], values: Mapping[str, float | None], uncertainty: Uncertainty | None, whose: str
) -> tuple[str, ...]:
    """Remarks about one code, those that hold for every code of the comparison last.

    Args:
        used: Per pass, units it coded.
        values: Coefficients by name.
        uncertainty: Of alpha; None where no coefficient was computed.
        whose: "coder", or "pass" where the passes are by one coder.
    """
    if not any(used):
        return (NOT_USED,)
    found = []
    if not all(used):
        found.append(f"one {whose} never used it")
    if max(used) < RARE:
        found.append(f"rare: fewer than {RARE} units in any pass")
    found += _paradox(values)
    if uncertainty is not None:
        found += _about_interval(values, uncertainty)
    return tuple(found)


def _paradox(values: Mapping[str, float | None]) -> list[str]:
    percent, kappa = values.get("percent_agreement"), values.get("cohen_kappa", values.get("fleiss_kappa"))
    if percent is None or kappa is None or percent < HIGH_AGREEMENT or kappa >= LOW_KAPPA:
        return []
    positive = values.get("positive_agreement") or 0.0
    everywhere = positive > (values.get("negative_agreement") or 0.0)
    where = "nearly everywhere" if everywhere else "rare"
    return [f"high agreement with low kappa: the code is {where} in this text, so agreement is cheap"]


def _about_interval(values: Mapping[str, float | None], found: Uncertainty) -> list[str]:
    told = []
    if values.get("percent_agreement") == 1 and found.interval is not None:
        told.append("no disagreement, so the interval is degenerate")
    if found.reason and values.get("krippendorff_alpha") is not None:
        told.append(f"no interval: {found.reason}")
    if found.undefined:
        told.append("undefined in some redraws, which are left out")
    return told + _few(found)


def _few(found: Uncertainty) -> list[str]:
    if found.over != "transcripts":
        done = "redraws" if found.replicates else "leaves out"
        return [f"few documents: 1, so the interval {done} its {found.clusters} {found.over}"]
    return [f"few documents: {found.clusters}"] if found.clusters < FEW_DOCUMENTS else []
