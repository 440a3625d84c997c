"""Reviewing: one suggestion after the other, in reading order or code by code. It asks; a screen answers."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from qualcode.names import natural_key
from qualcode.passes import coding
from qualcode.store.sitting import Sitting
from qualcode.suggestions import deciding, listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.model import CodingPass
    from qualcode.spans import Span
    from qualcode.store.project import Project
    from qualcode.suggestions.deciding import Shown
    from qualcode.suggestions.listing import Suggestion


class Review:
    """The undecided suggestions of a pass, one at a time; every decision is kept at once.

    Attributes:
        coding_pass: Whose suggestions they are.
        decided: How many were decided in this sitting.
    """

    def __init__(
        self, project: Project, pass_name: str | None = None, *, by_code: bool = False, deferred: bool = False
    ) -> None:
        """Begin, or go on.

        Raises:
            PassNotFound, PassNotNamed, PassSealed, OtherCodersPass, ConsensusPass: it cannot be written.
        """
        self._project = project
        self.coding_pass: CodingPass = coding.writable(project, pass_name)
        self._by_code = by_code
        self._deferred = deferred
        self._skipped: set[str] = set()
        self.decided = 0
        self._sitting = Sitting()
        self._waiting = self._load()

    @property
    def left(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def next(self) -> Shown | None:
        """The one to decide now, as it is shown; None when none waits."""
        return deciding.show(self._project, self._waiting[0]) if self._waiting else None

    def accept(self, shown: Shown) -> None:
        """As `deciding.accept`."""
        with self._deciding(shown):
            deciding.accept(self._project, shown, watched=True)

    def edit(self, shown: Shown, *, span: Span | None = None, code_name: str | None = None) -> None:
        """As `deciding.edit`."""
        with self._deciding(shown):
            deciding.edit(self._project, shown, span=span, code_name=code_name, watched=True)

    def reject(self, shown: Shown, reason: str = "") -> None:
        """As `deciding.reject`."""
        with self._deciding(shown):
            deciding.reject(self._project, shown, reason, watched=True)

    def defer(self, shown: Shown, reason: str = "") -> None:
        """As `deciding.defer`; in this sitting it does not come again."""
        with self._deciding(shown):
            deciding.defer(self._project, shown, reason, watched=True)
            self._skipped.add(shown.suggestion.row_id)

    def skip(self, shown: Shown) -> None:
        """Go on without deciding."""
        self._skipped.add(shown.suggestion.row_id)
        self._remove(shown)

    def undo(self) -> None:
        """Take the latest decision of this sitting back; it comes again.

        Raises:
            NothingToTakeBack: none stands, or something else was done after it.
        """
        back = self._sitting.take_back(self._project)
        self.decided -= 1
        self._skipped.discard(back)
        # What comes back is asked first, wherever it stands.
        self._waiting = sorted(self._load(), key=lambda one: one.row_id != back)

    @contextmanager
    def _deciding(self, shown: Shown) -> Iterator[None]:
        with self._sitting.act(self._project, shown.suggestion.row_id):
            yield
        self.decided += 1
        self._remove(shown)

    def _remove(self, shown: Shown) -> None:
        # Not loaded anew: with hundreds of thousands waiting each answer would take seconds.
        self._waiting = [one for one in self._waiting if one.row_id != shown.suggestion.row_id]

    def _load(self) -> list[Suggestion]:
        found = listing.suggestions(self._project, pass_id=self.coding_pass.id)
        wanted = {"open", "deferred"} if self._deferred else {"open"}
        waiting = [one for one in found if one.status in wanted and one.row_id not in self._skipped]
        if self._by_code:
            waiting.sort(key=lambda one: (natural_key(one.code), -one.score))
        return waiting
