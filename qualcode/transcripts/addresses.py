"""Addresses: `P5:42` (unit 42), `P5:42-44` (units), `P5@1203-1290` (characters, half-open)."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError, UsageError
from qualcode.model import Place
from qualcode.names import quoted
from qualcode.transcripts import library

if TYPE_CHECKING:
    from qualcode.spans import Span
    from qualcode.store.project import Project

_ADDRESS = re.compile(
    r"(?P<name>.+?)(?::(?P<unit>\d{1,4000})(?:-(?P<last>\d{1,4000}))?|@(?P<start>\d{1,4000})-(?P<end>\d{1,4000}))"
)
"""Python reads no number of more than 4,300 digits."""


class BadAddress(UsageError):
    """The address cannot be read, or runs backwards."""


class OutsideTranscript(QualcodeError):
    """The address names a place that the transcript does not have."""


def resolve(project: Project, address: str) -> Place:
    """The place an address names.

    Raises:
        BadAddress: not an address, or an inverted or empty span.
        TranscriptNotFound: no such transcript.
        OutsideTranscript: past the last unit or character.
    """
    match = _ADDRESS.fullmatch(address.strip())
    if match is None:
        raise BadAddress(f"{address!r} is not an address.", "Write P5:42, P5:42-44 or P5@1203-1290.")
    transcript = library.find(project, match["name"])
    if match["unit"] is not None:
        first = int(match["unit"])
        last = int(match["last"] or first)
        start, end = _unit_span(library.units(project, transcript.id), transcript.name, first, last)
    else:
        start, end = int(match["start"]), int(match["end"])
        _check_characters(transcript.name, start, end, transcript.length)
    return Place(transcript, start, end)


def looks_like(text: str) -> bool:
    """Whether the words have the form of an address; the place itself may not exist."""
    return _ADDRESS.fullmatch(text.strip()) is not None


def resolve_here(project: Project, name: str, typed: str) -> Place:
    """As `resolve`, and in the transcript at hand the numbers alone will do: `42`, `42-44`, `@1203-1290`.

    Raises:
        BadAddress, TranscriptNotFound, OutsideTranscript: as `resolve`.
    """
    typed = typed.strip()
    if typed[:1].isdigit() and not looks_like(typed):
        typed = f"{name}:{typed}"
    elif typed.startswith((":", "@")):
        typed = f"{name}{typed}"
    return resolve(project, typed)


def resolve_all(project: Project, address: str) -> Place:
    """As `resolve`, and a bare transcript name stands for the whole of it.

    Raises:
        TranscriptNotFound: a bare name that no transcript has; otherwise as `resolve`.
    """
    known = library.find_or_none(project, address)
    if known is None and not set(":@") & set(address):
        known = library.find(project, address)  # a name, not an address: said so, with near ones
    if known is not None:
        return Place(known, 0, known.length)
    return resolve(project, address)


def address(name: str, start: int, end: int, units: list[Span]) -> str:
    """The address to print: units where the span begins and ends with them, else characters."""
    first = bisect_left(units, (start, start))
    if first < len(units) and units[first][0] == start:
        last = bisect_left(units, (end, end)) - 1
        if last >= first and units[last][1] == end:
            return f"{name}:{first + 1}" if first == last else f"{name}:{first + 1}-{last + 1}"
    return f"{name}@{start}-{end}"


def _unit_span(units: list[Span], name: str, first: int, last: int) -> Span:
    if first > last:
        raise BadAddress(f"{name}:{first}-{last} runs backwards.", f"Write {name}:{last}-{first}.")
    if first < 1 or last > len(units):
        raise OutsideTranscript(
            f"{name} has units 1 to {len(units)}, not {first if first < 1 else last}.",
            f"See the numbers with `qualcode read {quoted(name)}`.",
        )
    return units[first - 1][0], units[last - 1][1]


def _check_characters(name: str, start: int, end: int, length: int) -> None:
    if start >= end:
        raise BadAddress(
            f"{name}@{start}-{end} is empty or runs backwards.", "The end must lie after the start."
        )
    if end > length:
        raise OutsideTranscript(
            f"{name} has {length} characters, so {name}@{start}-{end} lies outside it.",
            f"See the text with `qualcode read {quoted(name)}`.",
        )
