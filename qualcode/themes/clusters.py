"""Groupings of codes to think with: several cuts side by side, none of them recommended, none of them named.

A group is no theme. What makes it one, if anything does, is for the researcher to say.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.themes.material import MOST_FOLDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qualcode.themes.closeness import ClosestQuote
    from qualcode.themes.likeness import Settings

    Floats = NDArray[np.float64]

TITLE: Final = "Groupings to think with"

NOTE: Final = (
    "No number of groups is better than another: silhouette and stability describe a cut, they do not choose"
    " it. A group is not a theme."
)
"""Said with every clustering; no index that was tried found a planted number of groups."""


@dataclass(frozen=True, slots=True)
class Group:
    """Codes that go together in a cut; `support` is how well it survives without any one participant."""

    codes: tuple[str, ...]
    code_ids: tuple[str, ...]
    words: tuple[str, ...]
    closest_quotes: tuple[ClosestQuote, ...]
    support: float | None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "codes": list(self.codes),
            "words": list(self.words),
            "closest_quotes": [asdict(one) for one in self.closest_quotes],
            "support": self.support,
        }


@dataclass(frozen=True, slots=True)
class Cut:
    """All groups of one cut, with the mean silhouette width and the mean agreement of leave-outs with it."""

    k: int
    groups: tuple[Group, ...]
    silhouette: float
    stability: float | None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "k": self.k,
            "groups": [one.as_dict() for one in self.groups],
            "silhouette": self.silhouette,
            "stability": self.stability,
        }


@dataclass(frozen=True, slots=True)
class Branch:
    """A join of the tree: `left` and `right` are rows, or len(order) + the number of an earlier join."""

    left: int
    right: int
    height: float
    support: float | None
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clustering:
    """What was found.

    `order`: names of the grouped codes as a reader meets them; `numbers[k]`: the group of each of them at
    that cut, 0 for one that fits nowhere. `tree` is empty for spectral groups. `beside`: how much two codes
    stand beside each other, 0 to 1, in the same order. `orphans`: codes in no group.
    """

    pass_id: str
    pass_name: str
    settings: Settings
    participants: int
    order: tuple[str, ...]
    numbers: dict[int, tuple[int, ...]]
    cuts: tuple[Cut, ...]
    orphans: tuple[str, ...]
    orphan_ids: tuple[str, ...]
    tree: tuple[Branch, ...]
    beside: Floats

    @property
    def left_out(self) -> str:
        """How stability was tried."""
        if self.participants <= MOST_FOLDS:
            return "one participant left out at a time"
        return f"one of {MOST_FOLDS} equal shares of the participants left out at a time"

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON object; no number of groups stands out and no group has a name."""
        return {
            "title": TITLE,
            "note": NOTE,
            "pass": self.pass_name,
            **self.settings.as_dict(),
            "left_out": self.left_out,
            "k": [one.as_dict() for one in self.cuts],
            "orphans": list(self.orphans),
            "branches": [
                {"codes": list(one.codes), "height": one.height, "support": one.support} for one in self.tree
            ],
        }
