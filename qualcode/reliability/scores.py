"""One row of a comparison: the counts of a code first, then what follows from them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.reliability import clustered, results
from qualcode.reliability.binary import NOT_USED, binary_coefficients
from qualcode.reliability.many import pattern_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.reliability.binary import FourCounts
    from qualcode.reliability.clustered import Interval
    from qualcode.reliability.tally import Patterns

PAIR_COEFFICIENTS: Final = (
    "percent_agreement",
    "positive_agreement",
    "cohen_kappa",
    "scott_pi",
    "krippendorff_alpha",
    "gwet_ac1",
    "brennan_prediger",
    "pabak",
    "negative_agreement",
    "jaccard",
    "kappa_max",
    "prevalence_index",
    "bias_index",
)
"""Coefficients of two passes, in the order they are shown."""

MANY_COEFFICIENTS: Final = (
    "percent_agreement",
    "fleiss_kappa",
    "krippendorff_alpha",
    "gwet_ac1",
    "brennan_prediger",
    "conger_kappa",
    "light_kappa",
)
"""Coefficients of three or more passes."""

WITH_INTERVAL: Final = ("krippendorff_alpha", "cohen_kappa")
"""Coefficients that get an interval by resampling transcripts."""

RARE: Final = 5
"""Units that a pass must have coded for a code's coefficient to enter an average."""

FEW_DOCUMENTS: Final = 6
"""Fewer transcripts than this make a poor base for an interval (simulation in reliability.md 1.10)."""

HIGH_AGREEMENT: Final = 0.8
LOW_KAPPA: Final = 0.4
"""From where on "high agreement, low kappa" is worth a note (paradox: Feinstein and Cicchetti, 1990)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How intervals are made: jackknife over transcripts, or `bootstrap` seeded redraws of them."""

    seed: int = 0
    bootstrap: int = 0
    coefficients: bool = True


@dataclass(frozen=True, slots=True)
class CodeScore:
    """Agreement on one code.

    Attributes:
        code: Name of the row.
        counts: Two passes: (both, only A, only B, neither), over all transcripts.
        by_number: Units by the number of passes that coded them, 0 first.
        used: Per pass, units it coded.
        tables: Two passes: the four counts of each transcript.
        values: Coefficients by name; None where undefined or not to be computed.
        ci: Interval by coefficient name, None where there is none.
        undefined: Why alpha is undefined, empty if it is not.
        note: What to keep in mind, empty if nothing.
    """

    code: str
    counts: FourCounts | None
    by_number: tuple[int, ...]
    used: tuple[int, ...]
    tables: tuple[FourCounts, ...]
    values: dict[str, float | None]
    ci: dict[str, Interval | None]
    undefined: str
    note: str

    @property
    def is_used(self) -> bool:
        """Whether any pass coded a unit with it."""
        return any(self.used)

    @property
    def is_rare(self) -> bool:
        """Whether no pass coded at least five units with it."""
        return max(self.used) < RARE

    def as_dict(self, passes: Sequence[str]) -> dict[str, Any]:
        """For `compare --json`."""
        if self.counts is not None:
            both, only_a, only_b, neither = self.counts
            counted: dict[str, Any] = {
                "both": both,
                "only": {passes[0]: only_a, passes[1]: only_b},
                "neither": neither,
            }
        else:
            counted = {"counts": {str(number): units for number, units in enumerate(self.by_number)}}
        return {
            "code": self.code,
            **counted,
            **self.values,
            "ci": {name: None if ci is None else list(ci) for name, ci in self.ci.items()},
            "used": dict(zip(passes, self.used, strict=True)),
            "undefined": self.undefined or None,
            "note": self.note,
        }


def score_pair(
    code: str, tables: Sequence[FourCounts], settings: Settings, *, same_coder: bool = False
) -> CodeScore:
    """Agreement of two passes on one code, pooled over transcripts before anything is divided."""
    counts = clustered.pooled(tables)
    both, only_a, only_b, neither = counts
    used = (both + only_a, both + only_b)
    found = binary_coefficients(*counts)
    computed = settings.coefficients and any(used)
    values = {name: found[name] if computed else None for name in PAIR_COEFFICIENTS}
    return CodeScore(
        code,
        counts,
        (neither, only_a + only_b, both),
        used,
        tuple(tables),
        values,
        {name: _interval(tables, name, settings) if computed else None for name in WITH_INTERVAL},
        undefined=found["undefined"].get("krippendorff_alpha", "") if settings.coefficients else "",
        note=_note(used, values, len(tables), "pass" if same_coder else "coder"),
    )


def score_many(
    code: str, patterns: Sequence[Patterns], passes: Sequence[str], settings: Settings
) -> CodeScore:
    """Agreement of three or more passes on one code."""
    total: Patterns = Counter()
    for one in patterns:
        total.update(one)
    by_number, used = [0] * (len(passes) + 1), [0] * len(passes)
    for pattern, units in total.items():
        by_number[sum(filter(None, pattern))] += units
        for coder, mark in enumerate(pattern):
            used[coder] += units if mark else 0
    found = results.spans_result(total, list(passes)) if total else {"undefined": {}}
    computed = settings.coefficients and any(used)
    values = {name: found.get(name) if computed else None for name in MANY_COEFFICIENTS}
    interval = pattern_interval(patterns, settings.seed, settings.bootstrap) if computed else None
    return CodeScore(
        code,
        None,
        tuple(by_number),
        tuple(used),
        (),
        values,
        {"krippendorff_alpha": interval},
        undefined=found["undefined"].get("krippendorff_alpha", "") if settings.coefficients else "",
        note=_note(used, values, len(patterns), "pass"),
    )


def _interval(tables: Sequence[FourCounts], name: str, settings: Settings) -> Interval | None:
    if settings.bootstrap:
        return clustered.bootstrap_interval(tables, name, settings.seed, settings.bootstrap)
    return clustered.jackknife_interval(tables, name)


def _note(used: Sequence[int], values: dict[str, float | None], documents: int, whose: str) -> str:
    if not any(used):
        return NOT_USED
    notes = []
    if not all(used):
        notes.append(f"one {whose} never used it")
    if max(used) < RARE:
        notes.append(f"rare: fewer than {RARE} units in any pass")
    percent = values.get("percent_agreement")
    kappa = values.get("cohen_kappa", values.get("fleiss_kappa"))
    if percent is not None and kappa is not None and percent >= HIGH_AGREEMENT and kappa < LOW_KAPPA:
        notes.append("high agreement with low kappa: the code is rare in this text, so agreement is cheap")
    if documents < FEW_DOCUMENTS:
        notes.append(f"few documents: {documents}")
    return "; ".join(notes)
