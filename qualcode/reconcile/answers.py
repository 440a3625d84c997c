"""One answer to one disagreement: complete or refused, and what it means for the agreed pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from qualcode.errors import QualcodeError, UsageError
from qualcode.reconcile.records import LETTERS, Choice
from qualcode.spans import overlap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.reconcile.disagreements import Disagreement
    from qualcode.reconcile.groups import Group
    from qualcode.reconcile.records import Decided
    from qualcode.spans import Span

CHOICES: Final[tuple[Choice, ...]] = get_args(Choice)


class ReasonNeeded(QualcodeError):
    """Only a pure difference of boundaries is decided without a reason."""


class UnknownDecision(UsageError):
    """The word given is none of the decisions."""


class EditNeedsSpan(UsageError):
    """An edit gives a new span, and the new span must touch the old ones."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody decided about one disagreement."""

    disagreement: Disagreement
    decision: Choice
    reason: str
    decided_by: str
    span: Span | None = None

    @property
    def stands(self) -> bool:
        """Whether exactly this is on record already."""
        old = self.disagreement.decision
        return old is not None and (old.decision, old.reason, old.decided_by, old.span) == (
            self.decision,
            self.reason,
            self.decided_by,
            self.span,
        )


def checked(
    disagreement: Disagreement, decision: str, reason: str, decided_by: str, span: Span | None = None
) -> Answer:
    """A complete answer.

    Raises:
        UnknownDecision, ReasonNeeded, EditNeedsSpan: it is not complete.
    """
    possible = choices(disagreement.group)
    choice = next((one for one in possible if one == decision.strip().casefold()), None)
    if choice is None:
        raise UnknownDecision(f"{decision!r} is not a decision.", f"Choose one of: {', '.join(possible)}.")
    if not reason.strip() and disagreement.kind != "boundary":
        raise ReasonNeeded(
            f"The decision about {disagreement.id} needs a reason.",
            "Only a pure difference of boundaries is decided without one.",
        )
    if choice == "edit" and (span is None or not overlap(span, disagreement.group.extent)):
        raise EditNeedsSpan(
            "An edit needs a new span that touches the old one.", f"The old one is {disagreement.address}."
        )
    return Answer(disagreement, choice, reason.strip(), decided_by, span if choice == "edit" else None)


def choices(group: Group) -> tuple[Choice, ...]:
    """What can be decided about a group: the reading of a pass that read it, or one of the others."""
    unheard = [letter for letter, read in zip(LETTERS, group.readers, strict=False) if not read]
    return tuple(one for one in CHOICES if one not in (*LETTERS[len(group.spans) :], *unheard))


def outcome(group: Group, decided: Decided | None) -> Sequence[Span]:
    """The spans that the agreed pass holds for a group; none while it is open or deferred."""
    if group.kind == "agreed":
        return group.agreed_spans
    if decided is None or decided.decision in ("neither", "defer"):
        return ()
    if decided.decision == "edit":
        return (decided.span,) if decided.span else ()
    if decided.decision == "both":
        return (group.extent,)
    return group.spans[LETTERS.index(decided.decision)]
