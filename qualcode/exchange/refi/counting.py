r"""How a program counts characters, and what its positions are in the text that is kept here.

The standard (REFI-QDA 1.5, section 10.2) counts Unicode code points from 0; programs count what their own
texts are made of: UTF-16 units, a line end as one character although the file has two, and so on.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, product
from typing import TYPE_CHECKING, Final, Literal

from qualcode.transcripts.normalise import normalise

if TYPE_CHECKING:
    from qualcode.spans import Span

LineEnd = Literal["as written", "one", "two"]

_MARK: Final = "\ufeff"
_UNEVEN: Final = re.compile("\r\n|[\r\n\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff\U00010000-\U0010ffff]")
"""What may be more or less than one: in the file, or in the text kept here."""

_LEAD: Final = "".join(map(chr, (0xFEFF, 0xFFFE, 0xFFFF, *range(0x09), *range(0x0E, 0x20))))
"""What `normalise` takes away at the beginning."""

_DIVIDED: Final = re.compile("\r[\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]+\n")
"""One line end in the text kept, as what divides it is dropped first."""

_BMP: Final = 0xFFFF


@dataclass(frozen=True, slots=True)
class Counting:
    """What one step of a position is.

    Attributes:
        utf16: An emoji counts two, as in UTF-16; else one, as a code point.
        line_end: What a line end counts: as many characters as the file has there, or always so many.
        mark: A byte order mark at the beginning of the file counts.
        last: The end is the position of the last character, not the one behind it.
    """

    utf16: bool = False
    line_end: LineEnd = "as written"
    mark: bool = False
    last: bool = False

    def __str__(self) -> str:
        """For people."""
        said = ["UTF-16 units" if self.utf16 else "code points"]
        said += {"one": ["line ends as one"], "two": ["line ends as two"]}.get(self.line_end, [])
        said += ["the byte order mark counted"] if self.mark else []
        said += ["the last character named as end"] if self.last else []
        return ", ".join(said)


_LINE_ENDS: Final[tuple[LineEnd, ...]] = ("as written", "one", "two")
_NO_OR_YES: Final = (False, True)

EVERY: Final = tuple(
    Counting(utf16, line_end, mark, last)
    for last, mark, line_end, utf16 in product(_NO_OR_YES, _NO_OR_YES, _LINE_ENDS, _NO_OR_YES)
)
"""All that are tried; the likelier before the rarer."""


def usual(origin: str) -> Counting:
    """What a program is known to count, by the name that it signs its files with.

    NVivo for Windows and for Mac: UTF-16 units; ATLAS.ti and MAXQDA: every line end as one. Others: as the
    standard says, with the end behind the last character, as all of them write it.
    """
    name = origin.casefold()
    if "nvivo" in name:
        return Counting(utf16=True)
    return Counting(line_end="one") if "atlas" in name or "maxqda" in name else Counting()


class Counted:
    """A text as the file has it, and as it is kept: `text`."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self.text = normalise(raw)
        self._rulers: dict[Counting, _Ruler] = {}

    def span(self, start: int, end: int, counting: Counting) -> Span | None:
        """Where positions of the file stand in `text`; None where they are no stretch of it."""
        ruler = self._rulers.get(counting)
        if ruler is None:
            meant = self.reduced(counting)
            ruler = self._rulers[counting] = self._rulers.get(meant) or self._ruler(meant)
            self._rulers[meant] = ruler
        if not 0 <= start <= end <= ruler.length - counting.last:
            return None
        found = ruler.place(start), ruler.place(end + counting.last, behind=True)
        return found if found[0] < found[1] else None

    def reduced(self, counting: Counting) -> Counting:
        """The plainest way of counting that comes to the same in this text, the end left aside."""
        return Counting(
            counting.utf16 and self._wide,
            counting.line_end if self._line_end_matters(counting.line_end) else "as written",
            counting.mark and self._raw.startswith(_MARK),
        )

    @cached_property
    def _wide(self) -> bool:
        return any(ord(self._raw[at]) > _BMP for at in self._starts)

    @cached_property
    def _double(self) -> bool:
        return "\r\n" in self._raw

    @cached_property
    def _single(self) -> bool:
        breaks = self._raw.count("\n") + self._raw.count("\r")
        return breaks > 2 * self._raw.count("\r\n")

    def _line_end_matters(self, line_end: LineEnd) -> bool:
        return (line_end == "one" and self._double) or (line_end == "two" and self._single)

    @cached_property
    def _starts(self) -> array[int]:
        """Where uneven characters stand in the file's text."""
        return array("q", (found.start() for found in _UNEVEN.finditer(self._raw)))

    @cached_property
    def _kinds(self) -> bytes:
        """What each of them is: one of the constants below."""
        return bytes(_kind(self._raw, at) for at in self._starts)

    def _ruler(self, counting: Counting) -> _Ruler:
        lead = len(self._raw) - len(self._raw.lstrip(_LEAD))
        places, widths, lengths, kept = (array("q") for _ in range(4))
        for at in range(lead):  # the first mark is the file's, the others are characters that are not kept
            places.append(at)
            widths.append(1 if at or self._raw[at] != _MARK or counting.mark else 0)
            lengths.append(1)
            kept.append(0)
        first, width = bisect_left(self._starts, lead), _widths(counting)
        for at, kind in zip(self._starts[first:], self._kinds[first:], strict=True):
            if not width[kind] == _LENGTHS[kind] == _KEPT[kind]:
                places.append(at)
                widths.append(width[kind])
                lengths.append(_LENGTHS[kind])
                kept.append(_KEPT[kind])
        return _Ruler(len(self._raw), places, lengths, widths, kept)


_BREAK, _DOUBLE, _FIRST_HALF, _WIDE, _DROPPED = range(5)
_LENGTHS: Final = (1, 2, 1, 1, 1)
r"""Characters of the file: a line end, `\r\n`, a `\r` whose `\n` is divided from it, an emoji, a control."""

_KEPT: Final = (1, 1, 0, 1, 0)
"""Characters of the text kept."""


def _kind(raw: str, at: int) -> int:
    character = raw[at]
    if character == "\r":
        if raw.startswith("\n", at + 1):
            return _DOUBLE
        return _FIRST_HALF if _DIVIDED.match(raw, at) else _BREAK
    if character == "\n":
        return _BREAK
    return _WIDE if ord(character) > _BMP else _DROPPED


def _widths(counting: Counting) -> tuple[int, ...]:
    """What each kind counts."""
    single = 2 if counting.line_end == "two" else 1
    double = 1 if counting.line_end == "one" else 2
    return (single, double, single, 2 if counting.utf16 else 1, 1)


class _Ruler:
    """Positions in one way of counting, and positions in the text kept."""

    def __init__(
        self, size: int, places: array[int], lengths: array[int], widths: array[int], kept: array[int]
    ) -> None:
        # Before each uneven character: how far counted and kept positions have moved from the file's own.
        moved = accumulate((w - n for w, n in zip(widths, lengths, strict=True)), initial=0)
        shrunk = accumulate((k - n for k, n in zip(kept, lengths, strict=True)), initial=0)
        ends, keeps = array("q", moved), array("q", shrunk)
        self.length = size + ends[-1]
        self._starts = array("q", (at + ends[n] for n, at in enumerate(places)))
        self._kept_at = array("q", (at + keeps[n] for n, at in enumerate(places)))
        self._widths, self._kept = widths, kept

    def place(self, position: int, *, behind: bool = False) -> int:
        """The kept position of a counted one; inside of a character, before it or `behind` it."""
        number = bisect_right(self._starts, position) - 1
        if number < 0:
            return position
        into = position - self._starts[number]
        if 0 < into < self._widths[number]:
            return self._kept_at[number] + (self._kept[number] if behind else 0)
        if into == 0 and self._widths[number]:
            return self._kept_at[number]
        return self._kept_at[number] + self._kept[number] + into - self._widths[number]
