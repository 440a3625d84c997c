"""Probable slips of a transcriber: words that sound or look like others and do not fit where they stand.

A list of pairs that hearing and typing confuse, each with the words around it that give it away. It is small
on purpose: what people say is theirs, so only the recording decides, and nothing is ever corrected here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGE: Final = "en"
"""The list is of English words."""

_WHOSE: Final = r"(?:my|his|her|our|your|their)"
_HIGHER: Final = (
    r"(?:less|fewer|rather|worse|older|younger|bigger|smaller|larger|longer|shorter|harder|easier|higher|lower"
    r"|faster|slower|stronger|weaker|sooner|cheaper|closer|safer|earlier|later|quicker|louder)"
)
_A_TIME: Final = (
    r"(?:day|night|week|month|year|morning|evening|afternoon|summer|winter|spring|autumn|fall|way)"
)


class _Slip(NamedTuple):
    """A word as it is written, the words it stands among, and what may have been said."""

    pattern: re.Pattern[str]
    written: str
    said: str


def _slip(written: str, said: str, pattern: str) -> _Slip:
    return _Slip(re.compile(pattern, re.IGNORECASE), written, said)


_SLIPS: Final = (
    _slip(
        "hours",
        "house",
        rf"\b(?:take|takes|took|taken|sell|sells|sold|buy|buys|bought|build|built|left|leave|own|in|into|inside|"
        rf"outside|near|behind|at|from) {_WHOSE} hours\b",
    ),
    _slip(
        "house",
        "hours",
        rf"\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|\d+|{_WHOSE} opening) house\b",
    ),
    _slip("that", "than", rf"\b{_HIGHER} that\b(?! {_A_TIME}\b)"),
    _slip(
        "then",
        "than",
        rf"\b(?!later|earlier|sooner){_HIGHER} then (?:a|the|I|you|he|she|it|we|they|me|him|us|them|my|his"
        r"|her|any|most|ever|before|that|what)\b",
    ),
    _slip("of", "have", r"\b(?:could|should|would|might|must)(?:n['’]t)? of\b(?! course)"),
    _slip("their", "there", r"\btheir (?:is|are|was|were|will be|has been)\b"),
    _slip("there", "their", r"\bthere (?:own|families|mothers?|fathers?|kids|children|jobs|lives|houses?)\b"),
    _slip("your", "you’re", r"\byour (?:welcome|not|the|a|an|so|very|just)\b"),
    _slip("its", "it’s", r"\bits (?:a|the|been|not|like|just|only|always|so)\b"),
    _slip("loose", "lose", rf"\bloose (?:{_WHOSE}|it|weight|hope|control|custody|everything)\b"),
    _slip(
        "new",
        "knew",
        r"\b(?:I|you|he|she|we|they|who|nobody|everybody) new (?:that|what|how|who|it|him|her|them|me)\b",
    ),
    _slip("now", "know", r"\b(?:don|didn|doesn)['’]t now\b"),
    _slip(
        "were", "where", rf"\b(?:place|town|house|room|street|ward) were (?:I|you|he|she|we|they|{_WHOSE})\b"
    ),
    _slip("quite", "quiet", r"\b(?:be|stay|stayed|keep|kept|went|was so) quite(?=[.,;!?]|$)"),
    _slip("form", "from", r"\b(?:away|came|come|comes|far) form\b"),
    _slip("of", "off", r"\b(?:took|turned|switched|fell|jumped|kicked) of\b"),
)


class Found(NamedTuple):
    """A word of a text that may be another; `nth` counts words from 1."""

    nth: int
    written: str
    said: str


def slips(text: str) -> Iterator[Found]:
    """Every probable slip in an English text, in the order of the list.

    >>> list(slips("And the court took his hours."))
    [Found(nth=6, written='hours', said='house')]
    """
    plain = text.replace("\n", " ")
    for slip in _SLIPS:
        for match in slip.pattern.finditer(plain):
            inside = re.search(rf"\b{slip.written}\b", match[0], re.IGNORECASE)
            at = match.start() + (inside.start() if inside else 0)
            yield Found(len(plain[:at].split()) + 1, slip.written, slip.said)
