"""The codebook under a label."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qualcode.codes import codebook, freezes

if TYPE_CHECKING:
    from qualcode.store.project import Project


def test_freeze_keeps_the_wording_of_that_day(project: Project) -> None:
    codebook.add(project, "chance", definition="luck")
    assert freezes.freeze(project, "v1") == 1
    codebook.edit(project, "chance", {"definition": "fortune"})
    kept = json.loads(project.value("SELECT codes FROM freezes WHERE label = 'v1'"))
    assert [(code["name"], code["definition"]) for code in kept] == [("chance", "luck")]


def test_merged_and_retired_codes_are_not_counted(project: Project) -> None:
    for name in ("a", "b", "c"):
        codebook.add(project, name)
    codebook.merge(project, ["b"], "a")
    codebook.retire(project, "c")
    assert freezes.freeze(project, "v1") == 1


def test_label_is_given_once(project: Project) -> None:
    freezes.freeze(project, "v1")
    with pytest.raises(freezes.FreezeLabelTaken):
        freezes.freeze(project, "V1")


def test_latest_freeze_is_the_one_that_counts(project: Project) -> None:
    assert freezes.latest_freeze(project) is None
    freezes.freeze(project, "v1")
    codebook.add(project, "a")
    freezes.freeze(project, "v2")
    latest = freezes.latest_freeze(project)
    assert latest is not None
    assert (latest[0], latest[2]) == ("v2", 1)
