"""Words and phrases as a selection steps over them: no word is cut, no mark is torn off its letter."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.spans import Span

_RUN: Final = re.compile(r"[^\s—–…/、。，！？；：「」『』（）《》]+")
"""What may hold a word: dashes, slashes, ellipses and marks without blanks part them."""

_UNSPACED: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # kana
    (0x3400, 0x9FFF),  # Han
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Scripts written without blanks: each character with its marks is a step of its own."""


def words(text: str, start: int, end: int) -> list[Span]:
    """Spans of the words in text[start:end], without the punctuation around them.

    >>> [ "I said “no—never”."[a:b] for a, b in words("I said “no—never”.", 0, 18)]
    ['I', 'said', 'no', 'never']
    """
    return [span for run in _RUN.finditer(text, start, end) for span in _in_run(text, *run.span())]


def phrases(text: str, start: int, end: int) -> list[Span]:
    """Spans of the phrases in text[start:end]: words between which stands no punctuation.

    >>> [ "I knock, and I wait."[a:b] for a, b in phrases("I knock, and I wait.", 0, 20)]
    ['I knock', 'and I wait']
    """
    found: list[Span] = []
    for first, last in words(text, start, end):
        if found and not any(_is_punctuation(character) for character in text[found[-1][1] : first]):
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _in_run(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and _is_punctuation(text[start]):
        start += 1
    while start < end and _is_punctuation(text[end - 1]):
        end -= 1
    if start == end:
        return
    begin = start
    for at in range(start + 1, end):
        if (_is_unspaced(text[at]) or _is_unspaced(text[begin])) and not _is_mark(text[at]):
            yield begin, at
            begin = at
    yield begin, end


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character).startswith("P")


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _is_unspaced(character: str) -> bool:
    number = ord(character)
    return any(low <= number <= high for low, high in _UNSPACED)
