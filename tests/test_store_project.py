"""Opening, creating and refusing project files."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from qualcode.store.errors import (
    DamagedProject,
    NewerProject,
    NotAProject,
    ProjectExists,
    ProjectNotFound,
    SeveralProjects,
)
from qualcode.store.project import create_project, find_project, integrity, open_project


def test_project_is_found_in_the_nearest_parent(path: Path, tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find_project(None, below) == path


def test_two_projects_in_a_folder_are_named_in_the_error(path: Path, tmp_path: Path) -> None:
    create_project(tmp_path / "other.qualcode")
    with pytest.raises(SeveralProjects, match=r"other\.qualcode, study\.qualcode") as error:
        find_project(None, tmp_path)
    assert "--project" in error.value.hint
    assert path.exists()


def test_no_project_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ProjectNotFound) as error:
        find_project(None, Path(tmp_path.anchor))  # the folder above all folders
    assert "qualcode init" in error.value.hint


def test_create_never_overwrites(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(ProjectExists):
        create_project(path)
    assert path.read_bytes() == before


def test_create_leaves_nothing_else_in_the_folder(path: Path) -> None:
    with open_project(path):
        pass
    assert [found.name for found in path.parent.iterdir()] == ["study.qualcode"]


@pytest.mark.parametrize("content", [b"", b"Dear diary", b"PK\x03\x04" + b"\0" * 100])
def test_file_that_is_not_a_project_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.qualcode"
    file.write_bytes(content)
    with pytest.raises(NotAProject, match=r"x\.qualcode is not a qualcode project"):
        open_project(file)
    assert file.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.qualcode"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE notes (x)")
    connection.close()
    with pytest.raises(NotAProject, match="a database, but not a qualcode project"):
        open_project(file)


def test_newer_schema_is_refused_and_untouched(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('qualcode', 'from_2030', '')"
    )
    connection.commit()
    connection.close()
    with pytest.raises(NewerProject, match="from_2030") as error:
        open_project(path)
    assert "Update qualcode" in error.value.hint


def test_damaged_file_is_told_in_one_sentence(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:40960] = b"\xff" * (40960 - 4096)
    path.write_bytes(bytes(content))
    with pytest.raises(DamagedProject, match="damaged") as error:
        open_project(path)
    assert "backup" in error.value.hint


def test_fresh_project_is_whole_and_enforces_foreign_keys(path: Path) -> None:
    with open_project(path) as project:
        assert integrity(project) == []
        assert project.value("PRAGMA foreign_keys") == 1
        assert project.value("PRAGMA journal_mode") == "wal"
