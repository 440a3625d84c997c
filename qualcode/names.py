"""Names as people type them: how they are kept, natural order, and "did you mean" when one is not found."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

NEAR: Final = 60
"""rapidfuzz score from which a name is worth offering; lower ones puzzle more than they help."""

LONGEST: Final = 1200
"""Characters of a sentence that are shown; a name of a whole page leaves its beginning and its end."""

_DIGITS = re.compile(r"(\d+)")
_PLAIN = re.compile(r"[\w.@:/+][\w.@:/+-]*")
_NEVER_IN_A_NAME: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories: control characters, half characters, line and paragraph separators."""


def tidy(name: str) -> str:
    """A name as it is kept and looked up: accents composed (NFC), no white space around it."""
    return unicodedata.normalize("NFC", name).strip()


def fault(name: str) -> str:
    r"""What keeps this from being a name, to follow "The name ..."; empty when nothing does.

    >>> fault("a\nb")
    'holds a line break or a control character'
    """
    if not name.strip():
        return "is empty"
    if any(unicodedata.category(character) in _NEVER_IN_A_NAME for character in name):
        return "holds a line break or a control character"
    return ""


def in_a_line(told: str) -> str:
    r"""A sentence as one line of a terminal, whatever a name in it holds, and however long that is.

    >>> in_a_line("There is no code called 'a\nb'.")
    "There is no code called 'a\\nb'."
    """
    plain = "".join(
        character.encode("unicode_escape").decode()
        if unicodedata.category(character) in _NEVER_IN_A_NAME
        else character
        for character in told
    )
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST // 2]} [...] {plain[-LONGEST // 2 :]}"


def quoted(name: str) -> str:
    """A name as it has to be typed in a shell, for commands that hints suggest.

    >>> quoted("second pass"), quoted("P1")
    ('"second pass"', 'P1')
    """
    if _PLAIN.fullmatch(name):
        return name
    return '"' + re.sub(r'(["\\$`])', r"\\\1", name) + '"'


@lru_cache(maxsize=4096)
def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that puts P2 before P10 and ignores case; numbers of any length."""
    return tuple(_number_key(part) if part.isdecimal() else (1, 0, part.casefold()) for part in _parts(name))


def _parts(name: str) -> list[str]:
    return [part for part in _DIGITS.split(name) if part]


def _number_key(digits: str) -> tuple[int, int, str]:
    # Not int(): Python refuses to convert more than 4,300 digits.
    bare = digits.lstrip("0")
    return (0, len(bare), bare)


def near_misses(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Known names most like `name`, best first (rapidfuzz WRatio, case ignored)."""
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        name, list(known), scorer=fuzz.WRatio, processor=utils.default_process, limit=limit, score_cutoff=NEAR
    )
    return [match for match, _, _ in found]


def did_you_mean(name: str, known: Iterable[str], otherwise: str) -> str:
    """A hint: the near misses, or `otherwise` when nothing is near."""
    near = near_misses(name, known)
    if not near:
        return otherwise
    return f"Did you mean {' or '.join(repr(match) for match in near)}?"
