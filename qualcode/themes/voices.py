"""How evenly participants are heard in the quotes."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from qualcode.themes import quotes, views
from qualcode.themes import themes as store
from qualcode.themes.evidence import base, evidence, people

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.store.project import Project


@dataclass(frozen=True, slots=True)
class Voices:
    """Quotes per speaker, most quoted first; `effective` is the number of voices they amount to.

    An exchange counts for each of its speakers, and once in `total`.
    `unquoted`: participants with a passage in the theme (in any theme, over all) who are never quoted.
    """

    total: int
    by_speaker: dict[str, int]
    effective: float | None
    top_share: float | None
    unquoted: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "unquoted": list(self.unquoted)}


def effective(counts: Iterable[int]) -> float | None:
    """Effective number of voices, 1/Σp² (inverse Simpson; Laakso and Taagepera 1979); None for none.

    >>> round(effective([7, 6, 5, 3, 3, 3, 3, 2, 1]), 2)
    7.21
    """
    known = [count for count in counts if count]
    total = sum(known)
    return total * total / sum(count * count for count in known) if total else None


def voices(project: Project, theme: str | None = None) -> Voices:
    """The balance of all quotes, or of a theme's.

    Raises:
        ThemeNotFound: `theme` is given and unknown.
    """
    chosen = quotes.quotes(project, theme)
    counts = Counter(who for one in chosen for who in one.speakers)
    family = store.all_themes(project)
    wanted = [store.find(project, theme)] if theme is not None else family
    counted = evidence(project)
    heard = people(passage for one in wanted for passage in views.passages_of(one, family, counted))
    order = {name: at for at, name in enumerate(base(project))}
    ranked = sorted(counts.items(), key=lambda item: (-item[1], order.get(item[0], len(order)), item[0]))
    total = len(chosen)
    return Voices(
        total=total,
        by_speaker=dict(ranked),
        effective=effective(counts.values()),
        top_share=ranked[0][1] / total if ranked else None,
        unquoted=tuple(name for name in heard if name not in counts),
    )
