"""What goes into a method and what comes out: passages of speech, proposals with a reason."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.model import Transcript
    from qualcode.spans import Span
    from qualcode.store.project import Project

FEW: Final = 5
"""Sentences that may get a suggestion however short the transcript is, as an answer in a survey."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The speech of one transcript that may be coded.

    Attributes:
        key: Of the transcript.
        text: All of its text; offsets count in it.
        units: Sentences that participants said, in order.
    """

    key: str
    text: str
    units: tuple[Span, ...]

    def words(self, unit: Span) -> str:
        """What was said there."""
        return self.text[unit[0] : unit[1]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A code for a span, with a score between 0 and 1 and the reason in words."""

    code_id: str
    start_char: int
    end_char: int
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a method found in one passage.

    Attributes:
        proposals: What it proposes.
        discarded: By code, how many quotes were not there word for word.
        left_out: Sentences that meet a query, but others meet it better.
    """

    proposals: list[Proposal]
    discarded: dict[str, int] = field(default_factory=dict)
    left_out: int = 0


class Method(Protocol):
    """A way of proposing; the same passage and settings always give the same proposals."""

    @property
    def name(self) -> str:
        """As in `--method`."""

    @property
    def settings(self) -> dict[str, Any]:
        """All that the outcome depends on beside passage and codebook; JSON can hold it."""

    def propose(self, passage: Passage) -> Proposed:
        """Codes for spans of the passage."""


def passage(project: Project, transcript: Transcript, unread: Sequence[Span] = ()) -> Passage:
    """A transcript's participants' sentences, all sentences where nobody's role is known.

    Sentences that touch `unread` are left out.
    """
    units = library.units_with_roles(project, transcript.id)
    nobody_known = all(role is None for _, _, role in units)
    spans = tuple(
        span
        for _, span, role in units
        if (nobody_known or role == "participant") and not any(a < span[1] and span[0] < b for a, b in unread)
    )
    return Passage(transcript.id, library.text(project, transcript.id), spans)


def sentences_under(units: Sequence[Span], coded: Iterable[Span]) -> set[int]:
    """Indices of sentences that a coding covers by half or more, or that hold one wholly.

    The rule is the one that comparisons use for units ("half-or-inside").
    """
    starts = [start for start, _ in units]
    found = set()
    for start, end in coded:
        for at in range(max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)):
            low, high = units[at]
            shared = min(high, end) - max(low, start)
            if shared > 0 and (2 * shared >= high - low or (low <= start and end <= high)):
                found.add(at)
    return found


def joined(passage: Passage, proposals: Iterable[Proposal]) -> list[Proposal]:
    """Proposals of one code for sentences that follow each other in one turn, as one; in reading order.

    The joined proposal has the best score and the reason that goes with it.
    """
    last: dict[str, Proposal] = {}
    kept: list[Proposal] = []
    for one in sorted(proposals, key=lambda one: (one.start_char, one.end_char, one.code_id)):
        before = last.get(one.code_id)
        if before is not None and not passage.text[before.end_char : one.start_char].strip():
            best = before if before.score >= one.score else one
            span = (before.start_char, one.end_char)
            last[one.code_id] = Proposal(one.code_id, *span, best.score, best.reason)
            continue
        if before is not None:
            kept.append(before)
        last[one.code_id] = one
    return sorted((*kept, *last.values()), key=lambda one: (one.start_char, one.end_char, one.code_id))
