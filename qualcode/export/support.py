"""How a theme is carried: whose passages, and how many of them another theme holds as well."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import permutations
from typing import TYPE_CHECKING

from qualcode.spans import union
from qualcode.themes import themes as theme_store
from qualcode.themes import views

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    """For every ordered pair of themes: how many passages of the first overlap with the second."""
    covered = {name: _covered(members) for name, members in found.items()}
    return {
        (a, b): sum(_touches(covered[b].get(one.transcript_id, ()), one.span) for one in found[a])
        for a, b in permutations(found, 2)
    }


def _covered(members: Iterable[Passage]) -> Mapping[str, Sequence[Span]]:
    spans: dict[str, list[Span]] = {}
    for one in members:
        spans.setdefault(one.transcript_id, []).append(one.span)
    return {transcript_id: union(every) for transcript_id, every in spans.items()}


def _touches(spans: Sequence[Span], span: Span) -> bool:
    """Whether any of the spans, in order and apart, shares a character with one."""
    last = bisect_left(spans, (span[1], span[1]))
    return last > 0 and spans[last - 1][1] > span[0]
