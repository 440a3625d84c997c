"""One transcript cannot be left out: its turns, or its paragraphs, stand in for transcripts.

Blocks are cut from the line of positions of a grid, so that whatever is counted per transcript can be counted
per block by the same code.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final

from qualcode.spans import intersection, length, union
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.reliability.intervals import ClusterKind
    from qualcode.reliability.units import Grid
    from qualcode.spans import Span
    from qualcode.store.project import Project

_LINE_START: Final = re.compile(r"(?<=\n)(?=[^\n]*\S)")
_ENOUGH: Final = 6  # turns, from which no finer cut is looked for
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Blocks:
    """A grid cut into runs of positions.

    Attributes:
        kind: What the runs are in the transcript.
        grids: One per run.
        runs: [first, last) positions of each, sorted and disjoint.
    """

    kind: ClusterKind
    grids: tuple[Grid, ...]
    runs: tuple[Span, ...]

    def cut(self, marks: Sequence[Mapping[str, list[Span]]]) -> list[list[dict[str, list[Span]]]]:
        """Per run, per pass: the positions that each code was given in it."""
        ends = [end for _, end in self.runs]
        found: list[list[dict[str, list[Span]]]] = [[{} for _ in marks] for _ in self.runs]
        for coder, own in enumerate(marks):
            for key, spans in own.items():
                for start, end in spans:
                    place = bisect_right(ends, start)
                    while place < len(self.runs) and self.runs[place][0] < end:
                        low, high = self.runs[place]
                        found[place][coder].setdefault(key, []).append((max(start, low), min(end, high)))
                        place += 1
        return found


def blocks(project: Project, grid: Grid, speaker_role: str) -> Blocks | None:
    """The turns of a transcript that are compared, or its paragraphs where these are few turns and more.

    None where it cannot be cut in two.
    """
    turns = library.codable(project, grid.transcript.id, speaker_role)
    kind: ClusterKind = "turns"
    runs = _runs(grid, turns)
    if len(runs) < _ENOUGH:
        finer = _runs(grid, _paragraphs(library.text(project, grid.transcript.id), turns))
        if len(finer) > len(runs):
            kind, runs = "paragraphs", finer
    if len(runs) < _FEWEST:
        return None
    return Blocks(kind, tuple(_part(grid, run) for run in runs), tuple(runs))


def _runs(grid: Grid, stretches: Sequence[Span]) -> list[Span]:
    """Stretches of the text as positions of the grid, those left out that have none."""
    if grid.unit == "character":
        return [run for run in stretches if any(intersection(own, [run]) for own in grid.readable)]
    starts = grid.ruler.starts
    runs = [(bisect_left(starts, start), bisect_left(starts, end)) for start, end in stretches]
    return [run for run in runs if run[0] < run[1]]


def _paragraphs(text: str, stretches: Sequence[Span]) -> list[Span]:
    """The stretches cut wherever a line with any words begins; nothing of them is lost."""
    found = []
    for start, end in stretches:
        cuts = [match.start() for match in _LINE_START.finditer(text, start, end) if match.start() > start]
        found += list(pairwise([start, *cuts, end]))
    return found


def _part(grid: Grid, run: Span) -> Grid:
    readable = tuple(intersection(own, [run]) for own in grid.readable)
    size = length(union(chain.from_iterable(readable)))  # what nobody read twice is in none of them
    return replace(grid, readable=readable, size=size)
