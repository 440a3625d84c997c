"""What every REFI-QDA file is written with: elements, GUIDs, and text that XML can hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

import qualcode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.etree import _Element

    from qualcode.model import Code

ORIGIN: Final = f"qualcode {qualcode.__version__}"
"""How our files are signed; reading them knows by it that passes and fields are named."""

PROJECT: Final = "urn:QDA-XML:project:1.0"
CODEBOOK: Final = "urn:QDA-XML:codebook:1.0"

_OURS: Final = UUID("c9a1d1a2-5c0e-5d0e-9b7e-6b1f0c6a7d11")
_COLOR: Final = re.compile(r"#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})")
_NEVER: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without characters that XML 1.0 cannot hold."""
    return _NEVER.sub("", text)


def made_guid(*parts: object) -> str:
    """A GUID for what has no id of its own: the same for the same parts (RFC 9562, version 5)."""
    return str(uuid5(_OURS, "\n".join(map(str, parts))))


def add(parent: _Element, kind: str, text: str | None = None, **attributes: str) -> _Element:
    """Add an element, in the namespace of its parent; attributes without a value are left out."""
    from lxml import etree

    space = etree.QName(parent).namespace
    made = etree.SubElement(parent, f"{{{space}}}{kind}")
    for name, value in attributes.items():
        if value:
            made.set(name, clean(value))
    if text is not None:
        made.text = clean(text)
    return made


def root(kind: str, space: str, **attributes: str) -> _Element:
    """The element that a file consists of."""
    from lxml import etree

    made = etree.fromstring(f'<{kind} xmlns="{space}"/>')
    for name, value in attributes.items():
        made.set(name, clean(value))
    return made


def xml_bytes(made: _Element) -> bytes:
    """The file."""
    from lxml import etree

    return etree.tostring(made, xml_declaration=True, encoding="utf-8")


def add_codes(parent: _Element, codes: Sequence[Code], notes: dict[str, list[str]] | None = None) -> None:
    """The tree of codes; each says all that it says about itself in its description.

    Args:
        parent: Where `Codes` goes; nothing goes there when there is no code, as the schema wants.
        codes: In the order of the tree, each after the one it stands under.
        notes: Ids of memos by that of the code they are on.
    """
    from qualcode.codes.codebook import TEXT_FIELDS
    from qualcode.codes.described import description_of

    if not codes:
        return
    top = add(parent, "Codes")
    made: dict[str | None, _Element] = {}
    for code in codes:
        color = code.color if _COLOR.fullmatch(code.color) else ""
        element = add(made.get(code.parent_id, top), "Code", guid=code.id, name=code.name, isCodable="true")
        if color:
            element.set("color", color)
        described = description_of({name: getattr(code, name) for name in TEXT_FIELDS})
        if described:
            add(element, "Description", described)
        refer(element, "NoteRef", (notes or {}).get(code.id, ()))
        made[code.id] = element


def refer(parent: _Element, kind: str, targets: Iterable[str]) -> None:
    """Add references of a kind."""
    for target in targets:
        add(parent, kind, targetGUID=target)
