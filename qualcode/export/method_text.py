"""The sentences of the Method section. Facts only: every slot is computed or was set by the researcher.

A sentence with an empty slot is dropped, and what it would have needed is listed as an open point.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from string import Formatter
from typing import TYPE_CHECKING, Final

import qualcode
from qualcode.export.grouped import groupings
from qualcode.export.numbers import FEW, capital, count, date, listed, percent, plural, were
from qualcode.themes.citations import VOCABULARY
from qualcode.themes.saturation import sentence

if TYPE_CHECKING:
    from qualcode.export.facts import Facts, PassFacts

READING_NOTE: Final = (
    "Counts show participants with at least one coded segment. Interviews were semi-structured, so absence of"
    " a code does not mean a participant disagreed or was unaffected."
)

MODES: Final = {
    "hand": "by hand",
    "assisted": "by hand with suggestions",
    "imported": "in other software and brought in",
}
SOURCES: Final = {
    "definitions": "from codebook definitions",
    "examples": "from passages coded before",
    "search": "by search",
    "model": "by a language model",
}
"""Methods of suggesting, as a sentence has them."""

SIGHTS: Final = {
    "blind": "blind to the first",
    "saw": "with sight of the first",
    "not stated": "with no statement on sight of the first",
}
_PAIR: Final = 2


@dataclass(slots=True)
class Prose:
    """A paragraph in the making, and the open points of the sentences that had to be left out."""

    sentences: list[str] = field(default_factory=list)
    open_points: list[str] = field(default_factory=list)

    def say(self, template: str, needed: str = "", **slots: str | None) -> None:
        """Add a sentence if every slot is filled, else note what is `needed`."""
        names = [name for _, name, _, _ in Formatter().parse(template) if name]
        if all(slots[name] for name in names):
            self.sentences.append(template.format(**slots))
        elif needed:
            self.open_points.append(needed)

    @property
    def text(self) -> str:
        """The paragraph."""
        return " ".join(self.sentences)


def coding(facts: Facts, orientation: str) -> Prose:
    """Who coded what, in which passes, and when the codebook was frozen."""
    prose = Prose()
    independent = facts.independent
    if not independent:
        prose.open_points.append("No coding pass has been started.")
        return prose
    prose.say(
        "{coders} coded {covered} ({words} words of participant speech).",
        coders=listed(facts.coders),
        covered=_covered(facts),
        words=count(facts.sample.words),
    )
    prose.say(
        "Coding was {orientation}.",
        "Whether coding was inductive, with a prior frame, or both has not been set.",
        orientation=orientation,
    )
    for one in independent:
        prose.sentences.append(_pass_sentence(one, first=one is independent[0]))
    if len(independent) >= _PAIR:
        prose.say("{overlap} were coded in both passes.", overlap=_double(facts, independent[:_PAIR]))
    _frozen(prose, facts)
    return prose


def theme_development(facts: Facts) -> Prose:
    """How codes became themes."""
    prose, events = Prose(), facts.events
    if not events.candidates:
        prose.sentences.append("No themes have been developed yet.")
        return prose
    we = "I" if len(facts.coders) == 1 else "We"
    prose.sentences += groupings(facts.looked, we)
    prose.say(
        "From {codes}, {we} developed {candidates} by hand.",
        codes=plural(facts.codebook.codes, "code"),
        we=we if we == "I" else "we",
        candidates=plural(events.candidates, "candidate theme"),
    )
    prose.say(
        "Themes were reviewed against their coded extracts ({first}) and against the whole data set"
        " ({second}).",
        "Not every theme has been reviewed at both levels (coded extracts, whole data set).",
        first=date(events.review_1),
        second=date(events.review_2),
    )
    changes = [
        f"{events.counts[kind]} {were(events.counts[kind])} {kind}"
        for kind in ("merged", "split", "dropped")
        if events.counts.get(kind)
    ]
    left = plural(sum(theme.parent is None for theme in facts.themes), "theme")
    prose.sentences.append(
        f"{capital(listed(changes))}, leaving {left}." if changes else f"There are {left}."
    )
    return prose


def assistance(facts: Facts) -> Prose:
    """What software suggested; always said, also when it was nothing."""
    prose, found = Prose(), facts.assisted
    if found is None:
        prose.sentences.append("No assisted suggestions were used.")
        return prose
    total, known = found.total, found.summary
    prose.sentences.append(
        f"qualcode {qualcode.__version__} proposed {plural(total.made, 'coding')}"
        f" ({listed([SOURCES.get(name, name) for name in known.methods])}); the coder accepted"
        f" {total.accepted}, edited {total.edited}, rejected {total.rejected}, deferred {total.deferred};"
        f" {plural(known.discarded, 'proposal')} whose text did not match the transcript"
        f" {were(known.discarded)} discarded."
        " Each was decided individually. No suggestion counted before a decision."
    )
    return prose


def adequacy(facts: Facts, reason: str) -> Prose:
    """Why the sample is enough: the computed measure with its settings, and the author's own reason."""
    prose = Prose()
    if facts.saturation is None:
        prose.sentences.append("Saturation was not assessed.")
    else:
        prose.sentences.append(sentence(facts.saturation))
        prose.sentences.append(
            f"The criterion of ten and three interviews: {facts.saturation.francis.reason}."
        )
    prose.say(
        "The sample was judged adequate because {reason}.",
        "Why the sample is adequate has not been stated." if facts.saturation is None else "",
        reason=reason.rstrip("."),
    )
    return prose


def counting_words() -> str:
    """What "most" and "some" mean in the report."""
    told = "; ".join(f"{word}: {rule}" for word, rule in VOCABULARY.items())
    return f"Words that count participants (n of N) are used in these senses: {told}."


def _covered(facts: Facts) -> str:
    done = {name for one in facts.independent for name in one.transcripts}
    total = facts.sample.transcripts
    if len(done) >= total:
        return f"all {plural(total, 'transcript')}" if total > 1 else "the one transcript"
    return f"{len(done)} of {plural(total, 'transcript')}"


def _pass_sentence(one: PassFacts, *, first: bool) -> str:
    days = f", {plural(one.days, 'day')} later" if one.days is not None and not first else ""
    sight = f", {SIGHTS.get(one.sight, SIGHTS['not stated'])}" if not first else ""
    start, end = date(one.first), date(one.last)
    when = f"on {start}" if start == end else f"between {start} and {end}"
    state = "" if one.sealed else " (still open)"
    return f"Pass {one.name} was made by {one.coder} {MODES[one.mode]} {when}{days}{sight}{state}."


def _double(facts: Facts, pair: tuple[PassFacts, ...]) -> str:
    both, total = set(pair[0].transcripts) & set(pair[1].transcripts), facts.sample.transcripts
    share = f" ({percent(len(both), total)})" if total >= FEW else ""
    return f"{capital(str(len(both)))} of {plural(total, 'transcript')}{share}"


def _frozen(prose: Prose, facts: Facts) -> None:
    book, first_theme = facts.codebook, facts.events.first
    before = ", before theme development" if not first_theme or (book.frozen_at or "") <= first_theme else ""
    categories = (
        f" in {plural(book.categories_at_freeze, 'category', 'categories')}"
        if (book.categories_at_freeze)
        else ""
    )
    prose.say(
        "The codebook was frozen at {codes}{categories} on {when}{before}.".replace(
            "{categories}", categories
        ).replace("{before}", before),
        "The codebook has not been frozen.",
        codes=plural(book.codes_at_freeze, "code") if book.codes_at_freeze is not None else None,
        when=date(book.frozen_at),
    )
