"""Commands as a person types them: inside this process for speed, or in one of their own."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from typer.testing import CliRunner

from qualcode.cli import app

if TYPE_CHECKING:
    from pathlib import Path


Document = Any
"""What JSON can hold; the command says which."""


@dataclass(frozen=True)
class Answer:
    """What came back: exit code, data, talk."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Document:
        """The one document on stdout."""
        return json.loads(self.out, parse_constant=_no_nan)


def _no_nan(constant: str) -> None:
    raise AssertionError(constant)


def clean(**env: str) -> dict[str, str]:
    """The environment without our own variables, and with those named."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUALCODE_")}
    return kept | {"COLUMNS": "100", "TERM": "dumb"} | env


def run(*args: str, typed: str = "", **env: str) -> Answer:
    """A command in this process; anything but a deliberate end is raised."""
    nobody = dict.fromkeys((name for name in os.environ if name.startswith("QUALCODE_")), None)
    result = CliRunner().invoke(app, list(args), input=typed, env={**nobody, **env}, prog_name="qualcode")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Answer(result.exit_code, result.stdout, result.stderr)


def process(folder: Path, *args: str, typed: str = "", **env: str) -> Answer:
    """A command in a process of its own, without a terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "qualcode", *args],
        cwd=folder,
        env=clean(**env),
        input=typed.encode(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of a project file."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [row[1] for row in connection.execute("PRAGMA table_list") if row[2] in {"table", "shadow"}]
        return {table: connection.execute(f"SELECT * FROM '{table}'").fetchall() for table in tables}
