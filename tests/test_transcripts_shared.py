"""Other people's transcripts come in with the right speakers and roles; `readers_shared` has their words.

Skipped where the folder with the files is absent.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualcode.transcripts.prepare import Found, ImportOptions, prepare, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the folder ../shared/data is not here")

ASKS_AND_ANSWERS = {
    "unix-oral-history/aho.htm": ("MSM", "Aho"),
    "unix-oral-history/cherry.htm": ("MSM", "Cherry"),
    "unix-oral-history/condon.htm": ("MSM", "Condon"),
    "unix-oral-history/kernighan.htm": ("MSM", "Kernighan"),
    "unix-oral-history/thompson.htm": ("MSM", "Thompson"),
    "loc-slavery-interviews-html/fountain-hughes.html": ("Hermond Norwood", "Fountain Hughes"),
    "label-legend-samples/Lecturer A.odt": ("S00", "S01"),
    "label-legend-samples/Lecturer B.txt": ("A", "B"),
    "label-legend-samples/Lecturer D.txt": ("S00", "S01"),
}


def found_in(name: str) -> Found:
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"{name} is not in ../shared/data")
    (found,) = prepare(path, ImportOptions(), {})
    return found


def labels(found: Found, role: str) -> set[str]:
    return {speaker.label for speaker in found.prepared.speakers if speaker.role == role}


def words_of(found: Found, speaker: str | None) -> Iterable[str]:
    text = found.prepared.reading.text
    return (text[t.start_char : t.end_char] for t in spoken(found.prepared) if t.speaker == speaker)


@pytest.mark.parametrize("name", ASKS_AND_ANSWERS)
def test_who_asks_and_who_answers(name: str) -> None:
    found = found_in(name)
    asks, answers = ASKS_AND_ANSWERS[name]
    assert (labels(found, "interviewer"), labels(found, "participant")) == ({asks}, {answers})
    assert not any(re.match(rf"(?:{asks}|{answers})\s*:", said) for said in words_of(found, asks))


def test_an_interviewer_who_hardly_asks_is_not_guessed() -> None:
    found = found_in("unix-oral-history/fraser.htm")
    assert labels(found, "interviewer") == set()
    assert labels(found, "participant") == {"Fraser", "MSM", "M"}


def test_a_group_of_interviewers_keeps_everybody() -> None:
    found = found_in("loc-slavery-interviews-html/wallace-quarterman.html")
    assert labels(found, "participant") >= {"Wallace Quarterman", "Zora Neale Hurston", "Alan Lomax"}
    assert labels(found, "interviewer") == {"Unidentified Woman Interviewer"}


def test_voices_that_leaked_into_a_text_are_the_speakers_of_its_subtitles() -> None:
    name = "vtt-srt-podcast/527-mcp-servers-for-python-devs"
    text, subtitles = found_in(f"{name}.txt"), found_in(f"{name}.vtt")
    for role in ("interviewer", "participant"):
        assert labels(text, role) == labels(subtitles, role)
    assert labels(text, "interviewer") == {"Speaker 1"}
    assert not any("<v" in said or re.match(r"\d\d:\d\d", said) for said in words_of(text, "Speaker 1"))


def test_lines_that_begin_with_a_time_are_turns_with_times() -> None:
    found = found_in("vtt-srt-podcast/001_nicola_iarocci_talk_python_to_me.txt")
    turns = spoken(found.prepared)
    assert {turn.speaker for turn in turns} == {None}
    assert turns[1].start_ms == 8_000
    assert next(iter(list(words_of(found, None))[1:])).startswith("Hello and welcome")


@pytest.mark.parametrize("number", [1, 2, 3, 5])
def test_printed_questions_without_labels_belong_to_nobody(number: int) -> None:
    found = found_in(f"qualcoder-influencers/transcripts-docx/Interviewee_{number:02}.docx")
    text = found.prepared.reading.text
    assert [text[start : start + 3] for start, _ in found.unassigned] == ["Q1.", "Q2.", "Q3.", "Q4."]
