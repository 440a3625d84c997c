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

    from qualcode.transcripts.readers.subtitles import Cue

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
_PREFIX = re.compile(r"\[?(?P<name>[^\W\d_][^:<>\[\]{}?!;\n]{0,39}?)\]?[ \t]*:(?:[ \t]+|\Z)(?![/\d])")
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


class Voiced(NamedTuple):
    """Words of one cue that one speaker says. `begins`: a mark says that a new speaker starts here."""

    speaker: str | None
    words: str
    begins: bool


@dataclass(slots=True)
class _Growing:
    """A turn that may still go on in the next cue."""

    speaker: str | None
    words: list[str]
    start_ms: int
    end_ms: int

    def finished(self) -> Speech:
        return Speech(self.speaker, " ".join(self.words), self.start_ms, self.end_ms)


def turns_of(cues: list[Cue]) -> tuple[list[Speech], tuple[str, ...]]:
    """Join the cues of one speaker into turns.

    A turn ends where the voice, the name or a mark (`- `, `>>`) says that somebody else goes on. Where the
    file marks no speakers at all, a turn ends with a pause of `PAUSE_MS`, or with the first sentence end
    after `LONGEST_MS`.
    """
    marks = _Marks.of(cues)
    parts = [(cue, voiced) for cue in cues for voiced in marks.voiced(cue) if voiced.words]
    marked = any(voiced.begins or voiced.speaker for _, voiced in parts)
    turns: list[_Growing] = []
    for cue, voiced in parts:
        if turns and (marks.goes_on(turns[-1], voiced) if marked else _close(turns[-1], cue)):
            turns[-1].words.append(voiced.words)
            turns[-1].end_ms = max(turns[-1].end_ms, cue.end_ms)
        else:
            turns.append(_Growing(voiced.speaker, [voiced.words], cue.start_ms, cue.end_ms))
    warnings = () if marked else ("the file names no speakers: a turn is a stretch between pauses",)
    return [turn.finished() for turn in turns], warnings


def _close(turn: _Growing, cue: Cue) -> bool:
    if cue.start_ms - turn.end_ms > PAUSE_MS:
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

    def goes_on(self, turn: _Growing, voiced: Voiced) -> bool:
        """Whether words belong to the turn before: the same voice, or nothing says that a new one begins."""
        same = turn.speaker == voiced.speaker
        return same if self.voices else not voiced.begins or (same and voiced.speaker is not None)

    def voiced(self, cue: Cue) -> Iterator[Voiced]:
        """The words of a cue, divided by speaker."""
        if not self.voices:
            yield from self._lines(cue.lines)
            return
        text = "\n".join(cue.lines)
        speaker: str | None = None
        position = 0
        for tag in _VOICE.finditer(text):
            yield Voiced(speaker, _words(text[position : tag.start()]), begins=False)
            speaker = _words(tag[1] or "") or None
            position = tag.end()
        yield Voiced(speaker, _words(text[position:]), begins=False)

    def _lines(self, lines: list[str]) -> Iterator[Voiced]:
        current = Voiced(None, "", begins=False)
        for line in lines:
            speaker, words, begins = self._marked(_bare(line))
            if begins and current.words:
                yield current
                current = Voiced(None, "", begins=False)
            if begins:
                current = Voiced(speaker, _words(words), begins=True)
            else:
                current = current._replace(words=f"{current.words} {_words(words)}".strip())
        yield current

    def _marked(self, line: str) -> Voiced:
        """A line without the mark in front of it, and whether there was one."""
        begins = False
        mark = _CHEVRONS.match(line) or (_DASH.match(line) if self.dashes else None)
        if mark:
            line, begins = line[mark.end() :], True
        prefix = _PREFIX.match(line)
        if prefix and prefix["name"].strip() in self.names:
            return Voiced(prefix["name"].strip(), line[prefix.end() :], begins=True)
        return Voiced(None, line, begins)


def _opening(cue: Cue, *, dashes: bool) -> str:
    """How a cue begins, behind a dash or `>>`."""
    line = _bare(cue.lines[0]) if cue.lines else ""
    mark = _CHEVRONS.match(line) or (_DASH.match(line) if dashes else None)
    return line[mark.end() :] if mark else line


def _names(openings: list[str]) -> frozenset[str]:
    """Names before a colon that are speakers: half of the cues have one, or the name comes back.

    "Note:" and "Question 3:" are not names; neither is what occurs once in a file that names nobody.
    """
    found = [prefix["name"].strip() for line in openings if (prefix := _PREFIX.match(line))]
    names = Counter(name for name in found if _is_name(name))
    if 2 * sum(names.values()) >= len(openings) or any(number > 1 for number in names.values()):
        return frozenset(names)
    return frozenset()


def _is_name(name: str) -> bool:
    words = name.split()
    return len(words) <= _MOST_NAME_WORDS and not _NOT_NAMES.match(name) and all(map(_NAME.match, words))


def _bare(line: str) -> str:
    return _TAG.sub("", line).strip() if "<" in line or "{" in line else line


def _words(marked: str) -> str:
    """Words without tags, entities decoded, on one line."""
    bare = _TAG.sub("", marked) if "<" in marked or "{" in marked else marked
    if "&" in bare:
        bare = _ENTITY.sub(lambda entity: html.unescape(entity[0]), bare)
    return " ".join(line.strip() for line in bare.split("\n") if line.strip())
