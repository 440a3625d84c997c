"""A transcript as it is read while coding: numbered lines, speakers, and one pass's codes in the margin."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError, UsageError
from qualcode.names import quoted
from qualcode.passes import passes, quotations
from qualcode.spans import overlap
from qualcode.transcripts import addresses, library
from qualcode.transcripts.closed import closed
from qualcode.transcripts.questions import asked

if TYPE_CHECKING:
    from qualcode.model import CodingPass, Place, Turn
    from qualcode.passes.quotations import Quotation
    from qualcode.spans import Span
    from qualcode.store.project import Project
    from qualcode.transcripts.questions import Asked


class OpenPassIsBlind(QualcodeError):
    """While a pass is open, its coder is shown no other pass by accident."""


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered unit, who speaks, and the codes that touch it."""

    number: int
    address: str
    speaker: str | None
    role: str | None
    start_char: int
    end_char: int
    text: str
    codes: tuple[str, ...]
    question: str | None = None
    """The planned question of the guide that is asked or answered there."""
    withheld: str = ""
    """Where the participant lets nothing new be coded or quoted: `whole`, or the places in it; else empty."""


def lines(
    project: Project,
    name: str,
    address: str | None = None,
    *,
    pass_name: str | None = None,
    show: str | None = None,
) -> list[Line]:
    """The numbered units of a transcript, or those that a place touches.

    `show` names a pass other than the coder's open one; that is allowed, and noted as "saw".

    Raises:
        TranscriptNotFound, BadAddress, OutsideTranscript, PassNotFound: as their names say.
        UsageError: the address is one in another transcript.
        OpenPassIsBlind: another pass was asked for by `pass_name` while the coder's own is open.
    """
    place = _place(project, name, address)
    shown = pass_to_show(project, pass_name, show)
    transcript_id = place.transcript.id
    spoken, text = library.turns(project, transcript_id), library.text(project, transcript_id)
    questions = asked(project, transcript_id)
    codings = quotations.quotations(project, pass_id=shown.id, transcript_id=transcript_id) if shown else []
    found = [
        _line(place.transcript.name, number, span, spoken, text, codings, questions)
        for number, span in enumerate(library.units(project, transcript_id), start=1)
        if overlap(span, (place.start_char, place.end_char))
    ]
    shut = closed(project, transcript_id)
    return [replace(one, withheld=_withheld(one, place.transcript.name, shut)) for one in found]


def _withheld(line: Line, name: str, shut: list[Span]) -> str:
    spans = [
        (max(start, line.start_char), min(end, line.end_char))
        for start, end in shut
        if overlap((start, end), (line.start_char, line.end_char))
    ]
    if spans == [(line.start_char, line.end_char)]:
        return "whole"
    return ", ".join(f"{name}@{start}-{end}" for start, end in spans)


def _place(project: Project, name: str, address: str | None) -> Place:
    if address is None:
        return addresses.resolve_all(project, name)
    if address[:1].isdecimal():
        return addresses.resolve(project, f"{name}:{address}")
    place = addresses.resolve(project, f"{name}{address}" if address[:1] in {"@", ":"} else address)
    if place.transcript.id != library.find(project, name).id:
        raise UsageError(f"{address} is not a place in {name}.", f"Write: qualcode read {quoted(address)}")
    return place


def pass_to_show(project: Project, pass_name: str | None, show: str | None = None) -> CodingPass | None:
    """The pass whose codings may be shown: the one named, else the coder's own open one.

    Raises:
        PassNotFound: no such pass.
        OpenPassIsBlind: another pass was asked for by `pass_name` while the coder's own is open.
    """
    mine = own_open_pass(project)
    if show is not None:
        other = passes.find(project, show)
        if mine is not None and mine.id != other.id:
            passes.record_sight(project, mine.id, other.id)
        return other
    if pass_name is None:
        return mine
    asked = passes.find(project, pass_name)
    if mine is not None and mine.id != asked.id:
        raise OpenPassIsBlind(
            f"Your pass {mine.name!r} is open, so other passes are not shown.",
            f"To look all the same, add --show {quoted(asked.name)}; it is noted that {mine.name!r} saw it.",
        )
    return asked


def own_open_pass(project: Project) -> CodingPass | None:
    """The open pass of whoever acts now; the one started last, if several are open."""
    coder = (project.coder or project.setting("coder")).casefold()
    opened = [
        one
        for one in passes.passes(project)
        if one.sealed_at is None and one.kind == "independent" and one.coder.casefold() == coder
    ]
    return opened[-1] if opened else None


def _line(
    name: str,
    number: int,
    span: Span,
    spoken: list[tuple[Turn, str | None]],
    text: str,
    codings: list[Quotation],
    questions: dict[int, Asked],
) -> Line:
    index = bisect_left(spoken, span[1], key=lambda pair: pair[0].start_char) - 1
    turn, role = spoken[index]
    codes = {one.code for one in codings if overlap(span, (one.start_char, one.end_char))}
    words, question = text[span[0] : span[1]], questions.get(index)
    return Line(
        number,
        f"{name}:{number}",
        turn.speaker,
        role,
        *span,
        words,
        tuple(sorted(codes)),
        None if question is None else f"{question.number} {question.wording}",
    )
