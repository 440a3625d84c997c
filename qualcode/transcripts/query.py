"""What a researcher types to find words: `flyer`, `"my sister"`, `stigma*`, `(shame OR guilt) NOT work`.

A query is read here once and then told in two languages: to the full-text index, which says what turns to
look at, and as regular expressions, which say where in a turn the words stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Final, Literal, NamedTuple

from qualcode.errors import UsageError

Forms = Callable[[str], tuple[str, ...]]
"""All forms of a word that count as the same, itself among them."""

_PIECE: Final = re.compile(
    r'\s*(?:(?P<open>\()|(?P<close>\))|"(?P<phrase>[^"]*)"|(?P<word>[^\s()"*]+)|(?P<star>\*))'
)
_OPERATORS: Final = frozenset({"AND", "OR", "NOT"})
_DEEPEST: Final = 50
"""Brackets within brackets; nobody types more, and the index reads no more than 256."""

_MOST_FORMS: Final = 400
_MARK: Final = "[\u0300-\u036f]*+"
_NO_SPACES: Final = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese: words stand without space between them."""


class BadQuery(UsageError):
    """The query cannot be read."""


class Words(NamedTuple):
    """Words that stand one after the other; each in one of its forms. The last may be only a beginning."""

    forms: tuple[tuple[str, ...], ...]
    prefix: bool = False


class Joined(NamedTuple):
    """Two queries: both have to be found in a turn, or either, or the first without the second."""

    how: Literal["AND", "OR", "NOT"]
    left: Query
    right: Query


Query = Words | Joined


def parse(typed: str, forms: Forms | None = None) -> Query:
    """Read a query. Words side by side all have to stand in a turn; NOT binds closest, then AND, then OR.

    Args:
        typed: The query.
        forms: What counts as the same word, where more than the word itself does.

    Raises:
        BadQuery: it is empty, a bracket or quote is left open, or AND, OR, NOT lacks a side.
    """
    return _Reader(_pieces(typed), forms or (lambda word: (word,))).query()


def for_index(query: Query) -> str:
    """The query as the full-text index reads it."""
    if isinstance(query, Joined):
        return f"({for_index(query.left)} {query.how} {for_index(query.right)})"
    phrases = [""]
    for word in query.forms:
        phrases = [f"{before} {form}" for before in phrases for form in word]
        if len(phrases) > _MOST_FORMS:
            raise BadQuery(
                "Those words have too many forms to be searched together.", "Search fewer at once."
            )
    star = " *" if query.prefix else ""
    return "(" + " OR ".join(f'"{phrase.strip()}"{star}' for phrase in phrases) + ")"


def wanted(query: Query) -> list[Words]:
    """The words a hit shows: all but those after NOT."""
    if isinstance(query, Words):
        return [query]
    return wanted(query.left) + ([] if query.how == "NOT" else wanted(query.right))


def needs_scan(query: Query) -> bool:
    """Whether it holds words of a script without spaces, which the index cannot tell apart."""
    if isinstance(query, Joined):
        return needs_scan(query.left) or needs_scan(query.right)
    # Compiling this takes longer than a search, and Latin words do not need it.
    return any(not form.isascii() and re.search(_NO_SPACES, form) for word in query.forms for form in word)


def holds(query: Query, found: Callable[[Words], bool]) -> bool:
    """Whether a turn answers the query, given which words are found in it."""
    if isinstance(query, Words):
        return found(query)
    if query.how == "OR":
        return holds(query.left, found) or holds(query.right, found)
    return holds(query.left, found) and holds(query.right, found) == (query.how == "AND")


def expression(words: Words, *, ascii_only: bool) -> str:
    """The words as a regular expression over the words of a turn; `ascii_only`: over small ASCII letters.

    It does not look at what stands before the first word: an engine skips ahead only to what comes first.
    """
    parts = []
    for word in words.forms:
        spelt = "|".join(_spelt(form, ascii_only=ascii_only) for form in sorted(word, key=len, reverse=True))
        parts.append(spelt if len(word) == 1 else f"(?:{spelt})")
    whole = r"[\W_]++".join(parts)
    if needs_scan(words):
        return whole
    return whole if words.prefix else rf"{whole}(?![^\W_])"


def word_end(text: str, end: int) -> int:
    """Where the word that `end` stands in is over; vowel signs belong to it."""
    while end < len(text) and (text[end].isalnum() or _is_mark(text[end])):
        end += 1
    return end


def begins_within(text: str, start: int) -> bool:
    """Whether what is found there is the end of a longer word."""
    return start > 0 and text[start - 1].isalnum()


def is_cut_off(text: str, end: int) -> bool:
    """Whether the word found there goes on with a sign that folding keeps (a vowel sign, say)."""
    return end < len(text) and _is_mark(text[end]) and not "\u0300" <= text[end] <= "\u036f"


def _is_mark(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character).startswith("M")


def fold(character: str) -> str:
    """A character as the index keeps it: small, and if it is a Latin letter without its accents."""
    small = character.casefold()
    base, *marks = list(unicodedata.normalize("NFD", small))
    if base.isascii() and all(unicodedata.combining(mark) for mark in marks):
        return base
    return small if len(small) == 1 else character.lower()[0]


def _spelt(word: str, *, ascii_only: bool) -> str:
    if ascii_only:
        return re.escape("".join(fold(each) for each in word if not "\u0300" <= each <= "\u036f"))
    return "".join(_any_spelling(fold(each)) + _MARK for each in word if not "\u0300" <= each <= "\u036f")


@cache
def _any_spelling(letter: str) -> str:
    block = ord(letter) & ~0xFF
    nearby = _latin() if letter.isascii() else [*map(chr, range(block, block + 0x100)), "µ"]
    same = [each for each in nearby if fold(each) == letter] if letter.isalpha() else []
    spellings = "".join(dict.fromkeys((letter, letter.upper()[0], *same)))
    return f"[{re.escape(spellings)}]" if len(spellings) > 1 else re.escape(letter)


@cache
def _latin() -> tuple[str, ...]:
    """The letters that may be an ASCII letter with accents."""
    letters = (chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))
    return tuple(letter for letter in letters if letter.isalpha() and fold(letter).isascii())


def _pieces(typed: str) -> list[tuple[str, str]]:
    if typed.count('"') % 2:
        raise BadQuery("A quotation mark is left open.", 'Put a phrase in two of them: "my sister".')
    pieces: list[tuple[str, str]] = []
    for match in _PIECE.finditer(typed):
        kind = str(match.lastgroup)
        pieces.append(("operator" if match[kind] in _OPERATORS and kind == "word" else kind, match[kind]))
    return pieces


class _Reader:
    """Reads pieces from the left; each method takes what it understands."""

    def __init__(self, pieces: list[tuple[str, str]], forms: Forms) -> None:
        self.pieces, self.forms, self.at, self.depth = pieces, forms, 0, 0

    def query(self) -> Query:
        if not self.pieces:
            raise BadQuery("There is nothing to search for.", "As in: qualcode search flyer")
        found = self._either()
        if self.at < len(self.pieces):
            raise BadQuery("A closing bracket has no opening one.", "As in: (shame OR guilt) NOT work")
        return found

    def _either(self) -> Query:
        found = self._both()
        while self._take("OR"):
            found = Joined("OR", found, self._both())
        return found

    def _both(self) -> Query:
        found = self._without()
        while self._take("AND") or self._next()[0] in {"word", "phrase", "open"}:
            found = Joined("AND", found, self._without())
        return found

    def _without(self) -> Query:
        found = self._one()
        while self._take("NOT"):
            found = Joined("NOT", found, self._one())
        return found

    def _one(self) -> Query:
        kind, text = self._next()
        self.at += 1
        if kind == "open":
            return self._bracketed()
        if kind in {"word", "phrase"}:
            return self._words(text)
        if kind == "operator":
            raise BadQuery(
                f"{text} stands without words before it.", f'To find the word itself: "{text.lower()}"'
            )
        if kind == "star":
            raise BadQuery("A star stands for the end of a word, not for a whole one.", "As in: stigma*")
        ends = "The query ends too early." if kind == "end" else "A bracket closes too early."
        raise BadQuery(ends, "AND, OR, NOT and ( need words after them.")

    def _bracketed(self) -> Query:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise BadQuery("There are too many brackets within brackets.", "Search in several steps.")
        found = self._either()
        if self._next()[0] != "close":
            raise BadQuery("A bracket is left open.", "As in: (shame OR guilt) NOT work")
        self.at += 1
        self.depth -= 1
        return found

    def _words(self, text: str) -> Words:
        words = _split(text)
        if not words:
            raise BadQuery(
                "There is no letter or number in what to search for.", "For signs use --regex, as in: '[?!]'"
            )
        prefix = self._next()[0] == "star"
        self.at += prefix
        last = len(words) - 1
        return Words(
            tuple((word,) if prefix and at == last else self.forms(word) for at, word in enumerate(words)),
            prefix,
        )

    def _take(self, operator: str) -> bool:
        here = self._next() == ("operator", operator)
        self.at += here
        return here

    def _next(self) -> tuple[str, str]:
        return self.pieces[self.at] if self.at < len(self.pieces) else ("end", "")


def _split(text: str) -> list[str]:
    """The words of a phrase, as the index parts them, but vowel signs stay with their word."""
    in_words = "".join(each if each.isalnum() or _is_mark(each) else " " for each in text)
    return [word for word in in_words.split() if any(each.isalnum() for each in word)]
