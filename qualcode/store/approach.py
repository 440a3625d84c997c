"""The approach a study declares, its questions, and the reasons for doing what is not expected of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from qualcode.errors import UsageError
from qualcode.model import Approach
from qualcode.store.actions import action

if TYPE_CHECKING:
    from qualcode.store.project import Project

ReasonFor = Literal["approach", "coefficient", "assistance"]

BEHAVIOUR: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "coding-reliability": (
        ("codebook", "required, and frozen before the second pass"),
        ("comparison of passes", "a headline result, called reliability; the table stands in the body"),
        ("saturation", "computed if asked"),
        ("counts of themes", "in the body"),
        ("suggestions", "offered; a model only once it is configured"),
        ("names of the phases", "2006"),
    ),
    "codebook": (
        ("codebook", "an early version that may change; versions are kept"),
        ("comparison of passes", "a check of quality, called agreement"),
        ("saturation", "computed if asked"),
        ("counts of themes", "in the body, briefly"),
        ("suggestions", "offered; a model only once it is configured"),
        ("names of the phases", "2006"),
    ),
    "reflexive": (
        ("codebook", "optional; codes change freely"),
        (
            "comparison of passes",
            "where the readings differ; a coefficient only with a reason, which is printed",
        ),
        ("saturation", "not computed; say why the sample is enough"),
        ("counts of themes", "in the appendix"),
        ("suggestions", "a search only; a model only with a reason, which is printed"),
        ("names of the phases", "the later wording"),
    ),
}
"""What the program does differently (the families are those of Braun and Clarke 2022)."""


class BadApproach(UsageError):
    """There is no such approach, or it is changed without a reason."""


class BadQuestion(UsageError):
    """A research question is one sentence of its own."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the study does something; `detail` says what, `at` is an ISO moment."""

    about: str
    detail: str
    text: str
    at: str


def set_approach(project: Project, approach: str, reason: str) -> bool:
    """Switch the approach; the reason is printed in the report. Returns whether anything changed.

    Raises:
        BadApproach: no such approach, or no reason.
    """
    if approach not in get_args(Approach):
        raise BadApproach(
            f"{approach!r} is not an approach.", f"Choose one of: {', '.join(get_args(Approach))}."
        )
    before = project.setting("approach")
    if before == approach:
        return False
    if not reason.strip():
        raise BadApproach("A change of approach needs a reason.", 'Give it with --reason "...".')
    with action(project, "approach set") as switching:
        row = project.value("SELECT id FROM settings WHERE name = 'approach'")
        switching.change("settings", row, value=approach)
        switching.add(
            "reasons",
            about="approach",
            detail=f"{before} to {approach}",
            body=reason.strip(),
            created_at=project.now(),
        )
    return True


def give_reason(project: Project, about: ReasonFor, reason: str, detail: str = "") -> None:
    """Keep why the study does what its approach does not expect; the same words are kept once.

    Raises:
        BadApproach: the reason is empty.
    """
    words = " ".join(reason.split())
    if not words:
        raise BadApproach("The reason is empty.", 'Give it with --reason "...".')
    if any(one.text == words and one.detail == detail for one in reasons(project, about)):
        return
    with action(project, f"reason for {about}") as giving:
        giving.add("reasons", about=about, detail=detail, body=words, created_at=project.now())


def reasons(project: Project, about: ReasonFor | None = None) -> list[Reason]:
    """Reasons in the order they were given."""
    rows = project.rows(
        "SELECT * FROM reasons WHERE deleted_at IS NULL AND (? IS NULL OR about = ?) ORDER BY rowid",
        (about, about),
    )
    return [Reason(row["about"], row["detail"], row["body"], row["created_at"]) for row in rows]


def withholds_coefficients(project: Project) -> bool:
    """Whether a comparison gives no coefficient: in a reflexive study, until there is a reason for one."""
    return project.setting("approach") == "reflexive" and not reasons(project, "coefficient")


def add_question(project: Project, wording: str) -> str:
    """Ask one more research question; returns its label, which is never used again.

    Raises:
        BadQuestion: no words, or asked already.
    """
    words = " ".join(wording.split())
    if not words:
        raise BadQuestion("The question has no words.", 'Write it in quotes: qualcode questions add "...?"')
    rows = project.rows("SELECT label, wording, deleted_at FROM questions")
    same = next((row for row in rows if row["wording"] == words and row["deleted_at"] is None), None)
    if same is not None:
        raise BadQuestion(f"That is {same['label']} already.", "See `qualcode questions list`.")
    label = f"Q{1 + max((int(row['label'][1:]) for row in rows), default=0)}"
    with action(project, "questions add") as asking:
        asking.add("questions", label=label, wording=words, created_at=project.now())
    return label
