"""How good suggestions are on human-coded studies, and how fast: each method beside a keyword search.

    python benchmarks/suggest.py

Of all participants' sentences with a suggestion: the share whose best code (P@1) is one that people gave,
and the share of the up to three best codes (P@3) that are; recall: the share of (sentence, code) pairs people
gave that are among them. Sentences count as coded by the rule of comparisons ("half-or-inside").

`keyword`: sentences that hold a word of the code's name (the search a researcher would type). `TF-IDF + LR`:
the regression of the method `examples` without keeping silent, for every sentence. Both learning rows read
each transcript with what the others teach. `search` is a query per code, made of the words of its name and of
the beginnings of the longer ones (`explanation OR explana*`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Final

import numpy as np
import spacy
from coded_data import Study, studies
from spacy.lang.en.stop_words import STOP_WORDS

from qualcode.assist.definitions import Background, Definitions
from qualcode.assist.examples import Examples, Lesson
from qualcode.assist.ideas import idea
from qualcode.assist.passages import Method, Passage, Proposal, sentences_under
from qualcode.assist.queries import Query
from qualcode.assist.words import Words, stem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BEST: Final = 3
LONG: Final = 5
ROUNDS: Final = 5

Ranked = list[list[str]]
"""Per sentence, ids of up to three codes, best first."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A study ready for the methods: passages, and per sentence the codes that people gave."""

    study: Study
    passages: list[Passage]
    given: list[list[frozenset[str]]]

    @property
    def sentences(self) -> list[str]:
        """All of them, in order."""
        return [one.words(unit) for one in self.passages for unit in one.units]

    @property
    def lessons(self) -> list[Lesson]:
        """For the methods that learn."""
        return [Lesson(one, tuple(codes)) for one, codes in zip(self.passages, self.given, strict=True)]


def main() -> None:
    """Print a table per study."""
    for study in studies():
        trial = _trial(study)
        print(f"\n{study.name}: {len(study.codes)} codes, {len(trial.passages)} transcripts,", end=" ")
        print(f"{len(trial.sentences)} sentences, {study.codings} codings")
        print(f"  {'method':24} {'sentences':>9} {'P@1':>6} {'P@3':>6} {'recall':>7} {'seconds':>8}")
        for name, method in METHODS:
            start = perf_counter()
            ranked = method(trial)
            print(f"  {name:24} {_scores(ranked, trial)} {perf_counter() - start:8.2f}")
        print(f"  definitions takes {_ratio(trial):.1f} x the time of spaCy's bare tokenizing")


def _trial(study: Study) -> Trial:
    ids = {code.name: code.id for code in study.codes}
    passages, given = [], []
    for one in study.documents:
        found: list[set[str]] = [set() for _ in one.units]
        for start, end, code in one.coded:
            for at in sentences_under(one.units, [(start, end)]):
                found[at].add(ids[code])
        passages.append(Passage(one.name, one.text, tuple(one.units)))
        given.append([frozenset(codes) for codes in found])
    return Trial(study, passages, given)


def _keyword(trial: Trial) -> Ranked:
    """Codes by the share of their names' words that the sentence holds."""
    named = {code.id: _content(code.name) for code in trial.study.codes}
    ranked = []
    for sentence in trial.sentences:
        here = _content(sentence)
        shares = [(-len(words & here) / len(words), key) for key, words in named.items() if words & here]
        ranked.append([key for _, key in sorted(shares)[:BEST]])
    return ranked


def _content(text: str) -> set[str]:
    return {word for word in re.findall(r"[\w’']+", text.casefold()) if word not in STOP_WORDS}


def _definitions(trial: Trial) -> Ranked:
    return _ranked(trial, _method(trial))


def _method(trial: Trial) -> Definitions:
    background = Background(Words())
    for one in trial.passages:
        background.learn(one)
    return Definitions([idea(code) for code in trial.study.codes], background)


def _examples(trial: Trial) -> Ranked:
    return _ranked(trial, Examples(trial.study.codes, trial.lessons, ["hand"]))


def _regression(trial: Trial) -> Ranked:
    """As `examples`, for every sentence."""
    method = Examples(trial.study.codes, trial.lessons, ["hand"])
    method.least = 0.0
    return _ranked(trial, method)


def _search(trial: Trial) -> Ranked:
    """One query per code; of several codes met in a sentence, those with the best scores."""
    scored: list[list[tuple[float, str]]] = [[] for _ in trial.sentences]
    for code in trial.study.codes:
        if not (typed := _typed(code.name)):
            continue
        query = Query(typed, code.id)
        for one in trial.passages:
            query.learn(one)
        for at, proposal in _proposed(trial, query):
            scored[at].append((-proposal.score, code.id))
    return [[key for _, key in sorted(found)[:BEST]] for found in scored]


def _typed(name: str) -> str:
    """What somebody in a hurry would type for a code: its words, and the beginnings of the longer ones."""
    words = sorted(word for word in _content(name) if word.isalpha())
    begun = [f"{stem(word)}*" for word in words if len(stem(word)) >= LONG]
    return " OR ".join((*words, *begun))


def _ranked(trial: Trial, method: Method) -> Ranked:
    ranked: Ranked = [[] for _ in trial.sentences]
    for at, proposal in _proposed(trial, method):
        ranked[at].append(proposal.code_id)
    return [found[:BEST] for found in ranked]


def _proposed(trial: Trial, method: Method) -> Iterator[tuple[int, Proposal]]:
    """(number of the sentence, proposal), best first within a sentence."""
    before = 0
    for one in trial.passages:
        place = {unit[0]: at for at, unit in enumerate(one.units, start=before)}
        yield from ((place[proposal.start_char], proposal) for proposal in method.propose(one).proposals)
        before += len(one.units)


def _scores(ranked: Ranked, trial: Trial) -> str:
    given = [codes for one in trial.given for codes in one]
    pairs = [(found, codes) for found, codes in zip(ranked, given, strict=True) if found]
    first = sum(found[0] in codes for found, codes in pairs)
    right = sum(key in codes for found, codes in pairs for key in found)
    made, there = sum(len(found) for found, _ in pairs), sum(len(codes) for codes in given)
    return f"{len(pairs):9} {_share(first, len(pairs))} {_share(right, made)} {_share(right, there):>7}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:6.3f}" if whole else "     -"


def _ratio(trial: Trial) -> float:
    """Both on the same text, each at its quickest of some rounds; loading spaCy is left out of both."""
    bare = spacy.blank("en")
    texts = ["\n".join(one.words(unit) for unit in one.units) for one in trial.passages]

    def tokenize() -> None:
        for text in texts:
            bare.make_doc(text)

    def suggest() -> None:
        method = _method(trial)
        for one in trial.passages:
            method.propose(one)

    return _quickest(suggest) / _quickest(tokenize)


def _quickest(work: Callable[[], None]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return float(np.min(times))


METHODS: Final[tuple[tuple[str, Callable[[Trial], Ranked]], ...]] = (
    ("keyword (baseline)", _keyword),
    ("search", _search),
    ("definitions", _definitions),
    ("TF-IDF + LR (baseline)", _regression),
    ("examples", _examples),
)


if __name__ == "__main__":
    main()
