"""What the six phases are called (Braun and Clarke 2006, and their later wording)."""

from __future__ import annotations

from typing import Final

NAMES: Final = {
    "2006": (
        "setting up",
        "familiarizing yourself with your data",
        "generating initial codes",
        "searching for themes",
        "reviewing themes",
        "defining and naming themes",
        "producing the report",
    ),
    "later": (
        "setting up",
        "familiarization",
        "coding",
        "generating initial themes",
        "developing and reviewing themes",
        "refining, defining and naming themes",
        "writing up",
    ),
}
"""Names of phases 0 to 6 in the wording of 2006, and in the later one that reflexive studies use."""
