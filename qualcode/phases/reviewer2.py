"""Twenty questions of a hostile reader, and what the record answers to each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.phases import meaning, procedure
from qualcode.phases.known import State
from qualcode.phases.known import known as gathered

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.phases.known import Known, Told
    from qualcode.store.project import Project

_ASKED: Final[tuple[tuple[str, Callable[[Known], Told], str, str], ...]] = (
    (
        "Which thematic analysis is this, and do your procedures fit it?",
        procedure.approach,
        "Approach",
        "approach",
    ),
    (
        "Who coded, with what training and what stake in the topic?",
        procedure.researchers,
        "Researcher position",
        "slots set researcher_position",
    ),
    (
        "You compared two codings: by whom, how far apart, blind?",
        procedure.passes,
        "Table 3",
        "passes list",
    ),
    (
        'What is the agreement, per code, on what unit, and did "neither" inflate it?',
        procedure.agreement,
        "Table 4, Appendix B",
        "compare",
    ),
    (
        "How many disagreements, how resolved, whose view prevailed?",
        procedure.disagreements,
        "Appendix C",
        "reconcile",
    ),
    (
        "Did definitions change after comparison, and was earlier data recoded?",
        procedure.definitions,
        "Appendices A and D",
        "codes diff",
    ),
    (
        "Was every transcript given equal attention?",
        procedure.attention,
        "Coverage",
        "lint",
    ),
    (
        "Were transcripts checked against recordings?",
        procedure.recordings,
        "Participants and data",
        "transcripts verify",
    ),
    (
        "How did the codes become these themes?",
        meaning.development,
        "Table 5, Appendix D",
        "themes history",
    ),
    (
        "Are these themes or interview topics?",
        meaning.topics,
        "Definitions of themes",
        "themes define",
    ),
    (
        "How many participants support each theme, and which?",
        meaning.support,
        "Tables 6 and 7",
        "themes matrix",
    ),
    (
        'What do "some", "many", "most" mean?',
        meaning.quantifiers,
        "Counting words, Appendix J",
        "claims list",
    ),
    (
        "Is one articulate participant carrying the findings? Who is never heard?",
        meaning.voices,
        "Limitations",
        "quotes shortlist",
    ),
    (
        "Where are the cases that do not fit?",
        meaning.contrary,
        "Divergent accounts",
        "themes review --searched",
    ),
    (
        "Do settings (or tenure) differ? What lets you say they do not?",
        meaning.settings,
        "Table 8",
        "themes matrix ATTRIBUTE",
    ),
    (
        "Are quotes verbatim, what was cut, and does the cut change meaning?",
        meaning.verbatim,
        "Appendix J",
        "quotes verify",
    ),
    (
        "What did participants say back, and what changed?",
        meaning.checking,
        "Participant checking, Appendix G",
        "membercheck log",
    ),
    (
        "On what basis is the sample enough?",
        meaning.sample,
        "Sample adequacy, Appendix E",
        "saturation",
    ),
    (
        "What did software suggest, who decided, and could the decisions be rubber-stamped?",
        meaning.software,
        "Assisted coding, Appendix F",
        "suggestions report",
    ),
    (
        "Could anyone be recognized; what happened to withdrawn data; who else saw the text?",
        meaning.recognition,
        "Data protection, Appendix K",
        "slots set data_protection",
    ),
)
"""Each question, what answers it, where the report says it, and the command to look or to mend with."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One question; `where` is a place in the report, `command` what to type to look or to mend."""

    number: int
    question: str
    state: State
    answer: str
    where: str
    command: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def reviewer2(project: Project) -> list[Answer]:
    """All twenty, in order."""
    record = gathered(project)
    answers = []
    for number, (question, answered, where, command) in enumerate(_ASKED, start=1):
        state, words = answered(record)
        answers.append(Answer(number, question, state, words, where, f"qualcode {command}"))
    return answers
