"""What a code is about, as its codebook entry tells it: weighted words, phrases, and rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qualcode.codes.rules import Rule
    from qualcode.model import Code
    from qualcode.store.project import Project

WEIGHTS: Final = {"name": 3.0, "synonym": 3.0, "example": 2.0, "definition": 1.0, "use when": 1.0}
"""How much a word counts by where it stands in the entry; tried on four studies (docs/assistance.md)."""

_LONGEST_PHRASE: Final = 60
"""Characters of an example that is sought as it stands; longer ones are never said again word for word."""


@dataclass(frozen=True, slots=True)
class Idea:
    """A code's entry, ready to be compared with speech.

    Attributes:
        code_id: Whose it is.
        name: Of the code.
        fields: (where it stands, words) of all that describes the code.
        phrases: (where it stands, words) sought in any form of their words; a hit adds to the score.
        sure: Rules of the researcher; a hit is a suggestion whatever the score.
        never: Phrases that forbid a suggestion.
    """

    code_id: str
    name: str
    fields: tuple[tuple[str, str], ...]
    phrases: tuple[tuple[str, str], ...] = ()
    sure: tuple[Rule, ...] = ()
    never: tuple[str, ...] = ()


def idea(code: Code, rules: Iterable[Rule] = ()) -> Idea:
    """What a code and its rules say."""
    own = list(rules)
    synonyms = [rule.body for rule in own if rule.kind == "synonym"]
    fields = (
        ("name", code.name),
        *(("synonym", one) for one in synonyms),
        ("definition", code.definition),
        ("use when", code.use_when),
        ("example", code.example),
    )
    return Idea(
        code.id,
        code.name,
        tuple((where, words) for where, words in fields if words.strip()),
        tuple(_phrases(code, synonyms)),
        tuple(rule for rule in own if rule.kind in {"phrase", "pattern", "regex"}),
        tuple(rule.body for rule in own if rule.kind == "not-when"),
    )


def with_example_words(project: Project, code: Code) -> str:
    """A code's example as words: those under it where the example is an address."""
    if not addresses.looks_like(code.example):
        return code.example
    transcript = library.find_or_none(
        project, code.example.rpartition(":")[0] or code.example.rpartition("@")[0]
    )
    if transcript is None:
        return ""
    place = addresses.resolve(project, code.example)
    return library.text(project, transcript.id)[place.start_char : place.end_char]


def _phrases(code: Code, synonyms: Iterable[str]) -> Iterator[tuple[str, str]]:
    if len(code.name.split()) > 1:
        yield "name", code.name
    yield from (("synonym", one) for one in synonyms)
    if len(code.example.split()) > 1 and len(code.example) <= _LONGEST_PHRASE:
        yield "example", code.example.strip(" .,;!?\"'“”‘’")
