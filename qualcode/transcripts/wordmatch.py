"""Which words of one text are the words of another, in order: the longest sensible common sequence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WORD: Final = re.compile(r"\w+|[^\w\s]")

Match = tuple[int, int, int]
"""(place in the old, place in the new, how many): words in a row that are the same."""

_SMALL: Final = 200_000
"""Words times words that are compared directly; more are first parted at words that stand once in each."""

_LARGEST: Final = 100_000_000
"""Beyond this (12 MB of memory, a tenth of a second) two stretches without any anchor count as unlike."""

_ANCHOR: Final = 3
"""Words in a row that make an anchor."""

_BY_CHANCE: Final = 3
"""At most so many shared words in a row may be chance between larger changes."""

_FARTHEST: Final = 200
"""Words over which a change is moved to a better place; passages that repeat longer than that are rare."""


def matching_words(old: str, new: str) -> tuple[list[Match], list[Match]]:
    """Equal words of two texts, in order: (start in the old, start in the new, length), in characters.

    First those that make sense together, then all of them, with those that may be equal by chance.
    """
    texts = _Words.of(old), _Words.of(new)
    numbers: dict[str, int] = {}
    a, b = ([numbers.setdefault(word, len(numbers)) for word in text.words] for text in texts)
    runs = _runs(a, b)
    sensible = _at_better_places(_without_chance(runs, *texts), a, b, texts)
    return _in_characters(sensible, *texts), _in_characters(runs, *texts)


def _in_characters(runs: Iterable[Match], old: _Words, new: _Words) -> list[Match]:
    return [
        (old.starts[i + k], new.starts[j + k], len(old.words[i + k]))
        for i, j, count in runs
        for k in range(count)
    ]


def shared_start(a: Sequence[object], b: Sequence[object]) -> int:
    """How many characters two strings, or elements two lists, begin with alike."""
    low, high = 0, min(len(a), len(b))
    if a[:high] == b[:high]:
        return high
    while low + 1 < high:
        middle = (low + high) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle
    return low


def shared_end(a: Sequence[object], b: Sequence[object]) -> int:
    """How many characters two strings, or elements two lists, end with alike."""
    return shared_start(a[::-1], b[::-1])


@dataclass(frozen=True)
class _Words:
    """The words of one text, signs among them, and how strongly the text parts before each."""

    text: str
    words: list[str]
    starts: list[int]

    @classmethod
    def of(cls, text: str) -> _Words:
        found = list(WORD.finditer(text))
        return cls(text, [word[0] for word in found], [word.start() for word in found])

    @cached_property
    def letters_before(self) -> list[int]:
        return [0, *accumulate(len(word) for word in self.words)]

    def letters(self, start: int, end: int) -> int:
        return self.letters_before[end] - self.letters_before[start]

    def break_before(self, at: int) -> int:
        """How well a change begins here: 5 a paragraph, 4 a line, 3 a sentence, 2 a sign, 1 a word."""
        if at in {0, len(self.words)}:
            return 5
        before = self.words[at - 1]
        space = self.text[self.starts[at - 1] + len(before) : self.starts[at]]
        if "\n" in space:
            return 5 if space.count("\n") > 1 else 4
        return 3 if before in ".!?…" else 2 if not before[0].isalnum() else 1


def _runs(a: list[int], b: list[int]) -> list[Match]:
    """Runs of equal words, in order."""
    found: list[Match] = []
    waiting = [(0, len(a), 0, len(b))]
    while waiting:
        a_low, a_high, b_low, b_high = waiting.pop()
        head = shared_start(a[a_low:a_high], b[b_low:b_high])
        found.append((a_low, b_low, head))
        a_low, b_low = a_low + head, b_low + head
        tail = shared_end(a[a_low:a_high], b[b_low:b_high])
        a_high, b_high = a_high - tail, b_high - tail
        found.append((a_high, b_high, tail))
        size = (a_high - a_low) * (b_high - b_low)
        anchors = _anchors(a[a_low:a_high], b[b_low:b_high]) if size > _SMALL else []
        for i, j in anchors:
            found.append((a_low + i, b_low + j, 1))
        if anchors:
            corners = [(-1, -1), *anchors, (a_high - a_low, b_high - b_low)]
            waiting += [
                (a_low + i + 1, a_low + next_i, b_low + j + 1, b_low + next_j)
                for (i, j), (next_i, next_j) in pairwise(corners)
                if i + 1 < next_i and j + 1 < next_j
            ]
        elif 0 < size <= _LARGEST:
            found += _longest_common(a[a_low:a_high], b[b_low:b_high], a_low, b_low)
    return _joined(sorted(match for match in found if match[2]))


def _longest_common(a: list[int], b: list[int], a_low: int, b_low: int) -> list[Match]:
    from rapidfuzz.distance import LCSseq

    return [
        (a_low + code.src_start, b_low + code.dest_start, code.src_end - code.src_start)
        for code in LCSseq.opcodes(a, b)
        if code.tag == "equal"
    ]


def _anchors(a: list[int], b: list[int]) -> list[tuple[int, int]]:
    """Places where the same words in a row stand, once in each, rising in both (patience diff)."""
    once_a, once_b = _once(a), _once(b)
    pairs = [(i, once_b[words]) for words, i in once_a.items() if words in once_b]
    pairs.sort()
    ends: list[int] = []
    tops: list[int] = []
    before = [-1] * len(pairs)
    for at, (_, j) in enumerate(pairs):
        pile = bisect_left(ends, j)
        before[at] = tops[pile - 1] if pile else -1
        ends[pile : pile + 1] = [j]
        tops[pile : pile + 1] = [at]
    rising: list[tuple[int, int]] = []
    at = tops[-1] if tops else -1
    while at >= 0:
        rising.append(pairs[at])
        at = before[at]
    return rising[::-1]


def _once(words: list[int]) -> dict[tuple[int, ...], int]:
    """Where each row of words stands that stands once."""
    rows = list(zip(*(words[k:] for k in range(_ANCHOR)), strict=False))
    counts = Counter(rows)
    return {row: at for at, row in enumerate(rows) if counts[row] == 1}


def _joined(found: list[Match]) -> list[Match]:
    runs: list[Match] = []
    for i, j, count in found:
        if runs and runs[-1][0] + runs[-1][2] == i and runs[-1][1] + runs[-1][2] == j:
            runs[-1] = (*runs[-1][:2], runs[-1][2] + count)
        else:
            runs.append((i, j, count))
    return runs


def _without_chance(runs: list[Match], old: _Words, new: _Words) -> list[Match]:
    """Without the few words that two changes larger than themselves happen to share."""
    kept: list[Match] = []
    ends = (len(old.words), len(new.words), 0)
    for at, run in enumerate(runs):
        i, j, count = run
        last = kept[-1] if kept else (0, 0, 0)
        after = runs[at + 1] if at + 1 < len(runs) else ends
        before = max(old.letters(last[0] + last[2], i), new.letters(last[1] + last[2], j))
        behind = max(old.letters(i + count, after[0]), new.letters(j + count, after[1]))
        own = old.letters(i, i + count)
        if count > _BY_CHANCE or own > min(before, behind):
            kept.append(run)
    return kept


def _at_better_places(
    runs: list[Match], a: list[int], b: list[int], texts: tuple[_Words, _Words]
) -> Iterator[Match]:
    """Words left out or put in are cut at sentences where the words around allow it."""
    if not runs:
        return
    before = runs[0]
    for after in runs[1:]:
        gap_a, gap_b = after[0] - before[0] - before[2], after[1] - before[1] - before[2]
        by = 0
        if not gap_b:
            by = _slide(a, before[0] + before[2], after[0], before[2], after[2], texts[0])
        elif not gap_a:
            by = _slide(b, before[1] + before[2], after[1], before[2], after[2], texts[1])
        yield before[0], before[1], before[2] + by
        before = after[0] + by, after[1] + by, after[2] - by
    yield before


def _slide(words: list[int], start: int, end: int, room_left: int, room_right: int, text: _Words) -> int:
    """By how many words to move the change [start, end) so that it begins and ends at the best places."""
    lowest = highest = 0
    while -lowest < min(room_left, _FARTHEST) and words[start + lowest - 1] == words[end + lowest - 1]:
        lowest -= 1
    while highest < min(room_right, _FARTHEST) and words[start + highest] == words[end + highest]:
        highest += 1
    return max(
        range(lowest, highest + 1),
        key=lambda by: (text.break_before(start + by) + text.break_before(end + by), -abs(by)),
    )
