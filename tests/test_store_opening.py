"""Projects that may be read and not written: a stick, an archive, a colleague's folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from command_line import Answer, clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["the folder", "the file", "both"])
def closed(request: pytest.FixtureRequest, folder: Path) -> Iterator[Path]:
    """The folder of a study in which one of them, or both, may not be written."""
    study = folder / "study.qualcode"
    if request.param != "the folder":
        study.chmod(0o444)
    if request.param != "the file":
        folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    study.chmod(0o644)


def unprivileged() -> list[str]:
    """What a command is run by, so that permissions hold for it: root passes by them."""
    if os.geteuid():
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may write everywhere, and there is no setpriv here")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def ask(folder: Path, *arguments: str) -> Answer:
    """A command of somebody for whom permissions hold."""
    done = subprocess.run(
        [*unprivileged(), sys.executable, "-m", "qualcode", *arguments],
        cwd=folder,
        env=clean(),
        capture_output=True,
        text=True,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def test_project_that_may_only_be_read_is_read_and_nothing_is_left_beside_it(closed: Path) -> None:
    before = {path.name: path.read_bytes() for path in closed.iterdir()}
    for arguments in (
        ["status"],
        ["check"],
        ["read", "P1"],
        ["codings", "list", "--json"],
        ["search", "name"],
    ):
        answer = ask(closed, *arguments)
        assert (arguments, answer.code) == (arguments, 0), answer.err
    assert "They remembered my name" in ask(closed, "read", "P1").out
    assert {path.name: path.read_bytes() for path in closed.iterdir()} == before


def test_what_goes_out_of_a_project_that_may_only_be_read_can_be_written_elsewhere(
    closed: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    answer = ask(closed, "export", "codebook", "-o", str(elsewhere / "codebook.csv"))
    assert answer.code == 0, answer.err
    assert (elsewhere / "codebook.csv").read_text("utf-8-sig").startswith("name,")
    assert ask(closed, "backup", str(elsewhere / "copy.qualcode")).code == 0
    assert (elsewhere / "copy.qualcode").is_file()


def test_change_of_a_project_that_may_only_be_read_is_refused_in_plain_words(closed: Path) -> None:
    for arguments in (["codes", "add", "hope"], ["undo"], ["--coder", "new", "memos", "add", "a thought"]):
        answer = ask(closed, *arguments)
        assert (answer.code, answer.out) == (1, "")
        assert answer.err.startswith("Error: study.qualcode cannot be written: ")
        assert "\nHint: " in answer.err
