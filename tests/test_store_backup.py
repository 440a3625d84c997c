"""A copy that stands on its own."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qualcode.codes import codebook
from qualcode.store import erasing
from qualcode.store.actions import action
from qualcode.store.backup import EVERY, BackupExists, NoCopy, NoSuchFolder, back_up, keep_copy, restore
from qualcode.store.copies import copy_of, part_of
from qualcode.store.errors import DamagedProject
from qualcode.store.project import find_project, integrity, open_project

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


# By itself, beside the project.


def aged(copy: Path) -> None:
    """As if it had been made longer ago than copies may be."""
    old = copy.stat().st_mtime - EVERY - 1
    os.utime(copy, (old, old))


def names_in(path: Path) -> list[str]:
    with open_project(path) as opened:
        return [code.name for code in codebook.codes(opened)]


def test_automatic_copy_is_renewed_after_an_hour_and_not_before(project: Project) -> None:
    codebook.add(project, "one")
    keep_copy(project)
    codebook.add(project, "two")
    keep_copy(project)
    assert names_in(copy_of(project.path)) == ["one"]
    aged(copy_of(project.path))
    keep_copy(project)
    assert names_in(copy_of(project.path)) == ["one", "two"]


def test_copy_from_a_clock_that_was_ahead_is_renewed(project: Project) -> None:
    keep_copy(project)
    copy = copy_of(project.path)
    ahead = copy.stat().st_mtime + 40 * EVERY
    os.utime(copy, (ahead, ahead))
    codebook.add(project, "one")
    keep_copy(project)
    assert names_in(copy) == ["one"]


def break_in_the_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)


def test_damaged_project_is_told_with_the_way_back_and_restored(project: Project, path: Path) -> None:
    codebook.add(project, "one")
    keep_copy(project)
    project.close()
    break_in_the_middle(path)
    with pytest.raises(DamagedProject) as error:
        open_project(path)
    assert "qualcode backup --restore" in error.value.hint
    aside = restore(path)
    assert names_in(path) == ["one"]
    assert aside.name == "study.qualcode-damaged"
    assert restore(path).name == "study.qualcode-damaged1", "what was set aside is never written over"


def test_damaged_project_never_takes_the_place_of_its_copy(project: Project, path: Path) -> None:
    codebook.add(project, "one")
    keep_copy(project)
    aged(copy_of(path))
    project.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    break_in_the_middle(path)
    with suppress(DamagedProject):
        keep_copy(replace(project, connection=sqlite3.connect(path)))
    assert names_in(copy_of(path)) == ["one"]


def test_damaged_project_is_no_backup(project: Project, path: Path, tmp_path: Path) -> None:
    codebook.add(project, "one")
    project.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[-8 * 4096 :] = b"\xff" * (8 * 4096)
    path.write_bytes(content)
    with pytest.raises(DamagedProject):
        back_up(replace(project, connection=sqlite3.connect(path)), tmp_path / "copy.qualcode")
    assert not (tmp_path / "copy.qualcode").exists()


def test_nothing_is_touched_without_a_copy(project: Project) -> None:
    path = project.path
    before = path.read_bytes()
    with pytest.raises(NoCopy):
        restore(path)
    assert path.read_bytes() == before


def test_copy_is_no_second_project_in_the_folder(project: Project, path: Path) -> None:
    keep_copy(project)
    assert find_project(None, path.parent) == path


def test_erasing_leaves_no_words_in_the_copy(project: Project) -> None:
    codebook.add(project, "a slip of the tongue")
    keep_copy(project)
    erasing.scrub(project)
    assert not copy_of(project.path).exists()


def test_erasing_leaves_no_words_in_a_copy_that_was_broken_off(project: Project) -> None:
    part = part_of(copy_of(project.path))
    beside = [part, part.with_name(f"{part.name}-journal")]
    for left in beside:
        left.write_text("a slip of the tongue")
    erasing.scrub(project)
    assert [left for left in beside if left.exists()] == []
