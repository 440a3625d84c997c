"""What a round of replacements will do to each text: worked out before anything is changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.names import natural_key
from qualcode.store.actions import who_acts
from qualcode.transcripts import addresses, library
from qualcode.transcripts.deid_log import Replaced
from qualcode.transcripts.deidentify import ALONE
from qualcode.transcripts.rewriting import Rewriting, Swap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.store.project import Project
    from qualcode.transcripts.deid_cells import Cell
    from qualcode.transcripts.deid_choices import Choice
    from qualcode.transcripts.deidentify import Hit


@dataclass(frozen=True, slots=True)
class Going:
    """A hit whose words go, and what comes in their place."""

    hit: Hit
    replacement: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A round of replacements.

    Attributes:
        kept: Hits that stay, from now on undisturbed.
        going: Hits that are replaced.
        rewritings: What becomes of each text with a replaced hit in it.
        rows: Lines for the replacement log, in the order of the hits.
        everywhere: Words that are to stand nowhere afterwards: all their hits are replaced.
    """

    kept: tuple[Hit, ...]
    going: tuple[Going, ...]
    rewritings: tuple[tuple[Cell, Rewriting], ...]
    rows: tuple[Replaced, ...]
    everywhere: frozenset[str]

    @property
    def transcripts(self) -> dict[str, Rewriting]:
        """Rewriting by transcript id, for those whose text changes."""
        return {cell.row_id: made for cell, made in self.rewritings if _is_text(cell)}

    @property
    def changed(self) -> tuple[str, ...]:
        """Names of the transcripts whose text changes, in natural order."""
        names = {cell.label for cell, _ in self.rewritings if _is_text(cell)}
        return tuple(sorted(names, key=natural_key))


def plan(project: Project, hits: Sequence[Hit], choices: Mapping[str, Choice]) -> Plan:
    """Work out what the choices about the hits of a scan come to."""
    kept = tuple(hit for hit in hits if hit.id in choices and choices[hit.id].decision == "kept")
    going = tuple(
        Going(hit, choices[hit.id].replacement)
        for hit in hits
        if hit.id in choices and choices[hit.id].decision == "replaced"
    )
    rewritings = _rewritings(going)
    goes = {one.hit.id for one in going}
    some_stay = {hit.words for hit in hits if hit.id not in goes}
    return Plan(
        kept,
        going,
        tuple(rewritings.values()),
        _rows(project, going, rewritings),
        frozenset({one.hit.words for one in going if one.hit.kind not in ALONE} - some_stay),
    )


_Key = tuple[str, str, str]


def _key(cell: Cell) -> _Key:
    return cell.table, cell.row_id, cell.column


def _is_text(cell: Cell) -> bool:
    return (cell.table, cell.column) == ("transcripts", "text")


def _rewritings(going: Sequence[Going]) -> dict[_Key, tuple[Cell, Rewriting]]:
    swaps: dict[_Key, list[Swap]] = defaultdict(list)
    cells: dict[_Key, Cell] = {}
    for one in going:
        cells[_key(one.hit.cell)] = one.hit.cell
        swaps[_key(one.hit.cell)].append(Swap(*one.hit.span, one.replacement))
    return {key: (cell, Rewriting(cell.text, swaps[key])) for key, cell in cells.items()}


def _rows(
    project: Project, going: Sequence[Going], rewritings: Mapping[_Key, tuple[Cell, Rewriting]]
) -> tuple[Replaced, ...]:
    at, by = project.now(), who_acts(project)
    units = {
        cell.row_id: made.divide(library.units(project, cell.row_id))
        for cell, made in rewritings.values()
        if _is_text(cell)
    }
    rows = []
    for one in going:
        where = one.hit.where
        if one.hit.in_transcript:
            span = rewritings[_key(one.hit.cell)][1].land(*one.hit.span)
            where = addresses.address(one.hit.cell.label, *span, units[one.hit.cell.row_id])
        rows.append(Replaced(one.hit.words, one.replacement, one.hit.kind, where, at, by))
    return tuple(rows)
