"""Words that only one participant said, found again in what others wrote: memos, definitions, reasons. Pure.

Compared word by word, without regard to capitals and punctuation. What somebody else said too, and phrases of
everyday length, are nobody's own.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.spans import union

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qualcode.spans import Span

RUN: Final = 6
"""Words in a row that nobody writes by chance; fewer are too often a turn of speech."""

SENTENCE: Final = 3
"""Words from which a whole sentence of the participant counts as a quotation."""

QUOTED: Final = 2
"""Words from which a phrase between quotation marks counts as one."""

WITHDRAWN: Final = "[withdrawn]"
"""What stands where a participant's words stood."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_IN_MARKS = re.compile(r"“([^“”]{2,400})”|\"([^\"\n]{2,400})\"|‘([^‘’]{2,400})’(?!\w)|«([^«»]{2,400})»")


class _Word(NamedTuple):
    norm: str
    start: int
    end: int


def _words(text: str) -> list[_Word]:
    return [
        _Word(match[0].replace("’", "'").casefold(), match.start(), match.end())
        for match in _WORD.finditer(text)
    ]


def _joined(words: Iterable[_Word]) -> str:
    return f" {' '.join(word.norm for word in words)} "


class OwnWords:
    """What a participant said, and what everybody else did.

    Args:
        said: The participant's sentences, in order.
        others: The texts of everybody else.
    """

    def __init__(self, said: Sequence[str], others: Iterable[str]) -> None:
        self._sentences = [_words(sentence) for sentence in said]
        self._said = _joined(word for sentence in self._sentences for word in sentence)
        self._others = "\n".join(_joined(_words(text)) for text in others)

    @cached_property
    def runs(self) -> set[tuple[str, ...]]:
        """Every run of `RUN` words that only the participant said."""
        found = set(_runs([word.norm for sentence in self._sentences for word in sentence]))
        for line in self._others.splitlines():
            found.difference_update(_runs(line.split()))
        return found

    @cached_property
    def sentences(self) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
        """Sentences of three words and more that only the participant said, by their first three words."""
        found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for words in self._sentences:
            norms = tuple(word.norm for word in words)
            if len(norms) >= SENTENCE and f" {' '.join(norms)} " not in self._others:
                found.setdefault(norms[:SENTENCE], []).append(norms)
        return found

    def owns(self, phrase: str, least: int = QUOTED) -> bool:
        """Whether only the participant said the phrase, which has `least` words or more."""
        words = _words(phrase)
        joined = _joined(words)
        return len(words) >= least and joined in self._said and joined not in self._others

    def spans(self, text: str) -> list[Span]:
        """Where a text that somebody wrote has the participant's own words, in order and apart."""
        words = _words(text)
        return union([*self._marked(text), *self._runs_in(words), *self._sentences_in(words)])

    def without(self, text: str) -> str:
        """The text with `[withdrawn]` where those words stood."""
        for start, end in reversed(self.spans(text)):
            text = text[:start] + WITHDRAWN + text[end:]
        return text

    def _marked(self, text: str) -> Iterator[Span]:
        for match in _IN_MARKS.finditer(text):
            group = match.lastindex or 0
            if self.owns(match[group]):
                yield match.span(group)

    def _runs_in(self, words: Sequence[_Word]) -> Iterator[Span]:
        for at, run in enumerate(_runs([word.norm for word in words])):
            if run in self.runs:
                yield words[at].start, words[at + RUN - 1].end

    def _sentences_in(self, words: Sequence[_Word]) -> Iterator[Span]:
        norms = tuple(word.norm for word in words)
        for at in range(len(norms) - SENTENCE + 1):
            for sentence in self.sentences.get(norms[at : at + SENTENCE], ()):
                if norms[at : at + len(sentence)] == sentence:
                    yield words[at].start, words[at + len(sentence) - 1].end


def _runs(norms: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(norms[at : at + RUN]) for at in range(len(norms) - RUN + 1))
