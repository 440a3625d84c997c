r"""What a code says about itself as one description, for formats that know no more than that.

The definition comes first; every other field stands in a paragraph of its own behind its name, as in
`Use when: it came by luck.` A line of a field that looks like such a beginning is indented by one space,
which reading takes away again: what went out comes back letter for letter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, get_args

from qualcode.codes.codebook import CodeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS: Final = {
    "full_definition": "Full definition",
    "use_when": "Use when",
    "not_when": "Do not use when",
    "example": "Example",
    "kind": "Kind of code",
}
"""The fields behind the definition, in the order of writing."""

_ANY: Final = "|".join(LABELS.values())
_INDENTED: Final = re.compile(rf"^ (?= *(?:{_ANY}): )", flags=re.MULTILINE)
_LIKE: Final = re.compile(rf"^(?= *(?:{_ANY}): )", flags=re.MULTILINE)
_PARAGRAPH: Final = re.compile(rf"(?:\n\n|\A)(?=(?:{_ANY}): )")


def description_of(fields: Mapping[str, str]) -> str:
    """All that a code says, as one text; empty fields and the colour are left out."""
    parts = [_LIKE.sub(" ", fields["definition"])] if fields.get("definition") else []
    for name, label in LABELS.items():
        if fields.get(name):
            parts.append(f"{label}: {_LIKE.sub(' ', fields[name])}")
    return "\n\n".join(parts)


def fields_of(description: str, *, own: bool = True) -> dict[str, str]:
    """The fields of a description.

    Args:
        description: The text.
        own: Whether it is known to be of our making. Elsewhere it is divided only where all of it reads as if
            it were, as when it comes back from a program that took it over; else it is the definition.
    """
    pieces = _PARAGRAPH.split(description)
    found = {"definition": ""}
    for piece in pieces:
        name, words = _field(piece)
        if found.get(name):
            return {"definition": description.strip()}
        found[name] = words
    if not own and len(found) == 1:
        return {"definition": description}
    if found.get("kind", "") not in get_args(CodeKind):
        return {"definition": description}
    return {name: _INDENTED.sub("", words).strip() for name, words in found.items()}


def _field(piece: str) -> tuple[str, str]:
    for name, label in LABELS.items():
        if piece.startswith(f"{label}: "):
            return name, piece.removeprefix(f"{label}: ")
    return "definition", piece
