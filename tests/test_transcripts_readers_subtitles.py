"""Subtitles: voices, names, dashes and pauses become turns with times; every word stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.transcripts.readers import UnreadableFileError, read_bytes

if TYPE_CHECKING:
    from qualcode.model import Reading


def vtt(*cues: str, gap_ms: int = 0, head: str = "WEBVTT\n\n") -> Reading:
    blocks = []
    for number, cue in enumerate(cues):
        start = number * (1000 + gap_ms)
        blocks.append(f"{clock(start)} --> {clock(start + 1000)}\n{cue}\n")
    (reading,) = read_bytes("P1.vtt", (head + "\n".join(blocks)).encode())
    return reading


def clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"00:{seconds // 60:02}:{seconds % 60:02}.{rest:03}"


def spoken(reading: Reading) -> list[tuple[str | None, str]]:
    assert reading.turns is not None
    return [(turn.speaker, reading.text[turn.start_char : turn.end_char]) for turn in reading.turns]


def test_cues_of_one_voice_become_one_turn_with_its_times() -> None:
    reading = vtt("<v Anna Berg>I went home", "<v Anna Berg>and slept.</v>", "<v Speaker 1>Why?")
    assert spoken(reading) == [("Anna Berg", "I went home and slept."), ("Speaker 1", "Why?")]
    assert reading.text == "I went home and slept.\nWhy?"
    assert reading.turns is not None
    assert [(turn.start_ms, turn.end_ms) for turn in reading.turns] == [(0, 2000), (2000, 3000)]
    assert reading.reader == "subtitles 1"


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("<v Ann>Hello <v Ben>Hi</v>", [("Ann", "Hello"), ("Ben", "Hi")]),
        ("<v.loud Ann>Hello", [("Ann", "Hello")]),
        ("<v Ann &amp; Ben>Both", [("Ann & Ben", "Both")]),
        ("<v Ann>two\nlines", [("Ann", "two lines")]),
        ("<v Ann>in</v> out", [("Ann", "in"), (None, "out")]),
        ("<v Ann>a &lt;v Ben&gt; &amp;&nbsp;b &copy 1 < 2", [("Ann", "a <v Ben> &\u00a0b &copy 1 < 2")]),
        ("<v Ann><i>so</i> <c.yellow>it</c> <b>is</b> <00:00:00.500>now", [("Ann", "so it is now")]),
        ("<v Ann><laughs> well", [("Ann", "<laughs> well")]),
    ],
)
def test_markup_of_a_cue_is_read_and_words_that_look_like_it_stay(
    cue: str, expected: list[tuple[str, str]]
) -> None:
    assert spoken(vtt(cue)) == expected


def test_names_before_a_colon_are_speakers_and_leave_the_words() -> None:
    reading = vtt(
        "Anna Berg: I went home.",
        "and slept.",
        "Moderator: Why: tell us",
        "Anna Berg: Note: no.",
        "Cara: Me too.",
    )
    assert spoken(reading) == [
        ("Anna Berg", "I went home. and slept."),
        ("Moderator", "Why: tell us"),
        ("Anna Berg", "Note: no."),
        ("Cara", "Me too."),
    ]


@pytest.mark.parametrize(
    "words", ["Note: this is it", "Question 3: why?", "http://x.org is it", "At 10:30 we met"]
)
def test_words_before_a_colon_that_are_no_names_stay(words: str) -> None:
    reading = vtt(words, "and so on.", "The end")
    assert spoken(reading) == [(None, f"{words} and so on. The end")]


@pytest.mark.parametrize("label", ["interviewer", "Dr. Anna van Berg", "P3", "张三", "Speaker 1 (Anna)"])
def test_names_of_many_kinds_are_speakers(label: str) -> None:
    cues = [f"{label}: 3 times.", f"{label}: Well.", f"{label}: So."]
    assert spoken(vtt(*cues)) == [(label, "3 times. Well. So.")]


def test_a_wide_colon_needs_no_space() -> None:
    assert spoken(vtt("张三：你好", "李四：你好")) == [("张三", "你好"), ("李四", "你好")]


def test_names_in_brackets_as_whisperx_writes_them() -> None:
    assert spoken(vtt("[SPEAKER_03]: So.", "[SPEAKER_00]: Yes.")) == [
        ("SPEAKER_03", "So."),
        ("SPEAKER_00", "Yes."),
    ]


def test_dashes_begin_turns_of_speakers_without_names() -> None:
    reading = vtt("- Hey there.", "How are\nyou?", "- Fine.\n- Me too.", "-Good.", "well-being - yes")
    assert spoken(reading) == [
        (None, "Hey there. How are you?"),
        (None, "Fine."),
        (None, "Me too."),
        (None, "Good. well-being - yes"),
    ]


def test_one_dash_in_a_file_is_a_word() -> None:
    assert vtt("- I mean", "not that.").text == "- I mean not that."


def test_chevrons_begin_turns_and_may_carry_a_name() -> None:
    reading = vtt(">> Anna: Hello", "there", "&gt;&gt; Hi", ">> Anna: Bye")
    assert spoken(reading) == [("Anna", "Hello there"), (None, "Hi"), ("Anna", "Bye")]


def test_without_speakers_a_pause_ends_the_turn() -> None:
    reading = vtt("I went", "home.", gap_ms=2000)
    assert spoken(reading) == [(None, "I went home.")]
    assert spoken(vtt("I went", "home.", gap_ms=2001)) == [(None, "I went"), (None, "home.")]
    assert "names no speakers" in reading.warnings[0]


def test_without_speakers_a_long_turn_ends_with_its_sentence() -> None:
    cues = ["word"] * 35 + ["end.", "New"]
    reading = vtt(*cues)
    assert [words[-4:] for _, words in spoken(reading)] == ["end.", "New"]
    assert reading.text.split() == cues


def test_notes_styles_settings_names_and_header_are_not_words() -> None:
    head = "WEBVTT Kind: captions\nLanguage: en\n\nSTYLE\n::cue { color: red }\n\nNOTE made by\nsomebody\n\n"
    first = "1 - intro\n00:01.000 --> 00:02.000 align:start position:0%\nHello\n\n\n"
    body = f"{first}2\n01:00:03.000 --> 01:00:04.000\nthere\n"
    (reading,) = read_bytes("P1.vtt", (head + body).encode())
    assert reading.text == "Hello\nthere"
    assert reading.turns is not None
    assert reading.turns[1].start_ms == 3_603_000
    assert "1 note of the file left out" in reading.warnings


def test_srt_with_broken_blocks_loses_no_word() -> None:
    first = ["1", "00:00:01,000 --> 00:00:02,000", "<font color='red'>One</font>", "", "two", ""]
    second = ["2", "00:00:02,000 --> 00:00:03,000", "{\\an8}three"]
    lines = [*first, *second, "3", "00:00:03,000 --> 00:00:02,000", "1984", "four"]
    (reading,) = read_bytes("P1.srt", "\r\n".join(lines).encode())
    assert reading.text == "One two three 1984 four"
    assert reading.turns is not None
    assert (reading.turns[0].start_ms, reading.turns[0].end_ms) == (1000, 3000)


def test_rolling_captions_are_read_once() -> None:
    reading = vtt("so<00:00:00.400><c> we</c>", "so we", "so we\nwent<00:00:02.400><c> home</c>", "went home")
    assert reading.text == "so we went home"
    assert "3 caption lines repeated from the cue before, read once" in reading.warnings


def test_words_said_twice_are_kept_where_captions_do_not_roll() -> None:
    assert vtt("no", "no", "no").text == "no no no"


@pytest.mark.parametrize("text", ["WEBVTT\n\n", "just words\n", "WEBVTT\n\nNOTE nothing here\n"])
def test_a_file_without_cues_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFileError, match="holds no subtitles"):
        read_bytes("P1.vtt", text.encode())


def test_cues_without_words_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match="holds no words"):
        vtt("<i></i>", "")
