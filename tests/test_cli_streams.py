"""What goes where: pipes, redirects, terminals, Ctrl-C."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import clean, dump, process, run
from conftest import INTERVIEW, SAID

from qualcode.codes import codebook
from qualcode.store.project import open_project

FULL = Path("/dev/full")


def test_talk_goes_to_stderr_and_data_to_stdout(folder: Path) -> None:
    made = run("codes", "add", "hope")
    assert (made.out, made.err) == ("", "hope: added\n")
    empty = run(
        "--project", str(folder / "study.qualcode"), "codings", "list", "--in", "P1", "--code", "hope"
    )
    assert (empty.out, empty.code) == ("", 0)
    assert "No coding yet" in empty.err


def test_listing_that_nobody_reads_to_the_end_stops_quietly(folder: Path) -> None:
    with open_project(folder / "study.qualcode") as project:
        for number in range(300):
            codebook.add(project, f"code {number}", definition="x" * 400)
    reading = f"{sys.executable} -m qualcode"
    for command in (
        "codes list --json",
        "codes list",
        "codes list --csv",
        "read P1",
        "status",
        "--help",
        "log",
    ):
        shell = f"{reading} {command} | head -1; echo ${{PIPESTATUS[0]}} >&2"
        done = subprocess.run(
            ["/bin/bash", "-c", shell], cwd=folder, env=clean(), capture_output=True, text=True, check=False
        )
        assert (command, done.stderr) == (command, "0\n")


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    "arguments", [["status"], ["codings", "list", "--json"], ["transcripts", "text", "P1"]]
)
def test_full_disk_under_a_redirect_is_told(folder: Path, arguments: list[str]) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "qualcode", *arguments],
            cwd=folder,
            env=clean(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: the system refused: no space left on device")
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.parametrize(
    ("closed", "code"),
    [
        ("codings list --json >&-", 0),
        ("codes add hope >&- 2>&-", 0),
        ("codes show nowhere 2>&-", 1),
        ("codes show nowhere <&- >&-", 1),
        ("review <&-", 2),
        ("code P1 <&-", 2),
    ],
)
def test_command_whose_streams_the_shell_closed_ends_as_it_should(
    folder: Path, closed: str, code: int
) -> None:
    done = subprocess.run(
        ["/bin/bash", "-c", f"{sys.executable} -m qualcode {closed}"],
        cwd=folder,
        env=clean(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (code, "")
    assert "went wrong" not in done.stderr
    assert "Traceback" not in done.stderr


def test_error_is_one_line_whatever_was_typed(folder: Path) -> None:
    for typed in ("two\nlines", "\x1b[31mred", "x" * 100_000, "a\u2028b"):
        refused = process(folder, "codes", "show", typed)
        said, hint = refused.err.splitlines()
        assert (refused.code, said[:7], hint[:6]) == (1, "Error: ", "Hint: ")
        assert len(said) < 1300
        assert "\x1b" not in refused.err


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_data_leaves_as_utf_8_on_every_machine(folder: Path, encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qualcode", "transcripts", "text", "P1"],
        cwd=folder,
        env=clean(PYTHONIOENCODING=encoding, PYTHONUTF8="0", LC_ALL="C"),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == INTERVIEW.replace("honestly", SAID)


def test_name_that_is_not_text_is_refused(folder: Path) -> None:
    before = dump(folder / "study.qualcode")
    for arguments in (
        [b"codes", b"add", b"\xff"],
        [b"apply", b"\xff", b"P1:3"],
        [b"transcripts", b"show", b"\xff"],
    ):
        done = subprocess.run(
            [sys.executable.encode(), b"-m", b"qualcode", *arguments],
            cwd=folder,
            env=clean(),
            capture_output=True,
            check=False,
        )
        assert done.returncode in {1, 2}
        assert b"something went wrong" not in done.stderr, done.stderr
        assert done.stderr.startswith(b"Error: ")
    assert dump(folder / "study.qualcode") == before


def test_file_whose_name_is_not_text_is_written_and_remembered(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable.encode(), b"-m", b"qualcode", b"export", b"codebook", b"-o", b"\xff.csv"],
        cwd=folder,
        env=clean(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count(b"Error")) == (0, 0), done.stderr
    assert (folder / os.fsdecode(b"\xff.csv")).is_file()
    with open_project(folder / "study.qualcode") as project:
        assert project.value("SELECT file FROM exports") == "\\xff.csv"


def terminal(folder: Path, *arguments: str, typed: bytes = b"", **env: str) -> tuple[int, bytes]:
    """A command on a terminal: its exit code, and everything that was shown."""
    leader, follower = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "qualcode", *arguments],
        cwd=folder,
        env=clean(**env),
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
    )
    os.close(follower)
    os.write(leader, typed)
    shown = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(leader)
    return child.wait(), shown


COLOURS = re.compile(rb"\x1b\[[0-9;]*(?:3[0-7]|4[0-7]|9[0-7]|38|48)[0-9;]*m")


def test_no_color_is_respected_on_a_terminal(folder: Path) -> None:
    for arguments in (["codes", "list"], ["read", "P1"], ["status"], ["passes", "list"], ["log"]):
        code, shown = terminal(folder, *arguments, NO_COLOR="1", TERM="xterm-256color")
        assert code == 0
        assert not COLOURS.search(shown)


def test_nothing_but_words_reaches_a_file(folder: Path) -> None:
    for arguments in (["codes", "list"], ["read", "P1"], ["status"], ["passes", "list"], ["log"], ["--help"]):
        assert "\x1b" not in process(folder, *arguments, TERM="xterm-256color", FORCE_COLOR="").out


def test_sealing_asks_on_a_terminal_and_no_means_no(folder: Path) -> None:
    before = dump(folder / "study.qualcode")
    code, shown = terminal(folder, "passes", "seal", "hand", typed=b"n\n")
    assert (code, b"Seal hand?" in shown) == (1, True)
    assert dump(folder / "study.qualcode") == before
    code, _ = terminal(folder, "passes", "seal", "hand", typed=b"y\n")
    assert code == 0
    assert dump(folder / "study.qualcode") != before


def test_end_of_input_at_a_question_changes_nothing(folder: Path) -> None:
    before = dump(folder / "study.qualcode")
    code, shown = terminal(folder, "passes", "seal", "hand", typed=b"\x04")
    assert code == 130
    assert b"nothing is half-written" in shown
    assert dump(folder / "study.qualcode") == before


def test_sealing_goes_ahead_without_a_terminal(folder: Path) -> None:
    assert process(folder, "passes", "seal", "hand").code == 0


def test_init_without_a_title_asks_only_on_a_terminal(tmp_path: Path) -> None:
    shown = process(tmp_path, "init")
    assert (shown.code, shown.out) == (2, "")
    assert '--title "..."' in shown.err
    code, _ = terminal(tmp_path, "init", typed=b"Typed title\n")
    assert code == 0
    assert (tmp_path / "typed-title.qualcode").is_file()


def test_ctrl_c_is_130_and_leaves_the_former_state(folder: Path) -> None:
    for number in range(300):
        (folder / f"Q{number}.txt").write_text(f"I: Why?\n\nP: {number} " + "Because it was so. " * 2000)
    before = dump(folder / "study.qualcode")
    child = subprocess.Popen(
        [sys.executable, "-m", "qualcode", "import", "."],
        cwd=folder,
        env=clean(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for_writing(folder / "study.qualcode")
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=30)
    assert (child.returncode, out, err) == (130, "", "Interrupted; nothing is half-written.\n")
    assert dump(folder / "study.qualcode") == before
    assert not list(folder.glob("*-holder"))


def wait_for_writing(path: Path) -> None:
    """Until the note of whoever writes is there, and a little longer."""
    until = time.monotonic() + 20
    while time.monotonic() < until and not path.with_name(path.name + "-holder").exists():
        time.sleep(0.005)
    time.sleep(0.05)
