"""What authors write themselves, read for wording that the record does not bear out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.passes.placing import QuoteFinder
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.export.facts import Facts
    from qualcode.store.project import Project

SLOTS: Final = (
    "orientation",
    "sample_adequacy",
    "participant_checking",
    "researcher_position",
    "data_protection",
    "introduction",
    "discussion",
)
"""Settings that hold author prose printed in the report."""

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
_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"")
_ATTRIBUTED = re.compile(r"\A[^“\"]{0,3}\s*\(")
_WORDS_OF_A_QUOTE: Final = 3


@dataclass(frozen=True, slots=True)
class Remark:
    """A rule that a piece of prose breaks; `message` says what to write instead, never what was said."""

    rule: str
    level: str
    message: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A piece of author prose and where it stands (`c3`, `theme A: essence`, `researcher_position`)."""

    where: str
    text: str


def author_prose(project: Project, facts: Facts) -> list[Prose]:
    """Everything that authors wrote and the report prints."""
    found = [Prose(f"c{claim.number}", claim.text) for claim in facts.claims]
    for theme in facts.themes:
        found += [
            Prose(f"theme {theme.name}: {field}", getattr(theme, field))
            for field in ("name", "essence", "includes", "excludes")
        ]
    found += [Prose(name, project.setting(name)) for name in SLOTS]
    return [piece for piece in found if piece.text.strip()]


def remarks(text: str, facts: Facts, *, saturated: bool) -> Iterator[Remark]:
    """What is wrong with a piece of prose, in fixed order."""
    if _AGENCY.search(text):
        yield Remark(
            "AGENCY", "warning", "Themes do not act by themselves: write “we developed” or “generated”."
        )
    if _SATURATION.search(text) and not _NEGATED.search(text) and not saturated:
        yield Remark("SAT", "error", "No computed measure says that saturation was reached: leave it out.")
    yield from _reliability(text, facts)
    for match in _PERCENT.finditer(text):
        around = text[max(0, match.start() - 60) : match.end() + 60]
        if not _BASE.search(around):
            yield Remark("DENOM", "error", "A percentage needs its base: write “6 of 10”.")
            break
    if _MEMBER_CHECK.search(text):
        yield Remark("MC", "warning", "Participant checking is mentioned, but no outcomes are recorded.")
    if _GENDERED.search(text) and any(
        re.search(rf"\b{re.escape(who)}\b", text) for who in facts.sample.analyzed
    ):
        yield Remark("DISC", "warning", "A pronoun tells the gender of a participant named by ID.")


def unattributed(project: Project, text: str) -> Iterator[str]:
    """For each quotation in prose that has no ID behind it: where its words stand, or nothing known."""
    for match in _QUOTED.finditer(text):
        words = match[1] or match[2]
        if len(words.split()) < _WORDS_OF_A_QUOTE or _ATTRIBUTED.match(text[match.end() :]):
            continue
        yield _source(project, words)


def _reliability(text: str, facts: Facts) -> Iterator[Remark]:
    label = str((facts.comparison or {}).get("label", ""))
    if _INTERCODER.search(text) and not label.startswith("intercoder"):
        yield Remark("RELY", "error", "The record holds no comparison between coders: do not call it that.")
    elif _RELIABILITY.search(text) and not (facts.comparison or {}).get("independent"):
        yield Remark("RELY", "warning", "“Reliability” is for passes blind to each other: write “agreement”.")


def _source(project: Project, words: str) -> str:
    for transcript in library.transcripts(project, data_only=True):
        found = QuoteFinder(library.text(project, transcript.id)).find(words)
        if found.span is not None:
            return addresses.address(transcript.name, *found.span, library.units(project, transcript.id))
    return ""
