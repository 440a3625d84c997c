"""A copy that stands on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.codes import codebook
from qualcode.store.actions import action
from qualcode.store.backup import BackupExists, NoSuchFolder, back_up
from qualcode.store.project import integrity, open_project

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


def test_copy_holds_what_the_project_holds(project: Project, tmp_path: Path) -> None:
    codebook.add(project, "chance")
    copy = back_up(project, tmp_path / "copy.qualcode")
    with open_project(copy) as opened:
        assert [code.name for code in codebook.codes(opened)] == ["chance"]
        assert integrity(opened) == []


def test_copy_is_made_while_somebody_writes_and_holds_none_of_it(project: Project, path: Path) -> None:
    with action(project, "codes add") as writing:
        writing.add("codes", name="half done", created_at="now")
        with open_project(path) as reader:
            copy = back_up(reader, path.parent / "copy.qualcode")
    with open_project(copy) as opened:
        assert codebook.codes(opened) == []


def test_copy_into_a_folder_is_named_after_project_and_day(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    assert back_up(project, folder).name == f"study-{project.now()[:10]}.qualcode"


def test_copy_never_overwrites(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "copy.qualcode"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(BackupExists):
        back_up(project, target)
    assert target.read_text(encoding="utf-8") == "mine"


def test_missing_folder_is_named(project: Project, tmp_path: Path) -> None:
    with pytest.raises(NoSuchFolder, match="nowhere"):
        back_up(project, tmp_path / "nowhere" / "copy.qualcode")
