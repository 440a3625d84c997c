"""What the study is: title, research questions, approach, first coder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.store.actions import DEFAULT_CODER, action
from qualcode.store.project import create_project

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.model import Approach
    from qualcode.store.project import Project


@dataclass(frozen=True, slots=True)
class Question:
    """A research question: its label (Q1, Q2, ...) and its wording."""

    label: str
    wording: str


@dataclass(frozen=True, slots=True)
class Study:
    """What was said at `init`."""

    title: str
    approach: str
    coder: str
    questions: tuple[Question, ...]


def create_study(
    path: Path,
    *,
    title: str,
    questions: Sequence[str] = (),
    approach: Approach = "codebook",
    coder: str | None = None,
) -> None:
    """Make a project file and write down what the study is.

    Raises:
        ProjectExists: there is a file already; it is left alone.
    """
    create_project(
        path,
        lambda project: write_study(
            project, title=title, questions=questions, approach=approach, coder=coder or DEFAULT_CODER
        ),
        coder,
    )


def write_study(
    project: Project, *, title: str, questions: Sequence[str], approach: Approach, coder: str
) -> None:
    """Write down what the study is, in a project file that is still empty."""
    settings = {"title": title, "approach": approach, "coder": coder}
    with action(project, "init") as starting:
        starting.add_rows("settings", ("name", "value"), list(settings.items()))
        moment = project.now()
        rows = [(f"Q{number}", wording, moment) for number, wording in enumerate(questions, start=1)]
        starting.add_rows("questions", ("label", "wording", "created_at"), rows)


def study(project: Project) -> Study:
    """What the study is, as it stands now."""
    rows = project.rows("SELECT label, wording FROM questions WHERE deleted_at IS NULL ORDER BY rowid")
    return Study(
        title=project.setting("title"),
        approach=project.setting("approach"),
        coder=project.setting("coder"),
        questions=tuple(Question(row["label"], row["wording"]) for row in rows),
    )
