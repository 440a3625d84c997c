"""Cut quotations: "first part … last part", where the text has more words between the parts.

The longest part is found first; the others are sought in order on both sides of it, each within a bounded
stretch.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.passes.folding import fold, words
from qualcode.passes.nearness import nearest, nearest_between
from qualcode.passes.quoteends import placed
from qualcode.passes.wordlines import Run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.passes.wordlines import WordLine

GAP: Final = 120
"""Words that may lie between two parts of a cut quotation."""

GAP_PER_WORD: Final = 30
"""As `GAP`, for each word of the part sought: one or two words stand near any place by chance."""

INSERTED_GAP: Final = 12
"""Words that an insertion in square brackets may stand for."""

FEWEST_WORDS: Final = 4
"""Words of the longest part; without a part that long the quotation could be anywhere."""

SAME: Final = 98.0
"""Score of a part whose words all stand in the text."""

RELIEF: Final = 4
"""Words that a part sought in a bounded stretch counts as longer, as chance has less room there."""

_POINTS: Final = r"\u2026|\.(?:\s?\.){2,3}"
_CUT: Final = re.compile(rf"(?P<bracket>[\[(]\s*(?:{_POINTS})?\s*[\])])|{_POINTS}")
_INSERTED: Final = re.compile(r"(?P<bracket>\[[^\[\]]{1,80}\])")


class Part(NamedTuple):
    """The words of one part of a quotation; `loose` when the ellipsis before it may be a pause, not a cut."""

    keys: list[str]
    loose: bool


def parts(quote: str) -> list[Part]:
    """The parts between the cuts of a quotation, without empty ones; one part when nothing is cut."""
    return _split(quote, _CUT.finditer(quote))


def parts_around_insertions(quote: str, text: str) -> list[Part]:
    """The parts around words in brackets that the folded text lacks, if any: "he [the mayor] said"."""
    put_in = [bracket for bracket in _INSERTED.finditer(quote) if fold(bracket.group()).text not in text]
    return _split(quote, put_in) if put_in else []


def _split(quote: str, cuts: Iterable[re.Match[str]]) -> list[Part]:
    found: list[Part] = []
    at, loose = 0, False
    for cut in [*cuts, None]:
        keys = words(fold(quote[at : cut.start() if cut else None])).keys
        if keys:
            found.append(Part(keys, loose))
        if cut:
            at, loose = cut.end(), cut["bracket"] is None
    return found


def joined(line: WordLine, sought: list[Part], gap: int = GAP) -> list[Run]:
    """Every run from a place of the first part to a place of the last, with all parts in order between.

    Two runs or more mean that the parts do not settle where the quotation stands.
    """
    longest = max(range(len(sought)), key=lambda number: _size(sought[number]))
    keys = sought[longest].keys
    if len(keys) < FEWEST_WORDS:
        return []
    found = line.runs(keys, SAME) or placed(line, keys, nearest(line, keys))
    for part in sought[longest + 1 :]:
        found = distinct(after for run in found for after in _after(line, run, part, gap))
    for number in range(longest, 0, -1):
        part, loose = sought[number - 1], sought[number].loose
        found = distinct(begun for run in found for begun in _before(line, run, Part(part.keys, loose), gap))
    return found


def _after(line: WordLine, run: Run, part: Part, gap: int) -> list[Run]:
    """The run carried on to each place of a part behind it."""
    reach = min(gap, GAP_PER_WORD * len(part.keys)) + len(part.keys)
    places = _places(line, part.keys, run.end, min(len(line), run.end + reach))
    close = [place for place in places if part.loose and place.first == run.end]
    return [Run(run.first, place.end, min(run.score, place.score)) for place in close or places]


def _before(line: WordLine, run: Run, part: Part, gap: int) -> list[Run]:
    """The run begun at each place of a part in front of it."""
    reach = min(gap, GAP_PER_WORD * len(part.keys)) + len(part.keys)
    places = _places(line, part.keys, max(0, run.first - reach), run.first)
    close = [place for place in places if part.loose and place.end == run.first]
    return [Run(place.first, run.end, min(run.score, place.score)) for place in close or places]


def _places(line: WordLine, keys: list[str], first: int, end: int) -> list[Run]:
    same = line.runs(keys, SAME, first, end)
    near = [] if same else placed(line, keys, nearest_between(line, keys, first, end), RELIEF)
    return same or [run for run in near if first <= run.first and run.end <= end]


def distinct(runs: Iterable[Run]) -> list[Run]:
    """The runs without those that cover the same words as an earlier one."""
    found: dict[tuple[int, int], Run] = {}
    for run in runs:
        found.setdefault((run.first, run.end), run)
    return list(found.values())


def _size(part: Part) -> int:
    return sum(map(len, part.keys))
