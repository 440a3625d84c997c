"""One sitting of a person: what was done in it can be taken back, step by step, and nothing else."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.store.actions import latest_standing, undo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.store.project import Project


class NothingToTakeBack(QualcodeError):
    """No decision of this sitting stands."""


class Sitting:
    """The actions done since a screen was opened, each with a word on what it was about."""

    def __init__(self) -> None:
        self._done: list[tuple[int, str]] = []

    @contextmanager
    def act(self, project: Project, about: str) -> Iterator[None]:
        """Do something inside; if it changed the project it can be taken back."""
        before = _latest(project)
        yield
        after = _latest(project)
        if after > before:
            self._done.append((after, about))

    def take_back(self, project: Project) -> str:
        """Take the latest action of this sitting back; returns what it was about.

        Raises:
            NothingToTakeBack: none stands, or something else was done after it.
            CannotUndo: a row has moved on since.
        """
        if not self._done or latest_standing(project)["seq"] != self._done[-1][0]:
            raise NothingToTakeBack(
                "No decision of this sitting can be taken back.", "See `qualcode log` and `qualcode undo`."
            )
        undo(project)
        return self._done.pop()[1]


def _latest(project: Project) -> int:
    return int(project.value("SELECT max(seq) FROM actions") or 0)
