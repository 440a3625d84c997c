"""Checks of themes and claims: more than topics, carried by many, and with their contrary cases."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from statistics import median
from typing import TYPE_CHECKING, Final

from qualcode.export.finding import Finding
from qualcode.export.identifiers import identifiers
from qualcode.export.strata import strata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.export.facts import Facts
    from qualcode.export.finding import Level
    from qualcode.themes.views import ThemeView

ONE_QUESTION: Final = 0.7
"""A theme with so large a share of its passages from one planned question may be a mere topic."""
THIN: Final = 3
HALF: Final = 0.5
_ENOUGH_PASSAGES: Final = 5


def themes(facts: Facts) -> Iterator[Finding]:
    """Every rule about single themes, then about pairs of them."""
    for theme in facts.themes:
        yield from _topic(theme, facts)
        if not facts.contrary.get(theme.name) and theme.name not in facts.searched and theme.parent is None:
            message = "No contrary account and no search for one is recorded."
            yield Finding("NEG", "warning", theme.name, message)
    if facts.findings is not None:
        for theme in facts.themes:
            if theme.parent is None:
                yield from _support(theme, facts)
        yield from _overlap(facts)


def claims(facts: Facts) -> Iterator[Finding]:
    """Claims rest on passages, and their counting words fit."""
    for claim in facts.claims:
        where = f"c{claim.number}"
        if not claim.support:
            yield Finding("CLAIM", "error", where, "No coded passage supports it: add one, or take it out.")
        word = claim.quantifier
        if word is not None and claim.support and not word.fits:
            level: Level = "error" if word.word == "all" else "warning"
            yield Finding("QUANT", level, where, f"“{word.word}” does not fit {word.n} of {word.of}.")
        for kind in identifiers(claim.text):
            yield Finding("IDENT", "error", where, f"It holds {kind}: take it out.")


def suggestions(facts: Facts) -> Iterator[Finding]:
    """What software proposed counts for nothing before a person has decided."""
    found = facts.assisted
    if found is None:
        return
    if found.undecided_codings:
        message = f"{found.undecided_codings} codings rest on suggestions that nobody accepted."
        yield Finding("SUGG", "error", "suggestions", message)
    if found.total.undecided:
        message = f"{found.total.undecided} suggestions wait for a decision: see `qualcode review`."
        yield Finding("SUGG", "warning", "suggestions", message)


def coverage(facts: Facts) -> Iterator[Finding]:
    """Transcripts got equal attention."""
    if facts.findings is None:
        return
    shares = {name: coded / speech for name, (coded, speech) in facts.coverage.items() if speech}
    middle = median(shares.values()) if shares else 0
    for name, share in shares.items():
        if share < middle / 2:
            message = f"{share:.0%} of the speech is coded, under half the median of {middle:.0%}."
            yield Finding("COVER", "warning", name, message)


def _topic(theme: ThemeView, facts: Facts) -> Iterator[Finding]:
    if len(theme.name.split()) == 1:
        message = "The name is a bare noun, as of a topic: say what is shared about it."
        yield Finding("TOPIC", "warning", theme.name, message)
    answers = facts.spread.answered.get(theme.name, Counter())
    total = answers.total()
    number, most = next(iter(answers.most_common(1)), ("", 0))
    if number and total >= _ENOUGH_PASSAGES and most / total >= ONE_QUESTION:
        message = (
            f"{most} of {total} segments answer question {number} of the guide: is it more than a topic?"
        )
        yield Finding("TOPIC", "warning", theme.name, message)


def _support(theme: ThemeView, facts: Facts) -> Iterator[Finding]:
    speakers = facts.spread.speakers.get(theme.name, Counter())
    if 0 < len(theme.participants) < THIN:
        message = f"It rests on {len(theme.participants)} of {theme.of} participants."
        yield Finding("SUPPORT", "warning", theme.name, message)
    who, most = next(iter(speakers.most_common(1)), ("", 0))
    if theme.codings >= _ENOUGH_PASSAGES and most / theme.codings > HALF:
        message = f"{who} speaks in {most} of its {theme.codings} segments."
        yield Finding("SUPPORT", "warning", theme.name, message)
    for attribute, value, people in strata(facts.sample.attributes):
        if theme.participants and not set(people) & set(theme.participants):
            message = f"None of the {len(people)} participants with {attribute} = {value} is in it."
            yield Finding("SUPPORT", "warning", theme.name, message)


def _overlap(facts: Facts) -> Iterator[Finding]:
    """Two themes that mostly share their passages may be one."""
    main = [theme for theme in facts.themes if theme.parent is None]
    for a, b in combinations(main, 2):
        small, large = (a, b) if (a.name, b.name) in facts.spread.shared else (b, a)
        both = facts.spread.shared.get((small.name, large.name), 0)
        if small.codings >= _ENOUGH_PASSAGES and both / small.codings > HALF:
            message = f"{both} of its {small.codings} segments overlap with “{large.name}”."
            yield Finding("SUPPORT", "warning", small.name, message)
