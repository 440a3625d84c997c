"""Cues: the captions of .vtt and .srt files, each with its times and the lines that stand on the screen.

The parser is our own because real files break both formats' rules: blank lines inside cues, cues without
numbers, voices that are never closed, captions that repeat the line before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,6}))?"
TIMING = re.compile(rf"[ \t]*{_CLOCK}[ \t]*-{{2,}}>[ \t]*{_CLOCK}(?:[ \t].*)?\Z")
_HEADER = re.compile(r"WEBVTT(?:[ \t].*)?\Z")
_ASIDE = re.compile(r"(NOTE|STYLE|REGION)(?:[ \t].*)?\Z")


@dataclass(slots=True)
class Cue:
    """One caption: milliseconds and the lines that stand on the screen, markup included."""

    start_ms: int
    end_ms: int
    lines: list[str] = field(default_factory=list)


class Parsed(NamedTuple):
    """Cues in the order of the file; how many NOTE blocks (WebVTT's comments); lines before the first cue."""

    cues: list[Cue]
    notes: int
    before: list[str]


def parse(text: str, *, webvtt: bool) -> Parsed:
    """Read all cues of a text."""
    lines = text.split("\n")
    cues: list[Cue] = []
    before: list[str] = []
    notes = 0
    aside = webvtt and bool(_HEADER.match(lines[0]))
    after_blank = True
    for place, line in enumerate(lines):
        timing = TIMING.match(line) if "->" in line else None
        if timing:
            cues.append(_cue(timing))
            aside = False
        elif not line.strip():
            aside = False
        elif webvtt and after_blank and (kind := _ASIDE.match(line)):
            aside = True
            notes += kind[1] == "NOTE"
        elif not aside and not _names_the_next(lines, place, after_blank=after_blank):
            (cues[-1].lines if cues else before).append(line.strip())
        after_blank = not line.strip()
    return Parsed(cues, notes, before)


def _names_the_next(lines: list[str], place: int, *, after_blank: bool) -> bool:
    """Whether a line is the number or name of the cue that begins on the next line."""
    if place + 1 >= len(lines) or not TIMING.match(lines[place + 1]):
        return False
    return after_blank or lines[place].strip().isdecimal()


def _cue(timing: re.Match[str]) -> Cue:
    start, end = _milliseconds(*timing.groups()[:4]), _milliseconds(*timing.groups()[4:])
    return Cue(start, max(start, end))


def _milliseconds(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> int:
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "0").ljust(3, "0")[:3])
