"""Themes as they are listed and reported: with the people and passages each rests on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.names import natural_key
from qualcode.themes import themes as store
from qualcode.themes.evidence import Evidence, Passage, evidence, people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.store.project import Project
    from qualcode.themes.themes import Theme


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme with its counts in the findings pass, sub-themes included.

    `participants` in natural order; `codings` counts passages; `of` is N, the active participants. `groups`
    are the focus groups it is heard in, of `of_groups`; `unidentified` of the `said_in_groups` passages there
    are by speakers whom nobody knows: they count for the group, and for no person.
    """

    name: str
    status: str
    essence: str
    includes: str
    excludes: str
    answers: str
    codes: tuple[str, ...]
    parent: str | None
    sub_themes: tuple[str, ...]
    participants: tuple[str, ...]
    codings: int
    of: int
    groups: tuple[str, ...] = ()
    of_groups: int = 0
    said_in_groups: int = 0
    unidentified: int = 0

    def as_dict(self) -> dict[str, object]:
        """The contract's JSON object; tuples are lists."""
        return {
            key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()
        }


def themes(project: Project, *, dropped: bool = False, counted: Evidence | None = None) -> list[ThemeView]:
    """All themes in the author's order, sub-themes after their theme; `counted` saves counting again."""
    found = store.all_themes(project, dropped=dropped)
    known = counted or evidence(project)
    return [view(theme, found, known) for theme in found]


def show(project: Project, name: str) -> ThemeView:
    """One theme.

    Raises:
        ThemeNotFound: no such theme.
    """
    theme = store.find(project, name)
    return view(theme, store.all_themes(project, dropped=True), evidence(project))


def view(theme: Theme, family: Sequence[Theme], counted: Evidence) -> ThemeView:
    """A theme with its counts."""
    passages = passages_of(theme, family, counted)
    said = [one for code_id in code_ids(theme, family) for one in counted.in_groups.get(code_id, ())]
    above = next((one.name for one in family if one.id == theme.parent_id), None)
    return ThemeView(
        name=theme.name,
        status=theme.status,
        essence=theme.essence,
        includes=theme.includes,
        excludes=theme.excludes,
        answers=theme.answers,
        codes=tuple(name for _, name in theme.codes),
        parent=above,
        sub_themes=tuple(one.name for one in below(theme, family)),
        participants=tuple(people(passages)),
        codings=len(passages),
        of=len(counted.base),
        groups=tuple(sorted({name for name, _ in said}, key=natural_key)),
        of_groups=len(counted.groups),
        said_in_groups=len(said),
        unidentified=sum(not known for _, known in said),
    )


def below(theme: Theme, family: Sequence[Theme]) -> list[Theme]:
    """Its living sub-themes."""
    return [one for one in family if one.parent_id == theme.id and one.status != "dropped"]


def code_ids(theme: Theme, family: Sequence[Theme]) -> list[str]:
    """Ids of its codes and of its sub-themes' codes."""
    return [code_id for one in (theme, *below(theme, family)) for code_id, _ in one.codes]


def passages_of(theme: Theme, family: Sequence[Theme], counted: Evidence) -> list[Passage]:
    """What it rests on."""
    return counted.of(code_ids(theme, family))


def orphans(project: Project, counted: Evidence | None = None) -> list[str]:
    """Codes in use that are in no living theme, in codebook order: the miscellaneous pile."""
    placed = {code_id for theme in store.all_themes(project) for code_id, _ in theme.codes}
    known = counted or evidence(project)
    return [
        code.name for code in codebook.codes(project) if code.id not in placed and known.passages.get(code.id)
    ]
