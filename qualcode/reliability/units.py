"""What is counted when passes are compared: the units of codable text that the passes read.

Every unit, be it a sentence or a character, becomes a position on a line; codings become spans on that line.
One sweep over those spans then serves all units, and no list is ever as long as the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import chain, combinations
from typing import TYPE_CHECKING, Final

from qualcode.passes import passes, reading
from qualcode.reliability.blocks import Blocks, blocks
from qualcode.reliability.ruler import Ruler
from qualcode.reliability.sweep import clip, coded_units
from qualcode.spans import intersection, length, union
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import CodingPass, Overlap, Transcript, Unit
    from qualcode.spans import Span
    from qualcode.store.project import Project

_WORD: Final = re.compile(r"\S+")
_LINE: Final = re.compile(r"[^\n]*\S[^\n]*")
_PAIR: Final = 2


@dataclass(frozen=True, slots=True)
class Grid:
    """What of one transcript is compared, as a line of `size` positions.

    Attributes:
        transcript: Whose text it is.
        unit: What a position stands for.
        overlap: When a unit counts as coded.
        ruler: The units in the text; for characters the stretches that the first pass read.
        codable: Stretches of the text that count.
        common: What of them every pass read.
        readable: Per pass, the positions it read: sorted, disjoint.
        size: Positions that at least two passes read; all other positions belong to no unit.
    """

    transcript: Transcript
    unit: Unit
    overlap: Overlap
    ruler: Ruler
    codable: list[Span]
    common: list[Span]
    readable: tuple[list[Span], ...]
    size: int

    def marks(self, coder: int, spans: Sequence[Span]) -> list[Span]:
        """Positions that a pass coded among those it read: sorted, disjoint.

        Args:
            coder: Which pass, by its place in the comparison.
            spans: Its codings of one code in order of their start, overlaps allowed.
        """
        readable = self.readable[coder]
        if self.unit == "character":
            return self.ruler.covered(spans) if readable == self.ruler.units else clip(spans, readable)
        if self.unit == "transcript":
            return readable if self._touches(spans) else []
        found = self.ruler.coded(spans, self.overlap)
        return found if readable == [(0, self.size)] else intersection(found, readable)

    def _touches(self, spans: Sequence[Span]) -> bool:
        covered = length(clip(spans, self.codable))
        enough = length(self.codable) if self.overlap == "half" else 0
        return covered > 0 and 2 * covered >= enough


@dataclass(frozen=True, slots=True)
class Compared:
    """The text of a comparison.

    Attributes:
        grids: One per transcript with anything to compare, in natural order.
        unread: Units of the transcripts compared that fewer than all passes read and that were left out.
        transcripts_left_out: Transcripts that fewer than two passes were given, or with nothing to compare.
        blocks: Parts of the only transcript, which cannot be left out itself; None with several.
    """

    grids: tuple[Grid, ...]
    unread: int
    transcripts_left_out: int
    blocks: Blocks | None = None

    @property
    def size(self) -> int:
        """Units in all."""
        return sum(grid.size for grid in self.grids)


def compared_text(
    project: Project,
    compared: Sequence[CodingPass],
    unit: Unit,
    overlap: Overlap,
    speaker_role: str,
    only: Sequence[str] = (),
) -> Compared:
    """The units that count: codable, and read by both of two passes or by at least two of more.

    Args:
        project: An open project.
        compared: The passes.
        unit: What to count.
        overlap: When a unit counts as coded.
        speaker_role: Whose turns are codable; "any": everybody's.
        only: Names of the transcripts to compare; empty: all.

    Raises:
        TranscriptNotFound: one of `only`.
    """
    wanted = _wanted(project, only)
    skipped = [passes.unread(project, one.id) for one in compared]
    grids, unread = [], 0
    for transcript, readers in reading.read_by_two(project, compared):
        if wanted and transcript.id not in wanted:
            continue
        not_read = _not_read(transcript, skipped, readers)
        stretches = library.codable(project, transcript.id, speaker_role)
        units, codable = _units(project, transcript.id, unit, stretches), union(stretches)
        found = _characters(codable, not_read) if units is None else _positions(units, not_read)
        unread += found.unread
        if found.size:
            common = _without(codable, union(chain.from_iterable(not_read)))
            ruler = Ruler(found.units)
            grids.append(Grid(transcript, unit, overlap, ruler, codable, common, found.readable, found.size))
    left_out = len(_given(project, compared, wanted)) - len(grids)
    only_one = blocks(project, grids[0], speaker_role) if len(grids) == 1 else None
    return Compared(tuple(grids), unread, left_out, only_one)


def _not_read(
    transcript: Transcript, skipped: Sequence[dict[str, list[Span]]], readers: Sequence[bool]
) -> list[list[Span]]:
    """Per pass what it did not read of a transcript: all of it, if it was never given it."""
    return [
        own.get(transcript.id, []) if given else [(0, transcript.length)]
        for own, given in zip(skipped, readers, strict=True)
    ]


def _wanted(project: Project, only: Sequence[str]) -> set[str]:
    """Ids of the transcripts named, with their earlier versions."""
    named = [library.find(project, name).id for name in only]
    return {one for latest in named for one in (latest, *library.earlier_versions(project, latest))}


def _given(project: Project, compared: Sequence[CodingPass], wanted: set[str]) -> set[str]:
    """Ids of the transcripts that any pass was given to read, among those wanted."""
    given = set(chain.from_iterable(passes.assigned(project, one.id) for one in compared))
    return (given & wanted) if wanted else given


@dataclass(frozen=True, slots=True)
class _Read:
    """Positions that two passes read, and how many there are beside."""

    units: list[Span]
    readable: tuple[list[Span], ...]
    size: int
    unread: int


def _units(project: Project, transcript_id: str, unit: Unit, stretches: list[Span]) -> list[Span] | None:
    """The units in the codable stretches; None where characters are counted."""
    if unit == "character":
        return None
    if unit == "sentence":
        return _inside(library.units(project, transcript_id), union(stretches))
    if unit == "turn":
        return stretches
    if unit == "transcript":
        return [(stretches[0][0], stretches[-1][1])] if stretches else []
    text = library.text(project, transcript_id)
    pattern = _WORD if unit == "word" else _LINE
    return [match.span() for start, end in stretches for match in pattern.finditer(text, start, end)]


def _inside(units: list[Span], stretches: list[Span]) -> list[Span]:
    starts = [start for start, _ in stretches]
    found = []
    for start, end in units:
        index = bisect_right(starts, start) - 1
        if index >= 0 and end <= stretches[index][1]:
            found.append((start, end))
    return found


def _positions(units: list[Span], not_read: list[list[Span]]) -> _Read:
    """Units as positions 0, 1, ...; a unit of which any part was not read counts as not read."""
    missing = [coded_units(spans, units, "any") if spans else set() for spans in not_read]
    if not any(missing):
        everything = [(0, len(units))] if units else []
        return _Read(units, tuple(everything for _ in not_read), len(units), 0)
    kept = [i for i in range(len(units)) if sum(i not in own for own in missing) >= _PAIR]
    readable = tuple(
        union((place, place + 1) for place, i in enumerate(kept) if i not in own) for own in missing
    )
    return _Read([units[i] for i in kept], readable, len(kept), len(units) - len(kept))


def _characters(codable: list[Span], not_read: list[list[Span]]) -> _Read:
    """Characters as positions, numbered as in the text."""
    if not any(not_read):
        return _Read(codable, tuple(codable for _ in not_read), length(codable), 0)
    own = [_without(codable, spans) for spans in not_read]
    twice = union(chain.from_iterable(intersection(a, b) for a, b in combinations(own, _PAIR)))
    readable = tuple(intersection(spans, twice) for spans in own)
    return _Read(readable[0], readable, length(twice), length(codable) - length(twice))


def _without(spans: list[Span], removed: list[Span]) -> list[Span]:
    """What of some disjoint spans lies in none of others."""
    edges = [0, *chain.from_iterable(removed), max((end for _, end in spans), default=0)]
    gaps = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]
    return intersection(spans, gaps)
