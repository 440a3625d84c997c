"""Groupings that were looked at are kept, so that a theme can take a group over and the report can say so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.errors import QualcodeError, UsageError
from qualcode.store.actions import action
from qualcode.themes import themes as store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.store.project import Project, Row
    from qualcode.themes.clusters import Clustering


class NoGroupings(QualcodeError):
    """Codes have not been grouped yet, or not into that many groups."""


class BadGroup(UsageError):
    """A group is named by its cut and its number in it, as 6:2."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The grouping that was looked at last: how many codes, which cuts, and the one that was used, if any."""

    codes: int
    cuts: tuple[int, ...]
    cut: int | None


def keep(project: Project, found: Clustering) -> None:
    """Keep a grouping as one action; the same one looked at again is not kept twice."""
    ids = [identifier for cut in found.cuts[:1] for group in cut.groups for identifier in group.code_ids]
    values = {
        "pass_id": found.pass_id,
        "settings": json.dumps(found.settings.as_dict()),
        "codes": json.dumps(ids),
        "cuts": json.dumps({str(cut.k): _numbers(ids, found, at) for at, cut in enumerate(found.cuts)}),
    }
    last = _last(project)
    if last is not None and all(last[name] == value for name, value in values.items()):
        return
    with action(project, "themes cluster") as keeping:
        keeping.add("clusterings", **values, created_at=project.now())


def looked_at(project: Project) -> Looked | None:
    """What was looked at last; the report speaks of groupings only if there was any."""
    row = _last(project)
    if row is None:
        return None
    cuts = json.loads(row["cuts"])
    return Looked(len(json.loads(row["codes"])), tuple(map(int, cuts)), row["cut"])


def group(project: Project, named: str) -> list[str]:
    """Names of the live codes in a group of the grouping that was looked at last (`6:2`: of six, the second).

    Codes merged since stand under their survivor's name; retired ones are left out.

    Raises:
        BadGroup: not of that form.
        NoGroupings: nothing was grouped, or there is no such cut or group.
    """
    k, number = _parsed(named)
    row = _last(project)
    if row is None:
        raise NoGroupings(
            "Codes have not been grouped yet.", "Look at groups with `qualcode themes cluster`."
        )
    cuts: dict[str, list[int]] = json.loads(row["cuts"])
    numbers = cuts.get(str(k))
    if numbers is None or number not in numbers:
        raise NoGroupings(
            f"The groups looked at last have no {k}:{number}.",
            f"They were cut into {', '.join(cuts)}. See `qualcode themes cluster --k {k}`.",
        )
    ids = [one for one, at in zip(json.loads(row["codes"]), numbers, strict=True) if at == number]
    return _names(project, ids)


def add(
    project: Project, name: str, named: str, codes: Sequence[str] = (), parent: str | None = None
) -> list[str]:
    """A candidate theme out of a group, and more codes if given; its name is the researcher's.

    Returns the codes of the group that belong to a theme already and stay there.

    Raises:
        BadGroup, NoGroupings, ThemeNameTaken, ThemeNotFound (the parent), CodeNotFound, CodeInAnotherTheme,
        BadTheme: as their names say.
    """
    members = group(project, named)
    with action(project, "themes add") as adding:
        placed = store.homes(project)
        staying = [one for one in members if codebook.find(project, one).id in placed]
        free = [one for one in members if one not in staying]
        store.add_to(adding, name, [*free, *codes], parent, f"from group {named.strip()}")
        row = _last(project)
        if row is not None:
            adding.change("clusterings", row["id"], cut=_parsed(named)[0])
    return staying


def _last(project: Project) -> Row | None:
    return project.row("SELECT * FROM clusterings WHERE deleted_at IS NULL ORDER BY rowid DESC LIMIT 1")


def _numbers(ids: Sequence[str], found: Clustering, at: int) -> list[int]:
    placed = {
        identifier: number
        for number, one in enumerate(found.cuts[at].groups, start=1)
        for identifier in one.code_ids
    }
    return [placed[identifier] for identifier in ids]


def _parsed(named: str) -> tuple[int, int]:
    k, separator, number = named.strip().partition(":")
    if not separator or not (k.isdecimal() and number.isdecimal()):
        raise BadGroup(f"{named!r} names no group.", "Write 6:2 for the second of six groups.")
    return int(k), int(number)


def _names(project: Project, ids: Sequence[str]) -> list[str]:
    now = dict(map(tuple, project.rows("SELECT code_id, now_id FROM code_now")))
    live = {code.id: code.name for code in codebook.codes(project)}
    found = [live[now[one]] for one in ids if now.get(one) in live]
    return list(dict.fromkeys(found))
