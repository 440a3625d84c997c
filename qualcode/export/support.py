"""How a theme is carried: whose passages, and how many of them another theme holds as well."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from qualcode.spans import union
from qualcode.themes import themes as theme_store
from qualcode.themes import views

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.spans import Span
    from qualcode.store.project import Project
    from qualcode.themes.evidence import Evidence, Passage

Passages = dict[str, list["Passage"]]
"""Passages of every living theme, sub-themes included, by its name."""


def passages(project: Project, counted: Evidence) -> Passages:
    """Gather them once."""
    family = theme_store.all_themes(project)
    return {theme.name: views.passages_of(theme, family, counted) for theme in family}


def speakers(found: Passages) -> dict[str, Counter[str]]:
    """Passages by participant, by theme; speakers who are not known are left out."""
    return {
        name: Counter(one.participant for one in members if one.participant)
        for name, members in found.items()
    }


def shared(found: Passages) -> dict[tuple[str, str], int]:
    """For every pair of themes: how many passages of the smaller overlap with the larger, smaller first."""
    spans = {name: _by_transcript(members) for name, members in found.items()}
    covered = {
        name: {transcript_id: union(every) for transcript_id, every in held.items()}
        for name, held in spans.items()
    }
    pairs = (sorted(pair, key=lambda name: len(found[name])) for pair in combinations(found, 2))
    return {
        (a, b): sum(_touching(every, covered[b].get(where, ())) for where, every in spans[a].items())
        for a, b in pairs
    }


def _by_transcript(members: Iterable[Passage]) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {}
    for one in members:
        spans.setdefault(one.transcript_id, []).append(one.span)
    return spans


def _touching(spans: Sequence[Span], others: Sequence[Span]) -> int:
    """How many of the spans share a character with one of the others, which are in order and apart."""
    starts, ends = [start for start, _ in others], [end for _, end in others]
    lasts = ((bisect_left(starts, end), start) for start, end in spans)
    return sum(last > 0 and ends[last - 1] > start for last, start in lasts)
