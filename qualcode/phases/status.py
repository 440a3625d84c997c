"""Where a study stands: phase by phase what is there, what is missing, and the one thing that comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.codes import freezes
from qualcode.phases.expected import Step, steps
from qualcode.phases.names import NAMES
from qualcode.phases.present import present
from qualcode.store.study import study
from qualcode.suggestions.listing import SELECT as SUGGESTIONS

if TYPE_CHECKING:
    from qualcode.store.project import Project

REPORT: Final = 6
"""The last phase; a study that nothing holds back is in it."""


@dataclass(frozen=True, slots=True)
class Status:
    """Where a study stands.

    `phase` is the first one that something still holds back. `there` holds a line or more for each phase that
    has anything in it; `steps` are what is missing, those that hold the study back and those that do not.
    """

    title: str
    approach: str
    questions: tuple[str, ...]
    phase: int
    phase_names: tuple[str, ...]
    counts: dict[str, int]
    codes_at_freeze: int | None
    steps: tuple[Step, ...]
    there: tuple[tuple[int, str], ...] = ()


_LIVE: Final = "SELECT count(*) FROM {} WHERE deleted_at IS NULL"
_DATA: Final = " AND replaced_at IS NULL AND kind IN ('interview', 'focus-group', 'survey')"
_COUNTS: Final = {
    "transcripts": _LIVE.format("transcripts") + _DATA,
    "participants": _LIVE.format("participants") + " AND withdrawn_at IS NULL",
    "words": "SELECT coalesce(sum(words), 0) FROM transcripts WHERE deleted_at IS NULL" + _DATA,
    "coders": _LIVE.format("coders"),
    "passes": _LIVE.format("passes"),
    "codes": _LIVE.format("codes") + " AND merged_into_id IS NULL",
    "codings": "SELECT count(*) FROM codings k JOIN passes p ON p.id = k.pass_id AND p.deleted_at IS NULL"
    " JOIN transcripts t ON t.id = k.transcript_id AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL"
    " JOIN code_now n ON n.code_id = k.code_id JOIN codes c ON c.id = n.now_id AND c.deleted_at IS NULL"
    " WHERE k.deleted_at IS NULL",
    "suggestions": f"SELECT count(*) FROM ({SUGGESTIONS})",
    "themes": _LIVE.format("themes") + " AND status <> 'dropped'",
    "claims": _LIVE.format("claims"),
    "quotes": _LIVE.format("quotes"),
}


def status(project: Project) -> Status:
    """Phase, counts, what is there, and everything that is still missing."""
    about = study(project)
    counts = {name: int(project.value(sql)) for name, sql in _COUNTS.items()}
    frozen = freezes.latest_freeze(project)
    missing = tuple(steps(project, counts, frozen is not None))
    return Status(
        title=about.title,
        approach=about.approach,
        questions=tuple(question.wording for question in about.questions),
        phase=min((step.phase for step in missing if step.holds), default=REPORT),
        phase_names=NAMES["later" if about.approach == "reflexive" else "2006"],
        counts=counts,
        codes_at_freeze=None if frozen is None else frozen[2],
        steps=missing,
        there=tuple(present(project, counts)),
    )


def next_step(found: Status) -> Step | None:
    """The one thing to do now: what holds the study back, else what the review of themes and later want."""
    return min(found.steps, key=_urgency, default=None)


def _urgency(step: Step) -> tuple[bool, bool, int]:
    """What was passed over in early phases comes last: it is late for it, not too late."""
    return not step.holds, not step.holds and step.phase < _LATE, step.phase


_LATE: Final = 4
