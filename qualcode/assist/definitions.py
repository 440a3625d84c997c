"""The default method: codes from what the codebook says about them, never from how anybody coded.

A sentence and a code are compared by TF-IDF similarity (Salton and Buckley, 1988) of their word stems: a word
counts more the rarer it is in the interviews and the fewer codes share it, and by where it stands in the
codebook entry. Phrases and the researcher's own rules are found by spaCy's matchers.
"""

from __future__ import annotations

from collections import Counter
from math import ceil, log, sqrt
from typing import TYPE_CHECKING, Any, Final

from qualcode.assist.ideas import WEIGHTS
from qualcode.assist.passages import FEW, Proposal, Proposed
from qualcode.assist.phrases import Hit, Phrases
from qualcode.assist.words import RULES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qualcode.assist.ideas import Idea
    from qualcode.assist.passages import Passage
    from qualcode.assist.words import Bag, Words

Hits = dict[int, dict[str, Hit]]
"""Sentence -> code -> what was met there."""

Source = dict[int, tuple[str, str]]
"""Stem of a code -> where the word stands with most weight, and how it is written there."""

LEAST: Final = 0.06
"""Score below which nothing is suggested; see docs/assistance.md for what it costs and gains."""

SHARE: Final = 0.4
"""Of a transcript's sentences, those with the best scores; the others get no suggestion. Fewer are surer."""

SURE: Final = 0.99
"""Score that a rule of the researcher passes, so that it is suggested even beyond that share."""

MOST: Final = 3
"""Codes suggested for one sentence at most."""

_DAMP: Final = 6.0
"""Added to a sentence's length, so that two common words do not make a short one look like a sure thing."""

_PHRASE_BONUS: Final = 0.15
_NAMED: Final = 3


class Background:
    """How common each stem is in the interviews: in how many of the sentences looked at it stands."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.size = 0
        self._found: list[NDArray[np.int64]] = []
        self._bags: dict[str, Bag] = {}

    def learn(self, passage: Passage) -> None:
        """Count a passage in, and keep its words so that they need not be divided again."""
        import numpy as np

        bag = self._bags[passage.key] = self.bag(passage)
        self.size += bag.size
        self._found.append(np.bincount(bag.stems))

    def bag(self, passage: Passage) -> Bag:
        """The words of a passage."""
        kept = self._bags.get(passage.key)
        return kept or self.words.bag([passage.words(unit) for unit in passage.units])

    def rarity(self, different: int) -> NDArray[np.float64]:
        """Inverse document frequency of the first `different` stems, smoothed; 0 for those never met.

        So a word of the codebook that nobody says takes no weight from the words that somebody does say.
        """
        import numpy as np

        counts = np.zeros(different)
        for found in self._found:
            counts[: len(found)] += found[:different]
        rarity: NDArray[np.float64] = np.log((self.size + 1) / (counts + 0.5)) * (counts > 0)
        return np.maximum(0.0, rarity)


class Definitions:
    """Proposes from codebook entries.

    All codes are needed to tell what sets one apart; `only` names the ids of those asked for, if not all.
    `share` is the part of a transcript's sentences that may get a suggestion.
    """

    name = "definitions"

    def __init__(
        self,
        ideas: Sequence[Idea],
        background: Background,
        only: Collection[str] = (),
        share: float = SHARE,
    ) -> None:
        self._share = share
        self._ideas = list(ideas)
        self._unasked = [at for at, one in enumerate(self._ideas) if only and one.code_id not in only]
        words = self._words = background.words
        self._background = background
        self._sources = [_sources(one, words) for one in self._ideas]
        self._index = _Index(self._sources, background.rarity(words.different))
        self._phrases = Phrases(self._ideas, words)

    @property
    def settings(self) -> dict[str, Any]:
        """Threshold, weights, rules and the size of the background."""
        return {
            "least": LEAST,
            "most": MOST,
            "share": self._share,
            "weights": WEIGHTS,
            "words": RULES,
            "background_sentences": self._background.size,
        }

    def propose(self, passage: Passage) -> Proposed:
        """Codes for sentences: at most three for one, and most sentences get none."""
        texts = [passage.words(unit) for unit in passage.units]
        bag = self._background.bag(passage)
        rarity = self._background.rarity(self._words.different)
        scores = self._index.scores(bag, rarity)
        hits = self._phrases.hits(bag, texts)
        self._add_hits(scores, hits)
        scores[:, self._unasked] = 0.0
        return Proposed(
            [
                Proposal(
                    self._ideas[code].code_id,
                    *passage.units[sentence],
                    round(float(scores[sentence, code]), 4),
                    self._reason(code, bag, sentence, rarity, hits),
                )
                for sentence, code in self._chosen(scores)
            ]
        )

    def _add_hits(self, scores: NDArray[np.float64], hits: Hits) -> None:
        place = {one.code_id: at for at, one in enumerate(self._ideas)}
        for sentence, met in hits.items():
            for code_id, hit in met.items():
                at = sentence, place[code_id]
                scores[at] = (min(0.99, scores[at] + _PHRASE_BONUS), 1.0, 0.0)[hit.rank]

    def _chosen(self, scores: NDArray[np.float64]) -> list[tuple[int, int]]:
        """(sentence, code) of what is worth suggesting, in reading order, best first within a sentence."""
        import numpy as np

        if not scores.size:
            return []
        best = np.sort(scores.max(axis=1))[::-1]
        last = max(ceil(self._share * len(best)), FEW)
        least = max(LEAST, min(float(best[min(last, len(best)) - 1]), SURE))
        found: dict[int, list[int]] = {}
        for sentence, code in np.argwhere(scores >= least).tolist():
            found.setdefault(sentence, []).append(code)
        return [
            (sentence, code)
            for sentence, codes in found.items()
            for code in sorted(codes, key=lambda one: (-scores[sentence, one], self._ideas[one].name))[:MOST]
        ]

    def _reason(self, code: int, bag: Bag, sentence: int, rarity: NDArray[np.float64], hits: Hits) -> str:
        hit = hits.get(sentence, {}).get(self._ideas[code].code_id)
        if hit is not None:
            return hit.reason
        first, last = bag.sentences.searchsorted([sentence, sentence + 1])
        stems = set(bag.stems[first:last].tolist())
        shared = [
            (-rarity[stem] * WEIGHTS[where], where, word)
            for stem, (where, word) in self._sources[code].items()
            if stem in stems
        ]
        places: dict[str, list[str]] = {}
        for _, where, word in sorted(shared)[:_NAMED]:
            places.setdefault(where, []).append(f"“{word}”")
        told = "; ".join(f"{', '.join(found)} ({where} of the code)" for where, found in places.items())
        return f"shares {told}"


class _Index:
    """Which stems speak for which codes, and how much; the weights of one code have length 1."""

    def __init__(self, sources: Sequence[Source], rarity: NDArray[np.float64]) -> None:
        import numpy as np

        self._codes = len(sources)
        shared = Counter(stem for found in sources for stem in found)
        entries: list[tuple[int, int, float]] = []
        for code, found in enumerate(sources):
            own = {
                stem: WEIGHTS[where] * rarity[stem] * log((len(sources) + 1) / shared[stem])
                for stem, (where, _) in found.items()
            }
            length = sqrt(sum(value * value for value in own.values())) or 1.0
            entries += [(stem, code, value / length) for stem, value in own.items()]
        entries.sort()
        self._stems = np.array([one[0] for one in entries], dtype=np.int64)
        self._code = np.array([one[1] for one in entries], dtype=np.int64)
        self._weight = np.array([one[2] for one in entries], dtype=np.float64)

    def scores(self, bag: Bag, rarity: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sentences x codes, 0 to below 1."""
        import numpy as np

        first = np.searchsorted(self._stems, bag.stems, side="left")
        many = np.searchsorted(self._stems, bag.stems, side="right") - first
        rows = np.repeat(np.arange(len(bag.stems)), many)
        entries = np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many) + np.repeat(first, many)
        places = bag.sentences[rows] * self._codes + self._code[entries]
        gained = self._weight[entries] * rarity[bag.stems[rows]]
        total = np.bincount(places, gained, bag.size * self._codes).reshape(bag.size, self._codes)
        squares = np.bincount(bag.sentences, rarity[bag.stems] ** 2, bag.size)
        scores: NDArray[np.float64] = total / (np.sqrt(squares) + _DAMP)[:, None]
        return scores


def _sources(idea: Idea, words: Words) -> Source:
    found: Source = {}
    for where, text in sorted(idea.fields, key=lambda one: -WEIGHTS[one[0]]):
        for stem, word in words.named(text):
            found.setdefault(stem, (where, word))
    return found
