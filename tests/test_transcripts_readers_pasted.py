"""Pasted subtitles and printed line numbers: out of the words where they are certain, and told."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING

import docx
import pytest

from qualcode.transcripts.readers import read_bytes

if TYPE_CHECKING:
    from qualcode.model import Reading

SPOKEN = [
    "I: How did you come to the group, and who was it that told you about it in the first place?",
    "P: My sister did. She had a flyer from the library, I think, and 20 of us went there on the first",
    "evening, which was cold. I nearly left again, honestly, because nobody said a word to me.",
]
PAGE = [line for _ in range(6) for said in SPOKEN for line in textwrap.wrap(said, 48)]
SRT = """1
00:00:01,000 --> 00:00:04,000
Anna: So how did you come here?

2
00:00:04,500 --> 00:00:06,000
Ben: By bus.

3
00:00:06,000 --> 00:00:09,000
Ben: It was 3
hours late.
"""


def txt(text: str) -> Reading:
    (reading,) = read_bytes("P1.txt", text.encode())
    return reading


def word(lines: list[str]) -> Reading:
    stream = io.BytesIO()
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(stream)
    (reading,) = read_bytes("P1.docx", stream.getvalue())
    return reading


def numbered(lines: list[str], step: int, start: int = 1) -> list[str]:
    return [
        f"{number:>3}  {line}" if number % step == 0 else line for number, line in enumerate(lines, start)
    ]


@pytest.mark.parametrize("step", [1, 5, 10])
def test_numbers_of_lines_leave_the_text_and_are_told(step: int) -> None:
    lines = PAGE * 2
    reading = txt("\n".join(numbered(lines, step)))
    assert reading.text.split("\n") == lines
    assert reading.warnings == (f"{len(lines) // step} line numbers at the margin left out",)
    assert word(numbered(lines, step)).text.split("\n") == lines


def test_numbers_may_begin_anew_on_a_page_and_go_on_from_an_earlier_one() -> None:
    pages = [*numbered(PAGE, 1), *numbered(PAGE, 1)]
    assert txt("\n".join(pages)).text.split("\n") == [*PAGE, *PAGE]
    assert txt("\n".join(numbered(PAGE, 1, start=340))).text.split("\n") == PAGE


def test_lines_of_the_head_and_empty_ones_may_be_without_number() -> None:
    head = "Interview with P1, 3 May"
    body = "\n\n".join(numbered(PAGE, 1))
    assert txt(f"{head}\n\n{body}").text == f"{head}\n\n" + "\n\n".join(PAGE)
    every_fifth = "\n\n".join(numbered(PAGE, 5))
    assert txt(f"{head}\n\n{every_fifth}").text == f"{head}\n\n" + "\n\n".join(PAGE)


def test_turns_with_numbers_are_turns() -> None:
    turns = [f"{'I' if number % 2 else 'P'}: Well {number}." for number in range(1, 31)]
    assert txt("\n".join(numbered(turns, 1))).text.split("\n") == turns


@pytest.mark.parametrize(
    "lines",
    [
        [f"{number} things I like" for number in (3, 9, 4)] * 10,
        [f"{number} stigma" for number in range(1, 40)],
        [f"{number} I feel at home in the group most of the time." for number in range(1, 40)],
        [f"{number}. and then we went on to the next one of them" for number in range(1, 40)],
        numbered(PAGE, 1)[:12],
        [*numbered(PAGE, 1)[:20], *PAGE],
        [*numbered(PAGE, 5)[:22], *PAGE],
        [line for line in numbered(PAGE, 5) if not line.startswith(" 20")],
        ["5 of us", *PAGE, "10 of us", *PAGE, "15 of us", *PAGE],
        [f"{year} was the year in which we moved to the sea" for year in range(1960, 1985)],
    ],
)
def test_numbers_that_may_be_words_stay(lines: list[str]) -> None:
    reading = txt("\n".join(lines))
    assert reading.text == "\n".join(lines)
    assert reading.warnings == ()


def test_pasted_subtitles_are_turns_with_times() -> None:
    reading, subtitles = txt(SRT), read_bytes("P1.srt", SRT.encode())[0]
    assert reading.text == "So how did you come here?\nBy bus. It was 3 hours late."
    assert (reading.text, reading.turns) == (subtitles.text, subtitles.turns)
    assert reading.turns is not None
    assert [(turn.speaker, turn.start_ms, turn.end_ms) for turn in reading.turns] == [
        ("Anna", 1000, 4000),
        ("Ben", 4500, 9000),
    ]
    assert reading.warnings == (
        "read as pasted subtitles: 3 times, and the numbers above them, are no words",
    )
    assert word(SRT.split("\n")).turns == reading.turns


@pytest.mark.parametrize("name", ["P1.txt", "P1.srt"])
def test_lines_before_the_first_cue_stay_and_belong_to_nobody(name: str) -> None:
    (reading,) = read_bytes(name, f"Interview with P1\n\n{SRT}".encode())
    assert reading.text.startswith("Interview with P1\nSo how")
    assert reading.turns is not None
    assert reading.turns[0].start_char == len("Interview with P1\n")


@pytest.mark.parametrize(
    "text",
    [
        "1\n00:00:01,000 --> 00:00:04,000\nOnly one of them.",
        SRT + "\n" + "\n".join(SPOKEN * 8),
        "\n".join(SPOKEN * 8) + "\n" + SRT,
        SRT.replace("00:00:04,500", "00:00:00,500"),
        "a --> b\nc --> d\ne --> f",
    ],
)
def test_arrows_in_prose_make_no_subtitles(text: str) -> None:
    assert txt(text).text == text
    assert txt(text).turns is None
