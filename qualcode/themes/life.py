"""What happens to a theme after it was made: codes move, it is dropped, it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.store.actions import action
from qualcode.themes.themes import BadTheme, Theme, all_themes, find, homes, living, record, release

if TYPE_CHECKING:
    from qualcode.store.project import Project


def move_code(project: Project, code_name: str, theme_name: str | None, reason: str = "") -> None:
    """Take a code from its theme, if it has one, into another; None leaves it without a theme.

    A final theme that changes this way is "defined" again.

    Raises:
        CodeNotFound, ThemeNotFound, ThemeDropped: as their names say.
    """
    with action(project, "themes move") as moving:
        code = codebook.find(project, code_name)
        target = living(project, theme_name) if theme_name is not None else None
        home = homes(project).get(code.id)
        if home is not None and target is not None and home.id == target.id:
            return
        release(moving, code.id)
        if target is not None:
            moving.add("theme_codes", theme_id=target.id, code_id=code.id)
        for theme in (home, target):
            if theme is not None:
                way = "in" if target is not None and theme.id == target.id else "out"
                record(moving, theme.id, "moved", detail=f"{code.name} ({way})", reason=reason)
                if theme.status == "final":
                    moving.change("themes", theme.id, status="defined")


def drop(project: Project, name: str, reason: str = "") -> None:
    """Set a theme aside, with its codes; its history stays, and so does its name.

    Raises:
        ThemeNotFound, ThemeDropped: as their names say.
        BadTheme: it has living sub-themes.
    """
    with action(project, "themes drop") as dropping:
        theme = living(project, name)
        below_it = [one.name for one in all_themes(project) if one.parent_id == theme.id]
        if below_it:
            raise BadTheme(
                f"{theme.name!r} has the sub-theme {below_it[0]!r}.", "Drop or restore sub-themes first."
            )
        dropping.change("themes", theme.id, status="dropped")
        record(dropping, theme.id, "dropped", reason=reason)


def restore(project: Project, name: str, reason: str = "") -> Theme:
    """Bring a dropped theme back; codes that have found another theme meanwhile stay there.

    Raises:
        ThemeNotFound: no such theme.
        BadTheme: it was not dropped, or its parent still is.
    """
    with action(project, "themes restore") as restoring:
        theme = find(project, name)
        if theme.status != "dropped":
            raise BadTheme(f"{theme.name!r} was not dropped.", "See `qualcode themes list`.")
        living_ids = {one.id for one in all_themes(project)}
        if theme.parent_id is not None and theme.parent_id not in living_ids:
            raise BadTheme("The theme above it is dropped.", "Restore that one first.")
        placed = homes(project)
        for code_id, _ in theme.codes:
            if code_id in placed:
                release(restoring, code_id, theme.id)
        restoring.change("themes", theme.id, status="defined" if theme.essence else "candidate")
        record(restoring, theme.id, "restored", reason=reason)
    return find(project, name)
