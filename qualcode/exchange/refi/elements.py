"""Small questions to the XML of REFI-QDA, whatever namespace a program wrote into it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_WHOLE = re.compile(r"-?\d{1,18}")


def kind(element: _Element) -> str:
    """The name of an element without its namespace: programs have written several."""
    return str(element.tag).rpartition("}")[2]


def children(element: _Element | None, *kinds: str) -> Iterator[_Element]:
    """Elements right under one, of these kinds; all of them where none is named."""
    for child in () if element is None else element:
        if not kinds or kind(child) in kinds:
            yield child


def child(element: _Element | None, wanted: str) -> _Element | None:
    """The first element of a kind right under one."""
    return next(children(element, wanted), None)


def said(element: _Element | None, wanted: str) -> str:
    """The words in the first element of a kind right under one, without empty lines around them."""
    found = child(element, wanted)
    return "" if found is None else (found.text or "").strip("\r\n\t").rstrip()


def guid(element: _Element, name: str = "guid") -> str:
    """A GUID as it is compared: programs write it in both cases, and some in braces."""
    return str(element.get(name) or "").strip().strip("{}").casefold()


def targets(element: _Element | None, wanted: str) -> tuple[str, ...]:
    """GUIDs that the references of a kind right under an element point at; a codebook calls them guid."""
    return tuple(guid(one, "targetGUID") or guid(one) for one in children(element, wanted))


def number(element: _Element, name: str) -> int | None:
    """A whole number, None where there is none that could be a position."""
    written = str(element.get(name) or "").strip()
    return int(written) if _WHOLE.fullmatch(written) else None


def moment(element: _Element) -> str:
    """When a thing was made, as the project keeps dates; "" where the file does not say."""
    try:
        made = datetime.fromisoformat(str(element.get("creationDateTime") or ""))
        known = made if made.tzinfo else made.replace(tzinfo=UTC)
        return known.astimezone(UTC).isoformat(timespec="microseconds")
    except (ValueError, OverflowError):
        return ""
