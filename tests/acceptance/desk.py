"""A desk at which a study is made by typed commands, on days of our choosing; its states are kept."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from command_line import Answer, Document, run

from qualcode.demo import example_folder
from qualcode.store import ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BEGUN: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""When the study begins."""

A_MOMENT: Final = timedelta(seconds=5)
"""What passes between two looks at the clock."""

FILE: Final = "voices.qualcode"
LEFT: Final = "left.json"


class Clock:
    """Stands in for `datetime` where the program looks at the clock."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self, _: object = None) -> datetime:
        """A little later than the last time."""
        self.at += A_MOMENT
        return self.at


@dataclass
class Desk:
    """One study in one folder: `said` keeps answers that a later test looks at."""

    folder: Path
    clock: Clock = field(default_factory=lambda: Clock(BEGUN))
    said: dict[str, Answer] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        """The project file."""
        return self.folder / FILE

    def type(self, *words: str, keep: str = "", code: int = 0, typed: str = "") -> Answer:
        """A command typed in the study's folder; it ends as `code` says."""
        with self.seated():
            answer = run(*words, typed=typed)
        assert answer.code == code, (words[:4], answer.code, answer.out, answer.err)
        if keep:
            self.said[keep] = answer
        return answer

    def words(self, *words: str, code: int = 0) -> str:
        """What a command says in words, wherever its lines break."""
        answer = self.type(*words, code=code)
        return " ".join(f"{answer.out} {answer.err}".split())

    def json(self, *words: str, code: int = 0) -> Document:
        """The document that a command answers with."""
        return self.type(*words, "--json", code=code).json

    def days_later(self, days: int) -> None:
        """Nothing happens for some days."""
        self.clock.at += timedelta(days=days)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What the file itself holds, read without the program."""
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as raw:
            return raw.execute(sql, values).fetchall()

    def number(self, sql: str, *values: object) -> int:
        """One number that the file holds."""
        return int(self.rows(sql, *values)[0][0])

    def leave(self) -> None:
        """Write down what the next one at this desk has to know."""
        said = {name: (one.code, one.out, one.err) for name, one in self.said.items()}
        left = {"at": self.clock.at.isoformat(), "said": said}
        (self.folder / LEFT).write_text(json.dumps(left), encoding="utf-8")

    @contextmanager
    def seated(self) -> Iterator[None]:
        """In the study's folder, at the desk's time."""
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            patch.setattr(ids, "datetime", self.clock)
            yield


def kept(shelf: Path, name: str, before: Path | None, act: Callable[[Desk], None]) -> Path:
    """The folder of a state: made once, whoever comes first, from the state before it."""
    shelf.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(shelf / f"{name}.lock", timeout=300, isolation_level=None)) as turn:
        turn.execute("BEGIN EXCLUSIVE")  # other workers wait until the state is there
        made = shelf / name
        if not made.exists():
            desk = taken(before, shelf / f"{name}-begun")
            act(desk)
            desk.leave()
            desk.folder.rename(made)
    return made


def taken(state: Path | None, folder: Path) -> Desk:
    """A desk with a copy of a state on it, or an empty one."""
    shutil.rmtree(folder, ignore_errors=True)
    if state is None:
        folder.mkdir()
        return Desk(folder)
    shutil.copytree(state, folder)
    left = json.loads((folder / LEFT).read_text(encoding="utf-8"))
    said = {name: Answer(*answer) for name, answer in left["said"].items()}
    return Desk(folder, Clock(datetime.fromisoformat(left["at"])), said)


def truth() -> dict[str, Any]:
    """What was planted in the example study."""
    told: dict[str, Any] = json.loads((example_folder() / "truth.json").read_text(encoding="utf-8"))
    return told
