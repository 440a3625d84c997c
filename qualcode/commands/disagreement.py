"""One disagreement as a question: readings, sides, definitions, and the answers that are possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.tui.questions import Blank, Note, Question, Reading, Side, Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.model import Code
    from qualcode.reconcile.disagreements import Disagreement
    from qualcode.reconcile.session import Session
    from qualcode.tui.page import Ground

ALL: Final = {
    "both": ("+", "all the words, or both codes"),
    "neither": ("-", "not coded at all"),
    "edit": ("s", "code another span"),
    "defer": ("l", "leave it for later; it stays open"),
}
"""Answers that are nobody's reading, with their key and what they do."""

_PLACE: Final = Blank("place", "New place, as 42, 42-44 or @1203-1290")


def question(session: Session, one: Disagreement, other: Disagreement | None, ground: Ground) -> Question:
    """A disagreement with all that is needed to decide it; `other` is its side of a difference of meaning."""
    both = (one, other) if other is not None else (one,)
    return Question(
        title=_title(one, other),
        place=one.address,
        ground=ground,
        readings=tuple(_readings(both)),
        ways=tuple(_ways(session, one, other)),
        sides=tuple(_sides(session, both)),
        notes=tuple(_notes(session, both)),
    )


def _ways(session: Session, one: Disagreement, other: Disagreement | None) -> Iterator[Way]:
    from qualcode.reconcile.answers import choices
    from qualcode.reconcile.records import LETTERS

    for choice in choices(one.group):
        needed = one.kind != "boundary"
        asked = needed or choice == "defer"
        reason = (Blank("reason", "Reason" if needed else "Reason (or Return)", needed),) * asked
        if choice in LETTERS:
            name = one.pass_names[LETTERS.index(choice)]
            yield Way(choice, choice, f"{name}'s reading", reason, name)
        else:
            keys, does = ALL[choice]
            blanks = (_PLACE, *reason) if choice == "edit" else reason
            yield Way(keys, choice, does, blanks)
    yield Way("n", "skip", "go on without deciding; it comes again next time")
    yield _defining(session, "w", "definition", one)
    if other is not None:
        yield _defining(session, "W", "other-definition", other)


def _defining(session: Session, key: str, word: str, one: Disagreement) -> Way:
    code = _code(session, one)
    value = code.definition if code else ""
    return Way(
        key,
        word,
        f"change the definition of {one.code}, then decide",
        (Blank("definition", f"Definition of {one.code}", value=value),),
    )


def _code(session: Session, one: Disagreement) -> Code | None:
    from qualcode.codes import codebook

    return codebook.find_or_none(session.project, one.code)


def _sides(session: Session, both: Sequence[Disagreement]) -> Iterator[Side]:
    from qualcode.reconcile.records import LETTERS

    one = both[0]
    for at, (name, coding_pass) in enumerate(zip(one.pass_names, session.pair.passes, strict=True)):
        told = [_told(side, at, named=len(both) > 1) for side in both if side.readings[at]]
        if not told:
            told = ["not coded" if one.group.readers[at] else "did not read this"]
        codes = {side.code for side in both}
        also = [code for code in _codes_on(session, one, coding_pass.id) if code not in codes]
        yield Side(LETTERS[at], name, "; ".join(told) + (f" · also here: {', '.join(also)}" if also else ""))


def _codes_on(session: Session, one: Disagreement, pass_id: str) -> list[str]:
    from qualcode.passes import onepass
    from qualcode.spans import overlap

    found = onepass.marks(session.project, pass_id, one.group.transcript_id)
    return list(dict.fromkeys(mark.code for mark in found if overlap(mark.span, one.group.extent)))


def _notes(session: Session, both: Sequence[Disagreement]) -> Iterator[Note]:
    for one in both:
        code = _code(session, one)
        if code is not None:
            yield Note(code.name, code.definition or "(no definition yet)")
            for label, words in (("use when", code.use_when), ("not when", code.not_when)):
                if words:
                    yield Note(label, words)
    agreed = _codes_on(session, both[0], session.agreed.id)
    if agreed:
        yield Note("agreed here already", ", ".join(agreed))
    if both[0].decision is not None and both[0].decision.reason:
        yield Note("deferred because", both[0].decision.reason)


def _title(one: Disagreement, other: Disagreement | None) -> str:
    if other is not None:
        return f"{one.code} or {other.code}? · difference of meaning"
    if one.kind == "boundary":
        return f"{one.code} · the boundaries differ"
    named = list(zip(one.pass_names, one.readings, one.group.readers, strict=True))
    coded = ", ".join(name for name, found, _ in named if found)
    missed = ", ".join(name for name, found, read in named if read and not found)
    return f"{one.code} · coded by {coded}, not by {missed}"


def _readings(both: Sequence[Disagreement]) -> Iterator[Reading]:
    from qualcode.reconcile.records import LETTERS

    for one in both:
        for letter, spans in zip(LETTERS, one.group.spans, strict=False):
            for span in spans:
                yield Reading(letter, span)


def _told(one: Disagreement, at: int, *, named: bool) -> str:
    words = sum(len(quoted.quotation.split()) for quoted in one.readings[at])
    return f"{one.code + ', ' if named else ''}{words} word{'s' * (words != 1)}"
