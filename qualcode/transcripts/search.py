"""Find words in everything that was said; each hit in its context, with an address that `apply` takes."""

from __future__ import annotations

import json
import re
import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from qualcode.errors import QualcodeError, UsageError
from qualcode.transcripts import addresses, index, library

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from qualcode.model import Transcript
    from qualcode.spans import Span
    from qualcode.store.project import Cell, Project
    from qualcode.transcripts.finders import Finder

ROLES: Final = ("participant", "interviewer", "any")
PATIENCE_S: Final = 10
"""Seconds that a pattern may take in one transcript; a bad one would take years."""

_TURN: Final = "t.position, t.start_char, t.end_char, s.label, s.role, s.participant_id"
_TURNS: Final = (
    f"SELECT {_TURN} FROM turns t LEFT JOIN speakers s ON s.id = t.speaker_id"
    " WHERE t.transcript_id = ? ORDER BY t.position"
)
_THESE_TURNS: Final = (  # CROSS: the few that are asked for first, then each by its key
    f"SELECT asked.key, {_TURN} FROM json_each(?) asked CROSS JOIN json_each(asked.value) place"
    " CROSS JOIN turns t ON t.transcript_id = asked.key AND t.position = place.value"
    " LEFT JOIN speakers s ON s.id = t.speaker_id"
)
_TURNS_AT_ONCE: Final = 1_000
"""A query for each transcript would take as long as the rest of a search."""

_TEXT: Final = (
    "SELECT t.text, s.method FROM transcripts t"
    " LEFT JOIN segments s ON s.transcript_id = t.id AND s.unit = 'sentence' WHERE t.id = ?"
)
_SIGN: Final = re.compile(r"[^\w\s'’-]")


class PatternTooSlow(QualcodeError):
    """The regular expression tries more ways than anybody can wait for."""


class BadScope(UsageError):
    """The restriction cannot be read."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: transcripts by name (none: everywhere), whose turns, and whose attributes."""

    transcripts: tuple[str, ...] = ()
    speaker_role: str = "any"
    attributes: tuple[tuple[str, str], ...] = ()


class Hit(NamedTuple):
    """One place found; offsets into the transcript, context from the same turn."""

    transcript: str
    address: str
    start_char: int
    end_char: int
    speaker: str | None
    role: str | None
    match: str
    before: str
    after: str

    @property
    def heading(self) -> str:
        """The address and who speaks there."""
        return f"{self.address}  {self.speaker}" if self.speaker else self.address

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON object."""
        return self._asdict()


def search(project: Project, finder: Finder, scope: Scope | None = None, context: int = 60) -> Iterator[Hit]:
    """Every place found, in natural order of transcripts and then of the text; one text in memory at a time.

    `context` is how many characters of the turn to show on each side, cut between words.

    Raises:
        TranscriptNotFound: one to search in.
        BadScope: the role is none.
        PatternTooSlow: a pattern takes too long.
    """
    scope = scope or Scope()
    if scope.speaker_role not in ROLES:
        raise BadScope(
            f"{scope.speaker_role!r} is no role of a speaker.", f"Choose one of: {', '.join(ROLES)}."
        )
    index.catch_up(project)
    rows = None if finder.asked is None else index.rows_matching(project, finder.asked)
    people = _people(project, scope)
    for transcript, turns in _turns(project, _transcripts(project, scope, rows), rows):
        asked = _asked_for(turns, transcript, scope, people)
        if asked:
            yield from _in_transcript(project, transcript, asked, finder, context)


def _in_transcript(
    project: Project, transcript: Transcript, turns: Sequence[tuple[Cell, ...]], finder: Finder, context: int
) -> Iterator[Hit]:
    [(text, method)] = project.tuples(_TEXT, (transcript.id,))
    with patience(transcript.name, finder):
        found = [(turn, finder.find(text[turn[1] : turn[2]])) for turn in turns]
    places = _Places(project, transcript, text, method or "")
    for (_, begin, stop, speaker, role, _), spans in found:
        for start, end in ((begin + a, begin + b) for a, b in spans):
            yield Hit(
                transcript=transcript.name,
                address=places.address(start, end, stop),
                start_char=start,
                end_char=end,
                speaker=speaker,
                role=role,
                match=text[start:end],
                before=words_before(text, begin, start, context),
                after=words_after(text, end, stop, context),
            )


class _Places:
    """Addresses in one transcript; its units are read only where a hit may be one, as most hits are words."""

    def __init__(self, project: Project, transcript: Transcript, text: str, method: str) -> None:
        self.project, self.transcript, self.text = project, transcript, text
        self.by_rules = method.startswith("rules")

    @cached_property
    def units(self) -> list[Span]:
        return library.units(self.project, self.transcript.id)

    def address(self, start: int, end: int, stop: int) -> str:
        """`stop` is where the turn ends."""
        if self.by_rules and self._goes_on(end, stop) and not _SIGN.search(self.text, start, end):
            return f"{self.transcript.name}@{start}-{end}"
        return addresses.address(self.transcript.name, start, end, self.units)

    def _goes_on(self, end: int, stop: int) -> bool:
        """Whether a hit ends within a line, and without a mark: there our rules end no unit."""
        if end == stop or not self.text[end - 1].isalnum():
            return False
        after, next_one = self.text[end], self.text[end + 1 : stop][:1]
        return not after.isspace() or (after == " " and next_one != "" and not next_one.isspace())


def _turns(
    project: Project, transcripts: list[Transcript], rows: Mapping[str, Sequence[int]] | None
) -> Iterator[tuple[Transcript, list[tuple[Cell, ...]]]]:
    """Each transcript with the turns to look at: all, or those the index names."""
    if rows is None:
        yield from ((each, project.tuples(_TURNS, (each.id,))) for each in transcripts)
        return
    for some in _at_once(transcripts, rows):
        turns: dict[str, list[tuple[Cell, ...]]] = {each.id: [] for each in some}
        wanted = json.dumps({each.id: rows[each.id] for each in some})
        for transcript_id, *turn in project.tuples(_THESE_TURNS, (wanted,)):
            turns[transcript_id].append(tuple(turn))
        yield from ((each, sorted(turns[each.id])) for each in some)


def _at_once(transcripts: list[Transcript], rows: Mapping[str, Sequence[int]]) -> Iterator[list[Transcript]]:
    """Transcripts whose turns are asked for together; memory stays flat in their number."""
    some: list[Transcript] = []
    count = 0
    for each in transcripts:
        some.append(each)
        count += len(rows[each.id])
        if count >= _TURNS_AT_ONCE:
            yield some
            some, count = [], 0
    if some:
        yield some


def _asked_for(
    turns: list[tuple[Cell, ...]], transcript: Transcript, scope: Scope, people: set[str] | None
) -> list[tuple[Cell, ...]]:
    """The turns of those who are asked for."""
    if scope.speaker_role != "any" and any(turn[4] for turn in turns):
        turns = [turn for turn in turns if turn[4] == scope.speaker_role]
    if people is None or transcript.participant in people:
        return turns
    return [turn for turn in turns if turn[5] in people]


def _transcripts(project: Project, scope: Scope, rows: Collection[str] | None) -> list[Transcript]:
    """Those asked for, of which the index names turns."""
    if not scope.transcripts:
        return library.transcripts(project, among=rows)
    named = dict.fromkeys(library.find(project, name) for name in scope.transcripts)
    return [transcript for transcript in named if rows is None or transcript.id in rows]


def _people(project: Project, scope: Scope) -> set[str] | None:
    """Names and ids of the participants with these attributes; None: anybody."""
    if not scope.attributes:
        return None
    from qualcode.transcripts import participants

    known = participants.participants(project)
    facts = [
        ({name.casefold(): value.casefold() for name, value in one.attributes.items()}, one) for one in known
    ]
    for name, _ in scope.attributes:
        if not any(name.casefold() in attributes for attributes, _ in facts):
            raise BadScope(f"No participant has the attribute {name!r}.", "See `qualcode participants list`.")
    asked = {(name.casefold(), value.casefold()) for name, value in scope.attributes}
    meant = [one for attributes, one in facts if asked <= set(attributes.items())]
    return {one.name for one in meant} | {one.id for one in meant}


def words_before(text: str, begin: int, start: int, context: int) -> str:
    """At most `context` characters before `start`, none before `begin`, cut between words."""
    cut_at = start - context
    if cut_at <= begin:
        return text[begin:start]
    cut = text[cut_at:start]
    if text[cut_at - 1].isspace():
        return cut
    if cut[:1].isspace():
        return cut.lstrip()
    pieces = cut.split(None, 1)
    if len(pieces) > 1:
        return pieces[1]
    return "" if cut[-1:].isspace() else cut


def words_after(text: str, end: int, stop: int, context: int) -> str:
    """At most `context` characters from `end`, none from `stop` on, cut between words."""
    cut = text[end : min(end + context, stop)]
    if end + context >= stop or text[end + context].isspace():
        return cut
    pieces = cut.rsplit(None, 1)
    return pieces[0] if len(pieces) > 1 else cut


@contextmanager
def patience(name: str, finder: Finder) -> Iterator[None]:
    """Give a pattern some seconds in one transcript, where the system lets us take them away again."""
    possible = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if finder.asked is not None or not possible:
        yield
        return

    def over(_number: int, _frame: object) -> None:
        raise PatternTooSlow(
            f"The pattern takes longer than {PATIENCE_S} seconds in {name}.",
            "Make it plainer: a repeat within a repeat, as in (a+)+, can be tried in endless ways.",
        )

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
