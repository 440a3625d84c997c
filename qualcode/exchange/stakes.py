"""Where comments and colours begin and end in the text of a .docx file.

To learn where in the finished text an edge stands, a stake is driven into the markup there: two characters of
a private plane that number it. The reader carries them along, and they are pulled out of the text again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_FIRST: Final = 0x100000
_SECOND: Final = 0x108000
_BASE: Final = 0x7000
_STAKE: Final = re.compile("[\U00100000-\U00106fff][\U00108000-\U0010efff]")
_NO_COLOR: Final = {"", "none", "auto", "clear", "ffffff"}


class Stake(NamedTuple):
    """What a numbered place in the markup is: the edge of a comment or of a coloured run."""

    what: str
    key: str


def driven(root: _Element, w: str) -> Iterator[Stake]:
    """Drive a stake in at every edge; they are numbered in the order in which they are given out."""
    number = 0
    edges = (f"{w}commentRangeStart", f"{w}commentRangeEnd", f"{w}r", f"{w}p")
    for node in list(root.iter(*edges)):
        if node.tag in edges[:2]:
            what = "start" if node.tag == edges[0] else "end"
            _drive_edge(node, w, what, _stake(w, number))
            yield Stake(what, node.get(f"{w}id") or "")
            number += 1
        elif color := _color(node, w):
            whole = node.tag == edges[3]  # the end of a paragraph that is marked, too
            for what in ("color on", "color off"):
                _drive_color(node, what, _stake(w, number), whole=whole)
                yield Stake(f"{what} break" if whole else what, color)
                number += 1


def _stake(w: str, number: int) -> _Element:
    from lxml import etree

    stake = etree.Element(f"{w}t")
    stake.text = chr(_FIRST + number // _BASE) + chr(_SECOND + number % _BASE)
    return stake


def _drive_edge(node: _Element, w: str, what: str, stake: _Element) -> None:
    if next(node.iterancestors(f"{w}p"), None) is None:  # between paragraphs: move into the one it means
        paragraph = _neighbour(node, f"{w}p", back=what == "end")
        if paragraph is not None:
            paragraph.insert(0 if what == "start" else len(paragraph), stake)
        return
    deleted = list(node.iterancestors(f"{w}del", f"{w}moveFrom"))
    (deleted[-1] if deleted else node).addprevious(stake)


def _neighbour(node: _Element, tag: str, *, back: bool) -> _Element | None:
    """The next element of a tag that begins behind a node, or the last one that ends before it."""
    at: _Element | None = node
    while at is not None:
        for beside in at.itersiblings(preceding=back):
            found = list(beside.iter(tag))
            if found:
                return found[-1 if back else 0]
        at = at.getparent()
    return None


def _drive_color(node: _Element, what: str, stake: _Element, *, whole: bool) -> None:
    if whole:
        node.append(stake)
    elif what == "color on":
        node.addprevious(stake)
    else:
        node.addnext(stake)


def _color(node: _Element, w: str) -> str:
    """The colour behind a run, or behind the end of a paragraph; "" for none."""
    of = node if node.tag == f"{w}r" else node.find(f"{w}pPr")
    properties = of.find(f"{w}rPr") if of is not None else None
    if properties is None:
        return ""
    marked, shaded = properties.find(f"{w}highlight"), properties.find(f"{w}shd")
    name = (marked.get(f"{w}val") or "").casefold() if marked is not None else ""
    if name not in _NO_COLOR:
        return name
    fill = (shaded.get(f"{w}fill") or "").casefold() if shaded is not None else ""
    return "" if fill in _NO_COLOR else f"#{fill}"


def pulled(staked: str, stakes: list[Stake]) -> tuple[str, dict[int, int]]:
    """The text without stakes, and where each of them stood in it."""
    pieces: list[str] = []
    places: dict[int, int] = {}
    at = size = 0
    for found in _STAKE.finditer(staked):
        number = (ord(found[0][0]) - _FIRST) * _BASE + ord(found[0][1]) - _SECOND
        if number >= len(stakes):
            continue
        pieces.append(staked[at : found.start()])
        size += found.start() - at
        places[number] = size
        at = found.end()
    pieces.append(staked[at:])
    return "".join(pieces), places
