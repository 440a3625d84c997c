"""How numbers, dates and lists are written in print: one place, so that a report agrees with itself."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

FEW: Final = 20
"""Below this base no percentages are printed: one person would move them too far."""

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WORDS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def coefficient(value: float | None) -> str:
    """Two decimals without a leading zero, as APA 7 (6.36) has it for what cannot exceed 1; – if undefined.

    >>> coefficient(0.8449), coefficient(-0.05), coefficient(1.0), coefficient(None)
    ('.84', '−.05', '1.00', '–')
    """
    if value is None:
        return "–"
    written = f"{abs(value):.2f}".removeprefix("0")
    return f"−{written}" if value < 0 and written != ".00" else written


def percent(part: float, base: float) -> str:
    """A whole percentage; – without a base."""
    return f"{100 * part / base:.0f}%" if base else "–"


def share(n: int, base: int) -> str:
    """`n of N`, with a percentage only from a base of 20.

    >>> share(6, 10), share(6, 24)
    ('6 of 10', '6 of 24, 25%')
    """
    return f"{n} of {base}" if base < FEW else f"{n} of {base}, {percent(n, base)}"


def count(number: int) -> str:
    """Thousands with a comma."""
    return f"{number:,}"


def number_word(number: int) -> str:
    """Numbers below ten as words."""
    return _WORDS[number] if number < len(_WORDS) else count(number)


def plural(number: int, noun: str, nouns: str | None = None) -> str:
    """`1 code`, `2 codes`."""
    return f"{count(number)} {noun if number == 1 else nouns or noun + 's'}"


def were(number: int) -> str:
    """`was` for one, `were` for more or none.

    >>> f"{plural(1, 'code')} {were(1)} made", f"{plural(0, 'code')} {were(0)} made"
    ('1 code was made', '0 codes were made')
    """
    return "was" if number == 1 else "were"


def listed(parts: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B, and C`."""
    if len(parts) < len(("A", "B", "C")):
        return " and ".join(parts)
    return f"{', '.join(parts[:-1])}, and {parts[-1]}"


def date(moment: str | None) -> str:
    """`3 March 2026`; empty if there is none."""
    if not moment:
        return ""
    day = datetime.fromisoformat(moment)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def cell_date(moment: str | None) -> str:
    """A date for a table's cell, on one line: `3 Mar 2026` with spaces that do not break; empty if none."""
    if not moment:
        return ""
    day = datetime.fromisoformat(moment)
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}".replace(" ", "\N{NO-BREAK SPACE}")


def days_between(earlier: str, later: str) -> int:
    """Whole days from one moment to another, never negative."""
    span = datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
    return max(0, span.days)


def titled(attribute: str) -> str:
    """An attribute's name as a reader likes it.

    >>> titled("tenure_months")
    'Tenure months'
    """
    return capital(attribute.replace("_", " ").strip())


def capital(words: str) -> str:
    """The first letter large, the rest as it is."""
    return words[:1].upper() + words[1:]
