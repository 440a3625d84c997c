"""Killed, crowded, out of room: the file holds all of a command or none, and the next run works."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from command_line import clean, dump, process
from conftest import bring_in

from qualcode.codes import codebook
from qualcode.passes import passes
from qualcode.passes.integrity import problems
from qualcode.store.project import open_project
from qualcode.store.study import create_study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUALCODE = (sys.executable, "-m", "qualcode")
ROWS = 20_000


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*QUALCODE, *arguments],
        cwd=folder,
        env=clean(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def kill(child: subprocess.Popen[bytes], path: Path, delay: float) -> bool:
    """Kill a command `delay` seconds after it began to write; False if it was done before."""
    until = time.monotonic() + 20
    while not path.with_name(path.name + "-holder").exists() and child.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.002)
    time.sleep(delay)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    return child.returncode == -signal.SIGKILL


def healthy(path: Path) -> None:
    with open_project(path) as project:
        assert problems(project) == []


def count(path: Path, table: str) -> int:
    with open_project(path) as project:
        return int(project.value(f"SELECT count(*) FROM {table} WHERE deleted_at IS NULL"))


@pytest.fixture
def interviews(path: Path) -> Path:
    """A folder with 60 interviews beside a fresh project."""
    folder = path.parent / "in"
    folder.mkdir()
    for number in range(60):
        text = f"I: Why {number}?\n\nP: " + f"Because it was so, number {number}. " * 300
        (folder / f"Q{number}.txt").write_text(text)
    return folder


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.15, 0.3])
def test_killed_import_leaves_all_or_none_and_the_same_command_finishes(
    interviews: Path, delay: float
) -> None:
    path = interviews.parent / "study.qualcode"
    before = dump(path)
    killed = kill(start(path.parent, "import", "in"), path, delay)
    assert killed or delay
    healthy(path)
    assert count(path, "transcripts") in {0, 60}
    if count(path, "transcripts") == 0:
        assert dump(path) == before
    assert process(path.parent, "import", "in").code == 0
    healthy(path)
    assert count(path, "transcripts") == 60
    assert not list(path.parent.glob("*-holder"))


@pytest.fixture
def table(path: Path) -> Path:
    """20,000 rows of codings for a project with one long interview and an open pass."""
    with open_project(path) as project:
        bring_in(project, path.parent, P1="I: Why?\n\nP1: " + "Because it was so. " * 2000)
        codebook.add(project, "chance")
        passes.start(project, "hand")
    file = path.parent / "codings.csv"
    rows = (f"P1,chance,{20 + number},{30 + number}\n" for number in range(ROWS))
    file.write_text("transcript,code,start_char,end_char\n" + "".join(rows))
    return file


@pytest.mark.parametrize("delay", [0.0, 0.1, 0.25, 0.4])
def test_killed_import_of_codings_leaves_all_or_none_and_the_same_command_finishes(
    table: Path, delay: float
) -> None:
    path = table.parent / "study.qualcode"
    killed = kill(start(path.parent, "codings", "import", "codings.csv"), path, delay)
    assert killed or delay
    healthy(path)
    assert count(path, "codings") in {0, ROWS}
    again = process(path.parent, "codings", "import", "codings.csv", "--json")
    assert (again.code, again.json["placed"] + again.json["already"]) == (0, ROWS)
    healthy(path)
    assert count(path, "codings") == ROWS


def test_killed_init_leaves_no_half_made_project(tmp_path: Path) -> None:
    for delay in (0.05, 0.1, 0.15, 0.2):
        child = start(tmp_path, "init", "--title", "A study", "--question", "Why?")
        time.sleep(delay)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        if (tmp_path / "a-study.qualcode").exists():
            with open_project(tmp_path / "a-study.qualcode") as project:
                assert project.setting("title") == "A study"
            (tmp_path / "a-study.qualcode").unlink()
    assert process(tmp_path, "init", "--title", "A study").code == 0


def test_two_imports_at_once_lose_nothing(path: Path) -> None:
    for side in ("a", "b"):
        (path.parent / side).mkdir()
        for number in range(10):
            words = f"I: Why?\n\nP: Because of {side}{number}.\n"
            (path.parent / side / f"{side}{number}.txt").write_text(words)
    children = [start(path.parent, "import", side) for side in ("a", "b")]
    assert [child.communicate()[1][-30:] for child in children] == [b"10 imported, 0 skipped.\n"] * 2
    healthy(path)
    assert count(path, "transcripts") == 20


def test_coders_who_apply_at_once_lose_nothing(table: Path) -> None:
    path = table.parent / "study.qualcode"
    children = [
        start(path.parent, "apply", "chance", f"P1@{20 + number}-{25 + number}") for number in range(8)
    ]
    assert [child.wait() for child in children] == [0] * 8
    for child in children:
        child.communicate()
    healthy(path)
    assert count(path, "codings") == 8


def test_many_readers_do_not_disturb_a_writer(interviews: Path) -> None:
    folder = interviews.parent
    writer = start(folder, "import", "in")
    for _ in range(3):
        assert process(folder, "status", "--json").json["counts"]["transcripts"] in {0, 60}
    assert writer.wait() == 0
    writer.communicate()
    assert count(folder / "study.qualcode", "transcripts") == 60


# Out of room.


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MiB."""
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    if mount is None or unmount is None or os.geteuid() != 0:
        pytest.skip("only an administrator can make a small file system")
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no small file system can be mounted here")
    yield place
    subprocess.run([unmount, "-l", str(place)], check=True)


def fill(folder: Path) -> Path:
    """Take all room that is left."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            return filler
    return filler


def test_full_disk_keeps_the_former_state_says_so_and_the_same_command_then_works(
    small_disk: Path, tmp_path: Path
) -> None:
    path = small_disk / "study.qualcode"
    create_study(path, title="A study", coder="CS")
    before = dump(path)
    files = []
    for number in range(12):
        files.append(tmp_path / f"P{number}.txt")
        files[-1].write_text(f"P: {number} " + "Because it was so. " * 5000)
    shown = process(tmp_path, "-P", str(path), "import", *map(str, files))
    assert (shown.code, shown.out) == (1, "")
    assert shown.err.startswith("Error: study.qualcode cannot be written:")
    assert "Hint: Make room" in shown.err
    assert dump(path) == before
    healthy(path)
    assert process(tmp_path, "-P", str(path), "import", str(files[0])).code == 0


def test_every_writing_command_on_a_full_disk_is_refused_without_a_traceback(
    small_disk: Path, tmp_path: Path
) -> None:
    path = small_disk / "study.qualcode"
    create_study(path, title="A study", coder="CS")
    (tmp_path / "P1.txt").write_text("P1: " + "Because it was so. " * 2000)
    (tmp_path / "c.csv").write_text("name,definition\n" + "".join(f"c{n},{'x' * 500}\n" for n in range(500)))
    before = dump(path)
    filler = fill(small_disk)
    for arguments in (
        ["-P", str(path), "import", "P1.txt"],
        ["-P", str(path), "codes", "import", "c.csv"],
        ["-P", str(path), "backup", str(small_disk / "copy")],
        ["init", str(small_disk / "new"), "--title", "Another"],
    ):
        shown = process(tmp_path, *arguments)
        assert (arguments, shown.code, shown.out) == (arguments, 1, "")
        assert shown.err.startswith("Error: ")
        assert "inside qualcode" not in shown.err
    filler.unlink()
    assert dump(path) == before
    healthy(path)
    assert not [one for one in small_disk.rglob("*") if one.is_file() and one != path]
    assert process(tmp_path, "-P", str(path), "import", "P1.txt").code == 0


def test_backup_from_a_busy_project_is_a_whole_project(interviews: Path) -> None:
    folder = interviews.parent
    writer = start(folder, "import", "in")
    assert process(folder, "backup", "copy.backup").code == 0
    assert writer.wait() == 0
    writer.communicate()
    healthy(folder / "copy.backup")
    assert count(folder / "copy.backup", "transcripts") in {0, 60}
