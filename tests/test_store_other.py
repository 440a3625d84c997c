"""Another copy is read and never written, whatever state it lies in."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

import pytest
from copied_study import copy, state

from qualcode.codes import codebook
from qualcode.store.actions import action
from qualcode.store.errors import NotAProject, StoreRefused
from qualcode.store.other import OlderProject, bring_row, open_other, study_id

if TYPE_CHECKING:
    from qualcode.store.project import Project


def test_nothing_can_be_written_there(project: Project) -> None:
    with copy(project, "AB") as theirs:
        path = theirs.path
    with open_other(path, project) as other, pytest.raises(sqlite3.OperationalError, match="readonly"):
        other.connection.execute("UPDATE settings SET value = 'x'")


def test_work_that_is_still_in_the_write_ahead_log_is_seen(project: Project) -> None:
    with copy(project, "AB") as theirs:
        codebook.add(theirs, "hope")
        with open_other(theirs.path, project) as other:
            assert [one.name for one in codebook.codes(other)] == ["hope"]
            codebook.add(theirs, "despair")
            assert [one.name for one in codebook.codes(other)] == ["hope"]


def test_folder_that_cannot_be_written_is_no_obstacle(project: Project) -> None:
    with copy(project, "AB") as theirs:
        codebook.add(theirs, "hope")
        path = theirs.path
    before = state(path)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with open_other(path, project) as other:
            assert study_id(other) == study_id(project)
    finally:
        path.parent.chmod(0o755)
        path.chmod(0o644)
    assert state(path) == before


def test_link_to_the_project_is_the_project(project: Project) -> None:
    from qualcode.store.other import SameFile

    link = project.path.parent / "link.qualcode"
    os.link(project.path, link)
    with pytest.raises(SameFile):
        open_other(link, project)


def test_file_with_steps_of_another_program_is_no_project(project: Project) -> None:
    with copy(project, "AB") as theirs:
        theirs.connection.execute("DELETE FROM _sqlite_migrations")
        theirs.connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('another', 'x', '')"
        )
        with pytest.raises(NotAProject):
            open_other(theirs.path, project)


def test_step_that_is_missing_makes_a_file_older(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with copy(project, "AB") as theirs:
        path = theirs.path
    monkeypatch.setattr("qualcode.store.other.STEPS", ("first_schema", "second"))
    with pytest.raises(OlderProject, match="earlier qualcode"):
        open_other(path, project)


def test_row_that_points_nowhere_takes_the_whole_action_back(project: Project) -> None:
    row = {"id": "x", "name": "x", "parent_id": "nobody", "created_at": "now"}
    with pytest.raises(StoreRefused), action(project, "merge") as merging:
        bring_row(merging, "codes", row)
    assert codebook.codes(project) == []
