"""Quotations over several paragraphs: which paragraphs belong together, and whom all of them are from.

Print has two habits: every paragraph opens with a mark and only the last one closes it (Chicago Manual of
Style, 13.32), or paragraphs set apart follow each other and only the last says whose they are. Pure.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.export.manuscript import Piece
    from qualcode.export.quoted import Quoted, Speakers

CITED: Final = "cited from literature"

_CLOSES: Final = {"“": "”", "„": "“", "«": "»", "»": "«", "「": "」"}
_STRAIGHT: Final = '"'


def closed(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces; a quotation that the next paragraph takes up again is closed before it."""
    found = list(pieces)
    for at, (piece, after) in enumerate(pairwise(pieces)):
        mark = _left_open(piece)
        if mark and after.kind != "heading" and after.text.startswith(mark):
            found[at] = replace(piece, text=piece.text + _CLOSES.get(mark, mark))
    return found


def shared(
    pieces: Sequence[Piece], closed_: Sequence[Piece], quoted: Sequence[list[Quoted]], speakers: Speakers
) -> list[list[Quoted]]:
    """The quotations of every piece, those of a series with what one of its paragraphs says of all."""
    found = [list(one) for one in quoted]
    for first, last in _runs(pieces, closed_, quoted):
        members = [(at, -1 if at == first else 0) for at in range(first, last + 1)]
        named = next((found[at][nth].named for at, nth in members if found[at][nth].named), ())
        cited = any(found[at][nth].excuse == CITED for at, nth in members)
        if _announced(pieces, first, speakers, named):
            continue
        for at, nth in members:
            one = found[at][nth]
            excuse = "" if named else CITED if cited else one.excuse
            found[at][nth] = replace(one, named=one.named or named, excuse=excuse)
    return found


def _left_open(piece: Piece) -> str:
    """The mark of a quotation that the piece leaves open; empty if there is none."""
    if piece.kind not in {"text", "block"}:
        return ""
    for opening, closing in _CLOSES.items():
        at = piece.text.rfind(opening)
        if at >= 0 and piece.text.rfind(closing) < at and not _closes_another(piece.text, at):
            return opening
    return _STRAIGHT if piece.text.count(_STRAIGHT) % 2 else ""


def _closes_another(text: str, at: int) -> bool:
    """Whether a mark that opens in one language closes there, as “ does in German and « in Danish."""
    return any(
        closing == text[at] and 0 <= text.rfind(opening, 0, at) > text.rfind(closing, 0, at)
        for opening, closing in _CLOSES.items()
    )


def _runs(
    pieces: Sequence[Piece], closed_: Sequence[Piece], quoted: Sequence[list[Quoted]]
) -> list[tuple[int, int]]:
    """First and last piece of every series."""
    runs: list[tuple[int, int]] = []
    for at in range(len(pieces) - 1):
        here, after = quoted[at], quoted[at + 1]
        taken_up = closed_[at] is not pieces[at]
        follows = _unnamed_block(here) and bool(after) and after[0].block
        if not (here and after and (taken_up or follows)):
            continue
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs


def _unnamed_block(quoted: Sequence[Quoted]) -> bool:
    return len(quoted) == 1 and quoted[0].block and not quoted[0].named and quoted[0].excuse != CITED


def _announced(pieces: Sequence[Piece], first: int, speakers: Speakers, named: tuple[str, ...]) -> bool:
    """Whether the paragraph before a series announces somebody else: then they are quotations of two."""
    before = speakers.found(pieces[first - 1].text) if first else ()
    set_apart = pieces[first].kind == "block"
    return set_apart and bool(before) and bool(named) and not set(named) & set(before)
