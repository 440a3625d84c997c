"""Tables: transcripts with a row per turn, surveys with a row per respondent, workbooks."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from qualcode.transcripts.readers import SurveyColumns, UnreadableFileError, read_bytes

if TYPE_CHECKING:
    from qualcode.model import Reading

SURVEY = SurveyColumns("id", ("What was hard?", "What helped?"), ("age",))


def csv(text: str, name: str = "talk.csv") -> Reading:
    (reading,) = read_bytes(name, text.encode())
    return reading


def workbook(*sheets: list[list[object]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"remove_timezone": True}) as book:
        clock, day = (
            book.add_format({"num_format": "[h]:mm:ss"}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
        )
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    style = clock if isinstance(value, time) else day if isinstance(value, date) else None
                    sheet.write(number, place, value, style)
    return stream.getvalue()


def rewritten(data: bytes, part: str, old: str, new: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(stream, "w") as written:
        for name in read.namelist():
            content = read.read(name)
            written.writestr(name, content.replace(old.encode(), new.encode()) if name == part else content)
    return stream.getvalue()


def spoken(reading: Reading) -> list[tuple[str | None, str]]:
    assert reading.turns is not None
    return [(turn.speaker, reading.text[turn.start_char : turn.end_char]) for turn in reading.turns]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_of_speakers_and_words_is_a_transcript(delimiter: str) -> None:
    rows = [["Speaker", "Text"], ["Anna:", '"Well, I; said ""no"""'], ["I", "Why?"], ["", "[door]"]]
    reading = csv("\r\n".join(delimiter.join(row) for row in rows))
    assert spoken(reading) == [("Anna", 'Well, I; said "no"'), ("I", "Why?"), (None, "[door]")]
    assert reading.text == 'Well, I; said "no"\nWhy?\n[door]'
    assert reading.warnings == ("1 row without a speaker",)


@pytest.mark.parametrize(
    ("table", "times"),
    [
        ("start,end,speaker,text\n0.5,2,A,one two\n2,3.25,B,three\n", [(500, 2000), (2000, 3250)]),
        ("start_ms,end_ms,who,content\n500,2000,A,one two\n2000,3250,B,three\n", [(500, 2000), (2000, 3250)]),
        ("start\tend\ttext\n0\t2000\tone two\n2000\t3250\tthree\n", [(0, 2000), (2000, 3250)]),
        ("timestamp,name,utterance\n00:00:01,A,one two\n[00:01:02],B,three\n", [(1000, None), (62000, None)]),
        ("start,end,text\nnan,99999999999,one two\n-1,2,three\n", [(None, None), (None, 2000)]),
    ],
)
def test_times_are_read_in_the_unit_of_the_column(
    table: str, times: list[tuple[int | None, int | None]]
) -> None:
    reading = csv(table)
    assert reading.turns is not None
    assert [(turn.start_ms, turn.end_ms) for turn in reading.turns] == times
    assert reading.text == "one two\nthree"


def test_a_table_without_headings_is_recognised_by_its_labels() -> None:
    assert spoken(csv("I,Why was that?\nP1,Because.\nI,And?\n"))[1] == ("P1", "Because.")


def test_columns_that_are_not_read_are_named() -> None:
    assert csv("episode,speaker,text,empty\n1,A,hello,\n").warnings == ("column left out: episode",)


def test_excel_s_line_with_the_delimiter_is_no_row() -> None:
    assert spoken(csv("sep=;\nspeaker;text\nA;well, so\n")) == [("A", "well, so")]


@pytest.mark.parametrize("mark", [";", "|", "\t"])
def test_a_mark_within_the_words_of_one_column_divides_nothing(mark: str) -> None:
    assert csv(f"text\nwell{mark} so I left\n").text == f"well{mark} so I left"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("id,age\n1,34\n", r"has no column of speech .*; it has id, age"),
        ('speaker,text\nA,"hello\nB,hi\n', "quotation mark"),
        ("speaker,text\nA,well, so I left\n", r"has 3 cells in row 2 under 2 columns"),
        ("speaker,text\n", "holds no words"),
        ("", "has no column of speech"),
    ],
)
def test_a_table_that_would_lose_words_is_refused(text: str, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        csv(text)


def test_a_survey_gives_one_reading_per_respondent_with_a_turn_per_answer() -> None:
    table = 'id;age;What was hard?;What helped?\nR1;34;"The rules.\nAll of them.";\nR2;;Nothing;My friends\n'
    first, second = read_bytes("survey.csv", table.encode(), survey=SURVEY)
    assert first.name == "R1"
    assert first.text == "What was hard?\nThe rules.\nAll of them.\nWhat helped?"
    assert spoken(first) == [("R1", "The rules.\nAll of them.")]
    assert first.attributes == {"age": "34"}
    assert first.warnings == ("not answered: What helped?",)
    assert spoken(second) == [("R2", "Nothing"), ("R2", "My friends")]
    assert second.text == "What was hard?\nNothing\nWhat helped?\nMy friends"
    assert (second.attributes, second.warnings, second.reader) == ({}, (), "csv 1")


def test_a_respondent_who_answered_nothing_keeps_the_questions() -> None:
    (reading,) = read_bytes("s.csv", b"id,What was hard?,What helped?,age\nR1,,,\n", survey=SURVEY)
    assert reading.text == "What was hard?\nWhat helped?"
    assert reading.turns == ()
    assert reading.warnings == ("not answered: What was hard?", "not answered: What helped?")


@pytest.mark.parametrize(
    ("table", "reason", "hint"),
    [
        ("id,age,What helped?\nR1,3,x\n", "has no column What was hard", "id, age, What helped?"),
        ("id,age,What was hard?,What helped?\n,3,a,b\n", "no id in row 2", "id"),
        ("id,age,What was hard?,What helped?\nR1,3,a,b\nR1,4,c,d\n", "same id in rows 2 and 3", "id"),
        ("id,id,age,What was hard?,What helped?\n1,1,3,a,b\n", "2 columns called id", "id, id"),
        ("id,age,What was hard?,What helped?\n", "no row of answers", ""),
        ("", "holds no words", ""),
    ],
)
def test_a_survey_without_its_columns_or_ids_is_refused(table: str, reason: str, hint: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason) as refused:
        read_bytes("survey.csv", table.encode(), survey=SURVEY)
    assert hint in refused.value.hint


def test_survey_columns_for_another_format_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match=r"P1\.txt is not a table"):
        read_bytes("P1.txt", b"words", survey=SURVEY)


def test_a_workbook_is_read_with_its_numbers_dates_and_times() -> None:
    data = workbook(
        [["only a note"]],
        [
            ["id", "age", "What was hard?", "What helped?"],
            [1, 34.5, "Rules & <more>", datetime(2024, 5, 31, tzinfo=UTC)],
        ],
    )
    (reading,) = read_bytes("survey.xlsx", data, survey=SURVEY)
    assert reading.name == "1"
    assert reading.attributes == {"age": "34.5"}
    assert spoken(reading) == [("1", "Rules & <more>"), ("1", "2024-05-31")]
    assert reading.warnings == ("sheet left out: Sheet1",)


def test_a_workbook_with_clock_times_is_a_transcript() -> None:
    data = workbook(
        [["Time", "Speaker", "Text"], [time(0, 1, 2), "A", "hello"], [time(1, 0, 0), "B", "hi there"]]
    )
    (reading,) = read_bytes("talk.xlsx", data)
    assert reading.turns is not None
    assert [turn.start_ms for turn in reading.turns] == [62_000, 3_600_000]
    assert spoken(reading) == [("A", "hello"), ("B", "hi there")]
    assert reading.reader == "xlsx 1"


def test_cells_in_runs_are_read_whole_and_phonetic_hints_are_not() -> None:
    data = workbook([["speaker", "text"], ["A", "PLACEHOLDER"]])
    runs = "<r><t>one</t></r><r><t xml:space='preserve'> two</t></r><rPh sb='0' eb='1'><t>phonetic</t></rPh>"
    data = rewritten(data, "xl/sharedStrings.xml", "<t>PLACEHOLDER</t>", runs)
    (reading,) = read_bytes("talk.xlsx", data)
    assert reading.text == "one two"


def test_one_cell_at_the_far_corner_does_not_cost_memory() -> None:
    data = workbook([["speaker", "text"], ["A", "hello"]])
    far = rewritten(data, "xl/worksheets/sheet1.xml", 'r="B2"', 'r="XFD1048576"')
    with pytest.raises(UnreadableFileError, match="holds no words"):
        read_bytes("talk.xlsx", far)


def test_a_sheet_of_empty_corners_is_refused() -> None:
    data = workbook([["speaker", "text"], ["A", "hello"]])
    rows = "".join(f'<row><c r="XFD{n}"><v>1</v></c></row>' for n in range(3, 400))
    with pytest.raises(UnreadableFileError, match="more than 5000000 places"):
        read_bytes(
            "talk.xlsx", rewritten(data, "xl/worksheets/sheet1.xml", "</sheetData>", f"{rows}</sheetData>")
        )


@pytest.mark.parametrize(
    "data", [b"", b"P", workbook([["speaker", "text"], ["A", "hello"]])[:-200], workbook([[]])]
)
def test_what_is_not_a_whole_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"talk\.xlsx (is not an Excel workbook|holds no words)"):
        read_bytes("talk.xlsx", data)
