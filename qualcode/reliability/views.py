"""The same comparison seen from the side: transcript by transcript, and pass by pass."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from qualcode.reliability import documents, label, nominal
from qualcode.reliability.clustered import pooled
from qualcode.reliability.compare import CompareOptions, Comparison, compare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import Unit
    from qualcode.reliability.binary import FourCounts
    from qualcode.reliability.many import Coverage
    from qualcode.reliability.scores import CodeScore
    from qualcode.store.project import Project

MATRICES: Final = ("pooled_kappa", "krippendorff_alpha", "jaccard")
"""Figures over all codes that the view pass by pass shows."""


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    """Agreement of passes in one transcript, over the codes that any of them used in it.

    Attributes:
        transcript: Its name.
        unit: What was counted.
        units: Units compared in it.
        codes: Codes that any pass used in it.
        counts: Two passes: (both, only A, only B, neither), summed over these codes.
        by_number: The same units by the number of passes that coded them, 0 first.
        positive_agreement: Of the summed counts; None where no code was used, or for a review pass.
        jaccard: What all coded of what any coded, of the summed counts, likewise.
        pooled_kappa: Over these codes (De Vries et al. 2008), two passes only, likewise.
        krippendorff_alpha: Of the summed counts, likewise.
    """

    transcript: str
    unit: Unit
    units: int
    codes: int
    counts: FourCounts | None
    by_number: tuple[int, ...]
    positive_agreement: float | None = None
    jaccard: float | None = None
    pooled_kappa: float | None = None
    krippendorff_alpha: float | None = None

    def as_dict(self, passes: Sequence[str]) -> dict[str, Any]:
        """For JSON."""
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
            "transcript": self.transcript,
            "unit": self.unit,
            "units": self.units,
            "codes": self.codes,
            **counted,
            "positive_agreement": self.positive_agreement,
            "jaccard": self.jaccard,
            "pooled_kappa": self.pooled_kappa,
            "krippendorff_alpha": self.krippendorff_alpha,
        }


def by_transcript(found: Comparison) -> list[TranscriptRow]:
    """One row per transcript of a comparison, in natural order; empty where nothing was coded."""
    return [_row(found, place) for place in range(len(found.transcripts))] if found.codes else []


def _row(found: Comparison, place: int) -> TranscriptRow:
    coverages = [_coverage(one, place) for one in found.codes]
    used = [one for one in coverages if any(units for (_, coded), units in one.items() if coded)]
    total: Coverage = Counter()
    for one in used:
        total.update(one)
    by_number = [0] * (len(found.passes) + 1)
    for (_, coded), units in total.items():
        by_number[coded] += units
    pair = [one.tables[place] for one in found.codes if one.tables and any(one.tables[place][:3])]
    return TranscriptRow(
        found.transcripts[place],
        found.options.unit,
        found.sizes[place],
        len(used),
        pooled(pair) if found.codes[0].tables else None,
        tuple(by_number),
        **(_figures(total, by_number, pair) if used and found.label.coefficients else {}),
    )


def _coverage(score: CodeScore, place: int) -> Coverage:
    if not score.tables:
        return score.coverages[place]
    both, only_a, only_b, neither = score.tables[place]
    return Counter({(2, 2): both, (2, 1): only_a + only_b, (2, 0): neither})


def _figures(
    total: Coverage, by_number: Sequence[int], pair: Sequence[FourCounts]
) -> dict[str, float | None]:
    values = nominal.coverage_coefficients(total)
    return {
        "positive_agreement": values["positive_agreement"],
        "jaccard": by_number[-1] / sum(by_number[1:]),
        "pooled_kappa": documents.pooled_kappa(pair) if pair else None,
        "krippendorff_alpha": values["krippendorff_alpha"],
    }


@dataclass(frozen=True, slots=True)
class PairMatrix:
    """Every pass against every other.

    Attributes:
        passes: Names, in the order given.
        unit: What was counted.
        pairs: (first, second) name -> their comparison, each over what the two of them read.
    """

    passes: tuple[str, ...]
    unit: Unit
    pairs: dict[tuple[str, str], Comparison]

    def values(self, name: str) -> list[list[float | None]]:
        """A square of one overall coefficient; None on the diagonal, for a pass with itself says nothing."""
        return [[self._value(row, column, name) for column in self.passes] for row in self.passes]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "passes": list(self.passes),
            "unit": self.unit,
            "labels": [
                {"passes": list(pair), "label": found.label.text, "units": found.units}
                for pair, found in self.pairs.items()
            ],
            **{name: self.values(name) for name in MATRICES},
        }

    def _value(self, row: str, column: str, name: str) -> float | None:
        found = self.pairs.get((row, column)) or self.pairs.get((column, row))
        return None if found is None else found.overall[name]


def pairwise(project: Project, names: Sequence[str], options: CompareOptions | None = None) -> PairMatrix:
    """Compare every two of some passes.

    Raises:
        As `compare`.
    """
    chosen = options or CompareOptions()
    named = [one.name for one in label.find_passes(project, names)]
    pairs = {pair: compare(project, pair, chosen) for pair in combinations(named, 2)}
    return PairMatrix(tuple(named), chosen.unit, pairs)
