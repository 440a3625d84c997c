"""Merge themes into one, or split one into several: codes, claims and quotes go along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.store.actions import action
from qualcode.themes import themes as store
from qualcode.themes.themes import BadTheme, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.store.actions import Action
    from qualcode.store.project import Project


def merge(project: Project, names: Sequence[str], into: str, reason: str = "") -> Theme:
    """Bring themes into another one, an existing or a new one; the merged ones are dropped, not lost.

    Raises:
        ThemeNotFound, ThemeDropped: one of `names`, or `into`.
        BadTheme: nothing is left to merge.
    """
    with action(project, "themes merge") as merging:
        found = [store.living(project, name) for name in names]
        target = store.find_or_none(project, into)
        if target is not None:
            target = store.living(project, into)
        sources = [theme for theme in found if target is None or theme.id != target.id]
        if not sources or (target is None and len(sources) < len(("A", "B"))):
            raise BadTheme("There is nothing to merge.", "Name the themes to merge, and --into another.")
        target_id = target.id if target is not None else _new(merging, into)
        for theme in sources:
            _bring(merging, theme, target_id)
            store.record(merging, theme.id, "merged", detail=f"into {into}", reason=reason)
        listed = ", ".join(theme.name for theme in sources)
        store.record(merging, target_id, "merged", detail=f"took in {listed}", reason=reason)
    return store.find(project, into)


def split(project: Project, name: str, parts: Mapping[str, Sequence[str]], reason: str = "") -> list[Theme]:
    """Give codes of a theme to new themes; left without codes it is dropped, else it stays with the rest.

    Claims and quotes stay where they are: whose they become is for the researcher to say.

    Raises:
        ThemeNotFound, ThemeDropped, ThemeNameTaken, CodeNotFound: as their names say.
        BadTheme: a code is not in the theme, or in two parts.
    """
    with action(project, "themes split") as splitting:
        theme = store.living(project, name)
        _check_parts(project, theme, parts)
        for part, codes in parts.items():
            part_id = _new(splitting, part, theme.parent_id)
            for code in codes:
                store.release(splitting, codebook.find(project, code).id)
            store.gather(splitting, part_id, codes)
            store.record(splitting, part_id, "split", detail=f"out of {theme.name}", reason=reason)
        store.record(splitting, theme.id, "split", detail=f"into {', '.join(parts)}", reason=reason)
        if not store.find(project, name).codes:
            splitting.change("themes", theme.id, status="dropped")
    return [store.find(project, part) for part in parts]


def _new(opened: Action, name: str, parent_id: str | None = None) -> str:
    store.check_name(opened.project, name)
    return opened.add(
        "themes", name=name.strip(), parent_id=parent_id, status="candidate", created_at=opened.project.now()
    )


def _bring(opened: Action, theme: Theme, target_id: str) -> None:
    project = opened.project
    for code_id, _ in theme.codes:
        store.release(opened, code_id)
        opened.add("theme_codes", theme_id=target_id, code_id=code_id)
    for table in ("claims", "quotes"):
        for row in project.rows(
            f"SELECT id FROM {table} WHERE theme_id = ? AND deleted_at IS NULL", (theme.id,)
        ):
            opened.change(table, row["id"], theme_id=target_id)
    for below in store.all_themes(project):
        if below.parent_id == theme.id and below.id != target_id:
            opened.change("themes", below.id, parent_id=target_id)
    opened.change("themes", theme.id, status="dropped")


def _check_parts(project: Project, theme: Theme, parts: Mapping[str, Sequence[str]]) -> None:
    asked = [codebook.find(project, code) for codes in parts.values() for code in codes]
    own = {code_id for code_id, _ in theme.codes}
    for code in asked:
        if code.id not in own:
            raise BadTheme(f"The code {code.name!r} is not in {theme.name!r}.", "See `qualcode themes show`.")
    if len({code.id for code in asked}) < len(asked):
        raise BadTheme("A code cannot go to two parts.", "Name every code once.")
    if not asked or not parts:
        raise BadTheme("There is nothing to split off.", "Say which codes go to which new theme.")
