"""The states the study goes through, each the one before and the steps between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from acceptance import claiming, coding, setting_up, theming
from acceptance.desk import Desk, kept, taken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STEPS: Final[dict[str, tuple[Callable[[Desk], None], ...]]] = {
    "begun": (setting_up.begin,),
    "imported": (setting_up.people, setting_up.bring_in),
    "read": (setting_up.protect, setting_up.check_by_ear, setting_up.read_all),
    "hand-coded": (coding.define, coding.code_by_hand),
    "suggested": (coding.suggest,),
    "recoded": (coding.decide,),
    "agreed": (coding.align, coding.reconcile),
    "frozen": (coding.freeze,),
    "grouped": (theming.group,),
    "themed": (theming.develop, theming.review, theming.define, theming.assess),
    "asked back": (theming.ask_back,),
    "claimed": (claiming.claim,),
    "quoted": (claiming.quote,),
    "written": (claiming.write, claiming.answer),
    "reported": (claiming.report,),
    "withdrawn": (claiming.withdraw,),
}
"""By the name of the state they lead to, in order."""


def at(shelf: Path, name: str, folder: Path) -> Desk:
    """A copy of a state, in `folder`."""
    return taken(_kept(shelf, name), folder)


def _kept(shelf: Path, name: str) -> Path:
    order = list(STEPS)
    place = order.index(name)
    before = _kept(shelf, order[place - 1]) if place else None

    def go_on(desk: Desk) -> None:
        for step in STEPS[name]:
            step(desk)

    return kept(shelf, name, before, go_on)
