"""Who said so, in parentheses; and whether "most" is most. Pure: names and numbers in, words out."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from qualcode.names import natural_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

CitationKind = Literal["exhaustive", "illustrative"]

FEW: Final = 3
"""The least that "a few" may mean."""

LONG: Final = 8
"""More names than this are given as a number."""

VOCABULARY: Final[dict[str, str]] = {
    "one participant": "n = 1",
    "two participants": "n = 2",
    "a few": "n from 3 up to 25% of N, or n = 3 and under half",
    "some / several": "over 25% and under 45%",
    "about half": "45 to 55%",
    "most / many": "over 55% and under 90%",
    "nearly all": "90% or more, not all",
    "all": "n = N",
}
"""What a quantifier means here, as it is printed in the Method section."""

_RULES: Final[dict[str, Callable[[int, int], bool]]] = {
    "nearly all": lambda n, of: 0.9 * of <= n < of,
    "almost all": lambda n, of: 0.9 * of <= n < of,
    "about half": lambda n, of: 0.45 * of <= n <= 0.55 * of,
    "a few": lambda n, of: FEW <= n <= 0.25 * of or (n == FEW and 2 * n < of),
    "one": lambda n, _: n == 1,
    "two": lambda n, _: n == len("ab"),
    "several": lambda n, of: 0.25 * of < n < 0.45 * of,
    "some": lambda n, of: 0.25 * of < n < 0.45 * of,
    "most": lambda n, of: 0.55 * of < n < 0.9 * of,
    "many": lambda n, of: 0.55 * of < n < 0.9 * of,
    "all": lambda n, of: n == of,
}

_PEOPLE: Final = (
    r"(?:of\s+(?:the|our|these|those|them)\s*)?(?:\w+\s+){0,2}?"
    r"(?:participants?|interviewees?|respondents?|people|persons?|speakers?|workers?|informants?|them)\b"
)
_WORDS: Final = "|".join(word.replace(" ", r"\s+") for word in _RULES)
_COUNTED = re.compile(rf"\b(?P<word>{_WORDS})\s+{_PEOPLE}", re.IGNORECASE)
_OPENERS: Final = _WORDS.replace("one|two|", "")
_OPENING = re.compile(rf"\A\W*(?P<word>{_OPENERS})\b(?!\s+of\s+the\s+time)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantifier:
    """A counting word held against its count: `n` participants `of` N; `fits` by the vocabulary."""

    word: str
    n: int
    of: int
    fits: bool

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def quantifier(sentence: str, n: int, of: int) -> Quantifier | None:
    """The first word of a sentence that counts people, and whether it fits; None without one.

    >>> quantifier("Most participants felt alone.", 3, 10)
    Quantifier(word='most', n=3, of=10, fits=False)
    """
    match = _COUNTED.search(sentence) or _OPENING.match(sentence)
    if match is None:
        return None
    word = " ".join(match["word"].lower().split())
    return Quantifier(word, n, of, _RULES[word](n, of))


def citation(
    names: Iterable[str], base: Sequence[str], kind: CitationKind = "exhaustive", *, public: bool = False
) -> str:
    """The participants of a claim in parentheses, natural order, each once; empty without any.

    >>> citation(["P5", "P3", "P5"], ["P1", "P3", "P5"])
    '(P3, P5)'
    """
    listed = sorted(set(names), key=natural_key)
    if not listed:
        return ""
    if kind == "illustrative":
        return f"(e.g., {', '.join(listed)})"
    if len(listed) == len(base) > 1:
        return f"(all {len(base)} participants)"
    if len(listed) > LONG:
        missing = [name for name in base if name not in listed]
        told = f"; not {', '.join(missing)}" if missing and not public and len(missing) <= LONG else ""
        return f"({len(listed)} of {len(base)}{told})"
    return f"({', '.join(listed)})"


def cited(sentence: str, parenthesis: str) -> str:
    """A sentence with its citation before the final period.

    >>> cited("Some were doubted.", "(P3, P5)")
    'Some were doubted (P3, P5).'
    """
    if not parenthesis:
        return sentence
    bare = sentence.rstrip()
    end = bare[-1:] if bare[-1:] in {".", "!", "?"} else "."
    return f"{bare.removesuffix(end).rstrip()} {parenthesis}{end}"
