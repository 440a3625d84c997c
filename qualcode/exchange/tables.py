"""Codings from tables: what can be placed lands as one action, the rest is listed with the reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.errors import QualcodeError
from qualcode.exchange.grids import SUFFIXES, BadTable, read_grid
from qualcode.exchange.landing import CodingsImport, Landing, RowNotPlaced
from qualcode.names import did_you_mean, tidy
from qualcode.passes import coding
from qualcode.store.actions import action
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qualcode.model import Transcript
    from qualcode.passes.coding import NewCoding
    from qualcode.spans import Span
    from qualcode.store.project import Project

__all__ = ["COLUMNS", "BadCodingsTable", "CodingsImport", "TableRows", "import_tables", "read_rows"]

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


def import_tables(
    project: Project,
    paths: Sequence[Path],
    pass_name: str | None,
    *,
    create: bool = False,
    dry_run: bool = False,
) -> CodingsImport:
    """Place the rows of one or more tables in a pass: all that can be placed, as one action.

    Raises:
        BadCodingsTable: not a table, or columns missing.
        PassNotFound, PassNotNamed, PassSealed, OtherCodersPass, ConsensusPass: the pass cannot be written.
    """
    coding_pass = coding.writable(project, pass_name)
    with action(project, "codings import", rehearsal=dry_run) as importing:
        landing = Landing(importing, coding_pass, create=create)
        rows = TableRows(landing)
        for path in paths:
            rows.gather(path)
        return landing.land()


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


class TableRows:
    """Turns rows into codings, one after the other."""

    def __init__(self, landing: Landing) -> None:
        self.landing, self.project = landing, landing.project
        known = library.transcripts(self.project)
        self.transcripts = {one.name.casefold(): one for one in known} | {one.name: one for one in known}
        self.of_participant: dict[str, list[Transcript]] = {}
        for one in known:
            self.of_participant.setdefault((one.participant or "").casefold(), []).append(one)

    def gather(self, path: Path) -> None:
        """Place the rows of a table, or say why not.

        Raises:
            BadCodingsTable: not a table, or columns missing.
        """
        for row in read_rows(path, self.landing.result.warnings):
            with self.landing.listed(row.file, row.number):
                self.landing.add(self._place(row))

    def _place(self, row: TableRow) -> NewCoding:
        cells = row.cells
        if row.overfull:
            raise RowNotPlaced("It has more cells than there are columns: cells with commas need quotes.")
        self._check_coder(cells.get("coder", "").strip())
        transcript, span = self._find_span(row)
        self.landing.check_open(transcript, span)
        code_id = self.landing.code(tidy(cells["code"]))
        return (transcript.id, code_id, *span, cells.get("memo", "").strip())

    def _check_coder(self, coder: str) -> None:
        coding_pass = self.landing.coding_pass
        if coder and coder.casefold() != coding_pass.coder.casefold():
            raise RowNotPlaced(f"The row is {coder}'s, the pass {coding_pass.name!r} {coding_pass.coder}'s.")

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

    def _find_quote(self, row: TableRow, transcript: Transcript, quote: str) -> Span:
        if not quote.strip():
            raise RowNotPlaced("It names no place: no start_char and end_char, no address, no quote.")
        placement = self.landing.finder(transcript).find(quote)
        return self.landing.settled(transcript, placement, row.file, row.number)


def _numbers(transcript: Transcript, start: str, end: str) -> Span:
    if not (_WHOLE.fullmatch(start.strip()) and _WHOLE.fullmatch(end.strip())):
        raise RowNotPlaced("start_char and end_char must be whole numbers.")
    span = int(start), int(end)
    if not 0 <= span[0] < span[1] <= transcript.length:
        length = transcript.length
        raise RowNotPlaced(f"{span[0]}-{span[1]} is not a span of {transcript.name} (0-{length}).")
    return span
