"""What the project knows against its own findings: facts for the Limitations section."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from qualcode.export.numbers import listed, percent, plural, share
from qualcode.export.slots import closing_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.export.facts import Facts

THIN: Final = 3
"""A theme of fewer participants than this has thin support."""

LOUD: Final = 0.3
"""No one should speak more than this share of the quotes."""

_ENOUGH: Final = 5


def limitations(facts: Facts) -> list[str]:
    """One sentence each, in fixed order; empty when there is nothing to confess."""
    return [*_coding(facts), *_codebook(facts), *_themes(facts), *_voices(facts)]


def _coding(facts: Facts) -> Iterator[str]:
    independent = facts.independent
    if facts.findings is None:
        yield "No pass yet holds the coding that findings could rest on, so themes have no counts."
    if len(facts.coders) == 1:
        yield f"A single coder ({facts.coders[0]}) coded the data."
    if len(independent) == 1:
        yield "There was no second pass."
    elif independent and not any(one.sight == "blind" for one in independent):
        yield "No pass was stated to be blind to another."
    still_open = [one.name for one in facts.passes if not one.sealed]
    if still_open:
        yield f"Still open and subject to change: {listed(still_open)}."
    if facts.reconciliation is not None and facts.reconciliation.deferred:
        yield f"{plural(facts.reconciliation.deferred, 'disagreement')} between passes remain open."


def _codebook(facts: Facts) -> Iterator[str]:
    if facts.codebook.frozen_at is None and facts.codebook.codes:
        yield "The codebook was not frozen before themes were developed."
    if facts.codebook.undefined:
        yield f"{plural(facts.codebook.undefined, 'code')} of {facts.codebook.codes} without a definition."


def _themes(facts: Facts) -> Iterator[str]:
    if not facts.themes:
        yield "No themes have been developed yet."
        return
    undefined = [theme.name for theme in facts.themes if not theme.essence]
    if undefined:
        yield f"Not yet defined: {listed(undefined)}."
    unanswered = [
        theme.name
        for theme in facts.themes
        if theme.parent is None and closing_name(theme.name) not in facts.slots
    ]
    if unanswered:
        yield f"How they answer the question is not written yet: {listed(unanswered)}."
    thin = [theme for theme in facts.themes if len(theme.participants) < THIN and facts.findings]
    for theme in thin:
        yield f"The theme “{theme.name}” rests on {share(len(theme.participants), theme.of)} participants."
    if facts.orphans:
        yield f"{plural(len(facts.orphans), 'code')} in use stand in no theme: {listed(facts.orphans)}."
    heard = {who for theme in facts.themes for who in theme.participants}
    silent = [who for who in facts.sample.analyzed if who not in heard]
    if silent and facts.findings:
        yield f"In no theme: {listed(silent)}."


def _voices(facts: Facts) -> Iterator[str]:
    if not facts.themes:
        return
    if not facts.quotes:
        yield "No quotes have been chosen."
        return
    voices = Counter(who for quote in facts.quotes for who in quote.speakers)
    unquoted = [who for who in facts.sample.analyzed if who not in voices]
    if unquoted:
        yield f"Never quoted: {listed(unquoted)}."
    speaker, most = voices.most_common(1)[0]
    if len(facts.quotes) >= _ENOUGH and most / len(facts.quotes) > LOUD:
        of = percent(most, len(facts.quotes))
        yield f"{speaker} speaks in {most} of {len(facts.quotes)} quotes ({of})."
    without = [theme.name for theme in facts.themes if theme.name not in {q.theme for q in facts.quotes}]
    if without:
        yield f"No quote shows: {listed(without)}."
