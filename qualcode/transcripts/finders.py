"""What to look for: words, a regular expression, or words in all their forms."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError, UsageError
from qualcode.transcripts import query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualcode.spans import Span


class BadPattern(UsageError):
    """The regular expression cannot be compiled."""


class NoLemmas(QualcodeError):
    """The table of word forms is not installed, or there is none for that language."""


@dataclass(frozen=True, slots=True)
class Finder:
    """What to look for.

    Attributes:
        asked: The query for the full-text index; None: every turn has to be looked at.
        find: Where it stands in the words of one turn, in order.
    """

    asked: str | None
    find: Callable[[str], list[Span]]


def by_words(typed: str, forms: query.Forms | None = None, *, indexed: bool = True) -> Finder:
    """Look for words, phrases and beginnings of words; capitals and accents do not matter.

    Args:
        typed: The query.
        forms: What counts as the same word, where more than the word itself does.
        indexed: Whether the full-text index knows what is looked in; it knows turns, and no memos.

    Raises:
        BadQuery: the query cannot be read.
    """
    read = query.parse(typed, forms)
    scanned = not indexed or query.needs_scan(read)
    return Finder(None if scanned else query.for_index(read), _InTurns(read, scanned=scanned).find)


class _InTurns:
    """Where the words of a query stand in a turn that, unless all are `scanned`, the index has named."""

    def __init__(self, read: query.Query, *, scanned: bool) -> None:
        self.read, self.shown, self.scanned = read, query.wanted(read), scanned
        self.patterns: dict[tuple[query.Words, bool], re.Pattern[str]] = {}

    def find(self, turn: str) -> list[Span]:
        if self.scanned and not query.holds(self.read, lambda words: any(self._spans(words, turn))):
            return []
        if len(self.shown) == 1:
            return list(self._spans(self.shown[0], turn))
        return sorted({span for words in self.shown for span in self._spans(words, turn)})

    def _spans(self, words: query.Words, turn: str) -> Iterator[Span]:
        plain = turn.isascii()
        searched, search = (turn.lower() if plain else turn), self._pattern(words, plain).search
        at, parted = 0, not query.needs_scan(words)
        while found := search(searched, at):
            start, at = found.span()
            if not parted:
                yield start, at
            elif query.begins_within(turn, start):
                at = start + 1
            elif words.prefix:
                at = query.word_end(turn, at)
                yield start, at
            elif plain or not query.is_cut_off(turn, at):
                yield start, at

    def _pattern(self, words: query.Words, plain: bool) -> re.Pattern[str]:
        if (words, plain) not in self.patterns:
            self.patterns[words, plain] = re.compile(query.expression(words, ascii_only=plain))
        return self.patterns[words, plain]


def by_pattern(typed: str) -> Finder:
    """Look for a regular expression in each turn; capitals matter, as in any regular expression.

    Raises:
        BadPattern: it is none.
    """
    try:
        pattern = re.compile(typed, re.MULTILINE)
    except (re.error, RecursionError, OverflowError) as problem:
        raise BadPattern(
            f"The pattern is not a regular expression: {problem}.", "Without --regex it is searched as words."
        ) from None

    def find(turn: str) -> list[Span]:
        return [found.span() for found in pattern.finditer(turn) if found.end() > found.start()]

    return Finder(None, find)


def by_lemma(typed: str, language: str = "en", *, indexed: bool = True) -> Finder:
    """Look for words in all their forms (`go` finds went), by spaCy's lookup table; see `by_words`.

    Raises:
        BadQuery: the query cannot be read.
        NoLemmas: the table is not installed, or there is none for the language.
    """
    lemma_of = _lemmas(language)
    forms_of: dict[str, list[str]] = {}
    for form, lemma in lemma_of.items():
        forms_of.setdefault(lemma.casefold(), []).append(form)

    def forms(word: str) -> tuple[str, ...]:
        small = word.casefold()
        lemma = lemma_of.get(small, small).casefold()
        return tuple(dict.fromkeys((small, lemma, *forms_of.get(lemma, ()))))

    return by_words(typed, forms, indexed=indexed)


def _lemmas(language: str) -> dict[str, str]:
    """Word form to lemma, from the tables that spaCy's lookup lemmatizer uses; read without loading spaCy."""
    import gzip

    try:
        tables = getattr(import_module("spacy_lookups_data"), language, {})
        packed = Path(tables["lemma_lookup"]).with_suffix(".json.gz")
        found: dict[str, str] = json.loads(gzip.decompress(packed.read_bytes()))
    except (ImportError, KeyError, TypeError, OSError):
        raise NoLemmas(
            f"There is no table of word forms for {language!r} here.",
            "Type: pip install spacy-lookups-data; or search for beginnings of words, as in: stay*",
        ) from None
    return found
