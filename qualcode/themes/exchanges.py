"""A passage over several turns: who speaks in it, and how it is set for print.

An exchange between people has a line for every turn, with the speaker's ID before the words. What one
participant said in several turns runs on; the interviewer's words between them stand in square brackets as
long as the whole is below 40 words, and from there on it is an exchange as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from qualcode.spans import contains
from qualcode.themes.rendering import (
    BLOCK_WORDS,
    Edit,
    Rendered,
    between,
    count_words,
    exchange,
    restores,
    typeset,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import Transcript
    from qualcode.spans import Span
    from qualcode.store.project import Project, Row

INTERVIEWER: Final = "Interviewer"
"""How print calls whoever asks; never by name, and never counted."""

_TURNS: Final = (
    "SELECT u.start_char, u.end_char, s.label, s.role, p.name FROM turns u"
    " LEFT JOIN speakers s ON s.id = u.speaker_id"
    " LEFT JOIN participants p ON p.id = s.participant_id AND p.withdrawn_at IS NULL"
    " WHERE u.transcript_id = ? AND u.start_char < ? AND ? < u.end_char ORDER BY u.position"
)


@dataclass(frozen=True, slots=True)
class Part:
    """What one turn gives to a quote; `participant` is None for the interviewer and for unknown speakers."""

    speaker: str
    participant: str | None
    role: str | None
    start_char: int
    end_char: int

    @property
    def span(self) -> Span:
        """Its characters in the transcript."""
        return self.start_char, self.end_char


@dataclass(frozen=True, slots=True)
class Line:
    """One turn of a quote as it is printed: the words without the speaker's ID, and how many they are."""

    speaker: str
    participant: str | None
    start_char: int
    end_char: int
    body: str
    words: int

    @property
    def asks(self) -> bool:
        """Whether these are the interviewer's words."""
        return self.participant is None and self.speaker == INTERVIEWER


def parts(project: Project, transcript: Transcript, span: Span) -> tuple[Part, ...]:
    """The turns that a span touches, in order, each cut to it; labels and empty lines belong to none."""
    rows = project.rows(_TURNS, (transcript.id, span[1], span[0]))
    return tuple(_part(transcript, row, span) for row in rows)


def lines(text: str, found: Sequence[Part], edits: Sequence[Edit], *, bracketed: bool) -> tuple[Line, ...]:
    """Every turn with its edits; those count from the first character of the transcript."""
    printed = []
    for at, part in enumerate(found):
        here, source = within(edits, part.span), text[slice(*part.span)]
        ends = {"first": at == 0, "last": at == len(found) - 1}
        body = between(source, here, bracketed=bracketed, **ends)
        printed.append(Line(part.speaker, part.participant, *part.span, body, count_words(body)))
    return tuple(printed)


def within(edits: Sequence[Edit], span: Span) -> list[Edit]:
    """The edits inside a span, counted from its first character."""
    return [
        replace(one, start_char=one.start_char - span[0], end_char=one.end_char - span[0])
        for one in edits
        if contains(span, (one.start_char, one.end_char))
    ]


def set_lines(found: Sequence[Line]) -> Rendered:
    """The turns as print shows them: an exchange, or one participant's words running on."""
    words = sum(one.words for one in found)
    people = speakers(found)
    asked = any(one.asks for one in found)
    if len(people) > 1 or (asked and words >= BLOCK_WORDS):
        told = exchange((one.speaker, one.body) for one in found)
        return Rendered("\n".join(one.body for one in found), "\n".join(told), "exchange", words)
    body = " ".join(f"[{one.speaker}: {one.body}]" if one.asks else one.body for one in found)
    return typeset(body, words, people[0] if people else INTERVIEWER)


def speakers(found: Sequence[Line]) -> tuple[str, ...]:
    """Who speaks, each once and in order; the interviewer is not counted."""
    return tuple(dict.fromkeys(one.speaker for one in found if not one.asks))


def all_restore(text: str, found: Sequence[Line], edits: Sequence[Edit], *, bracketed: bool) -> bool:
    """Whether every turn's words with their edits undone are the transcript's, and no edit crosses a turn."""
    spans = [(one.start_char, one.end_char) for one in found]
    if not all(any(contains(span, (one.start_char, one.end_char)) for span in spans) for one in edits):
        return False
    return all(
        restores(text[slice(*span)], within(edits, span), one.body, bracketed=bracketed)
        for span, one in zip(spans, found, strict=True)
    )


def _part(transcript: Transcript, row: Row, span: Span) -> Part:
    cut = max(row["start_char"], span[0]), min(row["end_char"], span[1])
    if row["role"] == "interviewer":
        return Part(INTERVIEWER, None, row["role"], *cut)
    if transcript.participant is not None and row["role"] in {None, "participant"}:
        return Part(transcript.participant, transcript.participant, row["role"], *cut)
    unknown = f"{transcript.name}-{row['label']}" if row["label"] else transcript.name
    return Part(row["name"] or unknown, row["name"], row["role"], *cut)
