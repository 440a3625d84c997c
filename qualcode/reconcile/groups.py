"""Where passes applied a code alike, and where not: groups of spans that overlap."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from qualcode.names import natural_key
from qualcode.passes import alignment, passes, reading
from qualcode.spans import intersection, union

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.model import CodingPass
    from qualcode.passes.reading import LiveCodes
    from qualcode.spans import Span
    from qualcode.store.project import Project

Kind = Literal["agreed", "missed", "boundary", "extra"]
"""All the same; the first pass and not every other; all, on different spans; not the first pass."""

Cell = tuple[str, str]
"""(transcript id, code id)."""

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Spans of one code in one transcript that hang together by overlapping.

    Attributes:
        transcript_id: Where.
        code_id: The code; of aligned ones that of the pass named first.
        spans: Per pass its spans, united and in order.
        readers: Per pass whether it read the place; the silence of one that did not means nothing.
    """

    transcript_id: str
    code_id: str
    spans: tuple[tuple[Span, ...], ...]
    readers: tuple[bool, ...]

    @property
    def kind(self) -> Kind:
        """What the passes that read it make of it."""
        readings = [spans for spans, read in zip(self.spans, self.readers, strict=True) if read]
        if len(set(readings)) == 1:
            return "agreed"
        if not readings[0]:
            return "extra"
        return "boundary" if all(readings) else "missed"

    @property
    def cell(self) -> Cell:
        """Transcript and code."""
        return self.transcript_id, self.code_id

    @property
    def extent(self) -> Span:
        """From the first character that any pass coded to the last."""
        coded = [span for spans in self.spans for span in spans]
        return min(start for start, _ in coded), max(end for _, end in coded)

    @property
    def agreed_spans(self) -> tuple[Span, ...]:
        """The spans of a group that is "agreed"."""
        return self.spans[self.readers.index(True)]


@dataclass(frozen=True, slots=True)
class Sources:
    """Passes to be reconciled, and what of their codes counts as one.

    Attributes:
        passes: In the order they were named: a, b, ...
        codes: The codebook as it stands.
        stands_for: Per pass, code id as stored -> code id as it is decided about.
    """

    passes: tuple[CodingPass, ...]
    codes: LiveCodes
    stands_for: tuple[dict[str, str], ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the passes."""
        return tuple(one.id for one in self.passes)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the passes."""
        return tuple(one.name for one in self.passes)


def sources(project: Project, *compared: CodingPass) -> Sources:
    """Look up the codes of some passes: a renamed code counts as one, a split or merged one does not.

    Which part of a split code is meant is itself a decision, so its parts stay apart.
    """
    codes = reading.live_codes(project)
    stands_for: list[dict[str, str]] = []
    for place, later in enumerate(compared):
        own = dict(codes.now)
        for earlier, known in zip(compared[:place], stands_for, strict=True):
            renamed = {
                one.b_codes[0]: known[one.a_codes[0]]
                for one in alignment.alignments(project, earlier, later, codes)
                if one.relation == "renamed"
            }
            own = {code: renamed.get(now, own[code]) for code, now in codes.now.items()}
        stands_for.append(own)
    return Sources(tuple(compared), codes, tuple(stands_for))


def groups(project: Project, pair: Sources) -> list[Group]:
    """All groups over what at least two of the passes read, in reading order.

    Where only one pass coded and no other read the place, there is no group: not read is not "not coded".
    """
    with reading.without_cycle_search():
        applied = [
            reading.applied(project, one.id, mapping)
            for one, mapping in zip(pair.passes, pair.stands_for, strict=True)
        ]
    unread = [passes.unread(project, one.id) for one in pair.passes]
    found = []
    for transcript, given in reading.read_by_two(project, pair.passes):
        coded = [own.get(transcript.id, {}) for own in applied]
        skipped = [
            own.get(transcript.id, []) if is_given else [(0, transcript.length)]
            for own, is_given in zip(unread, given, strict=True)
        ]
        here = [
            group for group in _in_transcript(transcript.id, coded, skipped) if sum(group.readers) >= _PAIR
        ]
        here.sort(key=lambda group: (group.extent, natural_key(pair.codes.names[group.code_id])))
        found.extend(here)
    return found


def _in_transcript(
    transcript_id: str, coded: list[dict[str, list[Span]]], skipped: list[list[Span]]
) -> Iterator[Group]:
    for code_id in set().union(*coded):
        for spans in connected(*(union(own.get(code_id, ())) for own in coded)):
            everybody = Group(transcript_id, code_id, spans, (True,) * len(spans))
            if any(skipped):
                readers = tuple(
                    bool(own) or not intersection([everybody.extent], left_out)
                    for own, left_out in zip(spans, skipped, strict=True)
                )
                everybody = replace(everybody, readers=readers)
            yield everybody


def connected(*coded: list[Span]) -> Iterator[tuple[tuple[Span, ...], ...]]:
    """Sorted, disjoint lists taken apart into groups that share at least one character in a chain.

    >>> list(connected([(0, 5), (8, 9)], [(4, 9), (9, 12)]))
    [(((0, 5), (8, 9)), ((4, 9),)), ((), ((9, 12),))]
    """
    spans = sorted((span, side) for side, own in enumerate(coded) for span in own)
    group: list[list[Span]] = [[] for _ in coded]
    end = 0
    for span, side in spans:
        if span[0] >= end and any(group):
            yield tuple(map(tuple, group))
            group = [[] for _ in coded]
        group[side].append(span)
        end = max(end, span[1])
    if any(group):
        yield tuple(map(tuple, group))
