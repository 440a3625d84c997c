"""Words as the methods compare them: spaCy's tokens, cut back to a stem so that forms of a word meet.

No model is needed: the blank English pipeline divides the text, a short list of endings does the rest.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

RULES: Final = "stems 1"
"""Version of the rules below; kept with every run."""

STEM: Final = 7
"""Letters that a stem keeps. Of 4 to 8 and all letters, seven found most in the four studies measured."""

_ENDINGS: Final = (
    ("’s", "", 3), ("'s", "", 3), ("ies", "y", 3), ("ing", "", 4), ("edly", "", 4), ("ed", "", 4),
    ("ly", "", 4), ("ses", "s", 2), ("es", "", 4), ("s", "", 3), ("e", "", 4),
)  # fmt: skip
"""(ending, what stands in its place, letters that must remain)."""

_CLITICS: Final = ("n't", "'s", "'m", "'re", "'ve", "'ll", "'d")
_FILLERS: Final = frozenset(
    (
        *_CLITICS, *(one.replace("'", "’") for one in _CLITICS),
        "um", "uh", "er", "erm", "mhm", "yeah", "yes", "okay", "ok", "oh", "well", "like",
    )
)  # fmt: skip
"""Beside spaCy's stop words: clitics, and what people say while they think."""

_SHORT: Final = 4

Doc = Any
"""spaCy's; the library is loaded only where words are compared."""

Vocab = Any
"""As above."""

Pipeline = Any
"""As above."""


def stem(word: str) -> str:
    """A word without its ending and cut to its first letters; needs no dictionary, so it errs now and then.

    >>> stem("Phones"), stem("stories"), stem("waited"), stem("buses"), stem("used")
    ('phon', 'story', 'wait', 'bus', 'used')
    """
    word = word.casefold()
    for ending, instead, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            word = _undouble(word[: len(word) - len(ending)] + instead)
            break
    return (word[:-1] if word.endswith("e") and len(word) > _SHORT else word)[:STEM]


def _undouble(word: str) -> str:
    doubled = word[-1:] == word[-2:-1] and word[-1:] not in "les"
    return word[:-1] if doubled and len(word) >= _SHORT else word


@dataclass(frozen=True, slots=True)
class Bag:
    """Some sentences as words.

    Attributes:
        doc: All of them as one spaCy document; the lemma of each token is its stem.
        sentence_of: Per token, the index of its sentence.
        sentences: Per different word of each sentence that means something, the index of the sentence ...
        stems: ... and the number of the word's stem, see `Words.number`.
        size: How many sentences there are.
    """

    doc: Doc
    sentence_of: NDArray[np.int64]
    sentences: NDArray[np.int64]
    stems: NDArray[np.int64]
    size: int


class Words:
    """Divides text into words and knows the stem of each; every kind of word is looked at once."""

    def __init__(self) -> None:
        self._pipeline = _blank()
        self._stops = self._pipeline.Defaults.stop_words | _FILLERS
        self._known: dict[int, tuple[int, int]] = {}
        self._numbers: dict[str, int] = {}

    @property
    def vocab(self) -> Vocab:
        """What matchers are made with."""
        return self._pipeline.vocab

    @property
    def different(self) -> int:
        """Stems met so far; they are numbered from 0."""
        return len(self._numbers)

    def doc(self, text: str) -> Doc:
        """A phrase as spaCy's tokens; the lemma of each is its stem."""
        return self.bag([text]).doc

    def bag(self, sentences: Sequence[str]) -> Bag:
        """Sentences as words, all in one go."""
        import numpy as np
        from spacy.attrs import LEMMA, LENGTH, ORTH, SPACY

        doc = self._pipeline.make_doc("\n".join(sentences))
        told = doc.to_array([ORTH, LENGTH, SPACY])
        orths, back = np.unique(told[:, 0], return_inverse=True)
        lemmas, numbers = zip(*map(self._look_up, orths.tolist()), strict=True) if len(orths) else ((), ())
        doc = doc.from_array([LEMMA], np.array(lemmas, dtype="uint64")[back].reshape(-1, 1))
        starts = np.cumsum(told[:, 1] + told[:, 2]) - told[:, 1] - told[:, 2]
        ends = np.cumsum([len(one) + 1 for one in sentences])
        sentence_of = np.searchsorted(ends, starts, side="right").astype(np.int64)
        stems = np.array(numbers, dtype=np.int64)[back]
        says = stems >= 0
        width = len(self._numbers) + 1
        pairs = np.unique(sentence_of[says] * width + stems[says])
        return Bag(doc, sentence_of, pairs // width, pairs % width, len(sentences))

    def named(self, text: str) -> Iterator[tuple[int, str]]:
        """(number of the stem, word as written) of the words that mean something."""
        for token in self._pipeline.make_doc(text):
            found = self._look_up(token.orth)[1]
            if found >= 0:
                yield found, token.text

    def _look_up(self, orth: int) -> tuple[int, int]:
        """(spaCy's number of the lemma, our number of the stem or -1 for a word that means little)."""
        known = self._known.get(orth)
        if known is None:
            strings = self._pipeline.vocab.strings
            word = str(strings[orth])
            small, cut = word.casefold(), stem(word)
            says = len(small) > 1 and any(letter.isalnum() for letter in small) and small not in self._stops
            number = self._numbers.setdefault(cut, len(self._numbers)) if says else -1
            known = self._known[orth] = (strings.add(cut), number)
        return known


@cache
def _blank() -> Pipeline:
    import spacy

    pipeline = spacy.blank("en")
    pipeline.max_length = sys.maxsize  # the limit is for parsers; here words are only told apart
    return pipeline
