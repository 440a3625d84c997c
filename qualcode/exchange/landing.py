"""What every import of codings shares: what was placed, what was not and why, and writing it at once."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.codes import codebook
from qualcode.errors import QualcodeError
from qualcode.names import did_you_mean
from qualcode.passes import coding
from qualcode.passes.placing import Placement, QuoteFinder
from qualcode.store.errors import StoreFailed
from qualcode.transcripts import addresses, closed, library

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.model import CodingPass, Transcript
    from qualcode.passes.coding import NewCoding
    from qualcode.spans import Span
    from qualcode.store.actions import Action

MOST_CANDIDATES: Final = 3
"""Addresses given for a quote that cannot be placed."""


class RowNotPlaced(QualcodeError):
    """One row or comment cannot become a coding; caught and listed, never guessed."""


class Remark(NamedTuple):
    """A memo on a coding: its words, when they were written if known, and by whom if not by its coder."""

    words: str
    moment: str = ""
    by: str = ""

    @property
    def body(self) -> str:
        """The words, after the name of somebody else."""
        return f"{self.by}: {self.words}" if self.by else self.words


@dataclass(frozen=True, slots=True)
class Near:
    """Words that were placed although they differ a little."""

    file: str
    row: int
    score: float
    address: str
    transcript: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A row or comment that did not become a coding, and why."""

    file: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Highlighted:
    """A stretch marked with a colour in Word and no comment; `code` is what it was placed as, if anything."""

    file: str
    color: str
    address: str
    transcript: str
    start_char: int
    end_char: int
    code: str | None


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote how many of a document's comments, and whose codings they became; None if left out."""

    file: str
    author: str
    comments: int
    coder: str | None


@dataclass(slots=True)
class CodingsImport:
    """What became of the rows of tables and the comments of documents.

    Rows are counted as a spreadsheet does, the header being row 1; comments as they stand in their document,
    from 1.
    """

    placed: int = 0
    already: int = 0
    near: list[Near] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    codes_created: list[str] = field(default_factory=list)
    highlights: list[Highlighted] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class Landing:
    """Gathers codings and remembers what was looked up; all of them land at the end, in order."""

    def __init__(self, importing: Action, coding_pass: CodingPass, *, create: bool) -> None:
        self.importing, self.coding_pass, self.create = importing, coding_pass, create
        self.project = importing.project
        self.result = CodingsImport()
        self.codes = codebook.ids_by_name(self.project)
        self._finders: dict[str, QuoteFinder] = {}
        self._units: dict[str, list[Span]] = {}
        self._seen = self._codings_there()
        self._coded = {(one[0], one[2], one[3]) for one in self._seen}
        self._closed: dict[str, list[Span]] = {}
        self._new: list[tuple[NewCoding, str]] = []
        self._remarks: list[tuple[tuple[str, str, int, int], Remark]] = []

    @contextmanager
    def listed(self, file: str, row: int) -> Iterator[None]:
        """What goes wrong inside is listed as the reason why that row was not placed."""
        try:
            yield
        except StoreFailed:  # not this row's fault, and the next one would fare no better
            raise
        except QualcodeError as error:
            reason = f"{error.sentence} {error.hint}".rstrip()
            self.result.unplaced.append(Unplaced(file, row, reason))

    def add(self, placed: NewCoding, moment: str = "", remarks: Sequence[Remark] = ()) -> None:
        """Keep a coding to be written, unless it is there; `moment` is when it was made, if known.

        Remarks are written in either case: somebody may have answered a coding that went out before.

        Raises:
            WithheldPassage: the participant withholds the place.
        """
        known = placed[:4] in self._seen
        if not known:
            closed.check_open(self.project, [(placed[0], placed[2], placed[3])], self._closed)
        self._remarks.extend((placed[:4], remark) for remark in remarks)
        if known:
            self.result.already += 1
        else:
            self._seen.add(placed[:4])
            self._new.append((placed, moment))

    def land(self) -> CodingsImport:
        """Write what was gathered."""
        found = [((*one[:4], ""), moment) for one, moment in self._new]
        found.sort()  # rows side by side in the index are written several times faster
        codings, moments = [one for one, _ in found], [moment for _, moment in found]
        ids = coding.add_codings(self.importing, self.coding_pass.id, codings, "import", moments)
        made = {one[:4]: coding_id for one, coding_id in zip(codings, ids, strict=True)}
        memos = [(made[one[:4]], one[4]) for one, _ in self._new]  # in the order of the rows
        coding.add_memos(self.importing, self.coding_pass.id, memos)
        for span, remark in self._remarks:
            coding_id = str(coding.coding_id_at(self.project, self.coding_pass.id, *span))
            if not {remark.body, remark.words} & coding.remarks(self.project, coding_id):
                coding.remark(self.importing, coding_id, remark.body, remark.moment)
        self.result.placed = len(self._new)
        return self.result

    def check_open(self, transcript: Transcript, span: Span) -> None:
        """Refuse a place before a code is made for it; where something is coded, it may come again.

        Raises:
            WithheldPassage: the participant withholds it.
        """
        place = (transcript.id, *span)
        if place not in self._coded:
            closed.check_open(self.project, [place], self._closed)

    def code(self, name: str) -> str:
        """Id of the code of that name, made if it is new and may be.

        Raises:
            RowNotPlaced: there is none.
        """
        known = self.codes.get(name) or self.codes.get(name.casefold())
        if known is not None:
            return known
        if not self.create:
            hint = did_you_mean(name, [code.name for code in codebook.codes(self.project)], "")
            raise RowNotPlaced(f"There is no code called {name!r}.", hint or "Use --create to make it.")
        self.codes[name.casefold()] = codebook.add_to(self.importing, name, None, {})
        self.result.codes_created.append(name)
        return self.codes[name.casefold()]

    def finder(self, transcript: Transcript) -> QuoteFinder:
        """The finder of a transcript, made once."""
        if transcript.id not in self._finders:
            self._finders[transcript.id] = QuoteFinder(library.text(self.project, transcript.id))
        return self._finders[transcript.id]

    def address(self, transcript: Transcript, span: Span) -> str:
        """The address of a span."""
        if transcript.id not in self._units:
            self._units[transcript.id] = library.units(self.project, transcript.id)
        return addresses.address(transcript.name, *span, self._units[transcript.id])

    def settled(self, transcript: Transcript, placement: Placement, file: str, row: int) -> Span:
        """The span of a placement; a near one is told, one that is none is refused with its candidates.

        Raises:
            RowNotPlaced: the words were not found, or stand in several places.
            WithheldPassage: the participant withholds them.
        """
        if placement.span is None:
            candidates = placement.candidates[:MOST_CANDIDATES]
            best = [self.address(transcript, (one.start_char, one.end_char)) for one in candidates]
            what = "stands in several places" if placement.status == "ambiguous" else "was not found"
            near = f" Nearest: {', '.join(best)}." if best else ""
            raise RowNotPlaced(f"The quote {what} in {transcript.name}.{near}")
        self.check_open(transcript, placement.span)
        if placement.status == "near":
            where = self.address(transcript, placement.span)
            found = Near(file, row, placement.score, where, transcript.name, *placement.span)
            self.result.near.append(found)
        return placement.span

    def _codings_there(self) -> set[tuple[str, str, int, int]]:
        rows = self.project.rows(
            "SELECT transcript_id, code_id, start_char, end_char FROM codings"
            " WHERE pass_id = ? AND deleted_at IS NULL",
            (self.coding_pass.id,),
        )
        return {tuple(row) for row in rows}
