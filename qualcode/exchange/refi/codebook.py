"""Codes of REFI-QDA, with a name of its own for each: here two codes cannot share one, there they can."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.exchange.refi.elements import children, guid, said, targets
from qualcode.exchange.refi.parts import FileCode
from qualcode.names import fault, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.etree import _Element

NAMELESS: Final = "(no name)"


class NamedCode(NamedTuple):
    """A code with the name it has here; `parent` is such a name, empty at the top."""

    code: FileCode
    name: str
    parent: str


def read_codes(codes: _Element | None) -> list[FileCode]:
    """The codes under an element `Codes`, each after the one it stands under."""
    found: list[FileCode] = []
    waiting = [(element, "") for element in children(codes, "Code")][::-1]
    while waiting:
        element, parent = waiting.pop()
        code = FileCode(
            guid(element),
            str(element.get("name") or ""),
            parent,
            said(element, "Description"),
            str(element.get("color") or "").strip(),
            targets(element, "NoteRef"),
        )
        found.append(code)
        waiting.extend([(under, code.guid) for under in children(element, "Code")][::-1])
    return found


def named(codes: Sequence[FileCode]) -> list[NamedCode]:
    """Every code under a name of its own, in the order given.

    Of several codes with one name the first keeps it; the others take the names above them along, as in
    `programming (skills)`, and a number where that is not enough.
    """
    by_guid = {code.guid: code for code in codes}
    # What is called that by itself keeps the name: `a (b)` may be one code's, and made of another's.
    free = FreeNames(one_line(code.name) for code in codes)
    names: dict[str, str] = {}
    found = []
    for code in codes:
        own = one_line(code.name)
        above = [one_line(one.name) for one in _ancestors(code, by_guid)]
        longer = [f"{own} ({'/'.join(above[:depth][::-1])})" for depth in range(1, len(above) + 1)]
        name = free.taken(own, longer)
        names.setdefault(code.guid, name)
        found.append(NamedCode(code, name, names.get(code.parent, "") if code.parent != code.guid else ""))
    return found


class FreeNames:
    """Names given out, each once, whatever its case.

    Args:
        kept: Names that are only for what is called so by itself.
    """

    def __init__(self, kept: Iterable[str] = ()) -> None:
        self._kept = {name.casefold() for name in kept}
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def taken(self, own: str, longer: Iterable[str] = ()) -> str:
        """The name itself if it is free, else the first free one of `longer`, else it with a number."""
        key = own.casefold()
        if key in self._taken:
            key = own = next((name for name in longer if self._is_free(name)), "") or self._numbered(own)
        self._taken.add(key.casefold())
        return own

    def _numbered(self, own: str) -> str:
        number = self._numbers.get(own.casefold(), 1)
        while True:
            number += 1
            if self._is_free(name := f"{own} ({number})"):
                self._numbers[own.casefold()] = number
                return name

    def _is_free(self, name: str) -> bool:
        return name.casefold() not in self._taken and name.casefold() not in self._kept


def one_line(name: str, otherwise: str = NAMELESS) -> str:
    r"""A name as it can be kept here: line breaks and control characters become spaces.

    >>> one_line(" a\nb ")
    'a b'
    """
    if not fault(name):
        return tidy(name)
    bare = "".join(" " if fault(f"a{character}") else character for character in name)
    return tidy(unicodedata.normalize("NFC", " ".join(bare.split()))) or otherwise


def _ancestors(code: FileCode, by_guid: dict[str, FileCode]) -> Iterable[FileCode]:
    """Codes above one, the nearest first; each once, should a file tie them in a ring."""
    seen = {code.guid}
    while code.parent not in seen and (above := by_guid.get(code.parent)) is not None:
        seen.add(above.guid)
        code = above
        yield code
