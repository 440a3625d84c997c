r"""The one rule set that every text goes through before an offset into it exists.

Rule set 1, in this order:

1. Characters that XML 1.0 cannot hold are dropped: U+0000-0008, U+000E-001F, lone surrogates
   (U+D800-DFFF), U+FFFE and U+FFFF.
2. Every line end becomes `\n`: `\r\n`, `\r`, U+000B, U+000C, U+0085, U+2028 and U+2029.
3. Byte order marks (U+FEFF) at the very start are dropped, however many there are.

Nothing else is touched: curly quotes, composed and decomposed accents, runs of spaces, tabs, soft hyphens
and private-use characters stay as the file has them. Applying the rules twice changes nothing.
"""

from __future__ import annotations

import re

NORMALISER = 1
"""Number of the rule set, stored with each transcript; a change of a rule is a new number."""

_BOM = "\ufeff"
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]+")
_DROPPED_BYTES = (*range(0x09), *range(0x0E, 0x20))
_PIECE = 1 << 20
_LINE_ENDS = ("\x0b", "\x0c", "\x85", "\u2028", "\u2029")


def normalise(text: str, utf8: bytes | None = None) -> str:
    r"""Apply rule set 1 (see above) and return the text that offsets will point into.

    Args:
        text: The text.
        utf8: The bytes that it was decoded from, if they are UTF-8: looking at them saves encoding it again.

    >>> normalise("\ufeffI: why?\r\nP: well\x0b…")
    'I: why?\nP: well\n…'
    """
    if _has_dropped(text, utf8):
        text = _DROPPED.sub("", text)
    # Searches and replacements in C, one character at a time, are several times faster than one regular
    # expression over the whole text; most texts hold none of these.
    if "\r" in text:
        text = _with_newlines(text)
    for end in _LINE_ENDS:
        if end in text:
            text = text.replace(end, "\n")
    return text.lstrip(_BOM) if text.startswith(_BOM) else text


def _with_newlines(text: str) -> str:
    r"""`\r\n` and `\r` as `\n`; dividing at one character takes half of the time of looking for two."""
    if len(text) > _PIECE:  # which would hold very many lines
        return text.replace("\r\n", "\n").replace("\r", "\n")
    first, *others = text.split("\r")
    return "\n".join([first, *[line.removeprefix("\n") for line in others]])


def dropped(text: str, utf8: bytes | None = None) -> int:
    """How many characters of `text` rule 1 drops: worth telling, as they stood in the file."""
    return sum(len(run) for run in _DROPPED.findall(text)) if _has_dropped(text, utf8) else 0


def _has_dropped(text: str, utf8: bytes | None = None) -> bool:
    if utf8 is not None:
        return _holds_controls(utf8) or "\ufffe" in text or "\uffff" in text
    if text.isascii() and text.isprintable():  # the one line that a cell or a cue mostly is
        return False
    return any(_piece_has_dropped(text[start : start + _PIECE]) for start in range(0, len(text), _PIECE))


def _piece_has_dropped(text: str) -> bool:
    # Looking at the bytes takes a fraction of the time of the expression, which most texts do not need.
    try:
        return _has_dropped(text, text.encode())
    except UnicodeEncodeError:  # half of a surrogate pair
        return True


def _holds_controls(utf8: bytes) -> bool:
    """Whether UTF-8 holds control characters that are dropped: one search in C for each."""
    return any(map(utf8.__contains__, _DROPPED_BYTES))
