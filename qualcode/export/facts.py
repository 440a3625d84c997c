"""Every number of a report, computed once from the project; nothing here writes a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections import Counter

    from qualcode.export.assisted import Assisted
    from qualcode.export.checking import Checking
    from qualcode.export.quote_proof import QuoteProof
    from qualcode.export.trail import Trail
    from qualcode.passes.alignment import CodeSet
    from qualcode.passes.memos import Memo
    from qualcode.store.approach import Reason
    from qualcode.store.study import Study
    from qualcode.themes.claims import Claim
    from qualcode.themes.evidence import Evidence
    from qualcode.themes.history import HistoryLine
    from qualcode.themes.quotes import Quote
    from qualcode.themes.review import ReviewPassage
    from qualcode.themes.saturation import Saturation
    from qualcode.themes.takeover import Looked
    from qualcode.themes.views import ThemeView

RARE: Final = 5
"""Codes used in fewer units by either pass are not summarised (the same rule as in `compare`)."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Who and what was studied. `recruited` counts everyone ever registered; `analyzed` is N."""

    recruited: int
    analyzed: tuple[str, ...]
    withdrawn: int
    transcripts: int
    words: int
    attributes: dict[str, dict[str, str]]
    """Value by participant, by attribute; consent marks are left out."""
    criteria: tuple[str, ...] = ()
    eligible: int = 0
    """How many of `analyzed` are known to meet all criteria."""
    asked: int = 0
    answered: int = 0
    """Answer sheets of a survey, and how many of them hold an answer."""


@dataclass(frozen=True, slots=True)
class PassFacts:
    """A pass as Table 3 prints it. `first` and `last` are ISO moments; `days` since the pass before ended."""

    name: str
    coder: str
    kind: str
    mode: str
    first: str
    last: str
    sealed: bool
    days: int | None
    sight: str
    transcripts: tuple[str, ...]
    codings: int
    suggested: int


@dataclass(frozen=True, slots=True)
class CodebookFacts:
    """The codebook now, and as it was last frozen (`frozen_at` None: never)."""

    codes: int
    categories: int
    undefined: int
    frozen_as: str | None
    frozen_at: str | None
    codes_at_freeze: int | None
    categories_at_freeze: int | None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Decisions that made the agreed pass: counts by kind and decision, who decided, and some reasons."""

    into: str
    sources: tuple[str, ...]
    sealed: bool
    counts: dict[tuple[str, str], int]
    deciders: tuple[str, ...]
    reasons: tuple[tuple[str, str, str, str], ...]
    """(kind, code, decision, reason) of decisions that have a reason, in the order they were made."""

    @property
    def decided(self) -> int:
        """Disagreements with a final answer."""
        return sum(count for (_, decision), count in self.counts.items() if decision != "defer")

    @property
    def deferred(self) -> int:
        """Disagreements left open."""
        return sum(count for (_, decision), count in self.counts.items() if decision == "defer")


@dataclass(frozen=True, slots=True)
class ThemeEvents:
    """Counts of what happened to themes, and the dates that Table 5 prints.

    `review_1` and `review_2` are when the last of the themes was signed off; None while one of them is not.
    """

    candidates: int
    counts: dict[str, int]
    first: str | None
    last: str | None
    review_1: str | None
    review_2: str | None


@dataclass(frozen=True, slots=True)
class Spread:
    """How themes are carried, by their names."""

    answered: dict[str, Counter[str]]
    """Passages of a theme by the planned question they answer ("": unknown)."""
    speakers: dict[str, Counter[str]]
    """Passages of a theme by participant."""
    shared: dict[tuple[str, str], int]
    """For every pair of themes, the smaller first: passages of it that overlap with the larger."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All a report knows. `dated` is the moment of the last event of the project."""

    study: Study
    dated: str
    evidence: Evidence
    fingerprint: str
    findings: str | None
    sample: Sample
    passes: tuple[PassFacts, ...]
    codebook: CodebookFacts
    comparison: dict[str, Any] | None
    comparison_missing: str
    code_set: CodeSet | None
    reconciliation: Reconciliation | None
    themes: tuple[ThemeView, ...]
    events: ThemeEvents
    orphans: tuple[str, ...]
    quotes: tuple[Quote, ...]
    proofs: dict[int, QuoteProof]
    """What stands behind each quote, by its number."""
    claims: tuple[Claim, ...]
    contrary: dict[str, tuple[ReviewPassage, ...]]
    """Passages that speak against a theme, by its name."""
    history: tuple[HistoryLine, ...]
    saturation: Saturation | None
    """None unless the researcher asked for it; never in a reflexive study."""
    coverage: dict[str, tuple[int, int]]
    """Characters of participant speech coded in the findings pass, and all of them, by transcript."""
    spread: Spread
    assisted: Assisted | None
    """None when no suggestion was ever asked for."""
    checking: Checking
    trail: Trail
    memos: tuple[Memo, ...]
    looked: Looked | None
    """The groupings of codes that were looked at last."""
    reasons: tuple[Reason, ...]
    """Why the study does what its approach does not expect."""
    slots: dict[str, str]
    """What the authors wrote, by the name of the slot."""

    @property
    def searched(self) -> dict[str, str]:
        """When contrary accounts were last looked for, by theme name."""
        return {line.theme: line.at for line in self.history if line.event == "searched"}

    @property
    def coders(self) -> tuple[str, ...]:
        """Who coded, each once, in the order of the passes."""
        return tuple(dict.fromkeys(one.coder for one in self.independent))

    @property
    def independent(self) -> tuple[PassFacts, ...]:
        """The passes that people coded, without agreed ones."""
        return tuple(one for one in self.passes if one.kind == "independent")
