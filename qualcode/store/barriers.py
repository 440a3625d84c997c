"""What no undo goes back behind: seals, and words that were replaced or erased for good."""

from __future__ import annotations

from typing import Final

FINAL: Final = {
    "passes seal": (
        "The last action sealed a pass, and a seal is final.",
        "Start a new pass with `qualcode passes start NAME`; the sealed one stays as it is.",
    ),
    "deid apply": (
        "The last action replaced words for good; the project does not hold what stood there before.",
        "The replacement log outside the project does: see `qualcode deid log`.",
    ),
    "withdraw": (
        "The last action was a withdrawal, and what was erased cannot be brought back.",
        "See what stands with `qualcode status`.",
    ),
    "withdraw segments": (
        "The last action withheld passages, and what was taken off them cannot be brought back.",
        "See what stands with `qualcode status`.",
    ),
}
"""Commands that no undo goes back behind, and what to say and type instead."""
