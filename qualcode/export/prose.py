"""What authors write themselves, read for wording that the record does not bear out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.export.finding import Finding
from qualcode.export.slots import SHORT
from qualcode.passes.placing import QuoteFinder
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.export.facts import Facts
    from qualcode.export.finding import Level
    from qualcode.store.project import Project

Remark = tuple[str, "Level", str]
"""(rule, level, what to write instead); never what was said."""

_AGENCY = re.compile(
    r"\b(?:themes?|patterns?|categor(?:y|ies)|findings?|insights?)\b[^.]{0,40}?"
    r"\b(?:emerge[ds]?|emerging|arose|arises?|surfaced?s?)\b"
    r"|\bemergent themes?\b|\b(?:was|were|is|are) (?:found in|apparent from) the data\b",
    re.IGNORECASE,
)
_SATURATION = re.compile(
    r"\bsaturation\b[^.]{0,30}\b(?:reached|achieved|attained|obtained)\b"
    r"|\b(?:reached|achieved|attained)\b[^.]{0,20}\bsaturation\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not|never|cannot|no)\b", re.IGNORECASE)
_INTERCODER = re.compile(r"\binter[- ]?(?:coder|rater)\b", re.IGNORECASE)
_RELIABILITY = re.compile(r"\breliab(?:le|ility)\b", re.IGNORECASE)
_PERCENT = re.compile(r"\d+(?:\.\d+)?\s?(?:%|percent\b|per cent\b)")
_BASE = re.compile(r"\bof (?:the )?\d+|\bn\s*=\s*\d+|\d+\s*/\s*\d+|\d+ of \d+", re.IGNORECASE)
_MEMBER_CHECK = re.compile(r"\b(?:member|participant)[- ]check", re.IGNORECASE)
_GENDERED = re.compile(r"\b(?:he|she|his|her|him|hers)\b", re.IGNORECASE)
_EXTREME = re.compile(
    r"\b(?:oldest|youngest|longest|shortest|newest|highest|lowest|most (?:senior|experienced)|only)\b",
    re.IGNORECASE,
)
_COEFFICIENT = re.compile(r"(?:\b(?:kappa|alpha)\b|[κα])[^;]{0,60}?\d", re.IGNORECASE)
_AGREED = re.compile(r"\b(?:agreed|reconciled|consensus) (?:coding|pass|codes)\b", re.IGNORECASE)
_CALLED = re.compile(
    r"\bthemes? (?:called |named |of )?[“\"](?P<a>[^”\"]+)[”\"]|[“\"](?P<b>[^”\"]+)[”\"] theme\b"
    r"|\bTheme \d+\s*[:(]\s*(?P<c>[^).;\n]+)"
)
_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"")
_ATTRIBUTED = re.compile(r"\A[^“\"]{0,3}\s*\(")
_INSIDE = re.compile(r"\s*\([^()]*\d[^()]*\)[\s.,;]*\Z")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_WORDS_OF_A_QUOTE: Final = 3
_SHARED: Final = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of author prose and where it stands (`c3`, `theme A: essence`, `researcher_position`).

    A claim that somebody supports is `cited`: the list of people behind it says whose its quoted phrase is.
    """

    where: str
    text: str
    cited: bool = False


def findings(project: Project, facts: Facts) -> Iterator[Finding]:
    """What is wrong with what the authors wrote, piece by piece, in fixed order."""
    for piece in author_prose(facts):
        for rule, level, message in _remarks(piece.text, facts):
            yield Finding(rule, level, piece.where, message)
        for source, inside in () if piece.cited else unattributed(project, piece.text, facts):
            hint = f"its words stand at {source}" if source else "its words were not found"
            wrong = "has its ID inside the marks: put it behind them" if inside else "has no ID behind it"
            yield Finding("ATTR", "error", piece.where, f"A quotation {wrong}; {hint}.")


def author_prose(facts: Facts) -> list[Piece]:
    """Everything that authors wrote and the report prints."""
    found = [Piece(f"c{one.number}", one.text, cited=bool(one.participants)) for one in facts.claims]
    for theme in facts.themes:
        found += [
            Piece(f"theme {theme.name}: {field}", getattr(theme, field))
            for field in ("name", "essence", "includes", "excludes")
        ]
    found += [Piece(f"reason for {one.about}", one.text) for one in facts.reasons]
    found += [Piece(name, text) for name, text in facts.slots.items() if name not in SHORT]
    return [piece for piece in found if piece.text.strip()]


def unattributed(project: Project, text: str, facts: Facts) -> Iterator[tuple[str, bool]]:
    """For each quotation in prose without an ID behind it: where its words stand, if known; an ID inside?"""
    names = {theme.name.casefold() for theme in facts.themes}
    for match in _QUOTED.finditer(text):
        words = match[1] or match[2]
        named = words.strip(" .,").casefold() in names
        if named or len(words.split()) < _WORDS_OF_A_QUOTE or _ATTRIBUTED.match(text[match.end() :]):
            continue
        if _led_in(text[: match.start()], facts):
            continue
        inside = _INSIDE.search(words)
        bare = words[: inside.start()] if inside else words
        yield _source(project, bare), inside is not None


def _led_in(before: str, facts: Facts) -> bool:
    """Whether the sentence that leads in to a quotation names its speaker: P4 said, “...”."""
    lead = _SENTENCE.split(before)[-1]
    return any(_says(lead, who) for who in facts.sample.analyzed)


def _remarks(text: str, facts: Facts) -> Iterator[Remark]:
    if _AGENCY.search(text):
        yield "AGENCY", "warning", "Themes do not act by themselves: write “we developed” or “generated”."
    saturated = facts.saturation is not None and facts.saturation.guest.reached is True
    if not saturated and any(_claims_saturation(one) for one in _SENTENCE.split(text)):
        asked = facts.saturation is not None
        way = "leave it out" if asked else "leave it out, or `qualcode slots set report_saturation yes`"
        yield "SAT", "error", f"No computed measure in the report says that saturation was reached: {way}."
    yield from _reliability(text, facts)
    if any(not _BASE.search(_around(text, match)) for match in _PERCENT.finditer(text)):
        yield "DENOM", "error", "A percentage needs its base: write “6 of 10”."
    if _MEMBER_CHECK.search(text) and not facts.checking.people:
        yield "MC", "warning", "Participant checking is mentioned, but no outcomes are recorded."
    yield from _names(text, facts)
    yield from _given_away(text, facts)


def _claims_saturation(sentence: str) -> bool:
    return _SATURATION.search(sentence) is not None and _NEGATED.search(sentence) is None


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 60) : match.end() + 60]


def _reliability(text: str, facts: Facts) -> Iterator[Remark]:
    label = str((facts.comparison or {}).get("label", ""))
    if _INTERCODER.search(text) and not label.startswith("intercoder"):
        yield "RELY", "error", "The record holds no comparison between coders: do not call it that."
    elif _RELIABILITY.search(text) and not (facts.comparison or {}).get("independent"):
        yield "RELY", "warning", "“Reliability” is for passes blind to each other: write “agreement”."
    if any(_COEFFICIENT.search(one) and _AGREED.search(one) for one in _SENTENCE.split(text)):
        yield "RELY", "error", "Agreed coding has no coefficient: give that of the passes before it."


def _names(text: str, facts: Facts) -> Iterator[Remark]:
    """Themes are called by their names of now, never by a former one."""
    now = {theme.name.casefold() for theme in facts.themes}
    called = {next(filter(None, match.groups())).strip(" .,") for match in _CALLED.finditer(text)}
    former = {
        line.detail.split(" → ")[0]
        for line in facts.history
        if line.event == "renamed" and " → " in line.detail
    }
    wrong = [one for one in called if now and one.casefold() not in now]
    wrong += [
        one for one in former if one.casefold() not in now and _says(text, one) and len(one.split()) > 1
    ]
    if wrong:
        names = "; ".join(theme.name for theme in facts.themes if theme.parent is None)
        yield "NAME", "error", f"A theme is called by a name it does not have; the themes are: {names}."


def _given_away(text: str, facts: Facts) -> Iterator[Remark]:
    """Gender, a rare combination of traits, or an extreme value beside an ID."""
    people = [who for who in facts.sample.analyzed if _says(text, who)]
    if people and _GENDERED.search(text):
        yield "DISC", "warning", "A pronoun tells the gender of a participant named by ID."
    for sentence in _SENTENCE.split(text):
        for who in (one for one in people if _says(sentence, one)):
            if _EXTREME.search(sentence):
                yield "DISC", "warning", f"An extreme beside {who} may give {who} away."
            if _few_share(_traits(sentence, who, facts), facts):
                yield "DISC", "warning", f"Fewer than {_SHARED} participants share what is said about {who}."


def _traits(sentence: str, who: str, facts: Facts) -> list[tuple[str, str]]:
    """Attributes of a participant that a sentence mentions in words."""
    known = [(name, values[who]) for name, values in facts.sample.attributes.items() if who in values]
    return [(name, value) for name, value in known if value.isalpha() and _says(sentence, value)]


def _few_share(traits: list[tuple[str, str]], facts: Facts) -> bool:
    attributes = facts.sample.attributes
    sharing = [
        who
        for who in facts.sample.analyzed
        if all(attributes[name].get(who) == value for name, value in traits)
    ]
    return bool(traits) and len(sharing) < _SHARED


def _says(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def _source(project: Project, words: str) -> str:
    for transcript in library.transcripts(project, data_only=True):
        found = QuoteFinder(library.text(project, transcript.id)).find(words)
        if found.span is not None:
            return addresses.address(transcript.name, *found.span, library.units(project, transcript.id))
    return ""
