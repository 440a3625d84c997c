"""What stands behind a quote: its place, its edits, its codes, and what was said around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.export.numbers import plural
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.spans import Span
    from qualcode.store.project import Project
    from qualcode.themes.evidence import Evidence
    from qualcode.themes.quotes import Quote


@dataclass(frozen=True, slots=True)
class QuoteProof:
    """The codes that findings rest on where the quote stands, and the sentences `before` and `after` it."""

    codes: tuple[str, ...]
    before: str
    after: str


def proofs(project: Project, quotes: Iterable[Quote], counted: Evidence) -> dict[int, QuoteProof]:
    """By the number of the quote; each transcript is read once."""
    by_transcript: dict[str, list[Quote]] = {}
    for quote in quotes:
        by_transcript.setdefault(quote.transcript, []).append(quote)
    ids = {name: library.find(project, name).id for name in by_transcript}
    coded = _coded(project, counted, set(ids.values()))
    found: dict[int, QuoteProof] = {}
    for name, chosen in by_transcript.items():
        text, units = library.text(project, ids[name]), library.units(project, ids[name])
        for quote in chosen:
            span = (quote.start_char, quote.end_char)
            codes = [code for start, end, code in coded[ids[name]] if start < span[1] and span[0] < end]
            found[quote.number] = QuoteProof(tuple(dict.fromkeys(codes)), *_around(text, units, span))
    return found


def proof_line(quote: Quote, proof: QuoteProof, *, public: bool) -> str:
    """One line; for the public without the place and without words that were not chosen for print."""
    edits = f"{plural(len(quote.edits), 'recorded edit')}" if quote.edits else "word for word"
    place = "" if public else f"{quote.address}, "
    told = f"q{quote.number} {quote.speaker}, {place}{edits}."
    told += f" Coded: {', '.join(proof.codes)}." if proof.codes else ""
    if public:
        return told
    said = " ".join(f"{proof.before} {_marked(quote)} {proof.after}".split())
    return f"{told} In the transcript: {said}"


def _marked(quote: Quote) -> str:
    """The transcript's words between marks, turn by turn: the labels between turns are nobody's words."""
    inside, done = "", quote.start_char
    for line in quote.lines:
        label = quote.quotation[done - quote.start_char : line.start_char - quote.start_char]
        done = line.end_char
        words = quote.quotation[line.start_char - quote.start_char : done - quote.start_char]
        inside += f"{label}»{words}«"
    return inside or f"»{quote.quotation}«"


def _coded(project: Project, counted: Evidence, wanted: set[str]) -> dict[str, list[tuple[int, int, str]]]:
    """(start, end, name of the code) by transcript, in the order of the codebook."""
    found: dict[str, list[tuple[int, int, str]]] = {one: [] for one in wanted}
    for code in codebook.codes(project):
        for one in counted.passages.get(code.id, ()):
            if one.transcript_id in found:
                found[one.transcript_id].append((*one.span, code.name))
    return found


def _around(text: str, units: Sequence[Span], span: Span) -> tuple[str, str]:
    """The sentence that ends before a stretch, or holds its beginning; and the one after it likewise."""
    starts = [start for start, _ in units]
    first = bisect_right(starts, span[0]) - 1  # the unit that the stretch begins in
    begin = first - 1 if first >= 0 and starts[first] == span[0] else first
    last = bisect_left(starts, span[1])  # the first unit that begins behind it
    inside = last > 0 and units[last - 1][1] > span[1]
    before = text[units[begin][0] : span[0]] if begin >= 0 else ""
    end = units[last - 1][1] if inside else units[last][1] if last < len(units) else span[1]
    return before, text[span[1] : end]
