"""Counts per code and transcript: who coded which units, gathered in one reading of each pass."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.passes import reading
from qualcode.reliability.sweep import four
from qualcode.spans import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from qualcode.model import CodingPass
    from qualcode.passes.reading import Applied
    from qualcode.reliability.binary import FourCounts
    from qualcode.reliability.intervals import ClusterKind
    from qualcode.reliability.shared_codes import SharedCodes
    from qualcode.reliability.units import Compared, Grid
    from qualcode.store.project import Project

Marks = dict[str, list[Span]]
"""Key of a code -> positions of a grid that one pass gave it."""

Patterns = Counter[tuple[int | None, ...]]
"""Per pass a number whose bits are the codes it gave (None: not read) -> positions that show this."""

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of each code in each of some transcripts, or in each part of one.

    Attributes:
        tables: Two passes: key -> per transcript (both, only A, only B, neither).
        patterns: More passes: key -> per transcript the patterns of that one code (bit 0).
    """

    tables: dict[str, list[FourCounts]] = field(default_factory=dict)
    patterns: dict[str, list[Patterns]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tally:
    """All counts of one comparison.

    Attributes:
        counts: Of each transcript.
        clusters: Of what is left out as a whole for intervals: the same, or blocks of the only transcript.
        over: What these are.
        sets: Patterns of all codes together, over all transcripts.
        keys: Keys in the order of their bits in `sets`.
        applied: Per pass its codings by transcript and key, as they were read.
        elsewhere: Keys used by a pass, but never in a unit that is compared.
    """

    counts: Counts
    clusters: Counts
    over: ClusterKind = "transcripts"
    sets: Patterns = field(default_factory=Counter)
    keys: list[str] = field(default_factory=list)
    applied: list[Applied] = field(default_factory=list)
    elsewhere: set[str] = field(default_factory=set)


def tally(
    project: Project,
    compared: Sequence[CodingPass],
    shared: SharedCodes,
    text: Compared,
    wanted: Collection[str] = (),
) -> Tally:
    """Count.

    Args:
        project: An open project.
        compared: The passes.
        shared: Which codes count as one.
        text: The units.
        wanted: Keys to count whether used or not; empty: all that any pass used in these units.
    """
    coded = [
        reading.applied(project, one.id, mapping)
        for one, mapping in zip(compared, shared.by_pass, strict=True)
    ]
    marks = [_marks(grid, coded, wanted) for grid in text.grids]
    used = {key for of_grid in marks for own in of_grid for key in own}
    keys = sorted(used | set(wanted))
    mentioned = {key for own in coded for by_code in own.values() for key in by_code}
    count = _count_pair if len(compared) == _PAIR else _count_many
    counts, blocks = count(keys, text.grids, marks), text.blocks
    return Tally(
        counts,
        counts if blocks is None else count(keys, blocks.grids, blocks.cut(marks[0])),
        "transcripts" if blocks is None else blocks.kind,
        _sets(text.grids, marks, keys),
        keys,
        coded,
        mentioned - used if not wanted else set(),
    )


def _sets(grids: Sequence[Grid], marks: Sequence[list[Marks]], keys: Sequence[str]) -> Patterns:
    bits = {key: 1 << place for place, key in enumerate(keys)}
    found: Patterns = Counter()
    for grid, of_grid in zip(grids, marks, strict=True):
        _add_patterns(found, grid, of_grid, bits)
    return found


def _marks(grid: Grid, coded: Sequence[Applied], wanted: Collection[str]) -> list[Marks]:
    found: list[Marks] = []
    for coder, own in enumerate(coded):
        marks: Marks = {}
        for key, spans in own.get(grid.transcript.id, {}).items():
            if (not wanted or key in wanted) and (positions := grid.marks(coder, spans)):
                marks[key] = positions
        found.append(marks)
    return found


def _count_pair(keys: Sequence[str], grids: Sequence[Grid], marks: Sequence[list[Marks]]) -> Counts:
    unused = [(0, 0, 0, grid.size) for grid in grids]
    found = {key: list(unused) for key in keys}
    for place, (grid, (a, b)) in enumerate(zip(grids, marks, strict=True)):
        for key in a.keys() | b.keys():
            found[key][place] = four(a.get(key, []), b.get(key, []), grid.size)
    return Counts(tables=found)


def _count_many(keys: Sequence[str], grids: Sequence[Grid], marks: Sequence[list[Marks]]) -> Counts:
    found = {
        key: [
            _patterns(grid, [{key: own[key]} if key in own else {} for own in of_grid], {key: 1})
            for grid, of_grid in zip(grids, marks, strict=True)
        ]
        for key in keys
    }
    return Counts(patterns=found)


def _patterns(grid: Grid, marks: Sequence[Marks], bits: Mapping[str, int]) -> Patterns:
    found: Patterns = Counter()
    _add_patterns(found, grid, marks, bits)
    return found


def _add_patterns(found: Patterns, grid: Grid, marks: Sequence[Marks], bits: Mapping[str, int]) -> None:
    """Sweep over all boundaries of one transcript once, and add to what was found in others."""
    events = [
        (place, coder, bits[key])
        for coder, own in enumerate(marks)
        for key, spans in own.items()
        for span in spans
        for place in span
    ]
    if any(spans != grid.readable[0] for spans in grid.readable):
        _add_with_gaps(found, grid, events)
        return
    events.sort()
    state = [0] * len(marks)
    untouched, before = grid.size, 0
    so_far = found.get  # a Counter asks for what is not there in Python, and most patterns are new
    for place, coder, bit in events:
        if place > before:
            if any(state):
                pattern = tuple(state)
                found[pattern] = so_far(pattern, 0) + place - before
                untouched -= place - before
            before = place
        state[coder] ^= bit
    if untouched:
        found[(0,) * len(marks)] += untouched


def _add_with_gaps(found: Patterns, grid: Grid, events: list[tuple[int, int, int]]) -> None:
    """The same where a pass did not read everything; bit 0 of the state then says "read"."""
    for coder, spans in enumerate(grid.readable):
        events.extend((place, coder, 0) for span in spans for place in span)
    events.sort()
    state, read = [0] * len(grid.readable), [False] * len(grid.readable)
    before = 0
    for place, coder, bit in events:
        if place > before:
            if sum(read) >= _PAIR:
                pattern = (mask if seen else None for mask, seen in zip(state, read, strict=True))
                found[tuple(pattern)] += place - before
            before = place
        if bit:
            state[coder] ^= bit
        else:
            read[coder] = not read[coder]
