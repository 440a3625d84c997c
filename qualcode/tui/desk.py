"""What lies on the coder's desk: a pass, a transcript, what is selected, and every act. Knows no screen."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.errors import QualcodeError
from qualcode.model import Place
from qualcode.passes import acts, memos, onepass
from qualcode.passes.acts import NewCode
from qualcode.passes.memos import Subject
from qualcode.spans import overlap
from qualcode.transcripts import addresses, library
from qualcode.tui.page import ground_of
from qualcode.tui.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import Code, CodingPass, Transcript
    from qualcode.passes.acts import Reversed
    from qualcode.passes.onepass import Mark, Progress
    from qualcode.spans import Span
    from qualcode.store.project import Project


class ReadOnly(QualcodeError):
    """Nothing can be coded here; the sentence says why."""


class Desk:
    """One coder, one pass, one transcript at a time. Every act is written at once.

    Args:
        project: An open project.
        coding_pass: The pass shown, and written unless `read_only` says why not.
        shown: Passes whose codings are shown as well, which has been recorded.
        read_only: Why nothing can be coded; empty when it can.
    """

    def __init__(
        self,
        project: Project,
        coding_pass: CodingPass,
        *,
        shown: Sequence[CodingPass] = (),
        read_only: str = "",
    ) -> None:
        self.project, self.coding_pass, self.shown, self.read_only = project, coding_pass, shown, read_only
        self.only_code: str | None = None
        self.last_codes: list[str] = []
        self.saved_at = ""
        self.active: str | None = None
        self.editing = False
        self._redoable = 0

    def open(self, transcript: Transcript, span: Span | None = None) -> None:
        """Lay a transcript on the desk, at a span or where this pass was coding last."""
        self.transcript = transcript
        self.ground = ground_of(self.project, transcript.id)
        said = library.codable(self.project, transcript.id)
        self.codable = {unit for part in said for unit in self.ground.units_in(part)}
        self.selection = Selection(self.ground)
        self.active, self.editing = None, False
        self.refresh()
        latest = onepass.latest(self.project, self.coding_pass.id, transcript.id)
        if span is not None:
            self.selection.select(span)
        elif latest is not None:
            self.selection.to_unit(self.ground.unit_at(latest[1][1] - 1))

    def refresh(self) -> None:
        """Read anew what an act may have changed."""
        project, own = self.project, self.coding_pass.id
        self.codes: list[Code] = codebook.codes(project)
        self.by_id: dict[str, Code] = {code.id: code for code in self.codes}
        self.counts: dict[str, int] = onepass.counts(project, own)
        self.recent: list[str] = onepass.recent_codes(project, own)
        self.own_marks: list[Mark] = onepass.marks(project, own, self.transcript.id)
        others = [mark for one in self.shown for mark in onepass.marks(project, one.id, self.transcript.id)]
        self.marks: list[Mark] = [*self.own_marks, *others]
        self.progress: Progress = onepass.progress(project, own)
        self.coded: set[int] = {unit for mark in self.own_marks for unit in self.ground.units_in(mark.span)}

    def visible(self) -> list[Mark]:
        """The codings to draw: all, or those of the one code that is asked for."""
        return [mark for mark in self.marks if self.only_code in {None, mark.code_id}]

    def mark(self, coding_id: str | None) -> Mark | None:
        """The coding of that id, if it stands in this transcript and pass."""
        return next((mark for mark in self.own_marks if mark.id == coding_id), None)

    def here(self) -> list[Mark]:
        """Own codings that touch the selection; the active one alone, if there is one."""
        active = self.mark(self.active)
        if active is not None:
            return [active]
        return [mark for mark in self.own_marks if overlap(mark.span, self.selection.span)]

    def place(self) -> Place:
        """The selection as a place, without blanks at its ends."""
        span, text = self.selection.span, self.ground.text
        words = text[span[0] : span[1]]
        start = span[0] + len(words) - len(words.lstrip())
        return Place(self.transcript, start, max(start + 1, span[1] - len(words) + len(words.rstrip())))

    def address(self, span: Span) -> str:
        """How a span of this transcript is named."""
        return addresses.address(self.transcript.name, *span, list(self.ground.units))

    def apply(self, named: Sequence[str | NewCode]) -> list[str]:
        """Apply codes to the selection; returns their names."""
        self._check_writable()
        acts.apply_codes(self.project, self.coding_pass.name, named, self.place())
        self.last_codes = [one.name if isinstance(one, NewCode) else one for one in named]
        self._done()
        return self.last_codes

    def repeat(self) -> list[str]:
        """Apply the codes applied last, in this session or before it; returns their names."""
        if not self.last_codes:
            self.last_codes = [self.by_id[one].name for one in self.recent[:1] if one in self.by_id]
        if not self.last_codes:
            raise QualcodeError("No code has been applied yet.", "Press c to choose one.")
        return self.apply(self.last_codes)

    def take_off(self, coding_ids: Sequence[str]) -> None:
        """Take codings off."""
        self._check_writable()
        acts.take_off(self.project, self.coding_pass.name, coding_ids)
        self._done()

    def move(self, coding_id: str) -> None:
        """Give a coding the selection as its boundaries."""
        self._check_writable()
        place = self.place()
        span = (place.start_char, place.end_char)
        self.active = acts.move(self.project, self.coding_pass.name, coding_id, span)
        self._done()

    def undo(self) -> Reversed:
        """Take the latest act back and go where it was."""
        self._check_writable()
        taken = acts.take_back(self.project, self.coding_pass)
        self._done(self._redoable + 1)
        self._go_where(taken)
        return taken

    def redo(self) -> Reversed:
        """Do again what `undo` took back, and go where it is."""
        self._check_writable()
        if not self._redoable:
            raise QualcodeError("There is nothing to redo.", "It follows directly after an undo.")
        again = acts.do_again(self.project)
        self._done(self._redoable - 1)
        self._go_where(again)
        return again

    def remark(self, text: str, about: Subject, kind: str) -> None:
        """Write a memo."""
        memos.add(self.project, text, about, kind)
        self._done()

    def subjects(self) -> list[Subject]:
        """What a memo written here may be about: codings here, their codes, the transcript, the pass."""
        codings, codes = [], {}
        for mark in self.here():
            name = f"{self.address(mark.span)} {mark.code}"
            codings.append(Subject("coding", "codings", mark.id, name))
            codes[mark.code_id] = Subject("code", "codes", mark.code_id, mark.code)
        transcript = Subject("transcript", "transcripts", self.transcript.id, self.transcript.name)
        own = Subject("pass", "passes", self.coding_pass.id, self.coding_pass.name)
        return [*codings, *codes.values(), transcript, own]

    def uncoded(self, step: int) -> int | None:
        """First unit of the next (or the one before) stretch of data that has no coding."""
        open_units = [unit for unit in sorted(self.codable) if unit not in self.coded]
        firsts = [unit for unit in open_units if unit - 1 not in self.codable or unit - 1 in self.coded]
        at = bisect_right(firsts, self.selection.unit)
        if step > 0:
            return firsts[at] if at < len(firsts) else None
        before = [unit for unit in firsts[:at] if unit < self.selection.unit]
        return before[-1] if before else None

    def beside(self, step: int) -> Transcript | None:
        """The next or previous transcript of the pass."""
        listed = onepass.to_read(self.project, self.coding_pass)
        ids = [one.id for one in listed]
        if self.transcript.id not in ids:
            return listed[0] if listed else None
        at = ids.index(self.transcript.id) + step
        return listed[at] if 0 <= at < len(listed) else None

    def _check_writable(self) -> None:
        if self.read_only:
            raise ReadOnly(self.read_only)

    def _done(self, redoable: int = 0) -> None:
        self._redoable = redoable
        self.saved_at = self.project.now()
        self.refresh()

    def _go_where(self, changed: Reversed) -> None:
        self.active, self.editing = None, False
        if changed.span is None or changed.transcript_id is None:
            return
        if changed.transcript_id != self.transcript.id:
            self.open(library.by_id(self.project, changed.transcript_id), changed.span)
        else:
            self.selection.select(changed.span)
