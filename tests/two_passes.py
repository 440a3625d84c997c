"""Passes for tests: codings on given spans, sealed, and texts whose sentences are known by place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.passes import coding, passes
from qualcode.spans import Span
from qualcode.store.actions import action
from qualcode.transcripts import library

if TYPE_CHECKING:
    from qualcode.model import CodingPass
    from qualcode.store.project import Project

Codings = Sequence[tuple[str, str, Span]]
"""(transcript, code, (start_char, end_char))."""


def code_pass(
    project: Project,
    name: str,
    codings: Codings,
    *,
    coder: str = "CS",
    mode: passes.Mode = "hand",
    blind_to: Sequence[str] = (),
    saw: Sequence[str] = (),
) -> CodingPass:
    """A sealed pass with codings; codes are made as they come."""
    passes.start(project, name, coder=coder, mode=mode, blind_to=blind_to, saw=saw)
    add(project, name, codings)
    passes.seal(project, name)
    return passes.find(project, name)


def add(project: Project, name: str, codings: Codings) -> None:
    """More codings in an open pass."""
    with action(project, "codings import") as importing:
        rows = []
        for transcript, code, (start, end) in codings:
            known = codebook.find_or_none(project, code)
            code_id = known.id if known else codebook.add_to(importing, code, None, {})
            rows.append((library.find(project, transcript).id, code_id, start, end, ""))
        coding.add_codings(importing, passes.find(project, name).id, rows, "import")


def interview_of(sentences: int) -> tuple[str, list[Span]]:
    """A text of `sentences` one-sentence answers, with a question before every second, and their places."""
    text = ""
    places: list[Span] = []
    for number in range(sentences):
        if number % 2 == 0:
            text += "Interviewer: And then what happened?\n"
        text += "Participant: "
        sentence = f"Then came step number {number} of it."
        places.append((len(text), len(text) + len(sentence)))
        text += sentence + "\n"
    return text, places
