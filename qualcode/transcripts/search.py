"""Find words in everything that was said; each hit in its context, with an address that `apply` takes."""

from __future__ import annotations

import json
import re
import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from qualcode.errors import QualcodeError, UsageError
from qualcode.transcripts import addresses, index, library, participants

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from qualcode.model import Transcript
    from qualcode.spans import Span
    from qualcode.store.project import Cell, Project
    from qualcode.transcripts.finders import Finder

ROLES: Final = ("participant", "interviewer", "any")
PATIENCE_S: Final = 10
"""Seconds that a pattern may take in one transcript; a bad one would take years."""

_TURNS: Final = (
    "SELECT t.position, t.start_char, t.end_char, s.label, s.role, s.participant_id FROM turns t"
    " LEFT JOIN speakers s ON s.id = t.speaker_id WHERE t.transcript_id = ?"
)
_TEXT: Final = (
    "SELECT t.text, s.bounds FROM transcripts t"
    " LEFT JOIN segments s ON s.transcript_id = t.id AND s.unit = 'sentence' WHERE t.id = ?"
)
_THESE_TURNS: Final = f"{_TURNS} AND t.position IN (SELECT value FROM json_each(?)) ORDER BY t.position"


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


@dataclass(frozen=True, slots=True)
class Hit:
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

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON object."""
        return {name: getattr(self, name) for name in self.__slots__}


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
    for transcript in _transcripts(project, scope, rows):
        positions = None if rows is None else rows[transcript.id]
        turns = _turns(project, transcript, positions, scope, people)
        yield from _in_transcript(project, transcript, turns, finder, context)


def _in_transcript(
    project: Project, transcript: Transcript, turns: Sequence[tuple[Cell, ...]], finder: Finder, context: int
) -> Iterator[Hit]:
    if not turns:
        return
    [(text, bounds)] = project.tuples(_TEXT, (transcript.id,))
    with _patience(transcript.name, finder):
        found = [(turn, finder.find(text[turn[1] : turn[2]])) for turn in turns]
    places = _Places(project, transcript, bounds or "[]")
    for (_, begin, stop, speaker, role, _), spans in found:
        for start, end in ((begin + a, begin + b) for a, b in spans):
            yield Hit(
                transcript=transcript.name,
                address=places.address(start, end),
                start_char=start,
                end_char=end,
                speaker=speaker,
                role=role,
                match=text[start:end],
                before=_before(text[begin:start], context),
                after=_after(text[end:stop], context),
            )


class _Places:
    """Addresses in one transcript; its units are read only where a hit may be one, as most hits are words."""

    def __init__(self, project: Project, transcript: Transcript, bounds: str) -> None:
        self.project, self.transcript = project, transcript
        self.bounds = bounds.replace(" ", "")

    @cached_property
    def units(self) -> list[Span]:
        return library.units(self.project, self.transcript.id)

    def address(self, start: int, end: int) -> str:
        begins = f",{start}," in self.bounds or self.bounds.startswith(f"[{start},")
        if begins and (f",{end}," in self.bounds or self.bounds.endswith(f",{end}]")):
            return addresses.address(self.transcript.name, start, end, self.units)
        return f"{self.transcript.name}@{start}-{end}"


def _turns(
    project: Project,
    transcript: Transcript,
    positions: Sequence[int] | None,
    scope: Scope,
    people: set[str] | None,
) -> list[tuple[Cell, ...]]:
    """The turns to look at: those the index names, by who is asked for."""
    if positions is None:
        rows = project.tuples(f"{_TURNS} ORDER BY t.position", (transcript.id,))
    else:
        rows = project.tuples(_THESE_TURNS, (transcript.id, json.dumps(positions)))
    if scope.speaker_role != "any" and any(row[4] for row in rows):
        rows = [row for row in rows if row[4] == scope.speaker_role]
    if people is None or transcript.participant in people:
        return rows
    return [row for row in rows if row[5] in people]


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


def _before(words: str, context: int) -> str:
    if len(words) <= context:
        return words
    cut = words[len(words) - context :]
    return cut if words[-context - 1].isspace() else cut[_first_space(cut) :].lstrip()


def _first_space(words: str) -> int:
    space = re.search(r"\s", words)
    return space.start() if space else 0


def _after(words: str, context: int) -> str:
    cut = words[:context]
    if len(words) <= context or words[context].isspace():
        return cut
    return cut.rsplit(None, 1)[0] if len(cut.split()) > 1 else cut


@contextmanager
def _patience(name: str, finder: Finder) -> Iterator[None]:
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
