"""The method `examples`: learned from how somebody coded, so never independent of that coding.

TF-IDF of words, word pairs and character sequences; one logistic regression per code against all other
sentences that were read. The code's name counts as one more example. Sentences read and left uncoded teach
what the code is not, and a threshold tried on held-out transcripts says when to keep silent. What is
proposed in a transcript was learned from other transcripts only: nothing is merely remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from qualcode.assist.passages import Proposal, Proposed
from qualcode.assist.thresholds import MOST, chosen, threshold
from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qualcode.assist.passages import Passage
    from qualcode.assist.thresholds import Tried
    from qualcode.model import Code

LEAST_EXAMPLES: Final = 3
"""Sentences a code must have been applied to; fewer teach chance more than meaning."""

FOLDS: Final = 3
"""Parts the transcripts are divided into; each is read with what was learned from the others."""

STRENGTH: Final = 10.0
"""Inverse of the regularisation (C) of the regression, as it measured best at 20 examples per code."""

_NAMED: Final = 3

Matrix = Any
"""SciPy's sparse one, or scikit-learn's objects; both without types."""

Vectorizer = Any
"""scikit-learn's, from texts to features."""


class TooFewExamples(QualcodeError):
    """Nothing, or next to nothing, was coded in the passes to learn from."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """The sentences of one transcript and the ids of the codes that each was given."""

    passage: Passage
    codes: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """What came of trying a code on held-out transcripts.

    Attributes:
        suggested: How often it would have been suggested.
        right: How often the coder had coded so.
    """

    suggested: int
    right: int

    def as_dict(self) -> dict[str, Any]:
        """For JSON; the share is None where nothing would have been suggested."""
        share = self.right / self.suggested if self.suggested else None
        return {"suggested": self.suggested, "right": self.right, "share": share}


class Examples:
    """Proposes what resembles coded sentences.

    Attributes:
        least: Score below which it keeps silent, as it was best on transcripts held out.
    """

    name = "examples"

    def __init__(
        self,
        codes: Sequence[Code],
        lessons: Sequence[Lesson],
        sources: Sequence[str],
        step: Callable[[], None] = lambda: None,
    ) -> None:
        """Learn, and try what was learned.

        Args:
            codes: Those to propose.
            lessons: What was coded.
            sources: Names of the passes it was coded in.
            step: Called after each part of the work.

        Raises:
            TooFewExamples: no code has as many examples as it takes.
        """
        counts = _counts(lessons)
        self._codes = [code for code in codes if counts.get(code.id, 0) >= LEAST_EXAMPLES]
        if not self._codes:
            raise TooFewExamples(
                f"No code has {LEAST_EXAMPLES} coded sentences in {', '.join(sources)}.",
                "Code some more by hand first, or use the method `definitions`.",
            )
        self._sources = list(sources)
        self._lessons = list(lessons)
        self._apart = _apart(self._codes, lessons, step)
        tried = [
            (self._apart[one.passage.key].scores_of(one.passage), one.codes) for one in lessons if self._apart
        ]
        self.least = threshold(self._codes, _said(lessons), tried)
        self._expected = _by_code(self._codes, tried, self.least)

    @property
    def settings(self) -> dict[str, Any]:
        """Sources, threshold, strength, library and its version."""
        from importlib.metadata import version

        return {
            "from": self._sources,
            "sentences": sum(len(one.codes) for one in self._lessons),
            "least": self.least,
            "least_examples": LEAST_EXAMPLES,
            "most": MOST,
            "strength": STRENGTH,
            "library": f"scikit-learn {version('scikit-learn')}",
        }

    @property
    def expected(self) -> dict[str, Expected]:
        """Code name -> how it did on held-out transcripts; empty where there were too few to hold any out."""
        return self._expected

    @property
    def learned(self) -> set[str]:
        """Ids of the codes it can propose."""
        return {code.id for code in self._codes}

    def propose(self, passage: Passage) -> Proposed:
        """Codes for sentences that resemble coded ones in other transcripts; most sentences get none."""
        learned = self._apart.get(passage.key) or self._whole
        features = learned.features([passage.words(unit) for unit in passage.units])
        scores = learned.scores(features)
        return Proposed(
            [
                Proposal(
                    self._codes[code].id,
                    *passage.units[sentence],
                    round(float(scores[sentence, code]), 4),
                    learned.reason(code, features[sentence]),
                )
                for sentence, code in chosen(scores, self.least)
            ]
        )

    @cached_property
    def _whole(self) -> _Learned:
        """What all lessons teach: for transcripts that are none of them."""
        return _Learned(self._codes, self._lessons)


def _fit_features(vectorizer: Vectorizer, texts: Sequence[str]) -> None:
    try:
        vectorizer.fit(texts)
    except ValueError:  # so little was said that no feature would be left: then every character counts
        vectorizer.set_params(analyzer="char_wb", ngram_range=(1, 2), min_df=1).fit(texts)


class _Learned:
    """One regression per code; a code without examples here, or without others, is never proposed."""

    def __init__(self, codes: Sequence[Code], lessons: Sequence[Lesson]) -> None:
        import numpy as np

        text: Any = import_module("sklearn.feature_extraction.text")
        self._words = text.TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2))
        self._pieces = text.TfidfVectorizer(
            sublinear_tf=True, analyzer="char_wb", ngram_range=(3, 5), min_df=2
        )
        given = [codes_ for one in lessons for codes_ in one.codes]
        texts = _said(lessons) + [code.name for code in codes]
        _fit_features(self._words, texts)
        self._names = self._words.get_feature_names_out()
        _fit_features(self._pieces, texts)
        features = self.features(texts)
        self._weights = np.zeros((len(codes), features.shape[1]))
        self._offsets = np.full(len(codes), -np.inf)
        self._examples = [sum(code.id in one for one in given) for code in codes]
        for at, code in enumerate(codes):
            named = [at == other for other in range(len(codes))]
            wanted = [code.id in one for one in given] + named
            if self._examples[at] and not all(wanted):
                self._fit(at, features, wanted)

    def features(self, texts: Sequence[str]) -> Matrix:
        """Sentences x features."""
        from scipy.sparse import hstack

        return hstack([self._words.transform(texts), self._pieces.transform(texts)]).tocsr()

    def scores_of(self, passage: Passage) -> NDArray[np.float64]:
        """As `scores`, for all sentences of a passage."""
        return self.scores(self.features([passage.words(unit) for unit in passage.units]))

    def scores(self, features: Matrix) -> NDArray[np.float64]:
        """Sentences x codes, each between 0 and 1."""
        import numpy as np

        with np.errstate(over="ignore"):  # a code without examples: the exponential of infinity
            found: NDArray[np.float64] = 1 / (1 + np.exp(-(features @ self._weights.T + self._offsets)))
        return found

    def reason(self, code: int, sentence: Matrix) -> str:
        """What speaks most for a code in a sentence."""
        places = sentence.indices < len(self._names)
        at = sentence.indices[places]
        gains = sentence.data[places] * self._weights[code, at]
        best = [
            (-float(gain), str(self._names[one])) for one, gain in zip(at, gains, strict=True) if gain > 0
        ]
        told = ", ".join(f"“{name}”" for _, name in sorted(best)[:_NAMED])
        likeness = f"resembles {self._examples[code]} sentences coded so"
        return f"{likeness}; what speaks for it: {told}" if told else likeness

    def _fit(self, at: int, features: Matrix, wanted: Sequence[bool]) -> None:
        linear: Any = import_module("sklearn.linear_model")
        fitted = linear.LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear")
        fitted.fit(features, wanted)
        self._weights[at], self._offsets[at] = fitted.coef_[0], fitted.intercept_[0]


def _said(lessons: Sequence[Lesson]) -> list[str]:
    return [one.passage.words(unit) for one in lessons for unit in one.passage.units]


def _counts(lessons: Sequence[Lesson]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in lessons:
        for codes in one.codes:
            for code_id in codes:
                counts[code_id] = counts.get(code_id, 0) + 1
    return counts


def _apart(codes: Sequence[Code], lessons: Sequence[Lesson], step: Callable[[], None]) -> dict[str, _Learned]:
    """Transcript -> what transcripts of the other folds teach; empty when there are too few transcripts."""
    keys = list(dict.fromkeys(one.passage.key for one in lessons))
    if len(keys) < FOLDS:
        return {}
    found = {}
    for fold in range(FOLDS):
        outside = set(keys[fold::FOLDS])
        learned = _Learned(codes, [one for one in lessons if one.passage.key not in outside])
        found.update(dict.fromkeys(outside, learned))
        step()
    return found


def _by_code(codes: Sequence[Code], tried: Sequence[Tried], least: float) -> dict[str, Expected]:
    counts = [[0, 0] for _ in codes]
    for scores, given in tried:
        for sentence, code in chosen(scores, least):
            counts[code][0] += 1
            counts[code][1] += codes[code].id in given[sentence]
    return {code.name: Expected(*count) for code, count in zip(codes, counts, strict=True)} if tried else {}
