"""How well a passage would do as an illustration: visible parts, the same every time. It never chooses.

The parts and weights are a judgment of this program (documented with the report), not of the literature:
fit 30, voice 20, clarity 20, spread 10, distinctness 10, length 10; a soft disclosure flag halves the sum.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

WEIGHTS: Final = {"fit": 30, "voice": 20, "clarity": 20, "spread": 10, "distinctness": 10, "length": 10}
FIT: Final = {"both passes": 1.0, "reconciled": 0.9, "one pass": 0.6}

_OPENERS: Final = frozenset(
    {"that", "it", "they", "this", "he", "she", "those", "these", "it's", "that's", "they're", "them"}
)
_FILLERS: Final = frozenset({"um", "uh", "er", "erm", "hmm", "mm", "mhm", "uhm", "äh", "ähm", "euh"})
_INAUDIBLE = re.compile(r"\[(?:inaudible|unintelligible|crosstalk)[^\]]*\]", re.IGNORECASE)
_IDENTIFYING = re.compile(r"\S+@\S+\.\w+|(?:\d[\s().-]?){7,}")
_SHORT, _FULL_FROM, _FULL_TO, _LONG = 4, 12, 90, 160
_MOST_FILLERS = 0.05


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known about a passage before it is scored.

    `quoted` counts the quotes its speaker already has in the report; `new_stratum` says whether the speaker
    brings an attribute or sub-theme that no chosen quote shows yet.
    """

    words: str
    whole_sentences: bool
    agreed: str
    quoted: int
    new_stratum: bool
    chosen: tuple[str, ...]


def parts(candidate: Candidate) -> dict[str, float]:
    """Each part times its weight."""
    raw = {
        "fit": FIT[candidate.agreed],
        "voice": 1 / (1 + candidate.quoted),
        "clarity": clarity(candidate.words, whole_sentences=candidate.whole_sentences),
        "spread": float(candidate.new_stratum),
        "distinctness": 1 - max((likeness(candidate.words, one) for one in candidate.chosen), default=0.0),
        "length": length(len(candidate.words.split())),
    }
    return {name: WEIGHTS[name] * value for name, value in raw.items()}


def clarity(words: str, *, whole_sentences: bool) -> float:
    """Whole sentences .4, no unresolved opening word .3, little filler .2, none at all .1."""
    said = _plain(words)
    fillers = sum(word in _FILLERS for word in said) + len(_INAUDIBLE.findall(words))
    opener = said[0] if said else ""
    return (
        0.4 * whole_sentences
        + 0.3 * (opener not in _OPENERS)
        + 0.2 * (fillers < _MOST_FILLERS * max(1, len(said)))
        + 0.1 * (fillers == 0)
    )


def length(number: int) -> float:
    """Full at 12 to 90 words, falling in a line to nothing at 4 and at 160."""
    if number < _FULL_FROM:
        return max(0.0, (number - _SHORT) / (_FULL_FROM - _SHORT))
    if number > _FULL_TO:
        return max(0.0, (_LONG - number) / (_LONG - _FULL_TO))
    return 1.0


def likeness(one: str, other: str) -> float:
    """Shared words over all words of both (Jaccard)."""
    left, right = set(_plain(one)), set(_plain(other))
    return len(left & right) / len(left | right) if left | right else 0.0


def risk(words: str) -> int:
    """1 for a soft disclosure flag: something like a telephone number or an address."""
    return int(_IDENTIFYING.search(words) is not None)


def total(scored: dict[str, float], flagged: int) -> float:
    """The sum, halved by a flag."""
    return sum(scored.values()) * (1 - 0.5 * flagged)


def reason(scored: dict[str, float], candidate: Candidate, flagged: int) -> str:
    """Why it stands where it stands, in words."""
    told = [f"coded in {candidate.agreed}" if candidate.agreed != "reconciled" else "agreed by decision"]
    told.append("not quoted yet" if not candidate.quoted else f"quoted {candidate.quoted} times already")
    told += ["whole sentences"] if candidate.whole_sentences else ["starts or ends inside a sentence"]
    told += ["shows a stratum not shown yet"] if candidate.new_stratum else []
    told += ["much like a chosen quote"] if scored["distinctness"] < WEIGHTS["distinctness"] / 2 else []
    told += ["very short or long"] if scored["length"] < WEIGHTS["length"] / 2 else []
    return "; ".join([*told, *(["look for identifying details"] if flagged else [])])


def _plain(words: str) -> list[str]:
    found: Iterable[str] = re.findall(r"[\w’']+", words.casefold())
    return [word.replace("’", "'") for word in found]
