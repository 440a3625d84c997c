"""Two versions of a text: where the words of the old one stand in the new one. Pure; stores nothing.

Both texts are compared word by word: what they share at both ends, then words that stand once in each (as in
patience diff, Cohen 2003), then the longest common rest. Shared words that only stand by chance between large
changes are let go (as in the semantic clean-up of Fraser's diff-match-patch). What is left is a list of
blocks that are equal to the character, and gaps between them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from qualcode.transcripts.wordmatch import matching_words, shared_end, shared_start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.spans import Span
    from qualcode.transcripts.wordmatch import Match

Status = Literal["kept", "moved", "trimmed", "orphaned"]

LEAST_LEFT: Final = 0.2
"""Share of a passage's letters that has to be there still; with less it is not the same passage any more."""

LONG_ENOUGH: Final = 20
"""Characters of which a passage that stands elsewhere, once in each text, is taken to be the same one."""


class Block(NamedTuple):
    """Characters [old, old + length) of the old text, equal to [new, new + length) of the new one."""

    old: int
    new: int
    length: int


@dataclass(frozen=True, slots=True)
class Landing:
    """What became of a span.

    `kept`: the same words at the same offsets; `moved`: the same words elsewhere; `trimmed`: other words
    now, of which a part is left; `orphaned`: the words are gone, and the span is where they would stand.
    """

    status: Status
    start_char: int
    end_char: int


class Amendment:
    """An old text, its corrected version, and the way from one to the other."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        sensible, every = matching_words(old, new)
        self.blocks = _blocks(old, new, sensible)
        self._starts = [block.old for block in self.blocks]
        self._words = [match[0] for match in every]
        self._shifts = [match[1] - match[0] for match in every]

    def land(self, start: int, end: int) -> Landing:
        """Where the words of [start, end) stand now."""
        exact = self._exact(start, end)
        if exact is not None:
            return self._found(start, end, exact)
        pieces = list(self._pieces(start, end))
        landed = self._stretch(start, end, pieces)
        left = sum(_letters(self.old, piece.old, piece.old + piece.length) for piece in pieces)
        if left and left >= LEAST_LEFT * _letters(self.old, start, end):
            return self._found(start, end, landed)
        elsewhere = self._only_place(start, end)
        if elsewhere is not None:
            return self._found(start, end, elsewhere)
        return Landing("orphaned", *landed)

    def _found(self, start: int, end: int, landed: Span) -> Landing:
        same = self.old[start:end].split() == self.new[landed[0] : landed[1]].split()
        if same and landed == (start, end):
            return Landing("kept", *landed)
        return Landing("moved" if same else "trimmed", *landed)

    def _exact(self, start: int, end: int) -> Span | None:
        """The same characters, as far from what stands before or after them as they were."""
        at = bisect_right(self._starts, start) - 1
        near = self.blocks[max(at, 0) : bisect_right(self._starts, end - 1) + 1]
        word = bisect_left(self._words, start)
        shifts = [block.new - block.old for block in near] + self._shifts[max(word - 1, 0) : word + 1]
        words = self.old[start:end]
        for shift in dict.fromkeys([*shifts, 0, len(self.new) - len(self.old)]):
            if start + shift >= 0 and self.new.startswith(words, start + shift):
                return start + shift, end + shift
        return None

    def _pieces(self, start: int, end: int) -> Iterator[Block]:
        """The parts of blocks that lie in [start, end)."""
        for block in self.blocks[max(bisect_right(self._starts, start) - 1, 0) :]:
            if block.old >= end:
                return
            low, high = max(start, block.old), min(end, block.old + block.length)
            if low < high:
                yield Block(low, block.new + low - block.old, high - low)

    def _stretch(self, start: int, end: int, pieces: list[Block]) -> Span:
        """From the first to the last thing left; a changed word at the edge counts with its change."""
        before, after = self._gap_around(start), self._gap_around(end - 1)
        low = before[1][0] if before else None
        high = after[1][1] if after else None
        if pieces:
            first, last = pieces[0], pieces[-1]
            covers_first = before is not None and start <= before[0][0]
            covers_last = after is not None and after[0][1] <= end
            low = low if covers_first else first.new
            high = high if covers_last else last.new + last.length
        return self._trimmed(low or 0, len(self.new) if high is None else high)

    def _gap_around(self, at: int) -> tuple[Span, Span] | None:
        """The changed stretch that holds a character, in both texts, without the space around it."""
        index = bisect_right(self._starts, at) - 1
        before = self.blocks[index] if index >= 0 else Block(0, 0, 0)
        if at < before.old + before.length:
            return None
        end = Block(len(self.old), len(self.new), 0)
        after = self.blocks[index + 1] if index + 1 < len(self.blocks) else end
        old = _without_space(self.old, before.old + before.length, after.old)
        return old, _without_space(self.new, before.new + before.length, after.new)

    def _trimmed(self, start: int, end: int) -> Span:
        """Without space at the ends; never empty as long as the text is not."""
        start, end = _without_space(self.new, start, max(start, end))
        if start == end and self.new:
            start = min(start, len(self.new) - 1)
            end = start + 1
        return start, end

    def _only_place(self, start: int, end: int) -> Span | None:
        """Where the words, or they and those beside them, stand now if that is the only such place."""
        short = max(0, LONG_ENOUGH - (end - start))
        left, right = max(0, start - short), end + short
        for low, high in ((start, end), (left, right), (left, end), (start, right)):
            words = self.old[low:high]
            at = self.new.find(words) if len(words) >= LONG_ENOUGH else -1
            if at >= 0 and self.new.find(words, at + 1) < 0 and self.old.find(words) == self.old.rfind(words):
                return at + start - low, at + end - low
        return None


def _blocks(old: str, new: str, words: list[Match]) -> list[Block]:
    """Equal stretches in order, joined where they touch, and grown by the characters their gaps share."""
    grown: list[Block] = []
    before = Block(0, 0, 0)
    for block in [*(Block(*match) for match in words), Block(len(old), len(new), 0)]:
        _fill_gap(old, new, before, block, grown)
        if block.length:
            _append(grown, block)
        before = block
    return grown


def _fill_gap(old: str, new: str, before: Block, after: Block, grown: list[Block]) -> None:
    """What the two sides of a gap begin and end with alike."""
    old_at, new_at = before.old + before.length, before.new + before.length
    old_gap, new_gap = old[old_at : after.old], new[new_at : after.new]
    head = shared_start(old_gap, new_gap)
    tail = shared_end(old_gap[head:], new_gap[head:])
    if head:
        _append(grown, Block(old_at, new_at, head))
    if tail:
        _append(grown, Block(after.old - tail, after.new - tail, tail))


def _append(blocks: list[Block], block: Block) -> None:
    last = blocks[-1] if blocks else None
    if last and last.old + last.length == block.old and last.new + last.length == block.new:
        blocks[-1] = Block(last.old, last.new, last.length + block.length)
    else:
        blocks.append(block)


def _without_space(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, max(start, end - (len(words) - len(words.rstrip())))


def _letters(text: str, start: int, end: int) -> int:
    return sum(character.isalnum() for character in text[start:end])
