"""Which project a command works on, who codes, and what the shell completes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from command_line import Answer, clean, run

from qualcode.store.study import create_study

if TYPE_CHECKING:
    from pathlib import Path

# Finding the project and the coder.


def title(answer: Answer) -> str:
    return str(answer.json["title"])


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with no project in or above it, with two projects in folders below."""
    for name in ("one", "two"):
        create_study(tmp_path / name / f"{name}.qualcode", title=name, coder="CS")
    (tmp_path / "one" / "deep" / "deeper").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_project_is_named_before_the_command_or_by_the_environment(elsewhere: Path) -> None:
    one, two = str(elsewhere / "one" / "one.qualcode"), str(elsewhere / "two")
    assert title(run("--project", one, "status", "--json")) == "one"
    assert title(run("-P", two, "status", "--json")) == "two"
    assert title(run("status", "--json", QUALCODE_PROJECT=two)) == "two"
    assert title(run("--project", one, "status", "--json", QUALCODE_PROJECT=two)) == "one"


def test_project_is_found_in_the_nearest_folder_above(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(elsewhere / "one" / "deep" / "deeper")
    assert title(run("status", "--json")) == "one"


def test_several_projects_and_a_wrong_path_each_say_what_to_type(elsewhere: Path) -> None:
    shutil.copy(elsewhere / "one" / "one.qualcode", elsewhere / "two" / "copy.qualcode")
    several = run("-P", str(elsewhere / "two"), "status")
    assert (several.code, "several projects" in several.err) == (1, True)
    wrong = run("-P", str(elsewhere / "nowhere.qualcode"), "status")
    assert (wrong.code, "There is no project file at" in wrong.err) == (1, True)


def test_coder_is_named_before_the_command_or_by_the_environment_or_at_init(folder: Path) -> None:
    assert folder.is_dir()
    assert run("passes", "start", "a", "--json").json["coder"] == "CS"
    assert run("passes", "start", "b", "--json", QUALCODE_CODER="EV").json["coder"] == "EV"
    assert run("--coder", "BK", "passes", "start", "c", "--json", QUALCODE_CODER="EV").json["coder"] == "BK"


# Completion.


def completed(folder: Path, words: str, **env: str) -> list[str]:
    typed = words.split(" ")
    done = subprocess.run(
        [sys.executable, "-c", "from qualcode.cli import app; app(prog_name='qualcode')"],
        cwd=folder,
        env=clean(
            _QUALCODE_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(len(typed) - 1), **env
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.split("\n")


def test_names_of_the_project_are_completed(folder: Path) -> None:
    assert "chance" in completed(folder, "qualcode codes show ch")
    assert "P1" in completed(folder, "qualcode transcripts show P")
    assert "hand" in completed(folder, "qualcode passes seal h")
    assert "hand" in completed(folder, "qualcode codings list --pass ")
    assert "Zoë's 😀: why?" in completed(folder, "qualcode codes show Zo")
    assert "chance" not in completed(folder, "qualcode codes show Zo")


def test_completion_follows_the_project_that_is_named(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    away = tmp_path_factory.mktemp("away")
    assert "chance" not in completed(away, "qualcode codes show ch")
    path = str(folder / "study.qualcode")
    assert "chance" in completed(away, "qualcode codes show ch", QUALCODE_PROJECT=path)
    assert "chance" in completed(away, f"qualcode --project {path} codes show ch")


def test_commands_are_completed(folder: Path) -> None:
    assert "transcripts" in completed(folder, "qualcode tr")
