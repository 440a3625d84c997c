"""Folding: one plain form for text that was typed, pasted or set differently, with the way back to it.

Two texts fold alike when they differ only in case, curly or straight quotation marks, the kind of dash and
the spaces around it, an ellipsis character or points, runs of white space and line breaks, compatibility
forms (NFKC, Unicode Standard Annex 15), soft hyphens and zero-width characters.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from qualcode.spans import Span

_DASH: Final = "\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_INVISIBLE: Final = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
_MARKS: Final = "\u0300-\u034e\u0350-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"

# Only stretches that may change are visited one by one; everything between them is lowered as it stands.
_CHANGES: Final = re.compile(
    rf"(?P<points>\.(?:\s?\.){{2,}}|\u2026)"
    rf"|(?P<dash>\s*[{_DASH}]+\s*)"
    rf"|(?P<space>[\s{_INVISIBLE}]*\s[\s{_INVISIBLE}]*)"
    rf"|(?P<nothing>[{_INVISIBLE}]+)"
    rf"|(?P<other>[^\x00-\x7f][{_MARKS}]*|[\x00-\x7f][{_MARKS}]+|[`])"
)
_QUOTES: Final = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`\u2039\u203a", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"')
)

# Scripts written without spaces: any place between two of their characters may be the edge of a word.
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
# A letter, digit or mark: whatever is neither white space nor punctuation.
_WORD_CHARACTER: Final = (
    r"[^\s!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf"
    r"\u2000-\u206f\u3000-\u3004\u3007-\u303f]"
)
_LETTER: Final = rf"(?!{_UNSPACED.pattern}){_WORD_CHARACTER}"
_WORD: Final = re.compile(rf"{_UNSPACED.pattern}|(?:{_LETTER})+(?:'(?:{_LETTER})+)*")
_WORD_RUNS_ON: Final = re.compile(rf"{_WORD_CHARACTER}['\u2019]?\|['\u2019]?{_WORD_CHARACTER}")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `starts[i]` and `ends[i]` bound the original characters that became `text[i]`."""

    text: str
    starts: array[int]
    ends: array[int]

    def original(self, start: int, end: int) -> Span:
        """The span of the original text that a non-empty stretch of the folded text came from."""
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text without punctuation: `keys[i]` stands at `spans[i]` of the original text."""

    keys: list[str]
    spans: list[Span]


def fold(text: str) -> Folded:
    r"""Fold a text, keeping for every folded character where it came from.

    >>> fold("“Well…  it’s—fine”").text
    '"well... it\'s-fine"'
    """
    pieces: list[str] = []
    starts, ends = array("q"), array("q")
    at = 0
    for change in _CHANGES.finditer(text):
        start, end = change.span()
        pieces.append(text[at:start].lower())
        starts.extend(range(at, start))
        ends.extend(range(at + 1, start + 1))
        folded = _folded(change.lastgroup or "", change.group())
        pieces.append(folded)
        starts.extend([start] * len(folded))
        ends.extend([end] * len(folded))
        at = end
    pieces.append(text[at:].lower())
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return Folded("".join(pieces), starts, ends)


def words(folded: Folded) -> Words:
    """The words of a folded text in order; an apostrophe inside a word does not count (dont is don't).

    In scripts written without spaces every character is a word.
    """
    found = [match.span() for match in _WORD.finditer(folded.text)]
    keys = [folded.text[start:end].replace("'", "") for start, end in found]
    return Words(keys, [folded.original(start, end) for start, end in found])


def at_word_edge(text: str, position: int) -> bool:
    """Whether no word runs across a position of a text: don't is one word, and so is naïve."""
    if not 0 < position < len(text):
        return True
    if _UNSPACED.match(text, position - 1) or _UNSPACED.match(text, position):
        return True
    around = f"{text[max(0, position - 2) : position]}|{text[position : position + 2]}"
    return not _WORD_RUNS_ON.search(around)


def _folded(kind: str, stretch: str) -> str:
    if kind == "other":
        return _plain(stretch)
    return {"points": "...", "dash": "-", "space": " ", "nothing": ""}[kind]


@lru_cache(maxsize=4096)
def _plain(cluster: str) -> str:
    """A character with its marks in compatibility form, without case."""
    folded = unicodedata.normalize("NFKC", cluster.translate(_QUOTES)).casefold()
    return unicodedata.normalize("NFKC", folded).translate(_QUOTES)
