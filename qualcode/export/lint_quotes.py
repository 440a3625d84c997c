"""Checks of the quotes: verbatim, attributed, allowed, and from many voices."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from qualcode.export.finding import Finding
from qualcode.export.identifiers import identifiers
from qualcode.export.slips import LANGUAGE, slips
from qualcode.themes.cleaning import RULE as LIGHT_CLEANING
from qualcode.themes.gates import is_quotable, may_quote
from qualcode.transcripts import library
from qualcode.transcripts.deid_record import kept_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.export.facts import Facts
    from qualcode.store.project import Project
    from qualcode.themes.quotes import Quote

LOUD_OVERALL: Final = 0.3
LOUD_IN_THEME: Final = 0.4
_ENOUGH_QUOTES: Final = 5
_NEGATION: Final = re.compile(
    r"\b(?:not|no|never|nobody|nothing|none|neither|nor|without)\b|n['’]t\b", re.IGNORECASE
)
_UNHEARD: Final = re.compile(r"\[(?:inaudible|unintelligible|unclear|crosstalk)\b|\[\?+\]", re.IGNORECASE)
_DOUBLED: Final = re.compile(
    r"\b(the|a|an|and|of|to|in|is|was|it|for|on|at|with|they|we|he|she|you|my|his|her|their) \1\b",
    re.IGNORECASE,
)
"""Small words that speech rarely doubles without a comma; "very very" or "no no" is how people talk."""


def quotes(project: Project, facts: Facts) -> Iterator[Finding]:
    """Every rule about single quotes, quote by quote."""
    english = facts.slots.get("language", LANGUAGE).casefold().startswith(LANGUAGE)
    for quote in facts.quotes:
        where = f"q{quote.number}"
        if not quote.verified:
            message = "The printed words are not the transcript's: clear its edits."
            yield Finding("QVER", "error", where, message)
        yield from _attributed(quote, where)
        transcript = library.find(project, quote.transcript)
        if not is_quotable(project, transcript, (quote.start_char, quote.end_char)):
            message = "It is not participants' speech alone any more: choose it anew."
            yield Finding("ATTR", "error", where, message)
        for who in quote.participants:
            if not may_quote(project, who):
                yield Finding("CONS", "error", where, f"{who} does not allow verbatim quotes.")
        for kind in identifiers(_undecided(project, quote)):
            message = f"It holds {kind}: decide it with `qualcode deid apply`, or leave it out of the quote."
            yield Finding("IDENT", "error", where, message)
        yield from _edits(quote, where)
        if LIGHT_CLEANING not in facts.slots and any(edit.kind == "clean" for edit in quote.edits):
            message = f"Fillers are left out, and no rule is declared: slots set {LIGHT_CLEANING}."
            yield Finding("EDIT", "error", where, message)
        yield from _slips(quote, where, english=english)


def voices(facts: Facts) -> Iterator[Finding]:
    """Who is quoted too often, and who never."""
    if not facts.quotes:
        return
    yield from _loud(facts.quotes, LOUD_OVERALL, "all quotes", "the report")
    for theme in facts.themes:
        chosen = [quote for quote in facts.quotes if quote.theme == theme.name]
        yield from _loud(chosen, LOUD_IN_THEME, "the quotes", theme.name)
    quoted = {who for quote in facts.quotes for who in quote.speakers}
    for who in facts.sample.analyzed:
        if who not in quoted:
            yield Finding("VOICE", "warning", who, "Never quoted.")


def _undecided(project: Project, quote: Quote) -> str:
    """The printed words, without those that somebody decided to keep when they were screened."""
    place = (library.find(project, quote.transcript).id, quote.start_char, quote.end_char)
    body = quote.body
    for words in kept_words(project, *place):
        body = body.replace(words, " ")
    return body


def _attributed(quote: Quote, where: str) -> Iterator[Finding]:
    """The ID stands once in print, behind the words; in an exchange once before every turn's."""
    known = "|".join(map(re.escape, quote.participants))
    if known and re.search(rf"\b(?:{known})\b", quote.body):
        yield Finding("ATTR", "error", where, "The ID stands inside the quotation: choose fewer words.")
    elif quote.form != "exchange" and quote.rendered.count(f"({quote.attribution})") != 1:
        yield Finding("ATTR", "error", where, "It needs exactly one ID behind it.")


def _edits(quote: Quote, where: str) -> Iterator[Finding]:
    left_out = [edit.words for edit in quote.edits if edit.kind == "omit"]
    if any(_NEGATION.search(words) for words in left_out):
        yield Finding("EDIT", "warning", where, "An omission takes a negation away: check the meaning.")
    if sum(len(words.split()) for words in left_out) * 2 > len(quote.quotation.split()):
        yield Finding("EDIT", "warning", where, "More than half of the words are left out.")


def _slips(quote: Quote, where: str, *, english: bool) -> Iterator[Finding]:
    if _UNHEARD.search(quote.body):
        yield Finding("PROOF", "warning", where, "It holds a place that nobody could hear: check the audio.")
    if _DOUBLED.search(quote.body):
        yield Finding("PROOF", "warning", where, "A small word stands there twice: check the audio.")
    for one in slips(quote.body) if english else ():
        message = f"“{one.written}” (word {one.nth}) may be “{one.said}”: check the audio."
        yield Finding("PROOF", "warning", where, message)


def _loud(chosen: Sequence[Quote], most: float, what: str, where: str) -> Iterator[Finding]:
    counts = Counter(who for quote in chosen for who in quote.speakers)
    total = len(chosen)
    for who, number in counts.items():
        if total >= _ENOUGH_QUOTES and number / total > most:
            yield Finding("VOICE", "warning", where, f"{who} has {number} of {total} of {what}.")
