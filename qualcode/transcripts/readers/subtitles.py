"""Subtitles (.vtt, .srt): cues become turns of speech with times, and no word is lost on the way.

The parser is our own because real files break both formats' rules: blank lines inside cues, cues without
numbers, voices that are never closed, captions that repeat the line before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.transcripts.readers.base import Found, checked, counted, joined
from qualcode.transcripts.readers.encoding import decode
from qualcode.transcripts.readers.voices import turns_of

if TYPE_CHECKING:
    from qualcode.model import Reading
    from qualcode.transcripts.readers.base import SourceFile

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,6}))?"
_TIMING = re.compile(rf"[ \t]*{_CLOCK}[ \t]*-{{2,}}>[ \t]*{_CLOCK}(?:[ \t].*)?\Z")
_HEADER = re.compile(r"WEBVTT(?:[ \t].*)?\Z")
_ASIDE = re.compile(r"(NOTE|STYLE|REGION)(?:[ \t].*)?\Z")
_INLINE_TIME = re.compile(r"<\d[\d:.]*>")


@dataclass(slots=True)
class Cue:
    """One caption: milliseconds and the lines that stand on the screen, markup included."""

    start_ms: int
    end_ms: int
    lines: list[str] = field(default_factory=list)


def read_subtitles(source: SourceFile) -> list[Reading]:
    """Read a .vtt or .srt file: speech only, one paragraph per turn.

    Raises:
        UnreadableFileError: not text, no cue in it, or no words in the cues.
    """
    decoded = decode(source)
    cues, notes = parse(decoded.text, webvtt=source.suffix == ".vtt")
    if not cues:
        raise source.refused("holds no subtitles", "A cue has a line like 00:00:01.000 --> 00:00:04.000.")
    repeated = _unroll(cues)
    speeches, warnings = turns_of(cues)
    told = (
        *decoded.warnings,
        *((f"{counted(notes, 'note')} of the file left out",) if notes else ()),
        *(
            (f"{counted(repeated, 'caption line')} repeated from the cue before, read once",)
            if repeated
            else ()
        ),
        *warnings,
    )
    text, turns = joined(speeches)
    return [checked(source, "subtitles 1", Found(text, turns, told))]


def parse(text: str, *, webvtt: bool) -> tuple[list[Cue], int]:
    """Cues in the order of the file, and the number of NOTE blocks (WebVTT's comments) passed over."""
    lines = text.split("\n")
    cues: list[Cue] = []
    notes = 0
    aside = webvtt and bool(_HEADER.match(lines[0]))
    after_blank = True
    for place, line in enumerate(lines):
        timing = _TIMING.match(line) if "->" in line else None
        if timing:
            cues.append(_cue(timing))
            aside = False
        elif not line.strip():
            aside = False
        elif webvtt and after_blank and (kind := _ASIDE.match(line)):
            aside = True
            notes += kind[1] == "NOTE"
        elif not aside and cues and not _names_the_next(lines, place, after_blank=after_blank):
            cues[-1].lines.append(line.strip())
        after_blank = not line.strip()
    return cues, notes


def _names_the_next(lines: list[str], place: int, *, after_blank: bool) -> bool:
    """Whether a line is the number or name of the cue that begins on the next line."""
    if place + 1 >= len(lines) or not _TIMING.match(lines[place + 1]):
        return False
    return after_blank or lines[place].strip().isdecimal()


def _cue(timing: re.Match[str]) -> Cue:
    start, end = _milliseconds(*timing.groups()[:4]), _milliseconds(*timing.groups()[4:])
    return Cue(start, max(start, end))


def _milliseconds(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> int:
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "0").ljust(3, "0")[:3])


def _unroll(cues: list[Cue]) -> int:
    """Take out the lines that rolling captions show a second time; returns how many.

    Automatic captions (they time single words, as `<00:00:01.200>`) keep the last line on the screen while
    the next one grows under it.
    """
    if not any(_INLINE_TIME.search(line) for cue in cues for line in cue.lines):
        return 0
    repeated = 0
    shown: list[str] = []
    for cue in cues:
        bare = [re.sub(r"<[^>]*>", "", line).strip() for line in cue.lines]
        again = next((n for n in range(min(len(shown), len(bare)), 0, -1) if shown[-n:] == bare[:n]), 0)
        cue.lines = cue.lines[again:]
        repeated += again
        shown = bare
    return repeated
