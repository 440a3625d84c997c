"""Words that may tell who somebody is: by rule, by the study's dictionary, by their capital. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.transcripts.identifier_rules import MONTHS, NOT_NAMES, RULES, Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

MANY_CAPITALS: Final = 0.06
"""Share of words with a capital inside sentences from which a capital says nothing (German has over 0.2)."""

_CAPITAL: Final = r"[A-ZÀ-ÖØ-ÞĀ-Ž](?:[\w'’-]*[a-zà-öø-ÿ])"
_NAME = re.compile(rf"(?<=[a-zà-öø-ÿ,;] )(?P<w>{_CAPITAL}(?: {_CAPITAL})*)")
_INSIDE = re.compile(r"(?<=[a-zà-öø-ÿ,] )[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BRACKETED = re.compile(r"\[[^\]\n]{1,80}\]")
_POSSESSIVE = re.compile(r"['’]s?\Z")
_ARTICLE = re.compile(r"\A(?:The|A|An|And|But|So|At|In|From|With|Our|My|Their|His|Her|I|Then|When) ")


class Found(NamedTuple):
    """Characters [start, end) of a text, and what they may be."""

    start: int
    end: int
    kind: str


class Term(NamedTuple):
    """Words to look for, and what they are; "" leaves that to the rules. `exact` minds capitals."""

    kind: str
    words: str
    exact: bool = False


def key(words: str) -> str:
    """What is the same whichever way it is typed: capitals, spaces and apostrophes do not matter.

    >>> key("St.  Mary’s") == key("st. mary's")
    True
    """
    return " ".join(words.replace("’", "'").casefold().split())


def pattern(words: Collection[str], *, exact: bool = False) -> re.Pattern[str]:
    """A pattern for whole words and phrases, the longest first, across line breaks and apostrophes."""
    phrases = sorted({" ".join(one.split()) for one in words}, key=lambda one: (-len(one), one))
    alternatives = "|".join(_phrase(one) for one in phrases if one)
    return re.compile(rf"(?<!\w)(?:{alternatives or '(?!)'})(?!\w)", 0 if exact else re.IGNORECASE)


def _phrase(words: str) -> str:
    return r"\s+".join(re.escape(part).replace("’", "'").replace("'", "['’]") for part in words.split())


def identifiers(
    text: str,
    terms: Sequence[Term] = (),
    *,
    rules: Iterable[Rule] = RULES,
    ordinary: Collection[str] | None = None,
) -> list[Found]:
    """What may identify somebody in a text, in order and without overlap.

    Words of a term without a kind have the one that would be found without it, or none.

    Args:
        text: A transcript, or anything else that people wrote.
        terms: Words of the study's dictionary, or replaced before; they go before every rule.
        rules: Which patterns to try, the more certain ones first.
        ordinary: Words that are common in small letters; None: do not look for names by their capitals.
    """
    taken = bytearray(len(text))
    found = _accepted(taken, _by_terms(text, terms))
    if any(not one.kind for one in found):
        told = [one for one in terms if one.kind]
        found = _classed(found, identifiers(text, told, rules=rules, ordinary=ordinary))
    for match in _BRACKETED.finditer(text):  # was replaced already
        taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    found += _accepted(taken, _by_rules(text, rules))
    if ordinary is not None and not _capitals_abound(text):
        found += _accepted(taken, _by_capital(text, ordinary))
    return sorted(found)


def small_words(text: str) -> set[str]:
    """Words that stand in a text in small letters."""
    return {word for word in _WORD.findall(text) if word[0].islower()}


def _classed(found: Sequence[Found], others: Sequence[Found]) -> list[Found]:
    def kind(one: Found) -> str:
        around = (other.kind for other in others if other.start <= one.start and one.end <= other.end)
        return one.kind or next(around, "")

    return [one._replace(kind=kind(one)) for one in found]


def _accepted(taken: bytearray, candidates: Iterable[Found]) -> list[Found]:
    accepted = []
    for start, end, kind in candidates:
        if start < end and not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            accepted.append(Found(start, end, kind))
    return accepted


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the article before it and the 's after it."""
    words = text[start:end]
    if len(words.split()) > 1 and (article := _ARTICLE.match(words)):
        start += article.end()
    if after := _POSSESSIVE.search(text[start:end]):
        end = start + after.start()
    return start, end


def _by_terms(text: str, terms: Sequence[Term]) -> Iterator[Found]:
    for exact in (False, True):
        kinds = {key(one.words): one.kind for one in terms if one.exact is exact}
        if kinds:
            words = [one.words for one in terms if one.exact is exact]
            for match in pattern(words, exact=exact).finditer(text):
                yield Found(match.start(), match.end(), kinds.get(key(match[0]), "other"))


def _by_rules(text: str, rules: Iterable[Rule]) -> Iterator[Found]:
    for rule in rules:
        for match in rule.pattern.finditer(text):
            group = "w" if rule.pattern.groupindex else 0
            if not _names_nobody(match[group]):
                yield Found(*_bare(text, *match.span(group)), rule.kind)


def _by_capital(text: str, ordinary: Collection[str]) -> Iterator[Found]:
    for match in _NAME.finditer(text):
        words = list(_WORD.finditer(match["w"]))
        while words and _names_nobody(words[0][0]):
            words.pop(0)
        while words and _names_nobody(words[-1][0]):
            words.pop()
        if words and not (len(words) == 1 and _POSSESSIVE.sub("", words[0][0]).casefold() in ordinary):
            span = match.start() + words[0].start(), match.start() + words[-1].end()
            kind = "date" if text[slice(*span)].casefold() in MONTHS else "name"
            yield Found(*_bare(text, *span), kind)


def _names_nobody(words: str) -> bool:
    return _POSSESSIVE.sub("", words).casefold() in NOT_NAMES and words.casefold() not in MONTHS


def _capitals_abound(text: str) -> bool:
    inside = [word for word in _INSIDE.findall(text) if len(word) > 1]
    return bool(inside) and sum(word[0].isupper() for word in inside) > MANY_CAPITALS * max(len(inside), 100)
