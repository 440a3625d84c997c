"""The log as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.store.actions import redo, undo
from qualcode.store.log import log
from qualcode.store.project import open_project

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


def test_newest_line_stands_first_and_says_what_was_touched(project: Project) -> None:
    codebook.add(project, "a")
    codebook.rename(project, "a", "b")
    assert [(line.command, line.touched) for line in log(project, 2)] == [
        ("codes rename", {"codes": 1}),
        ("codes add", {"codes": 1}),
    ]


def test_line_says_who_did_it(path: Path) -> None:
    with open_project(path, "BK") as project:
        codebook.add(project, "a")
        assert log(project)[0].coder == "BK"


def test_undone_action_is_marked_until_it_is_redone(project: Project) -> None:
    codebook.add(project, "a")
    undo(project)
    assert {line.command: line.undone for line in log(project)}["codes add"]
    redo(project)
    assert not {line.command: line.undone for line in log(project)}["codes add"]


def test_log_does_not_name_codes_which_may_be_a_participants_words(project: Project) -> None:
    codebook.add(project, "the spare chair")
    assert "spare chair" not in str(log(project))
