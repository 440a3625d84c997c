"""Folding: one plain form for text that was typed, pasted or set differently, with the way back to it.

Two texts fold alike when they differ only in case, curly or straight quotation marks, the kind of dash and
the spaces around it, an ellipsis character or points, runs of white space and line breaks, compatibility
forms (NFKC, Unicode Standard Annex 15), soft hyphens and zero-width characters.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from qualcode.spans import Span

_DASH: Final = "\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_INVISIBLE: Final = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
_MARKS: Final = "\u0300-\u034e\u0350-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"

# Only stretches that may change are visited; everything between them is lowered as it stands.
_VISITED: Final = (
    rf"(?P<points>\.(?:\s?\.){{2,}}|\u2026)"
    rf"|(?P<dash>[\s{_INVISIBLE}][\s{_INVISIBLE}]*[{_DASH}]+[\s{_INVISIBLE}]*|[{_DASH}]+[\s{_INVISIBLE}]*)"
    rf"|(?P<blank>[\s{_INVISIBLE}]{{2,}}|[^\S ]|[{_INVISIBLE}])"
    rf"|(?P<other>[^\x00-\x7f][{_MARKS}]*|`"
)
_CHANGES: Final = re.compile(rf"{_VISITED})")
_CHANGES_WITH_MARKS: Final = re.compile(rf"{_VISITED}|[\x00-\x7f][{_MARKS}]+)")
_MARK: Final = re.compile(f"[{_MARKS}]")
_QUOTES: Final = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`\u2039\u203a", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"')
)

# Scripts written without spaces: any place between two of their characters may be the edge of a word.
_RUN_ON: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_PUNCTUATION: Final = (
    r"\s!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf"
    r"\u2000-\u206f\u3000-\u3004\u3007-\u303f"
)
_LETTER: Final = f"[^{_PUNCTUATION}{_RUN_ON}]"
_WORD: Final = re.compile(f"{_LETTER}+(?:'{_LETTER}+)*|[{_RUN_ON}]")
_UNSPACED: Final = re.compile(f"[{_RUN_ON}]")
_WORD_RUNS_ON: Final = re.compile(rf"[^{_PUNCTUATION}]['\u2019]?\|['\u2019]?[^{_PUNCTUATION}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and the way back: stretches of it, by turns kept as they stood and changed.

    `starts[i]` is where the i-th stretch begins in `text`, `origins[i]` where it begins in the original; even
    stretches were only lowered, odd ones changed as a whole.
    """

    text: str
    starts: list[int]
    origins: list[int]

    def original(self, start: int, end: int) -> Span:
        """The span of the original text that a non-empty stretch of the folded text came from."""
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1) - 1
        return (
            self.origins[first] + (0 if first % 2 else start - self.starts[first]),
            self.origins[last + 1] if last % 2 else self.origins[last] + end - self.starts[last],
        )


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a folded text without punctuation; `keys[i]` begins at `starts[i]` of it."""

    folded: Folded
    keys: list[str]
    starts: list[int]
    ends: list[int]


def fold(text: str) -> Folded:
    r"""Fold a text, keeping where every stretch of it came from.

    >>> fold("“Well…  it’s—fine”").text
    '"well... it\'s-fine"'
    """
    pieces: list[str] = []
    starts, origins = [0], [0]
    at = size = 0
    for change in (_CHANGES_WITH_MARKS if _MARK.search(text) else _CHANGES).finditer(text):
        start, end = change.span()
        folded = _folded(change.lastgroup or "", change.group())
        pieces += text[at:start].lower(), folded
        size += start - at
        starts += size, size + len(folded)
        origins += start, end
        size += len(folded)
        at = end
    pieces.append(text[at:].lower())
    return Folded("".join(pieces), starts, origins)


def words(folded: Folded) -> Words:
    """The words of a folded text in order; an apostrophe inside a word does not count (dont is don't).

    In scripts written without spaces every character is a word.
    """
    found = [(match.group(), match.start()) for match in _WORD.finditer(folded.text)]
    return Words(
        folded,
        [word.replace("'", "") for word, _ in found],
        [start for _, start in found],
        [start + len(word) for word, start in found],
    )


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
    if kind == "blank":
        return " " if any(map(str.isspace, stretch)) else ""
    return {"points": "...", "dash": "-"}[kind]


@lru_cache(maxsize=4096)
def _plain(cluster: str) -> str:
    """A character with its marks in compatibility form, without case."""
    folded = unicodedata.normalize("NFKC", cluster.translate(_QUOTES)).casefold()
    return unicodedata.normalize("NFKC", folded).translate(_QUOTES)
