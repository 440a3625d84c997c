"""Two versions of one text, and which stretch of the one is which of the other.

A document that somebody coded in Word is seldom, to the letter, the transcript that was imported: a typo was
mended, a label set bold and bare, a heading left out. The words of both are aligned (Levenshtein over words);
a stretch is taken across when its words stand in a row in both and nowhere else; with as many words before
it as are the same in both, and with as many behind it. What cannot be taken across like that is sought as a
quotation is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Final

from qualcode.passes.folding import fold, words
from qualcode.passes.placing import EXACT, SAME_WORDS, Candidate, Placement, QuoteFinder

if TYPE_CHECKING:
    from qualcode.spans import Span

ENOUGH_WORDS: Final = 6
"""A quotation of so many words is taken where it stands, even if the document has it elsewhere."""

_SHINGLE: Final = 6
_EDGES: Final = ("\x02", "\x03")
"""Stand for the beginning and the end of a text among its words, so that those align too."""


class WordsOf:
    """The words of a text, folded, with the place of each."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = words(fold(text))
        self.keys = [_EDGES[0], *found.keys, _EDGES[1]]
        places = [found.folded.original(*edges) for edges in zip(found.starts, found.ends, strict=True)]
        self.places: list[Span] = [(0, 0), *places, (len(text), len(text))]

    @cached_property
    def line(self) -> str:
        """All words between single spaces."""
        return f" {' '.join(self.keys)} "

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.places]

    @cached_property
    def shingles(self) -> set[int]:
        """Hashes of every run of six words."""
        keys = self.keys[1:-1]
        return {hash(tuple(keys[at : at + _SHINGLE])) for at in range(max(1, len(keys) - _SHINGLE + 1))}

    def touched(self, span: Span) -> tuple[int, int]:
        """Numbers of the words that a span touches, half-open; an empty range for none."""
        first = bisect_right(self._starts, span[0]) - 1
        if first < 1 or self.places[first][1] <= span[0]:
            first += 1
        return first, max(first, min(bisect_left(self._starts, span[1]), len(self.keys) - 1))

    def once(self, first: int, end: int) -> bool:
        """Whether these words stand in a row nowhere else in the text."""
        sought = f" {' '.join(self.keys[first:end])} "
        at = self.line.find(sought)
        return self.line.find(sought, at + 1) < 0


def likeness(document: WordsOf, transcript: WordsOf) -> float:
    """Share of the document's runs of six words that the transcript has too, 0..1."""
    return len(document.shingles & transcript.shingles) / len(document.shingles)


class SameText:
    """A document and the transcript it is a version of."""

    def __init__(self, document: str, transcript: str, finder: QuoteFinder) -> None:
        self._document, self._transcript, self._finder = document, transcript, finder

    @cached_property
    def _from(self) -> WordsOf:
        return WordsOf(self._document)

    @cached_property
    def _to(self) -> WordsOf:
        return WordsOf(self._transcript)

    @cached_property
    def _across(self) -> dict[int, int]:
        """Word of the document -> word of the transcript, where both are the same."""
        from rapidfuzz.distance import Levenshtein

        across: dict[int, int] = {}
        for step in Levenshtein.opcodes(self._from.keys, self._to.keys):
            if step.tag == "equal":
                run = range(step.src_end - step.src_start)
                across |= {step.src_start + n: step.dest_start + n for n in run}
        return across

    def place(self, span: Span) -> Placement:
        """Where a stretch of the document stands in the transcript: [start, end) of both in code points."""
        if self._document == self._transcript:
            return Placement("exact", span, EXACT, ())
        first, end = self._from.touched(span)
        if first < end and self._settled(first, end):
            found = self._span(span, first, end)
            same = self._transcript[slice(*found)] == self._document[slice(*span)]
            return Placement("exact" if same else "near", found, EXACT if same else SAME_WORDS, ())
        return self._sought(span, first, end)

    def _settled(self, first: int, end: int) -> bool:
        """Whether these words stand in a row in both texts, and only once with what is the same around."""
        if any(self._across.get(n) != self._across.get(first, 0) + n - first for n in range(first, end)):
            return False
        # Both sides must tell: beside an edit, one "Yes." of three is not told by what comes before alone.
        return all(self._told(first, end, back=back) for back in (True, False))

    def _told(self, first: int, end: int, *, back: bool) -> bool:
        """Whether the words stand only once with as many before or behind them as are the same."""
        reach = 1
        while not self._once(first, end):
            wider = self._widened(first, end, reach, back=back)
            if wider == (first, end):
                return False
            (first, end), reach = wider, reach * 2
        return True

    def _once(self, first: int, end: int) -> bool:
        start = self._across[first]
        return self._from.once(first, end) and self._to.once(start, start + end - first)

    def _widened(self, first: int, end: int, reach: int, *, back: bool) -> Span:
        """`reach` words more on one side, or as many as are the same in both texts."""
        across = self._across
        for _ in range(reach):
            if back and across.get(first - 1, -9) == across[first] - 1:
                first -= 1
            elif not back and across.get(end, -9) == across[end - 1] + 1:
                end += 1
        return first, end

    def _span(self, span: Span, first: int, end: int) -> Span:
        """The characters: from within the first word to within the last, with the marks around them."""
        start = self._within(first, span[0]) if span[0] >= self._from.places[first][0] else None
        stop = self._within(end - 1, span[1]) if span[1] <= self._from.places[end - 1][1] else None
        if start is None:
            lead = self._document[span[0] : self._from.places[first][0]]
            start = self._to.places[self._across[first]][0]
            start -= _shared(lead[::-1], self._transcript[max(0, start - len(lead)) : start][::-1])
        if stop is None:
            tail = self._document[self._from.places[end - 1][1] : span[1]]
            stop = self._to.places[self._across[end - 1]][1]
            stop += _shared(tail, self._transcript[stop : stop + len(tail)])
        return start, stop

    def _within(self, number: int, position: int) -> int:
        """A place inside a word taken across; its nearer end where the word is written differently."""
        here, there = self._from.places[number], self._to.places[self._across[number]]
        if self._document[slice(*here)] == self._transcript[slice(*there)]:
            return there[0] + position - here[0]
        return there[0] if position - here[0] < here[1] - position else there[1]

    def _sought(self, span: Span, first: int, end: int) -> Placement:
        """Find the words as a quotation, in the place that the words around them point to."""
        quote = self._document[slice(*span)]
        found = self._finder.find(quote)
        if found.span is None:
            return found
        window = self._window(first, end)
        inside = window[0] <= found.span[0] and found.span[1] <= window[1]
        if inside or (end - first >= ENOUGH_WORDS and self._from.once(first, end)):
            return found
        return Placement("missing", None, found.score, (Candidate(*found.span, found.score),))

    def _window(self, first: int, end: int) -> Span:
        """The transcript between the nearest words before and after that are the same in both texts."""
        before = next(n for n in range(first - 1, -1, -1) if n in self._across)
        after = next(n for n in range(end, len(self._from.keys)) if n in self._across)
        return self._to.places[self._across[before]][1], self._to.places[self._across[after]][0]


def _shared(marks: str, beside: str) -> int:
    """How many marks next to a word stand next to the other one too; white space at the end is none."""
    count = 0
    for mark, other in zip(marks, beside, strict=False):
        if fold(mark).text != fold(other).text:
            break
        count += 1
    return len(re.sub(r"\s+\Z", "", beside[:count]))
