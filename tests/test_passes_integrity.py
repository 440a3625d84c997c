"""`check` finds what was changed behind the program's back, and names no one's words."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

import pytest

from qualcode.codes import codebook
from qualcode.passes import coding, passes
from qualcode.passes.integrity import problems
from qualcode.store.project import open_project
from qualcode.transcripts import addresses

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def sealed(interview: Project) -> Path:
    codebook.add(interview, "chance")
    passes.start(interview, "hand")
    coding.apply(interview, "chance", addresses.resolve(interview, "P1:2"))
    passes.seal(interview, "hand")
    return interview.path


def tamper(path: Path, sql: str) -> list[str]:
    """Change a file with every guard taken away, then check it."""
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(sql)
    connection.close()
    with open_project(path) as project:
        return problems(project)


def test_untouched_file_is_well(sealed: Path) -> None:
    with open_project(sealed) as project:
        assert problems(project) == []


TAMPERED = {
    "UPDATE transcripts SET text = replace(text, 'flyer', 'flier')": "P1: the text is not the one",
    "UPDATE transcripts SET text = text || 'more'": "P1: the text is not the one",
    "UPDATE transcripts SET length = length + 1": "P1: the text is not the one",
    "UPDATE segments SET bounds = '[0,5,3,9]'": "P1: the numbered units do not fit",
    "UPDATE segments SET bounds = '[0,99999]'": "P1: the numbered units do not fit",
    "UPDATE segments SET bounds = '[0,5,6]'": "P1: the numbered units do not fit",
    "UPDATE segments SET bounds = '{}'": "P1: the numbered units do not fit",
    'UPDATE segments SET bounds = \'["a","b"]\'': "P1: the numbered units do not fit",
    "UPDATE segments SET bounds = 'x'": "P1: the numbered units do not fit",
    "DELETE FROM segments": "P1: the numbered units are missing",
    "UPDATE codings SET end_char = 99999": "P1: 1 codings lie outside the text",
    "UPDATE codings SET start_char = start_char - 1": "the sealed pass hand does not hold the codings",
    "UPDATE codings SET deleted_at = 'now'": "the sealed pass hand does not hold the codings",
    "DELETE FROM codings": "the sealed pass hand does not hold the codings",
    "UPDATE codings SET code_id = 'nobody'": "a row of codings points at a row of codes that is not there",
    "UPDATE turns SET end_char = 99999 WHERE position = 0": "P1: 1 turns lie outside the text",
}


@pytest.mark.parametrize("sql", TAMPERED)
def test_tampering_is_found(sealed: Path, sql: str) -> None:
    found = tamper(sealed, sql)
    assert any(re.search(TAMPERED[sql], line) for line in found), found
    assert not any(word in line for line in found for word in ("flyer", "flier", "sister"))
