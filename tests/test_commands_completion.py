"""The bash function that `--install-completion` writes, run by bash itself."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from command_line import clean

if TYPE_CHECKING:
    from pathlib import Path

BASH = shutil.which("bash")
pytestmark = pytest.mark.skipif(BASH is None, reason="there is no bash")

AS_INSTALLED = "import sys; from qualcode.cli import main; sys.argv[0] = 'qualcode'; main()"
NAMES = "low pay\nZoë's 😀: why?\nchance"


def function(folder: Path) -> str:
    """What is installed."""
    shown = subprocess.run(
        [sys.executable, "-c", AS_INSTALLED, "--show-completion", "bash"],
        cwd=folder,
        env=clean(_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1"),
        capture_output=True,
        text=True,
        check=True,
    )
    return shown.stdout


def completed(folder: Path, *words: str) -> tuple[list[str], str]:
    """What bash would insert after these words, and the words as the program was asked."""
    program = folder / "qualcode"
    program.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$COMP_CWORD" "$COMP_WORDS" > "{folder}/asked"\n'
        f'cat <<"END"\n{NAMES}\nEND\n'
    )
    program.chmod(0o755)
    script = function(folder) + (
        '\nCOMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 ))\n'
        f"_qualcode_completion {program}\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(
        [str(BASH), "-c", script, "bash", *words],
        env=clean(LC_ALL="C.UTF-8"),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines(), (folder / "asked").read_text()


def test_names_with_spaces_and_signs_are_quoted(tmp_path: Path) -> None:
    found, _ = completed(tmp_path, "qualcode", "codes", "show", "")
    assert found == [r"low\ pay", r"Zoë\'s\ 😀:\ why\?", "chance"]


@pytest.mark.parametrize("mark", ["'", '"'])
def test_inside_quotes_names_are_inserted_as_they_are(tmp_path: Path, mark: str) -> None:
    found, _ = completed(tmp_path, "qualcode", "codes", "show", f"{mark}lo")
    assert found == NAMES.splitlines()


def test_an_address_that_bash_divides_is_one_word_again(tmp_path: Path) -> None:
    _, asked = completed(tmp_path, "qualcode", "unapply", "P1", ":", "3", "lo")
    assert asked.splitlines() == ["3", "qualcode", "unapply", "P1:3", "lo"]
