"""The screens and the prompts as real commands on a terminal; killed, nothing that was answered is lost."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING

import pytest
from assisted_study import build, suggested
from command_line import clean, run
from conftest import bring_in

from qualcode.codes import codebook
from qualcode.passes import coding, passes
from qualcode.passes.integrity import problems
from qualcode.reconcile.session import open_session
from qualcode.store.project import open_project
from qualcode.themes import themes
from qualcode.transcripts import addresses

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 20
"""Seconds to wait for what a command is to show, however busy the machine."""

ESCAPES = re.compile(r"\x1b(\[[0-9;?<>=]*[a-zA-Z$]|\][^\x07\x1b]*(\x07|\x1b\\)|[()][A-Z0-9]|[=>NOPM78])")


class Terminal:
    """A command on a terminal of 80 by 24 cells."""

    def __init__(self, folder: Path, *arguments: str, term: str = "xterm-256color") -> None:
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        command = [sys.executable, "-m", "qualcode", *arguments]
        environment = {name: value for name, value in clean(TERM=term).items() if name != "COLUMNS"}
        self.running = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True
        )
        os.close(theirs)
        self.shown = ""

    def type(self, keys: str) -> None:
        """Type; what was shown so far is forgotten."""
        self.shown = ""
        os.write(self.ours, keys.encode())

    def wait_for(self, words: str) -> None:
        """Wait until these words have been shown, whatever stands between them."""
        until = time.monotonic() + PATIENCE
        wanted = "".join(words.split())
        while wanted not in "".join(ESCAPES.sub("", self.shown).split()):
            assert time.monotonic() < until, ESCAPES.sub("", self.shown)[-2000:]
            assert self._read(), ESCAPES.sub("", self.shown)[-2000:]

    def kill(self) -> None:
        """End it as a power cut does."""
        self.running.send_signal(signal.SIGKILL)
        self.running.wait()

    def leave(self) -> int:
        """Wait for its end, reading what it says; returns the exit code."""
        while self._read():
            pass
        return self.running.wait(PATIENCE)

    def close(self) -> None:
        """Give the terminal back."""
        if self.running.poll() is None:
            self.kill()
        os.close(self.ours)

    def _read(self) -> bool:
        if not select.select([self.ours], [], [], 0.2)[0]:
            return self.running.poll() is None
        try:
            part = os.read(self.ours, 65536)
        except OSError:  # the other end is closed
            return False
        self.shown += part.decode(errors="replace")
        return bool(part)


@pytest.fixture
def here(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two interviews with six suggestions; two passes that differ in eight places; a theme."""
    with open_project(path) as project:
        suggested(build(project, tmp_path))
        said = " ".join(f"Sentence number {number} is here." for number in range(2, 10))
        bring_in(project, tmp_path, P9=f"Interviewer: Well?\n\nP9: {said}\n\nInterviewer: So.\n\nP9: Yes.\n")
        for name in ("a", "b"):
            passes.start(project, name)
        for number in range(2, 10):
            place = addresses.resolve(project, f"P9:{number}")
            coding.apply(project, "paperwork", place, pass_name="a")
        codebook.edit(project, "paperwork", {"definition": "Forms."})
        themes.add(project, "Forms", ["paperwork"])
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def judged(here: Path) -> Path:
    """The same, with the passes reconciled, so that the theme has eight passages."""
    with open_project(here / "study.qualcode") as project:
        session = open_session(project, "a", "b", "agreed")
        for one in session.all:
            session.decide(one, "a", "so it is")
    return here


@pytest.fixture
def started(here: Path) -> Iterator[list[Terminal]]:
    """Terminals to be given back in the end."""
    assert here
    made: list[Terminal] = []
    yield made
    for one in made:
        one.close()


def decided(path: Path, table: str) -> int:
    """Rows that stand in a table of an intact project."""
    with open_project(path) as project:
        assert problems(project) == []
        return int(project.value(f"SELECT count(*) FROM {table} WHERE deleted_at IS NULL"))


RECONCILE = ("reconcile", "a", "b", "--into", "agreed")


def test_reconciling_on_screen_killed_half_way_loses_no_decision(here: Path, started: list[Terminal]) -> None:
    first = Terminal(here, *RECONCILE)
    started.append(first)
    first.wait_for("0 of 8 decided")
    for number in range(1, 5):
        first.type("a")
        first.wait_for("Reason")
        first.type(f"because {number}\r")
        first.wait_for(f"{number} of 8 decided")
    first.type("b")
    first.wait_for("Reason")
    first.type("never given")
    first.wait_for("given")
    first.kill()
    assert decided(here / "study.qualcode", "decisions") == 4
    again = Terminal(here, *RECONCILE)
    started.append(again)
    again.wait_for("P9:6")
    again.wait_for("4 of 8 decided")
    for number in range(5, 9):
        again.type("-")
        again.wait_for("Reason")
        again.type("no\r")
        again.wait_for(f"{number} of 8 decided")
    again.type("q")
    assert again.leave() == 0
    again.wait_for("8 decided, 0 left")
    rows = run("disagreements", "a", "b", "--into", "agreed", "--json").json
    told = [(one["decision"]["decision"], one["decision"]["reason"]) for one in rows]
    assert told == [*(("a", f"because {number}") for number in range(1, 5)), *[("neither", "no")] * 4]


def test_review_on_screen_killed_keeps_what_was_decided(here: Path, started: list[Terminal]) -> None:
    first = Terminal(here, "review", "--pass", "second")
    started.append(first)
    first.wait_for("0 decided, 6 left")
    first.type("a")
    first.wait_for("1 decided, 5 left")
    first.type("d")
    first.wait_for("2 decided, 4 left")
    first.kill()
    assert decided(here / "study.qualcode", "suggestion_decisions") == 2
    again = Terminal(here, "review", "--pass", "second")
    started.append(again)
    again.wait_for("s3")
    again.type("q")
    assert again.leave() == 0
    again.wait_for("0 decided, 4 left. Go on any time with the same command.")


def test_theme_review_on_screen_killed_keeps_the_verdicts(judged: Path, started: list[Terminal]) -> None:
    first = Terminal(judged, "themes", "review", "Forms")
    started.append(first)
    first.wait_for("0 of 8 passages judged")
    first.type("f")
    first.wait_for("1 of 8 passages judged")
    first.kill()
    assert decided(judged / "study.qualcode", "verdicts") == 1
    again = Terminal(judged, "themes", "review", "Forms")
    started.append(again)
    again.wait_for("1 of 8 passages judged")
    again.type("q")
    assert again.leave() == 0
    again.wait_for("Forms is candidate; 1 of 8 passages judged.")


@pytest.mark.parametrize("how", ["--prompts", "dumb"])
def test_plain_prompts_are_there_when_asked_for_and_on_a_dumb_terminal(
    judged: Path, started: list[Terminal], how: str
) -> None:
    options = ("--prompts",) if how == "--prompts" else ()
    terminal = Terminal(
        judged, "themes", "review", "Forms", *options, term="dumb" if not options else "xterm"
    )
    started.append(terminal)
    terminal.wait_for("Verdict:")
    assert "\x1b[?1049h" not in terminal.shown
    terminal.type("contrary it is not about forms\n")
    terminal.wait_for("P9:2: contrary.")
    terminal.type("m\n")
    terminal.wait_for("Where to, and why:")
    terminal.type("elsewhere\n")
    terminal.wait_for("P9:3: move.")
    terminal.type("undo\n")
    terminal.wait_for("Taken back: P9:3.")
    terminal.type("fits so well\n")
    terminal.wait_for(
        "Answer one of: fits (f), weak (w), move (m), contrary (c), skip (n), undo (u), quit (q)"
    )
    terminal.type("q\n")
    assert terminal.leave() == 0
    terminal.wait_for("Forms is candidate; 1 of 8 passages judged.")


def test_prompts_show_the_passage_in_its_context(here: Path, started: list[Terminal]) -> None:
    terminal = Terminal(here, *RECONCILE, "--prompts")
    started.append(terminal)
    terminal.wait_for("a + b → agreed: 0 of 8 decided, 8 left.")
    terminal.wait_for("a 2 »Sentence number 2 is here.«")
    terminal.wait_for("4 Sentence number 4 is here.")
    terminal.wait_for("paperwork: Forms.")
    terminal.type("s\n")
    terminal.wait_for("New place")
    terminal.type("99\n")
    terminal.wait_for("Reason:")
    terminal.type("why\n")
    terminal.wait_for("P9 has units 1 to 11, not 99.")
    terminal.wait_for("Decision:")
    terminal.type("q\n")
    assert terminal.leave() == 0
