"""Placing: where in a transcript a quoted passage stands, and how sure that is.

A quotation is looked for as it stands, then folded (see `qualcode.passes.folding`), then word by word. A
passage found in several places is never guessed: every place is given back as a candidate.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from qualcode.passes.folding import at_word_edge, fold, words

if TYPE_CHECKING:
    from qualcode.passes.folding import Folded, Words
    from qualcode.spans import Span

THRESHOLD: Final = 85.0
"""Score (0..100) below which a near match is not placed."""

EXACT: Final = 100.0
FOLDED: Final = 99.5
SAME_WORDS: Final = 99.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a quotation may stand: [start_char, end_char) in code points, score 0..100."""

    start_char: int
    end_char: int
    score: float


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a quotation stands.

    Attributes:
        status: `exact` (verbatim, once), `near` (one place above the threshold), `ambiguous` (several
            places) or `missing`.
        span: The place, [start_char, end_char) in code points; None unless exact or near.
        score: How alike the quotation and the place are, 0..100; the best candidate's when there is no place.
        candidates: For ambiguous and missing, the places that come closest, best first.
    """

    status: Literal["exact", "near", "ambiguous", "missing"]
    span: tuple[int, int] | None
    score: float
    candidates: tuple[Candidate, ...]


class QuoteFinder:
    """Finds quotations in one transcript's text; the text is folded once, when first needed."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _folded(self) -> Folded:
        return fold(self._text)

    @cached_property
    def _words(self) -> Words:
        return words(self._folded)

    @cached_property
    def _line(self) -> str:
        """All words between single spaces, so that a run of whole words is a stretch of this string."""
        return f" {' '.join(self._words.keys)} "

    def find(self, quote: str) -> Placement:
        """Where the quotation stands in the text.

        Args:
            quote: A passage as somebody copied it; white space around it does not count.
        """
        wanted = quote.strip()
        if not wanted:
            return Placement("missing", None, 0.0, ())
        spans = _occurrences(self._text, wanted)
        if spans:
            return _decided(spans, EXACT)
        return self._find_folded(wanted)

    def _find_folded(self, wanted: str) -> Placement:
        folded = fold(wanted)
        plain = folded.text.strip()
        if plain:
            hits = _occurrences(self._folded.text, plain)
            if hits:
                return _decided([self._folded.original(*hit) for hit in hits], FOLDED)
        return self._find_words(words(folded).keys)

    def _find_words(self, keys: list[str]) -> Placement:
        if not keys:
            return Placement("missing", None, 0.0, ())
        line, run = self._line, f" {' '.join(keys)} "
        spans: list[Span] = []
        at = line.find(run)
        while at >= 0:
            first = line.count(" ", 0, at)
            spans.append((self._words.spans[first][0], self._words.spans[first + len(keys) - 1][1]))
            at = line.find(run, at + 1)
        return _decided(spans, SAME_WORDS)


def _occurrences(text: str, wanted: str) -> list[Span]:
    """Every place, also overlapping ones, where `wanted` stands as whole words."""
    found: list[Span] = []
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if at_word_edge(text, at) and at_word_edge(text, end):
            found.append((at, end))
        at = text.find(wanted, at + 1)
    return found


def _decided(spans: list[Span], score: float) -> Placement:
    if not spans:
        return Placement("missing", None, 0.0, ())
    if len(spans) == 1:
        return Placement("exact" if score == EXACT else "near", spans[0], score, ())
    return Placement("ambiguous", None, score, tuple(Candidate(start, end, score) for start, end in spans))
