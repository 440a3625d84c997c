"""Simple identifiers in print: telephone numbers, addresses, dates. Names would need the key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"

_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SITE: Final = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_DATE: Final = re.compile(
    rf"\b{_DAY}(?: of)? {_MONTH}\b|\b{_MONTH} {_DAY}\b(?!\s*(?:percent|%))"
    r"|\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b"
)
_NUMBER: Final = re.compile(r"(?<![\w.,])\+?\(?\d(?:[ ()./-]{0,2}\d){6,14}(?![\w])")
_YEARS: Final = re.compile(r"(?:19|20)\d\d\s?[-/]\s?(?:19|20)\d\d")


def identifiers(text: str) -> Iterator[str]:
    """The kinds of identifiers in a text, each once, in fixed order; never the identifiers themselves.

    They are among the eighteen of the HIPAA Safe Harbor rule (45 CFR 164.514(b)(2)): electronic mail and web
    addresses, dates more exact than a year, telephone and other long numbers.
    """
    if _EMAIL.search(text):
        yield "an e-mail address"
    if _SITE.search(text):
        yield "a web address"
    if _DATE.search(text):
        yield "a date"
    without_dates = _DATE.sub(" ", text)
    if any(not _YEARS.fullmatch(match[0]) for match in _NUMBER.finditer(without_dates)):
        yield "a telephone or other long number"
