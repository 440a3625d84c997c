"""Placing: where in a transcript a quoted passage stands, and how sure that is.

A quotation is looked for as it stands, then folded (see `qualcode.passes.folding`), then word by word, then
in its parts when it is cut by an ellipsis, then by likeness. A passage that stands in several places, or
nearly so, is never guessed: the places are given back as candidates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from qualcode.passes.cutquotes import INSERTED_GAP, distinct, joined, parts, parts_around_insertions
from qualcode.passes.folding import at_word_edge, fold, words
from qualcode.passes.nearness import THRESHOLD, nearest
from qualcode.passes.quoteends import placed
from qualcode.passes.wordlines import WordLine

if TYPE_CHECKING:
    from qualcode.passes.folding import Folded
    from qualcode.passes.wordlines import Run
    from qualcode.spans import Span

__all__ = ["THRESHOLD", "Candidate", "Placement", "QuoteFinder"]

EXACT: Final = 100.0
FOLDED: Final = 99.5
SAME_WORDS: Final = 99.0
"""Scores of a verbatim match, of one in folded text, and of the same words with other punctuation."""

CANDIDATES: Final = 5
"""Most candidates given for a quotation that is missing."""

FEWEST_WORDS: Final = 4
FEWEST_CHARACTERS: Final = 14
"""A quotation shorter than this is placed only when all its words stand in the text."""


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
    def _line(self) -> WordLine:
        return WordLine(words(self._folded))

    def find(self, quote: str) -> Placement:
        """Where the quotation stands in the text.

        Args:
            quote: A passage as somebody copied it; white space around it does not count.
        """
        wanted = quote.strip()
        verbatim = _occurrences(self._text, wanted)
        if verbatim:
            return _decided(verbatim, EXACT)
        folded = fold(wanted)
        plain = folded.text.strip()
        alike = _occurrences(self._folded.text, plain)
        if alike:
            return _decided([self._trimmed(self._folded.original(*hit)) for hit in alike], FOLDED)
        keys = words(folded).keys
        if not keys:
            return _MISSING
        same = self._line.runs(keys, SAME_WORDS)
        return self._settled(same, plain) if same else self._near(wanted, plain, keys)

    def _near(self, wanted: str, plain: str, keys: list[str]) -> Placement:
        runs = nearest(self._line, keys)
        if len(keys) < FEWEST_WORDS or len(plain) < FEWEST_CHARACTERS:
            return self._missing(runs)
        # Points may be a cut or a pause: when both readings place the quotation, they must agree.
        cut, whole = parts(wanted), placed(self._line, keys, runs)
        found = distinct([*(joined(self._line, cut) if len(cut) > 1 else []), *whole])
        if not found:
            around = parts_around_insertions(wanted, self._folded.text)
            found = joined(self._line, around, INSERTED_GAP) if around else []
        return self._settled(found, plain) if found else self._missing(runs)

    def _settled(self, runs: list[Run], plain: str) -> Placement:
        """One run is the place; several are candidates."""
        spans = [self._with_marks(self._line.span(run.first, run.end), plain) for run in runs]
        if len(spans) == 1:
            return Placement("near", spans[0], runs[0].score, ())
        found = [Candidate(*span, run.score) for span, run in zip(spans, runs, strict=True)]
        found.sort(key=lambda one: (-one.score, one.start_char))
        return Placement("ambiguous", None, found[0].score, tuple(found))

    def _missing(self, runs: list[Run]) -> Placement:
        found = tuple(Candidate(*self._line.span(run.first, run.end), run.score) for run in runs[:CANDIDATES])
        return Placement("missing", None, found[0].score if found else 0.0, found)

    def _trimmed(self, span: Span) -> Span:
        """The span without white space at its ends, which a folded dash takes in."""
        stretch = self._text[slice(*span)]
        return span[1] - len(stretch.lstrip()), span[0] + len(stretch.rstrip())

    def _with_marks(self, span: Span, plain: str) -> Span:
        """The span with the punctuation around it that the quotation has too."""
        before, after = (re.match(r"[^\w\s]*", one) for one in (plain, plain[::-1]))
        start, end = span
        for mark in reversed(before.group() if before else ""):
            start -= fold(self._text[max(0, start - 1) : start]).text == mark
        for mark in reversed(after.group() if after else ""):
            end += fold(self._text[end : end + 1]).text == mark
        return start, end


def _occurrences(text: str, wanted: str) -> list[Span]:
    """Every place, also overlapping ones, where `wanted` stands as whole words; none for nothing."""
    found: list[Span] = []
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        if at_word_edge(text, at) and at_word_edge(text, end):
            found.append((at, end))
        at = text.find(wanted, at + 1)
    return found


def _decided(spans: list[Span], score: float) -> Placement:
    if len(spans) == 1:
        return Placement("exact" if score == EXACT else "near", spans[0], score, ())
    return Placement("ambiguous", None, score, tuple(Candidate(start, end, score) for start, end in spans))


_MISSING: Final = Placement("missing", None, 0.0, ())
