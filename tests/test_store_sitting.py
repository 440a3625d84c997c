"""Only what was done in this sitting is taken back, the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.codes import codebook
from qualcode.store.sitting import NothingToTakeBack, Sitting

if TYPE_CHECKING:
    from qualcode.store.project import Project


def names(project: Project) -> list[str]:
    return [code.name for code in codebook.codes(project)]


def test_acts_are_taken_back_in_turn_and_say_what_they_were_about(project: Project) -> None:
    sitting = Sitting()
    codebook.add(project, "before")
    for name in ("one", "two"):
        with sitting.act(project, name):
            codebook.add(project, name)
    assert [sitting.take_back(project), sitting.take_back(project)] == ["two", "one"]
    assert names(project) == ["before"]
    with pytest.raises(NothingToTakeBack):
        sitting.take_back(project)
    assert names(project) == ["before"]


def test_what_somebody_else_did_meanwhile_is_not_taken_back(project: Project) -> None:
    sitting = Sitting()
    with sitting.act(project, "mine"):
        codebook.add(project, "mine")
    codebook.add(project, "theirs")
    with pytest.raises(NothingToTakeBack):
        sitting.take_back(project)
    assert names(project) == ["mine", "theirs"]


def test_act_that_was_refused_or_changed_nothing_is_none(project: Project) -> None:
    sitting = Sitting()
    codebook.add(project, "one", definition="A thing.")
    with pytest.raises(codebook.CodeNameTaken), sitting.act(project, "again"):
        codebook.add(project, "one")
    with sitting.act(project, "same"):
        codebook.edit(project, "one", {"definition": "A thing."})
    with pytest.raises(NothingToTakeBack):
        sitting.take_back(project)
