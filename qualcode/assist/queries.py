"""The method `search`: a query that the researcher wrote, proposing one code where it is met best.

Sentences that meet the query are ranked by how many of its words stand there, each counting more the rarer it
is in the interviews (the weights of BM25; Robertson and Zaragoza, 2009). A query that much of an interview
meets says little about any one sentence, so only the best sentences of each transcript get a suggestion.
"""

from __future__ import annotations

from math import ceil, log
from typing import TYPE_CHECKING, Any, Final

from qualcode.assist.passages import FEW, Proposal, Proposed
from qualcode.transcripts import finders, query

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.assist.passages import Passage
    from qualcode.spans import Span

SHARE: Final = 0.15
"""Of a transcript's sentences, those that meet the query best; see docs/assistance.md for what it costs."""


class Query:
    """Proposes one code for sentences in which the query is met.

    `share` is the part of a transcript's sentences that may get a suggestion; five may, however short it is.

    Raises:
        BadQuery: the query cannot be read.
    """

    name = "search"

    def __init__(self, typed: str, code_id: str, share: float = SHARE) -> None:
        self._typed = typed
        self._code_id = code_id
        self._share = share
        self._read = query.parse(typed)
        self._finders: dict[query.Words, Callable[[str], list[Span]]] = {}
        self._words = list(dict.fromkeys(query.wanted(self._read)))
        self._sentences = 0
        self._met = [0] * len(self._words)

    def learn(self, passage: Passage) -> None:
        """Count in how many sentences each word of the query stands."""
        said = [passage.words(unit) for unit in passage.units]
        self._sentences += len(said)
        for at, words in enumerate(self._words):
            self._met[at] += sum(bool(self._spans(words, one)) for one in said)

    @property
    def settings(self) -> dict[str, Any]:
        """The query, the share, and how many sentences told how common its words are."""
        return {
            "query": self._typed,
            "code": self._code_id,
            "share": self._share,
            "background_sentences": self._sentences,
        }

    def propose(self, passage: Passage) -> Proposed:
        """One proposal per sentence; the score is the share of the query's words that are met, by weight."""
        said = {unit: passage.words(unit) for unit in passage.units}
        weights = [_rarity(met, self._sentences) for met in self._met]
        scored = {unit: self._score(words, weights) for unit, words in said.items() if self._meets(words)}
        ranked = sorted(scored, key=lambda unit: (-scored[unit], -self._often(said[unit]), unit))
        best = ranked[: max(ceil(self._share * len(said)), FEW)]
        return Proposed(
            [
                Proposal(self._code_id, *unit, round(scored[unit], 4), f"meets the query {self._typed}")
                for unit in sorted(best)
            ],
            left_out=len(ranked) - len(best),
        )

    def _meets(self, sentence: str) -> bool:
        return query.holds(self._read, lambda words: bool(self._spans(words, sentence)))

    def _score(self, sentence: str, weights: Sequence[float]) -> float:
        pairs = zip(weights, self._words, strict=True)
        return sum(weight for weight, words in pairs if self._spans(words, sentence)) / sum(weights)

    def _often(self, sentence: str) -> int:
        return sum(len(self._spans(words, sentence)) for words in self._words)

    def _spans(self, words: query.Words, sentence: str) -> list[Span]:
        # A finder of a whole query trusts the index for AND and NOT, so each of its words has one of its own.
        if words not in self._finders:
            phrase = " ".join(forms[0] for forms in words.forms)
            self._finders[words] = finders.by_words(f'"{phrase}"{"*" if words.prefix else ""}').find
        return self._finders[words](sentence)


def _rarity(met: int, sentences: int) -> float:
    """BM25's weight of a word: above 0 however common it is."""
    return log(1 + (sentences - met + 0.5) / (met + 0.5))
