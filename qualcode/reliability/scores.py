"""One row of a comparison: the counts of a code first, then what follows from them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.reliability import clustered, results
from qualcode.reliability.binary import binary_coefficients
from qualcode.reliability.intervals import of_many, of_pair
from qualcode.reliability.many import Coverage, coverage
from qualcode.reliability.remarks import RARE, remarks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.reliability.binary import FourCounts
    from qualcode.reliability.clustered import Interval
    from qualcode.reliability.intervals import Settings, Uncertainty
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
    "positive_agreement",
    "fleiss_kappa",
    "krippendorff_alpha",
    "gwet_ac1",
    "brennan_prediger",
    "conger_kappa",
    "light_kappa",
    "negative_agreement",
)
"""Coefficients of three or more passes."""

WITH_INTERVAL: Final = ("krippendorff_alpha", "cohen_kappa")
"""Coefficients that get an interval by resampling transcripts."""


@dataclass(frozen=True, slots=True)
class CodeScore:
    """Agreement on one code.

    Attributes:
        code: Name of the row.
        counts: Two passes: (both, only A, only B, neither), over all transcripts.
        by_number: Units by the number of passes that coded them, 0 first.
        used: Per pass, units it coded.
        coverages: More passes, of each transcript: (passes that read, passes that coded) -> units.
        tables: Two passes: the four counts of each transcript.
        values: Coefficients by name; None where undefined or not to be computed.
        ci: Interval by coefficient name, None where there is none.
        uncertainty: How the interval of alpha was found, or why there is none; None if nothing is computed.
        undefined: Why alpha is undefined, empty if it is not.
        remarks: What to keep in mind.
    """

    code: str
    counts: FourCounts | None
    by_number: tuple[int, ...]
    used: tuple[int, ...]
    coverages: tuple[Coverage, ...]
    tables: tuple[FourCounts, ...]
    values: dict[str, float | None]
    ci: dict[str, Interval | None]
    uncertainty: Uncertainty | None
    undefined: str
    remarks: tuple[str, ...]

    @property
    def note(self) -> str:
        """The remarks in one line; empty if there are none."""
        return "; ".join(self.remarks)

    @property
    def coverage(self) -> Coverage:
        """(passes that read, passes that coded) -> units, over all transcripts."""
        if self.counts is not None:
            both, only_a, only_b, neither = self.counts
            return Counter({(2, 2): both, (2, 1): only_a + only_b, (2, 0): neither})
        total: Coverage = Counter()
        for one in self.coverages:
            total.update(one)
        return total

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
            **self._about_interval(),
            "used": dict(zip(passes, self.used, strict=True)),
            "undefined": self.undefined or None,
            "note": self.note,
        }

    def _about_interval(self) -> dict[str, Any]:
        found = self.uncertainty
        told: dict[str, Any] = {"ci_reason": (found.reason or None) if found else None}
        if found is not None and found.replicates:
            told["undefined_redraws"] = found.undefined
        return told


def score_pair(
    code: str,
    tables: Sequence[FourCounts],
    settings: Settings,
    blocks: Sequence[FourCounts] = (),
    *,
    same_coder: bool = False,
) -> CodeScore:
    """Agreement of two passes on one code, pooled over transcripts before anything is divided.

    Args:
        code: Name of the row.
        tables: The four counts of each transcript.
        settings: How intervals are made.
        blocks: The four counts of what they leave out, where that is not transcripts.
        same_coder: Whether one person made both passes.
    """
    counts = clustered.pooled(tables)
    both, only_a, only_b, neither = counts
    used = (both + only_a, both + only_b)
    found = binary_coefficients(*counts)
    computed = settings.coefficients and any(used)
    values = {name: found[name] if computed else None for name in PAIR_COEFFICIENTS}
    sure = {name: of_pair(blocks or tables, name, settings) for name in WITH_INTERVAL} if computed else {}
    alpha = sure.get("krippendorff_alpha")
    return CodeScore(
        code,
        counts,
        (neither, only_a + only_b, both),
        used,
        (),
        tuple(tables),
        values,
        {name: sure[name].interval if computed else None for name in WITH_INTERVAL},
        alpha,
        undefined=found["undefined"].get("krippendorff_alpha", "") if settings.coefficients else "",
        remarks=remarks(used, values, alpha, "pass" if same_coder else "coder"),
    )


def score_many(
    code: str,
    patterns: Sequence[Patterns],
    passes: Sequence[str],
    settings: Settings,
    blocks: Sequence[Patterns] = (),
) -> CodeScore:
    """Agreement of three or more passes on one code; `blocks` as in `score_pair`, with patterns."""
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
    alpha = of_many(blocks or patterns, settings) if computed else None
    return CodeScore(
        code,
        None,
        tuple(by_number),
        tuple(used),
        tuple(coverage(one) for one in patterns),
        (),
        values,
        {"krippendorff_alpha": alpha.interval if alpha else None},
        alpha,
        undefined=found["undefined"].get("krippendorff_alpha", "") if settings.coefficients else "",
        remarks=remarks(used, values, alpha, "pass"),
    )
