"""Themes as the researcher makes, names and defines them; nothing is ever proposed here.

A code belongs to at most one living theme. What is counted for a theme includes its sub-themes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from qualcode.codes import codebook
from qualcode.errors import QualcodeError, UsageError
from qualcode.names import did_you_mean, natural_key
from qualcode.store.actions import action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.store.actions import Action
    from qualcode.store.project import Project, Row

Status = Literal["candidate", "reviewed", "defined", "final", "dropped"]

_LINKS: Final = """
    SELECT DISTINCT l.theme_id, n.now_id AS code_id, c.name AS code FROM theme_codes l
    JOIN themes m ON m.id = l.theme_id AND m.deleted_at IS NULL
    JOIN code_now n ON n.code_id = l.code_id
    JOIN codes c ON c.id = n.now_id AND c.deleted_at IS NULL
    WHERE l.deleted_at IS NULL"""


class ThemeNotFound(QualcodeError):
    """No live theme of that name."""


class ThemeNameTaken(QualcodeError):
    """Two themes cannot share a name."""


class CodeInAnotherTheme(QualcodeError):
    """A code belongs to at most one theme."""


class BadTheme(UsageError):
    """The theme cannot be as it was described."""


class ThemeDropped(QualcodeError):
    """A dropped theme takes no changes until it is restored."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as it is stored; `codes` are (id, name) of the live codes it gathers itself, in order."""

    id: str
    name: str
    status: Status
    essence: str
    includes: str
    excludes: str
    answers: str
    parent_id: str | None
    created_at: str
    codes: tuple[tuple[str, str], ...] = ()


def all_themes(project: Project, *, dropped: bool = False) -> list[Theme]:
    """Themes in the order they were added, each followed by its sub-themes; dropped ones only if asked."""
    links: dict[str, list[tuple[str, str]]] = {}
    for row in project.rows(_LINKS):
        links.setdefault(row["theme_id"], []).append((row["code_id"], row["code"]))
    rows = project.rows("SELECT * FROM themes WHERE deleted_at IS NULL ORDER BY rowid")
    found = [_theme(row, links.get(row["id"], [])) for row in rows if dropped or row["status"] != "dropped"]
    return _family_order(found)


def find(project: Project, name: str) -> Theme:
    """The live theme of that name, dropped or not, exact or in other case.

    Raises:
        ThemeNotFound: none; the hint offers near misses.
    """
    found = find_or_none(project, name)
    if found is None:
        known = [theme.name for theme in all_themes(project)]
        hint = did_you_mean(name, known, f'Make it with `qualcode themes add "{name}" --codes A,B`.')
        raise ThemeNotFound(f"There is no theme called {name!r}.", hint)
    return found


def find_or_none(project: Project, name: str) -> Theme | None:
    """The live theme of that name; None if there is none."""
    known = all_themes(project, dropped=True)
    exact = next((theme for theme in known if theme.name == name), None)
    return exact or next((theme for theme in known if theme.name.casefold() == name.casefold()), None)


def add(project: Project, name: str, codes: Sequence[str], parent: str | None = None) -> Theme:
    """Make a candidate theme out of codes; none is fine, for a theme that was thought of first.

    Raises:
        ThemeNameTaken, ThemeNotFound (the parent), ThemeDropped (the parent), CodeNotFound, BadTheme,
        CodeInAnotherTheme: as their names say.
    """
    with action(project, "themes add") as adding:
        add_to(adding, name, codes, parent)
    return find(project, name.strip())


def add_to(
    opened: Action, name: str, codes: Sequence[str], parent: str | None = None, reason: str = ""
) -> None:
    """As `add`, inside an action that is open already; `reason` stands in the theme's history."""
    project = opened.project
    check_name(project, name)
    parent_id = _parent_id(project, parent)
    theme_id = opened.add(
        "themes", name=name.strip(), parent_id=parent_id, status="candidate", created_at=project.now()
    )
    gather(opened, theme_id, codes)
    record(opened, theme_id, "added", detail=", ".join(codes), reason=reason)


def gather(opened: Action, theme_id: str, codes: Sequence[str]) -> None:
    """Put codes into a theme, inside an action that is open already.

    Raises:
        CodeNotFound, CodeInAnotherTheme: as their names say.
    """
    placed = homes(opened.project)
    found = {code.id: code for code in (codebook.find(opened.project, name) for name in codes)}
    for code in found.values():
        home = placed.get(code.id)
        if home is not None and home.id != theme_id:
            raise CodeInAnotherTheme(
                f"The code {code.name!r} belongs to the theme {home.name!r}, and a code has one theme.",
                f'Move it with `qualcode themes move "{code.name}" THEME`.',
            )
        if home is None:
            opened.add("theme_codes", theme_id=theme_id, code_id=code.id)


def define(
    project: Project,
    name: str,
    *,
    essence: str | None = None,
    includes: str | None = None,
    excludes: str | None = None,
    answers: str | None = None,
) -> Theme:
    """Write what a theme is and is not; what is None stays. With an essence the theme counts as defined.

    Raises:
        ThemeNotFound, ThemeDropped: as their names say.
        BadTheme: nothing was given, or `answers` names no research question.
    """
    asked = {"essence": essence, "includes": includes, "excludes": excludes, "answers": answers}
    given = {field: " ".join(value.split()) for field, value in asked.items() if value is not None}
    if not given:
        raise BadTheme("There is nothing to define.", "Give --essence, --includes, --excludes or --answers.")
    with action(project, "themes define") as defining:
        theme = living(project, name)
        if given.get("answers"):
            given["answers"] = _questions(project, given["answers"])
        status = "defined" if given.get("essence", theme.essence) else theme.status
        defining.change("themes", theme.id, **given, status=status)
        if defining.touched:
            record(defining, theme.id, "defined", detail=", ".join(given))
    return find(project, name)


def rename(project: Project, old: str, new: str, reason: str = "") -> Theme:
    """Give a theme another name, everywhere at once.

    Raises:
        ThemeNotFound, ThemeNameTaken, ThemeDropped, BadTheme: as their names say.
    """
    with action(project, "themes rename") as renaming:
        theme = living(project, old)
        if new.strip().casefold() != theme.name.casefold():
            check_name(project, new)
        renaming.change("themes", theme.id, name=new.strip())
        if renaming.touched:
            record(renaming, theme.id, "renamed", detail=f"{theme.name} → {new.strip()}", reason=reason)
    return find(project, new.strip())


def living(project: Project, name: str) -> Theme:
    """The theme of that name, if it is not dropped.

    Raises:
        ThemeNotFound, ThemeDropped: as their names say.
    """
    theme = find(project, name)
    if theme.status == "dropped":
        raise ThemeDropped(
            f"The theme {theme.name!r} was dropped.",
            f'Bring it back with `qualcode themes restore "{theme.name}"`.',
        )
    return theme


def record(opened: Action, theme_id: str, kind: str, detail: str = "", reason: str = "") -> None:
    """Add a dated line to a theme's history."""
    opened.add(
        "theme_events",
        theme_id=theme_id,
        kind=kind,
        detail=detail,
        reason=reason,
        created_at=opened.project.now(),
    )


def release(opened: Action, code_id: str, theme_id: str | None = None) -> None:
    """Take a code out of a theme, or out of every living one (dropped themes keep theirs)."""
    chosen = "l.theme_id = ?" if theme_id else "m.status <> 'dropped' AND ? IS NULL"
    rows = opened.project.rows(
        "SELECT l.id FROM theme_codes l JOIN themes m ON m.id = l.theme_id"
        " JOIN code_now n ON n.code_id = l.code_id"
        f" WHERE l.deleted_at IS NULL AND n.now_id = ? AND {chosen}",
        (code_id, theme_id),
    )
    opened.retire("theme_codes", [row["id"] for row in rows])


def homes(project: Project) -> dict[str, Theme]:
    """The living theme of each code id that has one."""
    return {code_id: theme for theme in all_themes(project) for code_id, _ in theme.codes}


def _parent_id(project: Project, parent: str | None) -> str | None:
    if parent is None:
        return None
    above = living(project, parent)
    if above.parent_id is not None:
        raise BadTheme(f"{above.name!r} is a sub-theme itself.", "Themes have two levels; name its parent.")
    return above.id


def check_name(project: Project, name: str) -> None:
    """Refuse a name that is empty, has lines, or is taken.

    Raises:
        BadTheme, ThemeNameTaken: as their names say.
    """
    if not name.strip() or "\n" in name.strip():
        raise BadTheme("A theme needs a name of one line.", 'Write it in quotes: qualcode themes add "name".')
    other = find_or_none(project, name.strip())
    if other is not None:
        what = "restore" if other.status == "dropped" else "rename"
        raise ThemeNameTaken(
            f"There is a theme called {other.name!r} already ({other.status}).",
            f"Choose another name, or see `qualcode themes {what} --help`.",
        )


def _questions(project: Project, answers: str) -> str:
    rows = project.rows("SELECT label FROM questions WHERE deleted_at IS NULL ORDER BY rowid")
    labels = {row["label"].casefold(): row["label"] for row in rows}
    asked = [part.strip() for part in answers.split(",") if part.strip()]
    for one in asked:
        if one.casefold() not in labels:
            hint = f"The questions are: {', '.join(labels.values()) or 'none yet'}."
            raise BadTheme(f"There is no research question {one!r}.", hint)
    return ", ".join(labels[one.casefold()] for one in asked)


def _family_order(found: list[Theme]) -> list[Theme]:
    known = {theme.id for theme in found}
    ordered: list[Theme] = []
    for theme in found:
        if theme.parent_id not in known:
            ordered += [theme, *(below for below in found if below.parent_id == theme.id)]
    return ordered


def _theme(row: Row, codes: list[tuple[str, str]]) -> Theme:
    return Theme(
        row["id"],
        row["name"],
        row["status"],
        row["essence"],
        row["includes"],
        row["excludes"],
        row["answers"],
        row["parent_id"],
        row["created_at"],
        tuple(sorted(codes, key=lambda code: natural_key(code[1]))),
    )
