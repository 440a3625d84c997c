"""Quote ends: which words of a text the first and the last word of a damaged quotation stand for.

Similarity alone leaves the ends loose, as a dropped word beside the first or last one outweighs it. So the
words at either end are aligned with the text's, as Needleman and Wunsch (1970) align sequences, with free ends
in the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.passes.nearness import MARGIN, required
from qualcode.passes.wordlines import Run

if TYPE_CHECKING:
    from qualcode.passes.wordlines import WordLine

ENOUGH: Final = 10
"""Words at either end of a quotation that settle where it begins and ends."""

SLACK: Final = 4
"""Words outside a run, and dropped inside it, that an end is looked for among."""

ALIKE: Final = 0.55
"""Similarity (0..1) from which two words may be one word in two spellings."""

SHORT: Final = 2
"""Letters of a word so short that one wrong letter may leave nothing to know it by but its place."""

ALIKE_SHORT: Final = 0.75
"""As `ALIKE`, for a word that short."""

SUBSTITUTED: Final = -0.3
SUBSTITUTED_SHORT: Final = -0.1
ADDED: Final = -0.5
DROPPED: Final = -0.25


def settled(line: WordLine, keys: list[str], run: Run) -> Run | None:
    """The run with its ends where the quotation's first and last words stand; None when they stand nowhere.

    Args:
        line: The text's words.
        keys: The quotation's words, folded.
        run: A run of the text that is like the quotation.
    """
    from rapidfuzz.fuzz import ratio

    slack = SLACK + min(len(keys), ENOUGH) // 4
    head, tail = keys[:ENOUGH], keys[-ENOUGH:]
    first = _aligned(line, head, run.first - slack, run.first + len(head) + slack)[0]
    end = _aligned(line, tail, run.end - len(tail) - slack, run.end + slack)[1]
    if first >= end or SUBSTITUTED in {_gain(line.keys[first], keys[0]), _gain(line.keys[end - 1], keys[-1])}:
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


def _gain(word: str, key: str) -> float:
    """What it is worth to take a word of the text for one of the quotation; 1 for the same word."""
    from rapidfuzz.fuzz import ratio

    short = len(key) <= SHORT
    alike = ratio(word, key, score_cutoff=100 * (ALIKE_SHORT if short else ALIKE)) / 100
    if alike:
        return 2 * alike - 1
    return SUBSTITUTED_SHORT if short and len(word) <= SHORT + 1 else SUBSTITUTED


def _aligned(line: WordLine, keys: list[str], low: int, high: int) -> tuple[int, int]:
    """The words between `low` and `high` that the keys align with best, the latest to begin; end excluded."""
    low, high = max(0, low), min(len(line), high)
    # A cell holds the best score of the keys so far that ends before a word, and where that alignment begins.
    row = [(0.0, at) for at in range(low, high + 1)]
    for number, key in enumerate(keys, start=1):
        below = [(ADDED * number, low)]
        for column in range(high - low):
            score, first = row[column]
            word = line.keys[low + column]
            met = (score + (1.0 if word == key else _gain(word, key)), first)
            added = (row[column + 1][0] + ADDED, row[column + 1][1])
            dropped = (below[column][0] + DROPPED, below[column][1])
            below.append(max(met, added, dropped))
        row = below
    score, first = max(row)
    return first, low + next(at for at, cell in enumerate(row) if cell == (score, first))
