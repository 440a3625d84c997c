"""How much of each transcript a pass coded: equal attention, the second point of Braun and Clarke's list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Final

from qualcode.passes import passes
from qualcode.passes.findings import findings_pass
from qualcode.spans import intersection, length, union
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import CodingPass, Transcript
    from qualcode.spans import Span
    from qualcode.store.project import Project

UNEVEN: Final = 0.5
"""A transcript is asked about whose share is under this part of the median; a question, not an error."""


@dataclass(frozen=True, slots=True)
class Attention:
    """What a pass did in one transcript; only participants' speech counts.

    `share`: characters of the speech that carry a code, None without speech. `per_1000_words`: codings.
    `longest_uncoded`: the address of the longest stretch of speech without a code, "" if there is none.
    `uneven`: the share is under half the median.
    """

    transcript: str
    words: int
    codings: int
    share: float | None
    per_1000_words: float | None
    longest_uncoded: str
    uneven: bool


def coverage(project: Project, pass_name: str | None = None) -> tuple[CodingPass, list[Attention]]:
    """Every transcript that a pass was given, in natural order; by default of the pass findings rest on.

    Raises:
        PassNotFound: no such pass.
        PassNotNamed: none is named or agreed, and not exactly one is open.
    """
    usual = findings_pass(project) if pass_name is None else passes.find(project, pass_name)
    coding_pass = usual or passes.find_open(project, None)
    spans = _spans(project, coding_pass.id)
    given = set(passes.assigned(project, coding_pass.id)) | set(spans)
    listed = [one for one in library.transcripts(project, data_only=True) if one.id in given]
    read = [_read(project, one, spans.get(one.id, [])) for one in listed]
    shares = [one.share for one in read if one.share is not None]
    least = UNEVEN * median(shares) if shares else 0.0
    return coding_pass, [replace(one, uneven=one.share is not None and one.share < least) for one in read]


def _spans(project: Project, pass_id: str) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    rows = project.tuples(
        "SELECT k.transcript_id, k.start_char, k.end_char FROM codings k"
        " JOIN code_now n ON n.code_id = k.code_id JOIN codes c ON c.id = n.now_id AND c.deleted_at IS NULL"
        " WHERE k.pass_id = ? AND k.deleted_at IS NULL",
        (pass_id,),
    )
    for transcript_id, start, end in rows:
        found.setdefault(transcript_id, []).append((start, end))
    return found


def _read(project: Project, transcript: Transcript, spans: Sequence[Span]) -> Attention:
    text = library.text(project, transcript.id)
    speech = union(library.codable(project, transcript.id))
    words = sum(len(text[start:end].split()) for start, end in speech)
    heard = [span for span in spans if intersection([span], speech)]
    coded = intersection(union(spans), speech)
    return Attention(
        transcript=transcript.name,
        words=words,
        codings=len(heard),
        share=length(coded) / length(speech) if speech else None,
        per_1000_words=1000 * len(heard) / words if words else None,
        longest_uncoded=_longest(project, transcript, intersection(_between(coded, len(text)), speech)),
        uneven=False,
    )


def _longest(project: Project, transcript: Transcript, gaps: Sequence[Span]) -> str:
    """Whole units of the longest gap, so that it can be read by its address."""
    if not gaps:
        return ""
    start, end = max(gaps, key=lambda gap: gap[1] - gap[0])
    units = library.units(project, transcript.id)
    inside = [unit for unit in units if start <= unit[0] and unit[1] <= end]
    span = (inside[0][0], inside[-1][1]) if inside else (start, end)
    return addresses.address(transcript.name, *span, units)


def _between(spans: Sequence[Span], size: int) -> list[Span]:
    edges = [0, *(edge for span in spans for edge in span), size]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]
