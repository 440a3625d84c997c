"""Who said what, for looking words up: every transcript's text, folded once, and who speaks where in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from qualcode.passes.folding import fold, words
from qualcode.passes.placing import QuoteFinder
from qualcode.passes.wordlines import WordLine
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.model import Transcript
    from qualcode.passes.folding import Folded
    from qualcode.spans import Span
    from qualcode.store.project import Project

INTERVIEWER: Final = "the interviewer"
"""Who speaks in a turn that no participant has."""

_TURNS: Final = (
    "SELECT u.start_char, u.end_char, s.label, s.role, p.name FROM turns u"
    " LEFT JOIN speakers s ON s.id = u.speaker_id"
    " LEFT JOIN participants p ON p.id = s.participant_id"
    " WHERE u.transcript_id = ? ORDER BY u.position"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """Who speaks from where to where; `speaker` as an attribution names them."""

    start_char: int
    end_char: int
    speaker: str


class Source:
    """One transcript to look words up in."""

    def __init__(self, project: Project, transcript: Transcript) -> None:
        self.name = transcript.name
        self.text = library.text(project, transcript.id)
        self.finder = QuoteFinder(self.text)
        self.turns = turns(project, transcript)
        self._starts = [turn.start_char for turn in self.turns]
        self._units = library.units(project, transcript.id)

    @cached_property
    def folded(self) -> Folded:
        """The text in the form in which wording is compared."""
        return fold(self.text)

    @cached_property
    def plain(self) -> str:
        """The folded text with one kind of quotation mark: print turns “ ” inside a quotation into ‘ ’."""
        return self.folded.text.replace('"', "'")

    @cached_property
    def line(self) -> WordLine:
        """The words alone."""
        return WordLine(words(self.folded))

    @property
    def speakers(self) -> set[str]:
        """Everybody who speaks in it."""
        return {turn.speaker for turn in self.turns}

    def speaker(self, at: int) -> str:
        """Who speaks at a character; empty between turns."""
        index = bisect_right(self._starts, at) - 1
        inside = index >= 0 and at < self.turns[index].end_char
        return self.turns[index].speaker if inside else ""

    def only_speaker(self, span: Span) -> str:
        """Who says all of a span; empty where several speak or nobody does."""
        first, last = self.speaker(span[0]), self.speaker(span[1] - 1)
        return first if first == last else ""

    def address(self, span: Span) -> str:
        """How people write the place."""
        return addresses.address(self.name, *span, self._units)


class Corpus:
    """All data transcripts of a project; each text is read when words are first looked up in it."""

    def __init__(self, project: Project) -> None:
        self.sources = [Source(project, one) for one in library.transcripts(project, data_only=True)]

    @property
    def speakers(self) -> list[str]:
        """Everybody who can be quoted, each once."""
        known = (turn.speaker for source in self.sources for turn in source.turns)
        return list(dict.fromkeys(speaker for speaker in known if speaker != INTERVIEWER))

    def of(self, speakers: Iterable[str]) -> list[Source]:
        """Transcripts in which any of these speaks."""
        wanted = {speaker.casefold() for speaker in speakers}
        return [source for source in self.sources if wanted & {one.casefold() for one in source.speakers}]


def turns(project: Project, transcript: Transcript) -> list[Turn]:
    """The turns of a transcript in order, each with its speaker as attributions name them."""
    rows = project.rows(_TURNS, (transcript.id,))
    nobody_known = all(row["role"] is None for row in rows)
    return [
        Turn(row["start_char"], row["end_char"], _speaker(transcript, row["label"], row["name"]))
        if nobody_known or row["role"] == "participant"
        else Turn(row["start_char"], row["end_char"], INTERVIEWER)
        for row in rows
    ]


def _speaker(transcript: Transcript, label: str | None, participant: str | None) -> str:
    """The same names as attributions have: the participant, else the transcript and the label."""
    if transcript.participant is not None:
        return transcript.participant
    return participant or (f"{transcript.name}-{label}" if label else transcript.name)
