"""Answers to what a hostile reader asks about coding: who, how, and how steadily (questions 1 to 8)."""

from __future__ import annotations

from collections import Counter
from string import ascii_lowercase
from typing import TYPE_CHECKING

from qualcode.export.numbers import coefficient, listed, plural
from qualcode.phases.known import told
from qualcode.store.approach import reasons

if TYPE_CHECKING:
    from qualcode.phases.known import Known, Told

_PAIR = 2


def approach(known: Known) -> Told:
    """Question 1."""
    broken = known.broken("RELY", "SAT")
    switched = [one.text for one in reasons(known.project, "approach")]
    words = f"A {known.facts.study.approach} analysis"
    words += f"; the approach was changed ({listed(switched)})" if switched else ""
    words += f"; {plural(len(broken), 'sentence')} of the text do not fit it" if broken else ""
    words += "" if known.slot("orientation") else "; inductive or with a prior frame is not said"
    return told(not broken and bool(known.slot("orientation")), some=True, words=f"{words}.")


def researchers(known: Known) -> Told:
    """Question 2."""
    position = bool(known.slot("researcher_position"))
    memos = known.project.value("SELECT count(*) FROM memos WHERE deleted_at IS NULL AND kind = 'reflexive'")
    coders = listed(known.facts.coders) or "nobody yet"
    lacking = "" if position else "; who they are to the topic is not written"
    words = f"Coded by {coders}; {plural(memos, 'reflexive memo')}{lacking}."
    return told(position, bool(known.facts.coders), words)


def passes(known: Known) -> Told:
    """Question 3."""
    independent = known.facts.independent
    if len(independent) < _PAIR:
        return "open", "There is one coding of the data or none, so none to compare with."
    found = known.facts.comparison
    if found is None:
        return "partly", known.facts.comparison_missing
    second = independent[1]
    apart = "" if second.days is None else f", {plural(second.days, 'day')} apart"
    sealed = all(one.sealed for one in independent[:_PAIR])
    words = f"{found['label']}, by {listed(list(dict.fromkeys(found['coders'])))}{apart}"
    words += "." if sealed else "; not all of them are sealed."
    return told(sealed and second.sight != "not stated", some=True, words=words)


def agreement(known: Known) -> Told:
    """Question 4."""
    found = known.facts.comparison
    if found is None:
        return "open", "Nothing was compared."
    median = found["overall"].get("median_alpha")
    unit = f"{found['units']} {found['unit']} units"
    if median is None:
        return (
            "partly",
            f"Both, only one and neither are counted per code on {unit}; no coefficient is given.",
        )
    words = f"Median α {coefficient(median)} on {unit}; four counts and positive agreement for every code."
    return told(not found["provisional"], some=True, words=words)


def disagreements(known: Known) -> Told:
    """Question 5."""
    agreed = known.facts.reconciliation
    if agreed is None:
        return "open", "Nothing has been reconciled."
    prevailed: Counter[str] = Counter()
    for (_, decision), number in agreed.counts.items():
        prevailed[decision] += number
    sides = dict(zip(ascii_lowercase, agreed.sources, strict=False))
    told_by = ", ".join(f"{sides.get(one, one)} {number}" for one, number in prevailed.most_common())
    words = f"{agreed.decided} decided by {listed(agreed.deciders) or 'nobody'} ({told_by})"
    words += f", {agreed.deferred} left open."
    return told(agreed.deferred == 0 and agreed.sealed, some=True, words=words)


def definitions(known: Known) -> Told:
    """Question 6."""
    book = known.facts.codebook
    if book.frozen_at is None:
        return "open", "The codebook was never frozen, so what changed since cannot be said."
    edits = known.project.value(
        "SELECT count(*) FROM actions WHERE at > ?"
        " AND command IN ('codes edit', 'codes merge', 'codes split')",
        (book.frozen_at,),
    )
    words = f"Frozen as {book.frozen_as} at {book.codes_at_freeze} codes; {book.codes} now"
    words += f", {plural(edits, 'change')} since." if edits else ", none changed since."
    undefined = f" {plural(book.undefined, 'code')} without a definition." if book.undefined else ""
    return told(not book.undefined, some=True, words=words + undefined)


def attention(known: Known) -> Told:
    """Question 7."""
    shares = [coded / speech for coded, speech in known.facts.coverage.values() if speech]
    if known.facts.findings is None or not shares:
        return "open", "No coding that findings rest on can be looked at yet."
    uneven = [one.where for one in known.broken("COVER")]
    words = f"Between {min(shares):.0%} and {max(shares):.0%} of the speech of a transcript is coded"
    words += f"; uneven: {listed(uneven)}." if uneven else "."
    return told(not uneven, some=True, words=words)


def recordings(known: Known) -> Told:
    """Question 8."""
    checked = known.project.value(
        "SELECT count(DISTINCT v.transcript_id) FROM verifications v JOIN transcripts t"
        " ON t.id = v.transcript_id AND t.deleted_at IS NULL AND t.replaced_at IS NULL"
        " WHERE v.deleted_at IS NULL"
    )
    total = known.facts.sample.transcripts
    return told(0 < total <= checked, checked > 0, f"{checked} of {plural(total, 'transcript')} checked.")
