"""What software proposed and what people decided, as the disclosure of assisted coding prints it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.suggestions.summary import AssistanceSummary
    from qualcode.suggestions.worth import Tally as Worth

DECISIONS: Final = ("accepted", "edited", "rejected", "deferred")


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the suggestions of one code; `made` counts all, `undecided` those nobody answered."""

    code: str
    made: int
    accepted: int
    edited: int
    rejected: int
    deferred: int

    @property
    def undecided(self) -> int:
        """Suggestions without an answer."""
        return self.made - self.accepted - self.edited - self.rejected - self.deferred


@dataclass(frozen=True, slots=True)
class Assisted:
    """Everything that Appendix F prints.

    `undecided_codings` name a suggestion that nobody accepted; there should be none.
    """

    summary: AssistanceSummary
    codes: tuple[Tally, ...]
    total: Tally
    undecided_codings: int

    @property
    def hasty(self) -> bool:
        """Whether decisions look like a formality (a question to the coder, not a verdict)."""
        return bool(self.summary.warnings)


def assisted(project: Project) -> Assisted | None:
    """Read it out of the project; None when no suggestion was ever asked for."""
    if project.value("SELECT 1 FROM suggestion_runs WHERE deleted_at IS NULL") is None:
        return None
    from qualcode.suggestions.report import report
    from qualcode.suggestions.summary import assistance_summary

    found = report(project)
    return Assisted(
        summary=assistance_summary(project),
        codes=tuple(_tally(one.code, one) for one in found.codes),
        total=_tally("All", found.total),
        undecided_codings=int(project.value(_UNDECIDED)),
    )


_UNDECIDED: Final = (
    "SELECT count(*) FROM codings k WHERE k.origin = 'suggestion' AND k.deleted_at IS NULL AND NOT EXISTS ("
    " SELECT 1 FROM suggestion_decisions d WHERE d.suggestion_id = k.suggestion_id"
    " AND d.decision IN ('accepted', 'edited') AND d.deleted_at IS NULL)"
)


def _tally(code: str, worth: Worth) -> Tally:
    return Tally(code, worth.made, *(worth.counts.get(name, 0) for name in DECISIONS))
