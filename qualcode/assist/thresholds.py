"""When the method `examples` keeps silent: a threshold, tried on transcripts that were not learned from."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qualcode.model import Code

    Tried = tuple[NDArray[np.float64], Sequence[frozenset[str]]]

MOST: Final = 3
"""Codes suggested for one sentence at most."""

RIGHT: Final = 0.25
"""Share that has to be right on transcripts held out, where any threshold gives so much: one of four."""

SILENT: Final = 0.5
"""Score below which nothing is suggested when there is too little to try thresholds on."""

_STEPS: Final = tuple(step / 40 for step in range(4, 37))


def threshold(codes: Sequence[Code], said: Sequence[str], tried: Sequence[Tried]) -> float:
    """The threshold with the best F0.5 on transcripts held out, among those where enough was right.

    F0.5 (van Rijsbergen, 1979) counts being right twice as much as missing nothing. With few examples that
    would be near silence. So where a search for the names of the codes finds more of what was coded, the
    threshold comes down until it no longer does, or until the next one would be right no oftener than it.

    Args:
        codes: Those that may be proposed.
        said: Words of each sentence.
        tried: For the same sentences, how much speaks for each code, and what the coder gave.
    """
    if not tried:
        return SILENT
    there = sum(len(one & {code.id for code in codes}) for _, given in tried for one in given)
    found = {step: _worth(_chosen_codes(codes, tried, step), tried) for step in _STEPS}
    good = [step for step in _STEPS if found[step].right >= RIGHT * found[step].suggested] or list(_STEPS)
    best = max(
        good, key=lambda step: (1.25 * found[step].right / (found[step].suggested + 0.25 * there), step)
    )
    names = _worth(_named(codes, said), tried)
    for step in reversed([step for step in _STEPS if step < best]):
        if found[best].right > names.right or not found[step].beats(names):
            break
        best = step
    return best


@dataclass(frozen=True, slots=True)
class _Worth:
    """Suggestions for some sentences, best first in each: how many were made, how many right.

    Attributes:
        suggested: All of them.
        right: Those that the coder had made.
        sentences: Sentences with any.
        first: Sentences whose best one was right.
    """

    suggested: int
    right: int
    sentences: int
    first: int

    def beats(self, other: _Worth) -> bool:
        """Whether more of all, and more of the best ones, are right."""
        return (
            self.right * other.suggested > other.right * self.suggested
            and self.first * other.sentences > other.first * self.sentences
        )


def _worth(found: Sequence[Sequence[str]], tried: Sequence[Tried]) -> _Worth:
    given = [one for _, codes in tried for one in codes]
    pairs = [(made, codes) for made, codes in zip(found, given, strict=True) if made]
    return _Worth(
        sum(len(made) for made, _ in pairs),
        sum(code_id in codes for made, codes in pairs for code_id in made),
        len(pairs),
        sum(made[0] in codes for made, codes in pairs),
    )


def _chosen_codes(codes: Sequence[Code], tried: Sequence[Tried], least: float) -> list[list[str]]:
    """Per sentence, ids of the codes chosen, best first."""
    found: list[list[str]] = []
    for scores, given in tried:
        here: list[list[str]] = [[] for _ in given]
        for sentence, code in chosen(scores, least):
            here[sentence].append(codes[code].id)
        found += here
    return found


def _named(codes: Sequence[Code], said: Sequence[str]) -> list[list[str]]:
    """Per sentence, ids of the codes that a search for the words of their names finds, most words first."""
    text: Any = import_module("sklearn.feature_extraction.text")
    words = text.CountVectorizer(binary=True, stop_words="english")
    try:
        names = words.fit_transform([code.name for code in codes])
    except ValueError:  # no name holds a word that means something
        return [[] for _ in said]
    shares = (words.transform(said) @ names.multiply(1 / names.sum(axis=1).clip(1)).T).toarray()
    return [
        [codes[at].id for _, at in sorted((-share, at) for at, share in enumerate(row) if share)[:MOST]]
        for row in shares
    ]


def chosen(scores: NDArray[np.float64], least: float) -> list[tuple[int, int]]:
    """(sentence, code) in reading order, best first, at most `MOST` per sentence."""
    found = []
    for sentence, row in enumerate(scores):
        best = sorted((-float(value), code) for code, value in enumerate(row) if value >= least)[:MOST]
        found += [(sentence, code) for _, code in best]
    return found
