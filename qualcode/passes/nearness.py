"""Near matches: the runs of words in a text that are most like a damaged quotation.

Rare words of the quotation vote for where it may begin; around the best places the run of whole words is
chosen whose Indel similarity (2 × longest common subsequence ÷ sum of both lengths, RapidFuzz's `ratio`) is
highest.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import nlargest
from math import log
from typing import TYPE_CHECKING, Final

from qualcode.passes.wordlines import Run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.passes.wordlines import WordLine

THRESHOLD: Final = 85.0
"""Similarity (0..100) below which no near match is placed; `required` says what short ones need."""

MARGIN: Final = 5.0
"""Points by which a near match must beat the next best one."""

SEED_PLACES: Final = 250
"""Places that may vote; rare words come first, so common ones vote only when there is nothing better."""

TRIED: Final = 6
"""Places with the most votes that are looked at closely."""

HOPELESS: Final = 55.0
"""A place that starts below this similarity is not refined."""

MISSPELT: Final = 70.0
"""Similarity from which a word that the text lacks may be a misspelling of one that it has."""

GOOD: Final = 90.0
"""A best run this alike needs no second look through misspelt words."""


def required(size: int) -> float:
    """The similarity (0..100) that a near match of so many words needs; short ones are alike by chance.

    Set from 1,000 quotations sought where they do not stand, with room to spare (benchmarks/place_quotes.py).

    >>> required(20), required(7)
    (85.0, 91.0)
    """
    return min(97.0, THRESHOLD + 2.0 * max(0, 10 - size))


def nearest(line: WordLine, keys: list[str]) -> list[Run]:
    """The runs most like the words sought, best first, none overlapping another.

    Args:
        line: The text's words.
        keys: The quotation's words, folded.
    """
    reach = max(3, len(keys) // 8)
    starts = _seeds(_known(line, keys), len(line), reach)
    found = [run for start in starts if (run := _refined(line, keys, start, reach))]
    if max((run.score for run in found), default=0.0) < GOOD:
        known = [*_known(line, keys), *_misspelt(line, keys)]
        again = _seeds(known, len(line), reach)
        found += [
            run for start in again if start not in starts and (run := _refined(line, keys, start, reach))
        ]
    return apart(found)


def nearest_between(line: WordLine, keys: list[str], first: int, end: int) -> list[Run]:
    """As `nearest`, trying every place between words `first` and `end` and no other."""
    from rapidfuzz.fuzz import ratio

    sought, size = " ".join(keys), len(keys)
    found = [
        Run(at, at + size + more, ratio(sought, line.stretch(at, at + size + more)))
        for at in range(first, end)
        for more in (-1, 0, 1)
        if 0 < size + more <= end - at
    ]
    return apart(run for run in found if run.score >= HOPELESS)


def apart(runs: Iterable[Run]) -> list[Run]:
    """Best first, without those that overlap a better one; of equals the first in the text."""
    kept: list[Run] = []
    for run in sorted(runs, key=lambda run: (-run.score, run.first)):
        if all(run.end <= other.first or other.end <= run.first for other in kept):
            kept.append(run)
    return kept


def _known(line: WordLine, keys: list[str]) -> list[tuple[int, list[int]]]:
    """Each word sought that the text has: its number in the quotation, and where it stands."""
    return [(number, line.positions[key]) for number, key in enumerate(keys) if key in line.positions]


def _misspelt(line: WordLine, keys: list[str]) -> list[tuple[int, list[int]]]:
    """As `_known`, for words that the text has only in another spelling."""
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    return [
        (number, line.positions[meant])
        for number, key in enumerate(keys)
        if key not in line.positions and len(key) > len("the")
        for meant, _, _ in extract(key, line.vocabulary, scorer=ratio, score_cutoff=MISSPELT, limit=2)
    ]


def _seeds(places: list[tuple[int, list[int]]], size: int, reach: int) -> list[int]:
    """Word numbers near which the quotation may begin, the likeliest first.

    A word that stands at place p of the text and is the i-th of the quotation votes for p - i, the more the
    rarer it is; votes are counted in overlapping bins as wide as words dropped or added may shift them.
    """
    votes: defaultdict[int, float] = defaultdict(float)
    left = SEED_PLACES
    for number, found in sorted(places, key=lambda place: len(place[1])):
        weight = log(1 + size / len(found))
        for at in found:
            votes[(at - number) // reach] += weight
            votes[(at - number) // reach - 1] += weight
        left -= len(found)
        if left < 0:
            break
    chosen: list[int] = []
    for _, bin_number in nlargest(2 * TRIED, ((count, number) for number, count in votes.items())):
        if all(abs(bin_number - other) > 1 for other in chosen):
            chosen.append(bin_number)
    return [(bin_number + 1) * reach for bin_number in chosen[:TRIED]]


def _refined(line: WordLine, keys: list[str], near: int, reach: int) -> Run | None:
    """The run of whole words most like the quotation that begins about word `near`; None when hopeless."""
    sought, size, slack = " ".join(keys), len(keys), len(keys) // 4 + reach
    best = _best(line, sought, [(at, at + size) for at in range(near - reach - 2, near + reach + 3)])
    if best.score < HOPELESS:
        return None
    while True:
        first, end, score = best
        ends = [(first, at) for at in range(max(first + 1, end - slack), end + slack + 1)]
        best = max(best, _best(line, sought, ends), key=lambda run: run.score)
        starts = [(at, best.end) for at in range(first - slack, min(best.end, first + slack + 1))]
        best = max(best, _best(line, sought, starts), key=lambda run: run.score)
        if best.score <= score:
            return best


def _best(line: WordLine, sought: str, spans: list[tuple[int, int]]) -> Run:
    from rapidfuzz.fuzz import ratio

    best = Run(0, 0, 0.0)
    for first, end in spans:
        bounded = max(0, first), min(len(line), end)
        if bounded[0] < bounded[1]:
            score = ratio(sought, line.stretch(*bounded), score_cutoff=best.score)
            if score > best.score:
                best = Run(*bounded, score)
    return best
