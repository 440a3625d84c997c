"""How far each theme has come, as the phases ask it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.themes import themes as store

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.themes.themes import Theme


@dataclass(frozen=True, slots=True)
class Lives:
    """The living themes, what happened to each by its id, and which have contrary passages."""

    themes: tuple[Theme, ...]
    events: dict[str, frozenset[str]]
    contrary: frozenset[str]

    @property
    def main(self) -> tuple[Theme, ...]:
        """Without sub-themes."""
        return tuple(theme for theme in self.themes if theme.parent_id is None)

    def without(self, event: str) -> list[Theme]:
        """Main themes to which something has not happened."""
        return [theme for theme in self.main if event not in self.events.get(theme.id, frozenset())]

    @property
    def unchallenged(self) -> list[Theme]:
        """Main themes without a contrary passage and without a search for one."""
        return [theme for theme in self.without("searched") if theme.id not in self.contrary]

    @property
    def undefined(self) -> list[Theme]:
        """Themes and sub-themes that nobody has said anything definite about."""
        return [theme for theme in self.themes if theme.status in {"candidate", "reviewed"}]

    @property
    def ready(self) -> list[Theme]:
        """Main themes that could be final."""
        waiting = {theme.id for level in (1, 2) for theme in self.without(f"reviewed-{level}")}
        return [theme for theme in self.main if theme.status == "defined" and theme.id not in waiting]


def lives(project: Project) -> Lives:
    """Read them."""
    events: dict[str, set[str]] = {}
    for row in project.rows("SELECT theme_id, kind FROM theme_events WHERE deleted_at IS NULL"):
        events.setdefault(row["theme_id"], set()).add(row["kind"])
    contrary = project.rows(
        "SELECT DISTINCT theme_id FROM verdicts WHERE deleted_at IS NULL AND verdict = 'contrary'"
    )
    return Lives(
        themes=tuple(store.all_themes(project)),
        events={theme_id: frozenset(kinds) for theme_id, kinds in events.items()},
        contrary=frozenset(row[0] for row in contrary),
    )
