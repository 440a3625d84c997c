"""Open answers: a row per respondent becomes a reading with a turn per answered question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.model import Reading, Turn
from qualcode.transcripts.normalise import normalise
from qualcode.transcripts.readers.base import shown

if TYPE_CHECKING:
    from qualcode.transcripts.readers.base import SourceFile, SurveyColumns
    from qualcode.transcripts.readers.columns import Rows


def with_id_column(rows: Rows, survey: SurveyColumns) -> bool:
    """Whether a table has the column with the ids."""
    return bool(rows) and _found(rows[0], survey.id_column) != []


def respondents(source: SourceFile, rows: Rows, reader: str, warnings: tuple[str, ...]) -> list[Reading]:
    """One reading per row, named by its id.

    The text holds each question as a line of its own, outside any turn, and under it the answer as a turn of
    the respondent (the speaker is the id). A question without an answer stands there too and is a warning,
    "not answered: …". Attributes are the filled cells of the attribute columns.

    Raises:
        UnreadableFileError: a column is missing or there twice, a row without or with a repeated id.
    """
    survey = source.survey
    if survey is None or not rows:
        raise source.refused("holds no words", "Open the file and look whether it is the right one.")
    id_place = _place(source, rows[0], survey.id_column)
    questions = {name: _place(source, rows[0], name) for name in survey.text_columns}
    attributes = {name: _place(source, rows[0], name) for name in survey.attribute_columns}
    row_of: dict[str, int] = {}
    readings: list[Reading] = []
    for number, row in enumerate(rows[1:], start=2):
        name = " ".join(_cell(row, id_place).split())
        _refuse_id(source, row_of, name, number)
        readings.append(_reading(reader, name, _cells(row, questions), _cells(row, attributes), warnings))
    if not readings:
        raise source.refused("has headings and no row of answers")
    return readings


def _reading(
    reader: str, name: str, answers: dict[str, str], attributes: dict[str, str], warnings: tuple[str, ...]
) -> Reading:
    lines: list[str] = []
    turns: list[Turn] = []
    position = 0
    for question, answer in answers.items():
        head = " ".join(normalise(question).split())
        lines.append(head)
        position += len(head) + 1
        if answer:
            turns.append(Turn(name, position, position + len(answer)))
            lines.append(answer)
            position += len(answer) + 1
    silent = tuple(f"not answered: {question}" for question, answer in answers.items() if not answer)
    return Reading(
        name=name,
        text="\n".join(lines),
        reader=reader,
        turns=tuple(turns),
        warnings=(*warnings, *silent),
        attributes={attribute: value for attribute, value in attributes.items() if value},
    )


def _refuse_id(source: SourceFile, row_of: dict[str, int], name: str, number: int) -> None:
    # Rows are counted without empty ones, the headings being row 1; ids may be names, so they are not shown.
    if not name:
        raise source.refused(f"has no id in row {number}", "Give every respondent an id, or remove the row.")
    if name in row_of:
        raise source.refused(
            f"has the same id in rows {row_of[name]} and {number}",
            "Give every respondent an id of their own.",
        )
    row_of[name] = number


def _cells(row: list[str], places: dict[str, int]) -> dict[str, str]:
    return {name: _cell(row, place) for name, place in places.items()}


def _cell(row: list[str], place: int) -> str:
    return normalise(row[place]).strip() if place < len(row) else ""


def _place(source: SourceFile, heads: list[str], name: str) -> int:
    found = _found(heads, name)
    if len(found) == 1:
        return found[0]
    listed = ", ".join(shown(head.strip()) for head in heads)
    if not found:
        raise source.refused(f"has no column {shown(name)}", f"Its columns are: {listed}.")
    raise source.refused(f"has {len(found)} columns called {shown(name)}", f"Its columns are: {listed}.")


def _found(heads: list[str], name: str) -> list[int]:
    """Places of a heading: as it is written, else whatever its case."""
    wanted = normalise(name).strip()
    clean = [normalise(head).strip() for head in heads]
    exact = [place for place, head in enumerate(clean) if head == wanted]
    return exact or [place for place, head in enumerate(clean) if head.casefold() == wanted.casefold()]
