"""The house: imports point down, and nothing heavy or foreign is loaded where it should not be."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "qualcode"
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}


def test_imports_keep_the_contract() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    if not program.exists():
        pytest.skip("import-linter is not installed beside this Python")
    done = subprocess.run([program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [path for path in PACKAGE.rglob("*.py") if path.stem in FORBIDDEN_NAMES] == []


def test_no_template_or_message_says_that_themes_emerge() -> None:
    found = [
        (path.name, line)
        for path in PACKAGE.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\bthemes?\b[^\"']{0,20}\b(emerged|emerge|surfaced|arose)\b", line, flags=re.IGNORECASE)
    ]
    assert found == []


def test_nothing_opens_a_shell() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    assert [path.name for path, text in sources.items() if "shell=True" in text or "os.system" in text] == []


def test_no_property_fails_because_the_machine_is_busy() -> None:
    assert settings().deadline is None
    given = re.compile(r"\bdeadline=(?!None\b)")
    tests = Path(__file__).parent
    assert [path.name for path in tests.rglob("*.py") if given.search(path.read_text(encoding="utf-8"))] == []
