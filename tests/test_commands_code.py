"""The coding screen in a real terminal: opened by its command, killed in the middle, opened again."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from qualcode.codes import codebook
from qualcode.passes import integrity, passes, quotations
from qualcode.store.project import open_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qualcode.store.project import Project

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal is a matter of Unix", allow_module_level=True)

import fcntl
import pty
import termios

PATIENCE = 20.0
"""Seconds to wait for what takes one; a machine under tests may be slow."""


class Terminal:
    """A program in a terminal of 80 × 24: keys go in, what it writes is gathered."""

    def __init__(self, *command: str, cwd: Path, run: str = "-mqualcode", **environment: str) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, run, *command],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=cwd,
            start_new_session=True,
            env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"} | environment,
        )
        os.close(slave)
        self.written = b""
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def send(self, keys: str) -> None:
        """Type."""
        os.write(self.master, keys.encode())

    def wait_for(self, words: str) -> None:
        """Wait until words have been written."""
        wait_until(lambda: words.encode() in self.written)

    def end(self) -> int:
        """Wait for the end; returns the exit code."""
        code = self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        return code

    def _read(self) -> None:
        while True:
            try:
                piece = os.read(self.master, 65536)
            except OSError:  # the other side is gone
                return
            if not piece:
                return
            self.written += piece


def wait_until(done: Callable[[], bool]) -> None:
    """Look again and again."""
    until = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.02)


@pytest.fixture
def terminal(path: Path) -> Iterator[Callable[..., Terminal]]:
    """Opens terminals, and closes what is left open."""
    opened: list[Terminal] = []

    def opening(*command: str, **environment: str) -> Terminal:
        opened.append(Terminal("-P", str(path), *command, cwd=path.parent, **environment))
        return opened[-1]

    yield opening
    for one in opened:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()
        one.reader.join(PATIENCE)
        os.close(one.master)


@pytest.fixture
def study(interview: Project) -> Project:
    """P1, the code luck, the open pass hand."""
    codebook.add(interview, "luck")
    passes.start(interview, "hand")
    return interview


def codings(path: Path) -> list[str]:
    """The words coded, read as another process reads them."""
    with open_project(path) as opened:
        return [one.quotation for one in quotations.quotations(opened)]


def test_a_killed_terminal_loses_nothing(study: Project, terminal: Callable[..., Terminal]) -> None:
    screen = terminal("code", "P1")
    screen.wait_for("saved")
    screen.send("jcluck\rj.")
    wait_until(lambda: len(codings(study.path)) == 2)
    os.killpg(screen.process.pid, signal.SIGKILL)
    assert screen.end() == -signal.SIGKILL
    assert codings(study.path) == ["I saw a flyer.", "My sister dragged me along, honestly."]
    assert integrity.problems(study) == []
    again = terminal("code")
    again.wait_for("P1 3/9, 28% coded")
    again.send("uq")
    assert again.end() == 0
    assert codings(study.path) == ["I saw a flyer."]


def test_a_hung_up_line_loses_nothing(study: Project, terminal: Callable[..., Terminal]) -> None:
    screen = terminal("code", "P1:3")
    screen.wait_for("saved")
    screen.send("cluck\r")
    wait_until(lambda: len(codings(study.path)) == 1)
    os.killpg(screen.process.pid, signal.SIGHUP)
    screen.end()
    assert codings(study.path) == ["My sister dragged me along, honestly."]


def test_quitting_says_what_was_done(study: Project, terminal: Callable[..., Terminal]) -> None:
    screen = terminal("code", "P1")
    screen.wait_for("saved")
    screen.send("jcluck\rq")
    assert screen.end() == 0
    assert b"hand: 1 coding, +1 in this session; all saved." in screen.written
    assert study.path.is_file()


def test_opening_another_coders_pass_without_a_name_says_whose_it_is(
    interview: Project, terminal: Callable[..., Terminal]
) -> None:
    passes.start(interview, "theirs", coder="BK")
    screen = terminal("code", "P1")
    screen.wait_for("saved")
    screen.send("q")
    assert screen.end() == 0
    assert b"in BK's pass. If you are BK:" in screen.written


def test_without_a_pass_one_is_offered(interview: Project, terminal: Callable[..., Terminal]) -> None:
    screen = terminal("code", "P1")
    screen.wait_for("A name for a new one")
    screen.send("first\r")
    screen.wait_for("first")
    screen.wait_for("saved")
    screen.send("q")
    assert screen.end() == 0
    assert [one.name for one in passes.passes(interview)] == ["first"]


def test_a_sealed_pass_opens_read_only(study: Project, terminal: Callable[..., Terminal]) -> None:
    passes.seal(study, "hand")
    screen = terminal("code", "P1", "--pass", "hand")
    screen.wait_for("sealed on")
    screen.wait_for("read-only")
    screen.send("q")
    assert screen.end() == 0


def test_an_own_blind_pass_is_not_spoiled_without_asking(
    study: Project, terminal: Callable[..., Terminal]
) -> None:
    passes.start(study, "recode", blind_to=["hand"])
    screen = terminal("code", "P1", "--pass", "hand")
    screen.wait_for("recode is blind to hand")
    screen.send("n\r")
    assert screen.end() == 1
    recode, hand = passes.find(study, "recode"), passes.find(study, "hand")
    assert passes.sight(study, recode.id, hand.id) == "blind"


@pytest.mark.parametrize("theme", ["0;15", "15;0"])
def test_without_colour_no_colour_is_sent(
    study: Project, terminal: Callable[..., Terminal], theme: str
) -> None:
    study.connection.execute("UPDATE codes SET color = '#D55E00'")
    screen = terminal("code", "P1", NO_COLOR="1", COLORFGBG=theme)
    screen.wait_for("saved")
    screen.send("jcluck\r")
    screen.wait_for("Applied")
    screen.send("q")
    assert screen.end() == 0
    assert b"38;2" not in screen.written
    assert b"38;5" not in screen.written
    assert b"\x1b[7" in screen.written  # what is selected stands in reverse


FAULTY = """
import sys
from qualcode.tui.desk import Desk
def fail(desk):
    words = desk.selection.quotation
    raise RuntimeError(words)
Desk.repeat = fail
from qualcode.cli import main
main()
"""


def test_a_fault_inside_ends_without_a_word_of_the_transcript(
    study: Project, terminal: Callable[..., Terminal]
) -> None:
    faulty = study.path.with_name("faulty.py")
    faulty.write_text(FAULTY, encoding="utf-8")
    screen = terminal("code", "P1", run=str(faulty))
    screen.wait_for("saved")
    screen.send("jcluck\r")
    wait_until(lambda: len(codings(study.path)) == 1)
    before = len(screen.written)
    screen.send(".")
    assert screen.end() == 1
    told = screen.written[before:].decode()
    assert "something went wrong inside qualcode (RuntimeError)" in told
    assert "flyer" not in told.split("\x1b[?1049l")[-1]
    assert codings(study.path) == ["I saw a flyer."]


def test_outside_a_terminal_it_says_what_to_type_instead(study: Project) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "qualcode", "-P", str(study.path), "code", "P1"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert "The coding screen needs a terminal." in ran.stderr
    assert "qualcode apply" in ran.stderr
