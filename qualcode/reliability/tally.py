"""Counts per code and transcript: who coded which units, gathered in one reading of each pass."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.passes import reading
from qualcode.spans import Span, intersection, length

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from qualcode.model import CodingPass
    from qualcode.passes.reading import Applied
    from qualcode.reliability.binary import FourCounts
    from qualcode.reliability.shared_codes import SharedCodes
    from qualcode.reliability.units import Compared, Grid
    from qualcode.store.project import Project

Marks = dict[str, list[Span]]
"""Key of a code -> positions of a grid that one pass gave it."""

Patterns = Counter[tuple[int | None, ...]]
"""Per pass a number whose bits are the codes it gave (None: not read) -> positions that show this."""

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Tally:
    """All counts of one comparison.

    Attributes:
        tables: Two passes: key -> per transcript (both, only A, only B, neither).
        patterns: More passes: key -> per transcript the patterns of that one code (bit 0).
        sets: Patterns of all codes together, over all transcripts.
        keys: Keys in the order of their bits in `sets`.
        applied: Per pass its codings by transcript and key, as they were read.
        elsewhere: Keys used by a pass, but never in a unit that is compared.
    """

    tables: dict[str, list[FourCounts]] = field(default_factory=dict)
    patterns: dict[str, list[Patterns]] = field(default_factory=dict)
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
    found = Tally(keys=keys, applied=coded, elsewhere=mentioned - used if not wanted else set())
    bits = {key: 1 << place for place, key in enumerate(keys)}
    for grid, of_grid in zip(text.grids, marks, strict=True):
        found.sets.update(_patterns(grid, of_grid, bits))
    count = _count_pair if len(compared) == _PAIR else _count_many
    count(found, text.grids, marks)
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


def _count_pair(found: Tally, grids: Sequence[Grid], marks: Sequence[list[Marks]]) -> None:
    unused = [(0, 0, 0, grid.size) for grid in grids]
    found.tables.update({key: list(unused) for key in found.keys})
    for place, (grid, (a, b)) in enumerate(zip(grids, marks, strict=True)):
        for key in a.keys() | b.keys():
            found.tables[key][place] = four(a.get(key, []), b.get(key, []), grid.size)


def four(a: list[Span], b: list[Span], size: int) -> FourCounts:
    """(both, only A, only B, neither) of two lists of sorted, disjoint positions."""
    a_total, b_total = length(a), length(b)
    both = length(intersection(a, b)) if a_total and b_total else 0
    return both, a_total - both, b_total - both, size - a_total - b_total + both


def _count_many(found: Tally, grids: Sequence[Grid], marks: Sequence[list[Marks]]) -> None:
    for key in found.keys:
        found.patterns[key] = [
            _patterns(grid, [{key: own[key]} if key in own else {} for own in of_grid], {key: 1})
            for grid, of_grid in zip(grids, marks, strict=True)
        ]


def _patterns(grid: Grid, marks: Sequence[Marks], bits: Mapping[str, int]) -> Patterns:
    """Sweep over all boundaries of one transcript once."""
    events = [
        (place, coder, bits[key])
        for coder, own in enumerate(marks)
        for key, spans in own.items()
        for span in spans
        for place in span
    ]
    if any(spans != grid.readable[0] for spans in grid.readable):
        return _with_gaps(grid, events)
    events.sort()
    state = [0] * len(marks)
    found: Patterns = Counter()
    untouched, before = grid.size, 0
    for place, coder, bit in events:
        if place > before:
            if any(state):
                found[tuple(state)] += place - before
                untouched -= place - before
            before = place
        state[coder] ^= bit
    if untouched:
        found[(0,) * len(marks)] += untouched
    return found


def _with_gaps(grid: Grid, events: list[tuple[int, int, int]]) -> Patterns:
    """The same where a pass did not read everything; bit 0 of the state then says "read"."""
    for coder, spans in enumerate(grid.readable):
        events.extend((place, coder, 0) for span in spans for place in span)
    events.sort()
    state, read = [0] * len(grid.readable), [False] * len(grid.readable)
    found: Patterns = Counter()
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
    return found
