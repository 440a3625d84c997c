"""Who speaks in subtitles: voice tags, names before a colon, dashes and `>>` marks; cues become turns."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from qualcode.transcripts.readers.base import Speech

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.transcripts.readers.cues import Cue

PAUSE_MS = 2_000
"""Where nobody is named, a silence of this length ends a turn."""

LONGEST_MS = 30_000
"""Where nobody is named, a turn of this length ends with its sentence."""

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?(?:[ \t]+([^>]*))?>|</v>")
_TAG = re.compile(
    r"</?(?:[ibuscv]|em|strong|lang|ruby|rt|font|span)(?:[.\s][^<>]*)?/?>|<\d[\d:.]*>|\{\\[a-z][^{}]*\}",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DASH = re.compile(r"(?:[-–—‐][ \t]+|-(?=[^\W\d_]|[\"“‘'\[(]))(?=\S)")
_CHEVRONS = re.compile(r"(?:>>+|&gt;&gt;(?:&gt;)*)[ \t]*")
_PREFIX = re.compile(r"\[?(?P<name>[^\W\d_][^:：<>\[\]{}?!;\n]{0,39}?)\]?[ \t]*(?::(?:[ \t]+|\Z)|：[ \t]*)")
_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w.'’\-]*|\d{1,3}|[(][^)]*[)]|de|van|von|der|den|la|el|al|bin|of|and|&)\Z"
)
_NOT_NAMES = re.compile(
    r"(?:note|notes|question|questions|answer|answers|example|warning|https?|ftp|file|ps|p\.s\.|nb|n\.b\.|subject|"
    r"re|title|chapter|part|step|tip|hint|today|so|well|and|but|again|remember|first|second|third|finally)"
    r"(?:[ \t]*\d+)?\Z",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.?!…。？！][\"”’')\]]*\Z")
_MOST_NAME_WORDS = 4
_OFTEN = 3
_OFTEN_SHARE = 0.2


class Voiced(NamedTuple):
    """Words that one speaker says, with their times. `begins`: a mark says that a new speaker starts here."""

    speaker: str | None
    words: str
    begins: bool = False
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(slots=True)
class _Growing:
    """A turn that may still go on in the next cue."""

    speaker: str | None
    words: list[str]
    start_ms: int | None
    end_ms: int | None

    def finished(self) -> Speech:
        return Speech(self.speaker, " ".join(self.words), self.start_ms, self.end_ms)


def turns_of(cues: list[Cue]) -> tuple[list[Speech], tuple[str, ...]]:
    """Join the cues of one speaker into turns, with what to tell about it.

    A turn ends where the voice, the name or a mark (`- `, `>>`) says that somebody else goes on; see `merged`
    for files that mark no speakers at all.
    """
    marks = _Marks.of(cues)
    parts = [
        voiced._replace(start_ms=cue.start_ms, end_ms=cue.end_ms)
        for cue in cues
        for voiced in marks.voiced(cue)
    ]
    return merged(parts, voices=marks.voices)


def merged(parts: list[Voiced], *, voices: bool) -> tuple[list[Speech], tuple[str, ...]]:
    """Join parts into turns, with what to tell about it.

    Args:
        parts: What is said, in order.
        voices: Whether every part says whose it is; if not, a part without a mark goes on with the turn.

    Where no part has a speaker or a mark, a turn ends with a pause of `PAUSE_MS`, or with the first sentence
    end after `LONGEST_MS`.
    """
    marked = any(part.begins or part.speaker for part in parts)
    turns: list[_Growing] = []
    turn: _Growing | None = None
    for part in parts:
        if not part.words:
            continue
        if turn and (_same_voice(turn, part, voices=voices) if marked else _close(turn, part)):
            turn.words.append(part.words)
            turn.end_ms = _later(turn.end_ms, part.end_ms)
        else:
            turn = _Growing(part.speaker, [part.words], part.start_ms, part.end_ms)
            turns.append(turn)
    warnings = () if marked else ("the file names no speakers: a turn is a stretch between pauses",)
    return [turn.finished() for turn in turns], warnings


def _later(left: int | None, right: int | None) -> int | None:
    return max(left, right) if left is not None and right is not None else right


def _same_voice(turn: _Growing, part: Voiced, *, voices: bool) -> bool:
    same = turn.speaker == part.speaker
    return same if voices else not part.begins or (same and part.speaker is not None)


def _close(turn: _Growing, part: Voiced) -> bool:
    if turn.start_ms is None or turn.end_ms is None or part.start_ms is None:
        return not _SENTENCE_END.search(turn.words[-1])
    if part.start_ms - turn.end_ms > PAUSE_MS:
        return False
    return turn.end_ms - turn.start_ms < LONGEST_MS or not _SENTENCE_END.search(turn.words[-1])


@dataclass(frozen=True, slots=True)
class _Marks:
    """How this file marks speakers, found by looking at all of it before any cue is read."""

    names: frozenset[str] = frozenset()
    voices: bool = False
    dashes: bool = False

    @classmethod
    def of(cls, cues: list[Cue]) -> _Marks:
        lines = [line for cue in cues for line in cue.lines]
        if any("<v" in line and _VOICE.search(line) for line in lines):
            return cls(voices=True)
        dashes = sum(bool(_DASH.match(_bare(line))) for line in lines) > 1
        return cls(names=_names([_opening(cue, dashes=dashes) for cue in cues]), dashes=dashes)

    def voiced(self, cue: Cue) -> Iterator[Voiced]:
        """The words of a cue, divided by speaker."""
        if not self.voices:
            yield from self._lines(cue.lines)
            return
        text = "\n".join(cue.lines)
        speaker: str | None = None
        position = 0
        for tag in _VOICE.finditer(text):
            yield Voiced(speaker, _words(text[position : tag.start()]))
            speaker = _words(tag[1] or "") or None
            position = tag.end()
        yield Voiced(speaker, _words(text[position:]))

    def _lines(self, lines: list[str]) -> Iterator[Voiced]:
        current = Voiced(None, "")
        for line in lines:
            part = self._marked(_bare(line))
            if part.begins:
                yield current
                current = part
            else:
                current = current._replace(words=f"{current.words} {part.words}".strip())
        yield current

    def _marked(self, line: str) -> Voiced:
        """A line without the mark in front of it, and whether there was one."""
        begins = False
        mark = _CHEVRONS.match(line) or (_DASH.match(line) if self.dashes else None)
        if mark:
            line, begins = line[mark.end() :], True
        prefix = _PREFIX.match(line)
        if prefix and prefix["name"].strip() in self.names:
            return Voiced(prefix["name"].strip(), _words(line[prefix.end() :]), begins=True)
        return Voiced(None, _words(line), begins)


def _opening(cue: Cue, *, dashes: bool) -> str:
    """How a cue begins, behind a dash or `>>`."""
    line = _bare(cue.lines[0]) if cue.lines else ""
    mark = _CHEVRONS.match(line) or (_DASH.match(line) if dashes else None)
    return line[mark.end() :] if mark else line


def _names(openings: list[str]) -> frozenset[str]:
    """Names before a colon that are speakers: half of the cues have one, or the name comes back.

    "Note:" and "Question 3:" are not names; neither is what occurs once in a file that names nobody. A label
    in small letters has to come back in one cue of five.
    """
    found = Counter(prefix["name"].strip() for line in openings if (prefix := _PREFIX.match(line)))
    often = max(_OFTEN, len(openings) * _OFTEN_SHARE)
    names = {name: number for name, number in found.items() if _is_name(name, often=number >= often)}
    if 2 * sum(names.values()) >= len(openings) or any(number > 1 for number in names.values()):
        return frozenset(names)
    return frozenset()


def _is_name(name: str, *, often: bool) -> bool:
    words = name.split()
    shaped = often or all(map(_NAME.match, words))
    return shaped and len(words) <= _MOST_NAME_WORDS and not _NOT_NAMES.match(name)


def _bare(line: str) -> str:
    return _TAG.sub("", line).strip() if "<" in line or "{" in line else line


def _words(marked: str) -> str:
    """Words without tags, entities decoded, on one line."""
    bare = _TAG.sub("", marked) if "<" in marked or "{" in marked else marked
    if "&" in bare:
        bare = _ENTITY.sub(lambda entity: html.unescape(entity[0]), bare)
    return " ".join(line.strip() for line in bare.split("\n") if line.strip())
