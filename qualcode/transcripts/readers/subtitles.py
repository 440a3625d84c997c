"""Subtitles (.vtt, .srt): cues become turns of speech with times, and no word is lost on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.transcripts.readers.base import Found, Speech, checked, counted, joined
from qualcode.transcripts.readers.cues import parse
from qualcode.transcripts.readers.encoding import decode
from qualcode.transcripts.readers.voices import turns_of

if TYPE_CHECKING:
    from qualcode.model import Reading
    from qualcode.transcripts.readers.base import SourceFile
    from qualcode.transcripts.readers.cues import Cue

_INLINE_TIME = re.compile(r"<\d[\d:.]*>")


def read_subtitles(source: SourceFile) -> list[Reading]:
    """Read a .vtt or .srt file: speech only, one paragraph per turn.

    Raises:
        UnreadableFileError: not text, no cue in it, or no words in the cues.
    """
    decoded = decode(source)
    found = found_in(decoded.text, decoded.warnings, webvtt=source.suffix == ".vtt")
    if found is None:
        raise source.refused("holds no subtitles", "A cue has a line like 00:00:01.000 --> 00:00:04.000.")
    return [checked(source, "subtitles 1", found)]


def found_in(text: str, warnings: tuple[str, ...], *, webvtt: bool) -> Found | None:
    """The speech of all cues of a text as turns, with what to tell; None where there is no cue.

    Lines before the first cue stay in the text and belong to nobody.
    """
    cues, notes, before = parse(text, webvtt=webvtt)
    if not cues:
        return None
    repeated = _unroll(cues)
    speeches, remarks = turns_of(cues)
    left_out = f"{counted(notes, 'note')} of the file left out"
    once = f"{counted(repeated, 'caption line')} repeated from the cue before, read once"
    told = (*warnings, *((left_out,) if notes else ()), *((once,) if repeated else ()), *remarks)
    headings = [Speech(None, line, spoken=False) for line in before]
    return Found(*joined([*headings, *speeches]), told)


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
