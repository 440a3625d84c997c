"""Which planned question of the interview guide each answer is an answer to.

The questions are kept when a guide comes in; interviewers' turns are matched to them, whichever of guide and
interview came first. Where there are several guides, the one that came in last counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.model import DATA_KINDS
from qualcode.transcripts import library
from qualcode.transcripts.guide import Question, match_questions, parse_guide

if TYPE_CHECKING:
    from qualcode.model import Kind
    from qualcode.store.actions import Action
    from qualcode.store.project import Project

_GUIDE: Final = (
    "SELECT g.transcript_id FROM guide_questions g JOIN transcripts t ON t.id = g.transcript_id"
    " AND t.deleted_at IS NULL AND t.replaced_at IS NULL WHERE g.deleted_at IS NULL"
    " ORDER BY g.rowid DESC LIMIT 1"
)
_QUESTIONS: Final = (
    f"SELECT id, label, wording FROM guide_questions WHERE transcript_id = ({_GUIDE}) ORDER BY rowid"
)


class Asked(NamedTuple):
    """A planned question: its number in the guide and its wording there."""

    number: str
    wording: str


def connect(importing: Action, transcript_id: str, kind: Kind) -> None:
    """Connect a transcript that just came in: a guide with the interviews, an interview with the guide."""
    if kind == "guide":
        _keep(importing, transcript_id)
        for transcript in library.transcripts(importing.project, data_only=True):
            _match(importing, transcript.id)
    elif kind in DATA_KINDS:
        _match(importing, transcript_id)


def asked(project: Project, transcript_id: str) -> dict[int, Asked]:
    """For the positions of turns, the question they ask or answer; a turn before the first one has none."""
    rows = project.rows(
        "SELECT u.position, g.label, g.wording FROM turns u"
        " LEFT JOIN turn_questions q ON q.transcript_id = u.transcript_id AND q.position = u.position"
        f"  AND q.question_id IN (SELECT id FROM guide_questions WHERE transcript_id = ({_GUIDE}))"
        " LEFT JOIN guide_questions g ON g.id = q.question_id"
        " WHERE u.transcript_id = ? ORDER BY u.position",
        (transcript_id,),
    )
    found: dict[int, Asked] = {}
    last: Asked | None = None
    for row in rows:
        last = last if row["label"] is None else Asked(row["label"], row["wording"])
        if last is not None:
            found[row["position"]] = last
    return found


def _keep(importing: Action, guide_id: str) -> None:
    moment, text = importing.project.now(), library.text(importing.project, guide_id)
    rows = [(guide_id, question.id, question.text, moment) for question in parse_guide(text)]
    importing.add_rows("guide_questions", ("transcript_id", "label", "wording", "created_at"), rows)


def _match(importing: Action, transcript_id: str) -> None:
    project = importing.project
    planned = project.rows(_QUESTIONS)
    if not planned:
        return
    turns = library.turns(project, transcript_id)
    asking = [at for at, (_, role) in enumerate(turns) if role == "interviewer"]
    text = library.text(project, transcript_id)
    said = [text[turns[at][0].start_char : turns[at][0].end_char] for at in asking]
    matched = match_questions([Question(row["label"], row["wording"]) for row in planned], said)
    ids = {row["label"]: row["id"] for row in planned}
    importing.add_parts(
        "turn_questions",
        ("transcript_id", "position", "question_id"),
        [(transcript_id, asking[turn], ids[label]) for turn, label in matched.items() if label is not None],
    )
