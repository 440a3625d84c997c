"""Numbers about suggestions: how many of a code, decided how, and how many were right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Tally:
    """Suggestions of one code, or of all.

    Attributes:
        code: Its name; empty: all codes.
        counts: How many were accepted, edited, rejected, deferred, and are open.
        kept_code: Edited ones that kept the code suggested.
        discarded: Proposed quotes that were not in the transcript word for word.
    """

    code: str
    counts: dict[str, int]
    kept_code: int = 0
    discarded: int = 0

    @property
    def made(self) -> int:
        """Suggestions in all."""
        return sum(self.counts.values())

    @property
    def precision(self) -> float | None:
        """Share with the right code among those decided: accepted, or edited with the code kept."""
        decided = self.counts["accepted"] + self.counts["edited"] + self.counts["rejected"]
        return (self.counts["accepted"] + self.kept_code) / decided if decided else None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "code": self.code,
            "made": self.made,
            **self.counts,
            "discarded": self.discarded,
            "precision": self.precision,
        }


@dataclass(frozen=True, slots=True)
class Performance:
    """Raw suggestions against what a pass coded: how good the helper is, and no measure of reliability.

    Attributes:
        code: Its name; empty: all codes.
        suggested: Suggestions, whatever was decided about them.
        right: Those that share text with a coding of the same code in the pass.
        coded: Codings of the pass in the transcripts gone through.
        found: Those that share text with a suggestion of the same code.
    """

    code: str
    suggested: int
    right: int
    coded: int
    found: int

    @property
    def precision(self) -> float | None:
        """Share of suggestions that are right."""
        return self.right / self.suggested if self.suggested else None

    @property
    def recall(self) -> float | None:
        """Share of codings that were found."""
        return self.found / self.coded if self.coded else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both."""
        p, r = self.precision, self.recall
        if p is None or r is None:
            return None
        return 2 * p * r / (p + r) if p + r else 0.0

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "code": self.code,
            "suggested": self.suggested,
            "right": self.right,
            "coded": self.coded,
            "found": self.found,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
        }
