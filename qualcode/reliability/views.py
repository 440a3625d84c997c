"""The same comparison seen from the side: transcript by transcript, and pass by pass."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from qualcode.reliability import documents
from qualcode.reliability.binary import statistic
from qualcode.reliability.clustered import pooled
from qualcode.reliability.compare import CompareOptions, Comparison, compare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.reliability.binary import FourCounts
    from qualcode.store.project import Project


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    """Agreement of two passes in one transcript, over the codes that either used in it.

    Attributes:
        transcript: Its name.
        units: Units compared in it.
        codes: Codes that either pass used in it.
        counts: (both, only A, only B, neither), summed over these codes.
        positive_agreement: Of the summed counts; None where no code was used, or for a review pass.
        jaccard: Of the summed counts, likewise.
        pooled_kappa: Over these codes (De Vries et al. 2008), likewise.
        krippendorff_alpha: Of the summed counts, likewise.
    """

    transcript: str
    units: int
    codes: int
    counts: FourCounts
    positive_agreement: float | None
    jaccard: float | None
    pooled_kappa: float | None
    krippendorff_alpha: float | None

    def as_dict(self, passes: Sequence[str]) -> dict[str, Any]:
        """For JSON."""
        both, only_a, only_b, neither = self.counts
        return {
            "transcript": self.transcript,
            "units": self.units,
            "codes": self.codes,
            "both": both,
            "only": {passes[0]: only_a, passes[1]: only_b},
            "neither": neither,
            "positive_agreement": self.positive_agreement,
            "jaccard": self.jaccard,
            "pooled_kappa": self.pooled_kappa,
            "krippendorff_alpha": self.krippendorff_alpha,
        }


def by_transcript(found: Comparison) -> list[TranscriptRow]:
    """One row per transcript of a comparison of two passes, in natural order; empty for more passes."""
    scores = [one for one in found.codes if one.tables]
    if not scores:
        return []
    return [
        _row(name, size, [one.tables[place] for one in scores], coefficients=found.label.coefficients)
        for place, (name, size) in enumerate(zip(found.transcripts, found.sizes, strict=True))
    ]


def _row(name: str, size: int, tables: Sequence[FourCounts], *, coefficients: bool) -> TranscriptRow:
    used = [table for table in tables if any(table[:3])]
    counts = pooled(used)
    computed = coefficients and bool(used)
    return TranscriptRow(
        transcript=name,
        units=size,
        codes=len(used),
        counts=counts,
        positive_agreement=statistic("positive_agreement", counts) if computed else None,
        jaccard=statistic("jaccard", counts) if computed else None,
        pooled_kappa=documents.pooled_kappa(used) if computed else None,
        krippendorff_alpha=statistic("krippendorff_alpha", counts) if computed else None,
    )


@dataclass(frozen=True, slots=True)
class PairMatrix:
    """Every pass against every other.

    Attributes:
        passes: Names, in the order given.
        pairs: (first, second) name -> their comparison, each over what the two of them read.
    """

    passes: tuple[str, ...]
    pairs: dict[tuple[str, str], Comparison]

    def values(self, name: str) -> list[list[float | None]]:
        """A square of one overall coefficient; None on the diagonal, for a pass with itself says nothing."""
        return [[self._value(row, column, name) for column in self.passes] for row in self.passes]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "passes": list(self.passes),
            "labels": [
                {"passes": list(pair), "label": found.label.text} for pair, found in self.pairs.items()
            ],
            **{name: self.values(name) for name in ("pooled_kappa", "krippendorff_alpha", "jaccard")},
        }

    def _value(self, row: str, column: str, name: str) -> float | None:
        found = self.pairs.get((row, column)) or self.pairs.get((column, row))
        return None if found is None else found.overall[name]


def pairwise(project: Project, names: Sequence[str], options: CompareOptions | None = None) -> PairMatrix:
    """Compare every two of some passes.

    Raises:
        As `compare`.
    """
    pairs = {(a, b): compare(project, [a, b], options) for a, b in combinations(names, 2)}
    return PairMatrix(tuple(names), pairs)
