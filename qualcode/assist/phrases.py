"""Phrases, token patterns and regular expressions of codes, found by spaCy's matchers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.codes.rules import BadRule, token_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.assist.ideas import Idea
    from qualcode.assist.words import Bag, Words


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase or rule that was met: why, and how much it outranks others.

    A word of the codebook entry ranks 0, a rule of the researcher 1, a "not when" 2.
    """

    reason: str
    rank: int


FORBIDDEN: Final = Hit("", 2)


class Phrases:
    """Everything that codes seek beside single words."""

    def __init__(self, ideas: Sequence[Idea], words: Words) -> None:
        from spacy.matcher import Matcher, PhraseMatcher

        self._phrases: Any = PhraseMatcher(words.vocab, attr="LEMMA")
        self._patterns: Any = Matcher(words.vocab)
        self._expressions: list[tuple[str, re.Pattern[str]]] = []
        self._told: dict[str, list[tuple[str, Hit]]] = {}
        self._strings = words.vocab.strings
        for idea in ideas:
            self._learn(idea, words)

    def hits(self, bag: Bag, texts: Sequence[str]) -> dict[int, dict[str, Hit]]:
        """Sentence -> code -> what was met there, the researcher's rules before anything else.

        Where a "not when" of a code stands, the code is met by `FORBIDDEN`.
        """
        found: dict[int, dict[str, Hit]] = {}
        for sentence, key in sorted(self._met(bag, texts)):
            here = found.setdefault(sentence, {})
            for code_id, hit in self._told[key]:
                if code_id not in here or hit.rank > here[code_id].rank:
                    here[code_id] = hit
        return found

    def _met(self, bag: Bag, texts: Sequence[str]) -> set[tuple[int, str]]:
        met = set()
        for matcher in (self._phrases, self._patterns):
            if len(matcher):
                for key, start, end in matcher(bag.doc):
                    sentence = int(bag.sentence_of[start])
                    if sentence == bag.sentence_of[end - 1]:
                        met.add((sentence, self._strings[key]))
        for key, expression in self._expressions:
            met.update((number, key) for number, text in enumerate(texts) if expression.search(text))
        return met

    def _learn(self, idea: Idea, words: Words) -> None:
        for where, phrase in idea.phrases:
            self._phrase(phrase, words, idea.code_id, Hit(f"says “{phrase}”, {where} of the code", 0))
        for phrase in idea.never:
            self._phrase(phrase, words, idea.code_id, FORBIDDEN)
        for rule in idea.sure:
            hit = Hit(f"matches “{rule.body}”, a {rule.kind} set for the code", 1)
            if rule.kind == "phrase":
                self._phrase(rule.body, words, idea.code_id, hit)
            elif rule.kind == "regex":
                self._told[key := f"regex {rule.id}"] = [(idea.code_id, hit)]
                self._expressions.append((key, re.compile(rule.body, re.IGNORECASE)))
            else:
                self._pattern(rule.id, rule.body, idea.code_id, hit)

    def _phrase(self, phrase: str, words: Words, code_id: str, hit: Hit) -> None:
        key = f"phrase {phrase.casefold()}"
        if key not in self._told:
            self._phrases.add(key, [words.doc(phrase)])
        self._told.setdefault(key, []).append((code_id, hit))

    def _pattern(self, rule_id: str, body: str, code_id: str, hit: Hit) -> None:
        key = f"pattern {rule_id}"
        try:
            self._patterns.add(key, [token_pattern(body)])
        except ValueError as problem:  # spaCy's own check of what a token description may hold
            first = str(problem).strip().splitlines()[0]
            raise BadRule(
                f"A token pattern cannot be used: {first}", "See `qualcode suggestions rules`."
            ) from None
        self._told[key] = [(code_id, hit)]
