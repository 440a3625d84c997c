"""A group that was looked at becomes a theme only by the researcher's hand and under a given name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from grouped_study import GROUPS, study

from qualcode.codes import codebook
from qualcode.store.actions import undo
from qualcode.themes import history, takeover, themes
from qualcode.themes.clustering import cluster
from qualcode.themes.likeness import Settings
from qualcode.themes.takeover import BadGroup, NoGroupings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """The study with planted groups, looked at in three to five groups."""
    with study(tmp_path) as opened:
        takeover.keep(opened, cluster(opened, Settings(least=3, most=5)))
        yield opened


def number_of(project: Project, code: str) -> int:
    return next(n for n in range(1, 5) if code in takeover.group(project, f"4:{n}"))


def test_group_is_taken_over_under_the_name_it_is_given(project: Project) -> None:
    at = number_of(project, "day off")
    assert takeover.add(project, "Learning to stop", f"4:{at}") == []
    made = themes.find(project, "Learning to stop")
    assert {name for _, name in made.codes} == set(GROUPS["rest"])
    assert made.status == "candidate"
    (line,) = history.history(project, "Learning to stop")
    assert (line.event, line.reason) == ("added", f"from group 4:{at}")


def test_looking_at_groups_makes_no_theme(project: Project) -> None:
    assert themes.all_themes(project) == []
    looked = takeover.looked_at(project)
    assert looked is not None
    assert (looked.codes, looked.cuts, looked.cut) == (16, (3, 4, 5), None)
    takeover.add(project, "Mine", "4:1")
    looked = takeover.looked_at(project)
    assert looked is not None
    assert looked.cut == 4


def test_the_same_groups_looked_at_again_are_kept_once(project: Project) -> None:
    takeover.keep(project, cluster(project, Settings(least=3, most=5)))
    assert project.value("SELECT count(*) FROM clusterings") == 1
    assert undo(project) == "themes cluster"
    assert takeover.looked_at(project) is None
    with pytest.raises(NoGroupings, match="not been grouped"):
        takeover.group(project, "4:1")


def test_codes_that_have_a_theme_stay_there(project: Project) -> None:
    themes.add(project, "Sleep", ["cannot sleep"])
    staying = takeover.add(project, "Rest", f"4:{number_of(project, 'day off')}")
    assert staying == ["cannot sleep"]
    assert {name for _, name in themes.find(project, "Rest").codes} == set(GROUPS["rest"]) - {"cannot sleep"}


def test_codes_renamed_merged_or_retired_since_are_followed(project: Project) -> None:
    at = number_of(project, "day off")
    codebook.rename(project, "long walks", "walking")
    codebook.merge(project, ["day off"], "walking")
    codebook.retire(project, "switched off")
    assert sorted(takeover.group(project, f"4:{at}")) == ["cannot sleep", "walking"]


def test_taking_over_is_one_action(project: Project) -> None:
    takeover.add(project, "Mine", "4:1")
    undo(project)
    assert themes.find_or_none(project, "Mine") is None
    looked = takeover.looked_at(project)
    assert looked is not None
    assert looked.cut is None


@pytest.mark.parametrize("named", ["4", "4:", "four:1", "4:1:1", ""])
def test_a_group_is_named_by_cut_and_number(project: Project, named: str) -> None:
    with pytest.raises(BadGroup, match="names no group"):
        takeover.group(project, named)


@pytest.mark.parametrize("named", ["6:1", "4:5", "4:0"])
def test_groups_that_were_not_looked_at_are_refused(project: Project, named: str) -> None:
    with pytest.raises(NoGroupings, match="have no"):
        takeover.group(project, named)
