"""What stands in a text and is no word of it: cues of subtitles that were pasted, line numbers at the margin.

Both are taken for what they are only where nothing else could look so, and are always told: a number that
stays among the words is seen by whoever reads them, a word taken for a number is not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from qualcode.transcripts.readers.base import Found, counted
from qualcode.transcripts.readers.cues import parse
from qualcode.transcripts.readers.subtitles import found_in

if TYPE_CHECKING:
    from qualcode.transcripts.readers.cues import Parsed

_FEWEST_CUES = 3
_MOST_LINES_OF_A_CUE = 12
_MOST_LETTERS_OF_A_CUE = 800

_NUMBERED = re.compile(r"[ \t]*(?P<number>\d{1,5})(?:[ \t]+(?=\S)|[ \t]*\Z)")
_HINT = re.compile(r"\n[ \t]*\d{1,5}[ \t]")
_LABELLED = re.compile(r"(?P<label>[^\W\d_][^:\n]{0,30}):\s")
_BEGINNING = 8_000
"""Characters in which line numbers show themselves, preamble included."""

_FEWEST_LINES = 20
_MOST_WITHOUT = 0.05
_MOST_RESTARTS = 0.1
_LEAST_WRAPPED = 0.1
_LEAST_LABELLED = 0.3
_LINE_OF_PROSE = 25
_STEPS = (5, 10)
_FEWEST_STEPS = 6


class _Numbered(NamedTuple):
    """A line that begins with a number: its place among all lines and the filled ones, where it goes on."""

    line: int
    filled: int
    number: int
    rest: int


def without_pasted(found: Found) -> Found:
    """What a reader found, without pasted cues and line numbers; as it was unless they are there for certain.

    Cues become turns with their times, as in a subtitle file, when at least three times `00:01 --> 00:04`
    stand alone on their lines, never run backwards, and have no more under them than captions have.
    Line numbers leave the text when they count every line of it, or every fifth or tenth.
    """
    if found.turns is not None:
        return found
    if ">" in found.text and "-->" in found.text:  # one letter is found in a thirtieth of the time
        webvtt = found.text.startswith("WEBVTT")
        parsed = parse(found.text, webvtt=webvtt)
        if _are_subtitles(parsed):
            times = counted(len(parsed.cues), "time")
            told = f"read as pasted subtitles: {times}, and the numbers above them, are no words"
            return found_in(found.text, (*found.warnings, told), webvtt=webvtt) or found
    if not _HINT.search(found.text, 0, _BEGINNING):
        return found
    lines = found.text.split("\n")
    numbers = _line_numbers(lines)
    if not numbers:
        return found
    told = f"{counted(len(numbers), 'line number')} at the margin left out"
    for each in numbers:
        lines[each.line] = lines[each.line][each.rest :]
    return replace(found, text="\n".join(lines), warnings=(*found.warnings, told))


def _are_subtitles(parsed: Parsed) -> bool:
    cues = parsed.cues
    if len(cues) < _FEWEST_CUES or any(above.start_ms > below.start_ms for above, below in pairwise(cues)):
        return False
    sizes = [sum(map(len, cue.lines)) for cue in cues]
    most = max(len(cue.lines) for cue in cues)
    small = most <= _MOST_LINES_OF_A_CUE and max(sizes) <= _MOST_LETTERS_OF_A_CUE
    return small and sum(map(len, parsed.before)) <= sum(sizes)


def _line_numbers(lines: list[str]) -> list[_Numbered]:
    numbered: list[_Numbered] = []
    filled = 0
    for place, line in enumerate(lines):
        found = _NUMBERED.match(line)
        if found:
            numbered.append(_Numbered(place, filled, int(found["number"]), found.end()))
        filled += bool(line.strip())
    if len(numbered) >= max(_FEWEST_LINES, (1 - _MOST_WITHOUT) * filled):
        return numbered if _count_up(numbered) and _is_speech(lines, numbered) else []
    for step in _STEPS:
        for counting, total in (("line", len(lines)), ("filled", filled)):
            found_there = _every(numbered, step, counting, total)
            if found_there:
                return found_there
    return []


def _count_up(numbered: list[_Numbered]) -> bool:
    """Whether the numbers count by one, from 1 again on some pages."""
    steps = [(above.number, below.number) for above, below in pairwise(numbered)]
    restarts = [below for above, below in steps if below != above + 1]
    return len(restarts) <= _MOST_RESTARTS * len(numbered) and all(below == 1 for below in restarts)


def _is_speech(lines: list[str], numbered: list[_Numbered]) -> bool:
    """Whether the lines are wrapped prose or turns whose labels come back; lists are neither."""
    rests = [lines[each.line][each.rest :] for each in numbered]
    labels = Counter(label["label"].casefold() for rest in rests if (label := _LABELLED.match(rest)))
    if sum(count for count in labels.values() if count > 1) >= _LEAST_LABELLED * len(rests):
        return True
    wrapped = sum(rest[:1].islower() for rest in rests)
    capitals = sum(rest[:1].isupper() for rest in rests)
    long = median(map(len, rests)) >= _LINE_OF_PROSE
    return long and capitals > 0 and wrapped >= _LEAST_WRAPPED * len(rests)


def _every(numbered: list[_Numbered], step: int, counting: str, total: int) -> list[_Numbered]:
    """Numbers that stand at every fifth (tenth) line from the first to the last one, and nowhere else."""
    groups: dict[int, list[_Numbered]] = defaultdict(list)
    for each in numbered:
        if each.number and each.number % step == 0:
            groups[getattr(each, counting) - each.number].append(each)
    offset, best = max(groups.items(), key=lambda group: len(group[1]), default=(0, []))
    complete = [each.number for each in best] == [step * count for count in range(1, len(best) + 1)]
    to_the_end = total - 1 - offset < step * (len(best) + 1)
    return best if len(best) >= _FEWEST_STEPS and complete and to_the_end else []
