"""Where two passes applied a code alike, and where not: groups of spans that overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qualcode.names import natural_key
from qualcode.passes import alignment, passes, reading
from qualcode.spans import intersection, union

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qualcode.model import CodingPass
    from qualcode.passes.reading import Applied, LiveCodes
    from qualcode.spans import Span
    from qualcode.store.project import Project

Kind = Literal["agreed", "missed", "boundary", "extra"]
"""The same span; only the first pass; both, on different spans; only the second pass."""

Cell = tuple[str, str]
"""(transcript id, code id)."""


@dataclass(frozen=True, slots=True)
class Group:
    """Spans of one code in one transcript that hang together by overlapping.

    Attributes:
        transcript_id: Where.
        code_id: The code; of two aligned ones the first pass's.
        a_spans: The first pass's spans, united and in order.
        b_spans: The second pass's.
    """

    transcript_id: str
    code_id: str
    a_spans: tuple[Span, ...]
    b_spans: tuple[Span, ...]

    @property
    def kind(self) -> Kind:
        """What the passes make of it."""
        if not self.b_spans:
            return "missed"
        if not self.a_spans:
            return "extra"
        return "agreed" if self.a_spans == self.b_spans else "boundary"

    @property
    def cell(self) -> Cell:
        """Transcript and code."""
        return self.transcript_id, self.code_id

    @property
    def extent(self) -> Span:
        """From the first character that either pass coded to the last."""
        spans = self.a_spans + self.b_spans
        return min(start for start, _ in spans), max(end for _, end in spans)


@dataclass(frozen=True, slots=True)
class Sources:
    """Two passes to be reconciled, and what of their codes counts as one."""

    a: CodingPass
    b: CodingPass
    codes: LiveCodes
    b_stands_for: dict[str, str]
    """Code id as stored in the second pass -> code id as it is decided about."""

    @property
    def ids(self) -> tuple[str, str]:
        """Ids of the passes, in order."""
        return self.a.id, self.b.id


def sources(project: Project, a: CodingPass, b: CodingPass) -> Sources:
    """Look up the codes of two passes: a renamed code counts as one, a split or merged one does not.

    Which part of a split code is meant is itself a decision, so its parts stay apart.
    """
    codes = reading.live_codes(project)
    renamed = {
        one.b_codes[0]: one.a_codes[0]
        for one in alignment.alignments(project, a, b, codes)
        if one.relation == "renamed"
    }
    return Sources(a, b, codes, {code: renamed.get(now, now) for code, now in codes.now.items()})


def groups(project: Project, pair: Sources) -> list[Group]:
    """All groups of two passes over what both were given to read, in reading order.

    Where only one pass coded and the other did not read the place, there is no group: not read is not "not
    coded".
    """
    a = reading.applied(project, pair.a.id, pair.codes.now)
    b = reading.applied(project, pair.b.id, pair.b_stands_for)
    unread = passes.unread(project, pair.a.id), passes.unread(project, pair.b.id)
    found = []
    for transcript, _ in reading.read_by_two(project, (pair.a, pair.b)):
        here = [
            group for group in _in_transcript(transcript.id, a, b) if not _one_sided_and_unread(group, unread)
        ]
        here.sort(key=lambda group: (group.extent, natural_key(pair.codes.names[group.code_id])))
        found.extend(here)
    return found


def _in_transcript(transcript_id: str, a: Applied, b: Applied) -> Iterator[Group]:
    a_codes, b_codes = a.get(transcript_id, {}), b.get(transcript_id, {})
    for code_id in a_codes.keys() | b_codes.keys():
        a_spans, b_spans = union(a_codes.get(code_id, ())), union(b_codes.get(code_id, ()))
        for a_part, b_part in connected(a_spans, b_spans):
            yield Group(transcript_id, code_id, a_part, b_part)


def connected(
    a_spans: list[Span], b_spans: list[Span]
) -> Iterator[tuple[tuple[Span, ...], tuple[Span, ...]]]:
    """Two sorted, disjoint lists taken apart into groups that share at least one character in a chain.

    >>> list(connected([(0, 5), (8, 9)], [(4, 9), (9, 12)]))
    [(((0, 5), (8, 9)), ((4, 9),)), ((), ((9, 12),))]
    """
    spans = sorted([(span, 0) for span in a_spans] + [(span, 1) for span in b_spans])
    group: tuple[list[Span], list[Span]] = ([], [])
    end = 0
    for span, side in spans:
        if span[0] >= end and any(group):
            yield tuple(group[0]), tuple(group[1])
            group = ([], [])
        group[side].append(span)
        end = max(end, span[1])
    if any(group):
        yield tuple(group[0]), tuple(group[1])


def _one_sided_and_unread(
    group: Group, unread: tuple[Mapping[str, list[Span]], Mapping[str, list[Span]]]
) -> bool:
    if group.a_spans and group.b_spans:
        return False
    other = unread[0] if group.b_spans else unread[1]
    return bool(intersection([group.extent], other.get(group.transcript_id, [])))
