"""What a manuscript is read into, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "block", "heading", "table"]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a manuscript before it knows its place."""

    kind: Kind
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
