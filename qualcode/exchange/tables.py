"""Codings from tables: what can be placed lands as one action, the rest is listed with the reason."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.codes import codebook
from qualcode.errors import QualcodeError
from qualcode.exchange.grids import SUFFIXES, BadTable, read_grid
from qualcode.names import did_you_mean, tidy
from qualcode.passes import coding
from qualcode.passes.placing import QuoteFinder
from qualcode.store.actions import Action, action
from qualcode.store.errors import StoreFailed
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qualcode.model import CodingPass, Transcript
    from qualcode.passes.coding import NewCoding
    from qualcode.spans import Span
    from qualcode.store.project import Project

_WHOLE: Final = re.compile(r"\d{1,18}")

COLUMNS: Final = (
    "transcript",
    "participant",
    "code",
    "start_char",
    "end_char",
    "address",
    "quote",
    "coder",
    "memo",
)


class TableRow(NamedTuple):
    """One row of a table: where it stands, its cells by column, whether it has cells beyond the last."""

    file: str
    number: int
    cells: dict[str, str]
    overfull: bool


class BadCodingsTable(QualcodeError):
    """The file cannot be read as a table of codings."""


class RowNotPlaced(QualcodeError):
    """One row cannot become a coding; caught and listed, never guessed."""


@dataclass(frozen=True, slots=True)
class Near:
    """A quote that was placed although its words differ a little."""

    file: str
    row: int
    score: float
    address: str
    transcript: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A row that did not become a coding, and why."""

    file: str
    row: int
    reason: str


@dataclass(slots=True)
class CodingsImport:
    """What became of the rows of a table; rows are counted as a spreadsheet does, the header being row 1."""

    placed: int = 0
    already: int = 0
    near: list[Near] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    codes_created: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def import_tables(
    project: Project,
    paths: Sequence[Path],
    pass_name: str | None,
    *,
    create: bool = False,
    dry_run: bool = False,
) -> CodingsImport:
    """Place the rows of one or more CSV files in a pass: all that can be placed, as one action.

    Raises:
        BadCodingsTable: not a table, or columns missing.
        PassNotFound, PassNotNamed, PassSealed, OtherCodersPass, ConsensusPass: the pass cannot be written.
    """
    coding_pass = coding.writable(project, pass_name)
    acting = coding.acting_as(project, coding_pass)
    with action(acting, "codings import", rehearsal=dry_run) as importing:
        placer = Placer(importing, coding_pass, create=create)
        for path in paths:
            placer.gather_table(path)
        return placer.land()


def read_rows(path: Path, warnings: list[str]) -> Iterator[TableRow]:
    """Rows of a table by column name, each with its file and spreadsheet row number; empty ones left out.

    Raises:
        BadCodingsTable: unreadable, or without the columns that are needed.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise BadCodingsTable(
            f"{path.name} is not a table of codings that can be read.", "Save it as .csv or .xlsx."
        )
    try:
        grid = read_grid(path, COLUMNS)
        _check_columns(path.name, grid.columns)
        warnings.extend(grid.warnings)
        for number, cells, overfull in grid.rows:
            yield TableRow(path.name, number, cells, overfull)
    except BadTable as error:
        raise BadCodingsTable(error.sentence, error.hint) from error


def _check_columns(file: str, header: Sequence[str]) -> None:
    has = set(header)
    if not has & {"transcript", "participant"}:
        problem = "transcript (or participant)"
    elif "code" not in has:
        problem = "code"
    elif not ({"address", "quote"} & has or {"start_char", "end_char"} <= has):
        problem = "start_char and end_char, address, or quote"
    else:
        return
    found = ", ".join(header) or "none"
    raise BadCodingsTable(f"{file} has no column {problem}.", f"Its columns are: {found}.")


class Placer:
    """Places rows one after the other and remembers what it looked up; all of it lands at the end."""

    def __init__(self, importing: Action, coding_pass: CodingPass, *, create: bool) -> None:
        self.importing, self.coding_pass, self.create = importing, coding_pass, create
        self.project = importing.project
        self.result = CodingsImport()
        known = library.transcripts(self.project)
        self.transcripts = {one.name.casefold(): one for one in known} | {one.name: one for one in known}
        self.of_participant: dict[str, list[Transcript]] = {}
        for one in known:
            self.of_participant.setdefault((one.participant or "").casefold(), []).append(one)
        self.codes = codebook.ids_by_name(self.project)
        self.finders: dict[str, QuoteFinder] = {}
        self.units: dict[str, list[Span]] = {}

        self.seen = self._codings_there()
        self.new: list[tuple[NewCoding, str]] = []

    def gather_table(self, path: Path) -> None:
        """Place the rows of a table, or say why not.

        Raises:
            BadCodingsTable: not a table, or columns missing.
        """
        for row in read_rows(path, self.result.warnings):
            with self.listed(row.file, row.number):
                self.add(self._place(row))

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

    def add(self, placed: NewCoding, moment: str = "") -> None:
        """Remember a coding to be written, unless it is there; `moment` is when it was made, if known."""
        if placed[:4] in self.seen:
            self.result.already += 1
        else:
            self.seen.add(placed[:4])
            self.new.append((placed, moment))

    def land(self) -> CodingsImport:
        """Write what was gathered."""
        self.new.sort()  # rows side by side in the index are written several times faster
        codings, moments = [one for one, _ in self.new], [moment for _, moment in self.new]
        coding.add_codings(self.importing, self.coding_pass.id, codings, "import", moments)
        self.result.placed = len(self.new)
        return self.result

    def _codings_there(self) -> set[tuple[str, str, int, int]]:
        rows = self.project.rows(
            "SELECT transcript_id, code_id, start_char, end_char FROM codings"
            " WHERE pass_id = ? AND deleted_at IS NULL",
            (self.coding_pass.id,),
        )
        return {tuple(row) for row in rows}

    def _place(self, row: TableRow) -> NewCoding:
        cells = row.cells
        if row.overfull:
            raise RowNotPlaced("It has more cells than there are columns: cells with commas need quotes.")
        self._check_coder(cells.get("coder", "").strip())
        transcript, span = self._find_span(row)
        return (transcript.id, self.code(tidy(cells["code"])), *span, cells.get("memo", "").strip())

    def _check_coder(self, coder: str) -> None:
        owner = self.coding_pass.coder
        if coder and coder.casefold() != owner.casefold():
            raise RowNotPlaced(f"The row is {coder}'s, the pass {self.coding_pass.name!r} {owner}'s.")

    def _find_span(self, row: TableRow) -> tuple[Transcript, Span]:
        cells = row.cells
        if cells.get("start_char") and cells.get("end_char"):
            transcript = self._transcript(cells)
            return transcript, _numbers(transcript, cells["start_char"], cells["end_char"])
        if cells.get("address"):
            return self._find_address(cells)
        transcript = self._transcript(cells)
        return transcript, self._find_quote(row, transcript, cells.get("quote", ""))

    def _find_address(self, cells: dict[str, str]) -> tuple[Transcript, Span]:
        place = addresses.resolve(self.project, cells["address"])
        named = cells.get("transcript") or cells.get("participant")
        if named and self._transcript(cells).id != place.transcript.id:
            raise RowNotPlaced(f"The address is one in {place.transcript.name}, the row says {named}.")
        return place.transcript, (place.start_char, place.end_char)

    def _transcript(self, cells: dict[str, str]) -> Transcript:
        name = tidy(cells.get("transcript") or "")
        found = self.transcripts.get(name) or self.transcripts.get(name.casefold())
        return found or self._only_one_of(name or tidy(cells.get("participant") or ""))

    def _only_one_of(self, participant: str) -> Transcript:
        theirs = self.of_participant.get(participant.casefold(), []) if participant else []
        if len(theirs) > 1:
            names = ", ".join(one.name for one in theirs)
            raise RowNotPlaced(f"{participant} has several transcripts ({names}): name one in the column.")
        if not theirs:
            hint = did_you_mean(participant, {one.name for one in self.transcripts.values()}, "")
            raise RowNotPlaced(f"There is no transcript called {participant!r}.", hint)
        return theirs[0]

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

    def _find_quote(self, row: TableRow, transcript: Transcript, quote: str) -> Span:
        if not quote.strip():
            raise RowNotPlaced("It names no place: no start_char and end_char, no address, no quote.")
        if transcript.id not in self.finders:
            self.finders[transcript.id] = QuoteFinder(library.text(self.project, transcript.id))
            self.units[transcript.id] = library.units(self.project, transcript.id)
        placement, units = self.finders[transcript.id].find(quote), self.units[transcript.id]
        if placement.span is None:
            best = [
                addresses.address(transcript.name, one.start_char, one.end_char, units)
                for one in placement.candidates[:3]
            ]
            what = "stands in several places" if placement.status == "ambiguous" else "was not found"
            near = f" Nearest: {', '.join(best)}." if best else ""
            raise RowNotPlaced(f"The quote {what} in {transcript.name}.{near}")
        if placement.status == "near":
            where = addresses.address(transcript.name, *placement.span, units)
            found = Near(row.file, row.number, placement.score, where, transcript.name, *placement.span)
            self.result.near.append(found)
        return placement.span


def _numbers(transcript: Transcript, start: str, end: str) -> Span:
    if not (_WHOLE.fullmatch(start.strip()) and _WHOLE.fullmatch(end.strip())):
        raise RowNotPlaced("start_char and end_char must be whole numbers.")
    span = int(start), int(end)
    if not 0 <= span[0] < span[1] <= transcript.length:
        length = transcript.length
        raise RowNotPlaced(f"{span[0]}-{span[1]} is not a span of {transcript.name} (0-{length}).")
    return span
