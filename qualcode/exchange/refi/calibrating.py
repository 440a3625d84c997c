"""Which way of counting a file's positions are in: what its program is known for, held against the words.

Two things tell. A selection may carry its words, or their beginning, as its name. And people select words:
counted wrongly, selections begin and end in the middle of them. What the words do not clearly contradict is
taken as the program is known to count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.exchange.refi.counting import EVERY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.exchange.refi.counting import Counted, Counting
    from qualcode.exchange.refi.parts import Selection
    from qualcode.spans import Span

FEWEST_FAULTS: Final = 3
"""How many places must speak against the usual counting: people do stop in the middle of a word at times."""

TIMES_BETTER: Final = 3
"""And how many times fewer speak against the other one."""

ENOUGH_SELECTIONS: Final = 300
"""How many are looked at; a wrong counting shows in a few of them."""

_NAME_COUNTS: Final = 3
_BEYOND_COUNTS: Final = 2
_SHORTEST_BEGINNING: Final = 8
"""Characters from which a name that ends in dots is taken for the beginning of the words."""


class Fit(NamedTuple):
    """How selections look when counted so: names that are their words, words cut, spans that are none."""

    named: int
    cut: int
    beyond: int

    def __add__(self, other: object) -> Fit:
        """Both together."""
        if not isinstance(other, Fit):
            return NotImplemented
        return Fit(self.named + other.named, self.cut + other.cut, self.beyond + other.beyond)

    def faults(self, most_named: int) -> int:
        """What speaks against it, where another way has `most_named` names right."""
        return (most_named - self.named) * _NAME_COUNTS + self.cut + self.beyond * _BEYOND_COUNTS


Fits = dict["Counting", Fit]
"""How the same selections look in every way of counting."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The counting taken, the one that was expected, and how the selections fit in it."""

    counting: Counting
    expected: Counting
    fit: Fit

    @property
    def surprising(self) -> bool:
        """Whether the words speak for another counting than that of the program."""
        return self.counting != self.expected


def calibrate(expected: Counting, groups: Iterable[Fits]) -> Calibration:
    """The counting of selections.

    Args:
        expected: What is taken where the words do not clearly contradict.
        groups: How selections look, one text or one user after the other.
    """
    fits = dict.fromkeys(EVERY, Fit(0, 0, 0))
    for group in groups:
        for counting, one in group.items():
            fits[counting] += one
    most = max(one.named for one in fits.values())
    best = min(fits, key=lambda one: (fits[one].faults(most), one != expected))
    against, left = fits[expected].faults(most), fits[best].faults(most)
    clear = against - left >= FEWEST_FAULTS and left * TIMES_BETTER <= against
    chosen = best if clear else expected
    return Calibration(chosen, expected, fits[chosen])


def evidence(text: Counted, selections: Sequence[Selection]) -> Fits:
    """How selections of a text look in every way of counting; of very many, some from all over."""
    some = selections[:: 1 + len(selections) // ENOUGH_SELECTIONS]
    known: dict[tuple[Counting, bool], Fit] = {}
    fits: Fits = {}
    for counting in EVERY:
        same = (text.reduced(counting), counting.last)
        if same not in known:
            known[same] = fit(text, some, counting)
        fits[counting] = known[same]
    return fits


def fit(text: Counted, selections: Sequence[Selection], counting: Counting) -> Fit:
    """How selections of a text look in a way of counting."""
    named = cut = beyond = 0
    for one in selections:
        span = placed(text, one, counting)
        if span is None:
            beyond += 1
        else:
            named += is_named_after(one.name, text.text[slice(*span)])
            cut += _cuts(text.text, span[0]) + _cuts(text.text, span[1])
    return Fit(named, cut, beyond)


def placed(text: Counted, selection: Selection, counting: Counting) -> Span | None:
    """Where a selection stands in the text kept; None where its positions are no stretch of it."""
    if selection.start is None or selection.end is None:
        return None
    return text.span(selection.start, selection.end, counting)


def is_named_after(name: str, words: str) -> bool:
    r"""Whether a selection's name is its words, or their beginning and dots.

    >>> is_named_after("It was chance…", "It was chance,\n I am sure.")
    True
    """
    name, words = (" ".join(one.split()) for one in (name, words))
    beginning = name.removesuffix("…").removesuffix("...").rstrip()
    if beginning != name and len(beginning) >= _SHORTEST_BEGINNING:
        return words.startswith(beginning)
    return bool(name) and name == words


def _cuts(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
