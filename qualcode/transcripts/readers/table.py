"""Tables (.csv, .tsv, .xlsx): transcripts with a row per turn, or surveys with a row per respondent."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING

from qualcode.transcripts.readers.base import Found, checked, counted, joined, shown
from qualcode.transcripts.readers.columns import (
    Columns,
    Rows,
    by_content,
    by_header,
    left_out_columns,
    speeches,
)
from qualcode.transcripts.readers.encoding import decode
from qualcode.transcripts.readers.survey import respondents, with_id_column
from qualcode.transcripts.readers.xlsx import read_sheets

if TYPE_CHECKING:
    from qualcode.model import Reading
    from qualcode.transcripts.readers.base import SourceFile

_DELIMITERS = ",;\t|"
_SAMPLE = 1 << 16
_SAMPLE_ROWS = 20
_LARGEST_CELL = 1 << 28
_SURVEY_HINT = "For a survey name its columns: --id-column C --text-column C."


def read_csv(source: SourceFile) -> list[Reading]:
    """Read a .csv or .tsv file; `,`, `;`, tab and `|` are told apart by which makes whole rows.

    Raises:
        UnreadableFileError: not text, a row that does not fit the others, no column of speech, or the
            columns of the survey are not there.
    """
    decoded = decode(source)
    rows = _csv_rows(source, decoded.text)
    if source.survey:
        return respondents(source, rows, "csv 1", decoded.warnings)
    return [_transcript(source, rows, "csv 1", decoded.warnings, normalised=True)]


def read_xlsx(source: SourceFile) -> list[Reading]:
    """Read an .xlsx workbook: the first sheet that has what is looked for; the others are named as left out.

    Raises:
        UnreadableFileError: as `read_csv`, and as `xlsx.read_sheets`.
    """
    sheets = read_sheets(source)
    if not sheets:
        raise source.refused("holds no words", "Open the file and look whether it is the right one.")
    survey = source.survey
    fits = [
        with_id_column(sheet.rows, survey) if survey else _columns(sheet.rows) is not None for sheet in sheets
    ]
    chosen = sheets[fits.index(True) if True in fits else 0]
    others = tuple(f"sheet left out: {shown(sheet.name)}" for sheet in sheets if sheet is not chosen)
    if survey:
        return respondents(source, chosen.rows, "xlsx 1", others)
    return [_transcript(source, chosen.rows, "xlsx 1", others)]


def _transcript(
    source: SourceFile, rows: Rows, reader: str, warnings: tuple[str, ...], *, normalised: bool = False
) -> Reading:
    columns = _columns(rows)
    if columns is None:
        heads = ", ".join(shown(head.strip()) for head in rows[0]) if rows else "nothing"
        raise source.refused(f"has no column of speech (text, utterance …); it has {heads}", _SURVEY_HINT)
    spoken = list(speeches(rows, columns, blank_continues=False))
    nobody = sum(1 for speech in spoken if speech.speaker is None and speech.words.strip())
    text, turns = joined(spoken, normalised=normalised)
    told = (*warnings, *((f"{counted(nobody, 'row')} without a speaker",) if nobody else ()))
    return checked(source, reader, Found(text, turns, (*told, *left_out_columns(rows, columns))))


def _columns(rows: Rows) -> Columns | None:
    return by_header(rows) or by_content(rows)


def _csv_rows(source: SourceFile, text: str) -> Rows:
    csv.field_size_limit(_LARGEST_CELL)
    delimiter = "\t" if source.suffix == ".tsv" else ""
    if text[:4].lower() == "sep=" and text[5:6] == "\n":  # the line in which Excel names its delimiter
        delimiter, text = text[4], text[6:]
    written = text.splitlines(keepends=True)  # in normalised text only at \n
    delimiter = delimiter or _delimiter(text, written)
    lines = csv.reader(written, delimiter=delimiter, strict=True, skipinitialspace=True)
    try:
        rows = [row for row in lines if any(map(str.strip, row))]
    except csv.Error as problem:
        raise source.refused(
            f"is not a whole table: line {lines.line_num} has a quotation mark too many or too few",
            "Save it as .csv from a spreadsheet program again, or as .xlsx.",
        ) from problem
    _refuse_wider(source, rows)
    return rows


def _refuse_wider(source: SourceFile, rows: Rows) -> None:
    # A cell beyond the last heading is a sentence cut at its comma: reading on would lose its end.
    width = len(rows[0]) if rows else 0
    for number, row in enumerate(rows, start=1):
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            raise source.refused(
                f"has {len(row)} cells in row {number} under {width} columns",
                "Put cells that hold the delimiter in quotation marks, as spreadsheet programs do.",
            )


def _delimiter(text: str, lines: list[str]) -> str:
    sample = text[:_SAMPLE]
    possible = [mark for mark in _DELIMITERS if mark == "," or mark in sample]
    if possible == [","]:
        return ","
    beginning = lines if len(text) <= _SAMPLE else sample.splitlines(keepends=True)
    return max(possible, key=lambda mark: _regularity(beginning, mark))


def _regularity(sample: list[str], delimiter: str) -> tuple[float, int]:
    """How well a delimiter cuts the first rows: the share as wide as the first one, and that width."""
    lines = csv.reader(sample, delimiter=delimiter, skipinitialspace=True)
    rows = [row for row in islice(lines, _SAMPLE_ROWS) if row]
    if not rows or len(rows[0]) == 1:
        return (0.0, 0)
    return (sum(len(row) == len(rows[0]) for row in rows) / len(rows), len(rows[0]))
