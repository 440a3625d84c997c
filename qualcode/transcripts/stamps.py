"""Times of day in the recording, as transcription programs write them beside the words."""

from __future__ import annotations

import re

CLOCK = r"(?:(?:\d{1,2}:)?\d{1,2}:[ ]?\d{2}(?:[.,:-]\d{1,3})?(?!\d)|\d{1,2}:\d{1,2}:\d{1,2}\.\d{1,3}(?!\d))"
"""`0:45`, `00:12`, `1:02:03`, `00:00:08.420`, `00:11: 57.25`; no capturing group."""

BRACKETED = rf"\\?[\[(<#][ ]?{CLOCK}(?:[ ]?(?:-|–|-->|to)[ ]?{CLOCK})?[ ]?\\*[\])>#]"
"""A clock in brackets, escaped brackets as Markdown writes them, or between # as f4transkript does."""

STAMP = rf"(?:{BRACKETED}|{CLOCK}(?:[ ]-->[ ]{CLOCK})?)"

ONLY_STAMPS = re.compile(rf"(?:{STAMP}|to|[-–—,\s])*\Z")
"""A line that says nothing but times: `[41:18] to [43:00]`."""

TRAILING = re.compile(rf"[ \t]*#{CLOCK}#[ \t]*\Z")
"""f4transkript closes a paragraph with `#00:12:33-5#`."""

_PARTS = re.compile(r"\d+")
_CLOCK = re.compile(CLOCK)


def milliseconds(stamp: str | None) -> int | None:
    """The first time that stands in `stamp`, in milliseconds from the start of the recording.

    >>> milliseconds("[00:01:02.5]"), milliseconds("0:45"), milliseconds(None)
    (62500, 45000, None)
    """
    found = _CLOCK.search(stamp) if stamp else None
    if found is None:
        return None
    clock, _, fraction = re.sub(r"[.,-](?=\d{1,3}\Z)", "|", found[0]).partition("|")
    seconds = 0
    for part in _PARTS.findall(clock):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(fraction.ljust(3, "0") or 0)


def range_of(stamp: str | None) -> tuple[int | None, int | None]:
    """Start and end in milliseconds of `00:01 --> 00:04`; the end is None for a single time."""
    found = _CLOCK.findall(stamp) if stamp else []
    return (milliseconds(found[0]) if found else None, milliseconds(found[1]) if found[1:] else None)
