"""The order in which codes are offered: recent and likely first until something is typed, then what fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.model import Code

RECENT: Final = 4
"""Codes used last that stand on top while nothing is typed."""

LIKELY: Final = 4
"""Codes that follow them because their definition shares words with what is selected."""

FITS: Final = 80
"""rapidfuzz score from which a typed word is one of the name's, though it is spelt differently."""

_COMPARABLE: Final = 3
"""Letters typed from which likeness means anything."""

_RUN: Final = 5
"""Letters typed from which they may be the beginnings of several words run together; fewer are too often
the name of a new code."""

_STEM: Final = 5
"""Letters by which two words count as one ("sleeping", "sleepless"); shorter words say too little."""


def offered(codes: Sequence[Code], typed: str, recent: Sequence[str], quotation: str) -> list[Code]:
    """Codes to choose from, best first: all of them while nothing is typed, else those that fit.

    Args:
        codes: The codebook in its own order.
        typed: What has been typed so far.
        recent: Ids of codes, the one used last first.
        quotation: The words that are to be coded.
    """
    if not typed.strip():
        return _untyped(codes, recent, quotation)
    newness = {code_id: number for number, code_id in enumerate(recent)}
    scored = [(fit(code.name, typed), code) for code in codes]
    kept = [(score, code) for score, code in scored if score >= FITS]
    return [code for _, code in sorted(kept, key=lambda p: (-p[0], newness.get(p[1].id, len(newness))))]


def fit(name: str, typed: str) -> float:
    """How well a name fits what was typed: 0 (not at all) up to 500 (it is that name).

    Whole name, beginning, beginnings of words, initials, beginnings run together, any part; then
    the likeness of the typed word that is least like any word of the name (rapidfuzz ratio, up to 100).
    """
    name, typed = name.casefold(), typed.casefold().strip()
    parts = re.findall(r"\w+", name)
    if name == typed:
        return 500
    if name.startswith(typed):
        return 400
    if all(any(part.startswith(piece) for part in parts) for piece in typed.split()):
        return 300
    if len(typed) > 1 and "".join(part[0] for part in parts).startswith(typed):
        return 250
    if len(typed) >= _RUN and run_together(parts, typed, len(typed) // 2):
        return 225
    return 200 if typed in name else _likeness_of_words(parts, typed)


def _likeness_of_words(parts: list[str], typed: str) -> float:
    pieces = [piece for piece in typed.split() if len(piece) >= _COMPARABLE]
    return min((max(_likeness(part, piece) for part in parts) for piece in pieces if parts), default=0)


def run_together(parts: Sequence[str], typed: str, most: int) -> bool:
    """Whether letters are beginnings of at most `most` of the words, in their order: "secocred".

    With two letters a word or more, what is typed for a new code seldom fits an old one by chance.
    """
    if not typed:
        return True
    if not parts or not most:
        return False
    first, *rest = parts
    begun = [taken for taken in range(len(typed), 0, -1) if first.startswith(typed[:taken])]
    here = any(run_together(rest, typed[taken:], most - 1) for taken in begun)
    return here or run_together(rest, typed, most)


def _likeness(part: str, piece: str) -> float:
    """How like a typed word is to a word of a name, or to as much of its beginning."""
    from rapidfuzz import fuzz

    return max(fuzz.ratio(part, piece), fuzz.ratio(part[: len(piece)], piece))


def likely(codes: Iterable[Code], quotation: str) -> list[Code]:
    """Codes whose name, definition or example shares words with a quotation, most and rarest words first."""
    about = {
        code.id: _stems(f"{code.name} {code.definition} {code.use_when} {code.example}") for code in codes
    }
    said = _stems(quotation)
    shared_by = {stem: sum(stem in stems for stems in about.values()) for stem in said}
    weight = {code_id: sum(1 / shared_by[stem] for stem in stems & said) for code_id, stems in about.items()}
    found = [code for code in codes if weight[code.id]]
    return sorted(found, key=lambda code: -weight[code.id])


def _untyped(codes: Sequence[Code], recent: Sequence[str], quotation: str) -> list[Code]:
    by_id = {code.id: code for code in codes}
    first = [by_id[code_id] for code_id in recent if code_id in by_id][:RECENT]
    first += [code for code in likely(codes, quotation) if code not in first][:LIKELY]
    return [*first, *(code for code in codes if code not in first)]


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"\w+", text.casefold()) if len(word) >= _STEM}
