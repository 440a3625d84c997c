"""Small projects under test: a folder, a file, transcripts from plain words."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from qualcode.codes import codebook
from qualcode.passes import coding, passes
from qualcode.store.project import Project, open_project
from qualcode.store.study import create_study
from qualcode.transcripts import addresses
from qualcode.transcripts.importing import Imported, import_files
from qualcode.transcripts.prepare import ImportOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("busy"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "busy")
# However busy the machine, nothing fails for being slow; on CI the examples are the same on every run.

signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.platform != "win32":
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
# A run started in the background is told to ignore both, and so would be every process that it starts.

INTERVIEW = (
    "Interviewer: How did you start?\n\n"
    "P1: I saw a flyer. My sister dragged me along, honestly. I nearly left.\n\n"
    "Interviewer: What made you stay?\n\n"
    "P1: The people. They remembered my name 😀 the second week. Nobody does that. So I came back.\n"
)
"""Two questions, two answers, eight participant sentences and an astral character."""


SAID = "xylophonic"
"""A word that only the participant says."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A fresh project file."""
    target = tmp_path / "study.qualcode"
    create_study(target, title="A study", questions=["How do people stay?"], coder="CS")
    return target


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    """A fresh project, open."""
    with open_project(path) as opened:
        yield opened


@pytest.fixture
def interview(project: Project, tmp_path: Path) -> Project:
    """A project with the interview P1 in it."""
    return bring_in(project, tmp_path, P1=INTERVIEW)


@pytest.fixture
def folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a study in it: P1 who says `SAID`, two codes, an open pass with one coding."""
    with open_project(path) as opened:
        bring_in(opened, path.parent, P1=INTERVIEW.replace("honestly", SAID))
        codebook.add(opened, "chance")
        codebook.add(opened, "Zoë's 😀: why?")
        passes.start(opened, "hand")
        coding.apply(opened, "chance", addresses.resolve(opened, "P1:2"))
    monkeypatch.chdir(path.parent)
    return path.parent


@pytest.fixture
def words_of() -> Callable[[Project, str], list[tuple[str, str]]]:
    """(code, words) of every coding in a pass, in reading order."""
    from qualcode.passes import passes, quotations

    def listed(project: Project, pass_name: str) -> list[tuple[str, str]]:
        found = quotations.quotations(project, pass_id=passes.find(project, pass_name).id)
        return [(one.code, one.quotation) for one in found]

    return listed


def bring_in(project: Project, folder: Path, **texts: str) -> Project:
    """Import plain-text transcripts by name."""
    files = []
    for name, text in texts.items():
        file = folder / f"{name}.txt"
        file.write_text(text, encoding="utf-8")
        files.append(file)
    outcomes = import_files(project, files, ImportOptions())
    assert all(isinstance(one, Imported) for one in outcomes), outcomes
    return project
