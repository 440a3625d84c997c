"""Relations between themes, in the authors' words: what the thematic map draws, and nothing else."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError
from qualcode.names import quoted
from qualcode.store.actions import action
from qualcode.themes.themes import BadTheme, living

if TYPE_CHECKING:
    from qualcode.store.project import Project, Row
    from qualcode.themes.themes import Theme


class RelationNotFound(QualcodeError):
    """No relation is stated between these themes."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One theme and another, and how the first stands to the second: "sustains", "stands in the way of"."""

    theme: str
    relation: str
    other: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def relations(project: Project) -> list[Relation]:
    """What was stated, in the order of stating; a relation of a dropped theme rests until it is restored."""
    rows = project.rows(
        "SELECT a.name AS theme, r.label, b.name AS other FROM theme_relations r"
        " JOIN themes a ON a.id = r.theme_id AND a.deleted_at IS NULL AND a.status <> 'dropped'"
        " JOIN themes b ON b.id = r.other_id AND b.deleted_at IS NULL AND b.status <> 'dropped'"
        " WHERE r.deleted_at IS NULL ORDER BY r.rowid"
    )
    return [Relation(row["theme"], row["label"], row["other"]) for row in rows]


def relate(project: Project, name: str, other: str, label: str) -> Relation:
    """State how one theme stands to another; a new wording takes the place of the old one.

    Raises:
        ThemeNotFound, ThemeDropped: as their names say.
        BadTheme: no words, a theme and itself, or a theme and its own sub-theme, which the map joins anyway.
    """
    if not label.strip():
        raise BadTheme("The relation has no words.", 'Say it in a word or three: --as "sustains".')
    with action(project, "themes relate") as relating:
        one, two = living(project, name), living(project, other)
        _check_pair(one, two)
        relating.retire("theme_relations", [row["id"] for row in _between(project, one, two)])
        words = " ".join(label.split())
        relating.add(
            "theme_relations", theme_id=one.id, other_id=two.id, label=words, created_at=project.now()
        )
    return Relation(one.name, words, two.name)


def unrelate(project: Project, name: str, other: str) -> None:
    """Take a relation back.

    Raises:
        ThemeNotFound, ThemeDropped: as their names say.
        RelationNotFound: none is stated, in this direction.
    """
    with action(project, "themes relate") as relating:
        one, two = living(project, name), living(project, other)
        rows = _between(project, one, two)
        if not rows:
            raise RelationNotFound(
                f"No relation of {one.name!r} to {two.name!r} is stated.",
                f"State one: qualcode themes relate {quoted(one.name)} {quoted(two.name)} --as ...",
            )
        relating.retire("theme_relations", [row["id"] for row in rows])


def _check_pair(one: Theme, two: Theme) -> None:
    if one.id == two.id:
        raise BadTheme("A theme is not related to itself.", "Name two themes.")
    if one.id == two.parent_id or two.id == one.parent_id:
        raise BadTheme(
            f"{one.name!r} and {two.name!r} are joined already, one as part of the other.",
            "The map draws that by itself.",
        )


def _between(project: Project, one: Theme, two: Theme) -> list[Row]:
    return project.rows(
        "SELECT id FROM theme_relations WHERE theme_id = ? AND other_id = ? AND deleted_at IS NULL",
        (one.id, two.id),
    )
