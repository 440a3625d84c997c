"""Quote ends: which words of a text the first and the last word of a damaged quotation stand for.

Similarity alone leaves the ends loose, as a dropped word beside the first or last one outweighs it. So the
words at either end are aligned with the text's, as Needleman and Wunsch (1970) align sequences, with free
ends in the text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.passes.nearness import MARGIN, required
from qualcode.passes.wordlines import Run

if TYPE_CHECKING:
    from qualcode.passes.wordlines import WordLine

ENOUGH: Final = 10
"""Words at either end of a quotation that settle where it begins and ends."""

SLACK: Final = 7
"""Words outside a run, or dropped inside it, among which an end is looked for."""

NEARBY: Final = 4
"""Words outside a run where a first or last word, though less like, would make the end doubtful."""

SURE: Final = 0.5
"""Share of what undamaged words would be worth that the words at an end must be worth."""

ALIKE: Final = 0.55
"""Similarity (0..1) from which two words may be one word in two spellings."""

SHORT: Final = 2
"""Letters of a word so short that one wrong letter may leave nothing to know it by but its place."""

ALIKE_SHORT: Final = 0.75
"""As `ALIKE`, for a word that short."""

# What a pair of words is worth to an alignment: the same word 1, two spellings of one 2 × likeness - 1. A
# short word is worth little, since it stands near any place by chance.
SAME_SHORT: Final = 0.5
SUBSTITUTED: Final = -0.3
SUBSTITUTED_SHORT: Final = -0.05
ADDED: Final = -0.5
DROPPED: Final = -0.3


class _Aligned(NamedTuple):
    """Words `first` up to, not including, `end`, and what they are worth of what the same words would be."""

    first: int
    end: int
    share: float


def settled(line: WordLine, keys: list[str], run: Run) -> Run | None:
    """The run with its ends where the quotation's first and last words stand; None when they stand nowhere.

    Args:
        line: The text's words.
        keys: The quotation's words, folded.
        run: A run of the text that is like the quotation.
    """
    from rapidfuzz.fuzz import ratio

    head, tail = keys[:ENOUGH], keys[-ENOUGH:]
    front = _aligned(line, head, run.first - SLACK, run.first + len(head) + SLACK)
    back = _aligned(line, tail, run.end - len(tail) - SLACK, run.end + SLACK)
    first, end = front.first, back.end
    if first >= end or min(front.share, back.share) < SURE:
        return None
    if _doubtful(line.keys[first], keys[0], line.keys[max(0, first - NEARBY) : first]):
        return None
    if _doubtful(line.keys[end - 1], keys[-1], line.keys[end : end + NEARBY]):
        return None
    return Run(first, end, ratio(" ".join(keys), line.stretch(first, end)))


def placed(line: WordLine, keys: list[str], runs: list[Run], relief: int = 0) -> list[Run]:
    """Where a damaged quotation stands: one run, several that are too alike to choose among, or none.

    Args:
        line: The text's words.
        keys: The quotation's words, folded.
        runs: Runs of the text that are like it, best first, none overlapping another.
        relief: Words that the quotation counts as longer when it is asked whether it is long enough.
    """
    needed = required(len(keys) + relief)
    best = settled(line, keys, runs[0]) if runs and runs[0].score >= needed - MARGIN else None
    if best is None or best.score < needed:
        return []
    rivals = [settled(line, keys, run) or run for run in runs[1:] if run.score > runs[0].score - 2 * MARGIN]
    return [best, *(run for run in rivals if run.score > best.score - MARGIN)]


def _doubtful(word: str, key: str, beyond: list[str]) -> bool:
    """Whether an edge word may be another than the quotation's, or that one stands a little farther out."""
    return word != key and (key in beyond or _gain(word, key) == SUBSTITUTED)


@lru_cache(maxsize=2**14)
def _gain(word: str, key: str) -> float:
    """What it is worth to take a word of the text for one of the quotation."""
    from rapidfuzz.fuzz import ratio

    short = len(key) <= SHORT
    if word == key:
        return SAME_SHORT if short else 1.0
    alike = ratio(word, key, score_cutoff=100 * (ALIKE_SHORT if short else ALIKE)) / 100
    if alike:
        return 2 * alike - 1
    return SUBSTITUTED_SHORT if short and len(word) <= SHORT + 1 else SUBSTITUTED


def _aligned(line: WordLine, keys: list[str], low: int, high: int) -> _Aligned:
    """The words between `low` and `high` that the keys align with best; of equals the latest to begin."""
    low, high = max(0, low), min(len(line), high)
    # A cell holds the best score of the keys so far that ends before a word, and where that alignment begins.
    row = [(0.0, at) for at in range(low, high + 1)]
    for number, key in enumerate(keys, start=1):
        below = [(ADDED * number, low)]
        for column, word in enumerate(line.keys[low:high]):
            score, first = row[column]
            met = (score + _gain(word, key), first)
            added = (row[column + 1][0] + ADDED, row[column + 1][1])
            dropped = (below[column][0] + DROPPED, below[column][1])
            below.append(max(met, added, dropped))
        row = below
    best = max(row)
    return _Aligned(best[1], low + row.index(best), best[0] / sum(_gain(key, key) for key in keys))
