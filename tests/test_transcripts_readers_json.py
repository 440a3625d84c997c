"""Exports of transcription programs in JSON: speakers, times and every word."""

from __future__ import annotations

import json

import pytest

from qualcode.transcripts.readers import UnreadableFileError, read_bytes

Spoken = list[tuple[str | None, str, int | None, int | None]]


def spoken(document: object) -> Spoken:
    (reading,) = read_bytes("talk.json", json.dumps(document).encode())
    assert reading.turns is not None
    return [
        (turn.speaker, reading.text[turn.start_char : turn.end_char], turn.start_ms, turn.end_ms)
        for turn in reading.turns
    ]


def aws_item(content: str, start: str = "", speaker: str = "") -> dict[str, object]:
    word: dict[str, object] = {
        "type": "pronunciation" if start else "punctuation",
        "alternatives": [{"content": content}],
    }
    if start:
        word |= {"start_time": start, "end_time": f"{float(start) + 0.5}"}
    return word | ({"speaker_label": speaker} if speaker else {})


def test_whisper_segments_without_speakers_are_joined_between_pauses() -> None:
    segments = [
        {"id": 0, "start": 0.0, "end": 2.5, "text": " So I went"},
        {"id": 1, "start": 2.5, "end": 4.0, "text": " home."},
        {"id": 2, "start": 8.0, "end": 9.0, "text": " Then?"},
    ]
    document = {"text": " So I went home. Then?", "segments": segments, "language": "en"}
    assert spoken(document) == [(None, "So I went home.", 0, 4000), (None, "Then?", 8000, 9000)]


def test_whisperx_segments_of_one_speaker_are_one_turn() -> None:
    segments = [
        {"start": 0.1, "end": 1, "text": "One", "speaker": "SPEAKER_00", "words": [{"word": "One"}]},
        {"start": 1.2, "end": 2.0, "text": "two.", "speaker": "SPEAKER_00"},
        {"start": 2.0, "end": 3.0, "text": "three", "speaker": "SPEAKER_01"},
        {"start": 3.0, "end": 4.0, "text": "unsure"},
    ]
    assert spoken({"segments": segments}) == [
        ("SPEAKER_00", "One two.", 100, 2000),
        ("SPEAKER_01", "three", 2000, 3000),
        (None, "unsure", 3000, 4000),
    ]


def test_assemblyai_utterances_are_turns_in_milliseconds() -> None:
    utterances = [
        {"speaker": "A", "text": "Hello there.", "start": 250, "end": 2800},
        {"speaker": "A", "text": "Again.", "start": 3000, "end": 4800},
    ]
    assert spoken({"id": "x", "text": "Hello there. Again.", "utterances": utterances}) == [
        ("A", "Hello there.", 250, 2800),
        ("A", "Again.", 3000, 4800),
    ]


@pytest.mark.parametrize(
    "results",
    [
        {"utterances": [{"start": 0.5, "end": 1.5, "transcript": "Hi all.", "speaker": 0}]},
        {
            "channels": [
                {
                    "alternatives": [
                        {
                            "transcript": "Hi all.",
                            "paragraphs": {
                                "paragraphs": [
                                    {
                                        "speaker": 0,
                                        "start": 0.5,
                                        "end": 1.5,
                                        "sentences": [{"text": "Hi all."}],
                                    }
                                ]
                            },
                        }
                    ]
                }
            ]
        },
    ],
)
def test_deepgram_utterances_and_paragraphs_are_turns(results: object) -> None:
    assert spoken({"metadata": {}, "results": results}) == [("Speaker 0", "Hi all.", 500, 1500)]


def test_deepgram_without_speakers_keeps_the_text() -> None:
    results = {"channels": [{"alternatives": [{"transcript": "Hi all."}]}]}
    assert spoken({"results": results}) == [(None, "Hi all.", None, None)]


def test_aws_words_and_marks_become_turns_of_speakers() -> None:
    items = [
        aws_item("Well", "0.5"),
        aws_item(","),
        aws_item("yes", "1.0"),
        aws_item("."),
        aws_item("Why", "2.0"),
    ]
    labels = {"segments": [{"items": [{"start_time": "0.5", "speaker_label": "spk_0"}]}]}
    labels["segments"] += [{"items": [{"start_time": "1.0", "speaker_label": "spk_0"}]}]
    labels["segments"] += [{"items": [{"start_time": "2.0", "speaker_label": "spk_1"}]}]
    expected = [("spk_0", "Well, yes.", 500, 1500), ("spk_1", "Why", 2000, 2500)]
    assert spoken({"results": {"transcripts": [], "items": items, "speaker_labels": labels}}) == expected
    newer = [aws_item("Well", "0.5", "spk_0"), aws_item(","), aws_item("yes", "1.0", "spk_0")]
    assert spoken({"results": {"items": newer}}) == [("spk_0", "Well, yes", 500, 1500)]


def test_rev_monologues_keep_their_own_spaces() -> None:
    elements = [
        {"type": "text", "value": "Hello", "ts": 0.5, "end_ts": 1.0},
        {"type": "punct", "value": ", "},
        {"type": "text", "value": "you", "ts": 1.0, "end_ts": 1.25},
        {"type": "punct", "value": "."},
    ]
    assert spoken({"monologues": [{"speaker": 1, "elements": elements}]}) == [
        ("Speaker 1", "Hello, you.", 500, 1250)
    ]


def test_azure_phrases_are_read_in_ticks() -> None:
    phrase = {
        "speaker": 2,
        "offsetInTicks": 5_000_000,
        "durationInTicks": 10_000_000,
        "nBest": [{"display": "Hi."}],
    }
    assert spoken({"recognizedPhrases": [phrase]}) == [("Speaker 2", "Hi.", 500, 1500)]


def test_whisper_cpp_offsets_are_milliseconds() -> None:
    segments = [
        {"offsets": {"from": 0, "to": 300}, "text": " Hi."},
        {"offsets": {"from": 300, "to": 400}, "text": " You."},
    ]
    assert spoken({"transcription": segments}) == [(None, "Hi. You.", 0, 400)]


@pytest.mark.parametrize(
    "document",
    [
        [{"speaker": "Ann", "text": "Hi.", "start": 1.5}, {"speaker": "Ben", "text": "Yo.", "start": "2.5"}],
        [
            {"name": "Ann", "content": "Hi.", "time": "00:00:01.5"},
            {"name": "Ben", "content": "Yo.", "time": "0:02.5"},
        ],
        {
            "transcript": [
                {"speaker": {"name": "Ann"}, "body": "Hi.", "start_ms": 1500},
                {"who": "Ben", "text": "Yo.", "startMs": 2500},
            ]
        },
    ],
)
def test_a_list_of_turns_is_turns(document: object) -> None:
    assert spoken(document) == [("Ann", "Hi.", 1500, None), ("Ben", "Yo.", 2500, None)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"segments": [{"text": "cut', "not whole JSON: .* line 1"),
        (b"[" * 200_000, "is JSON that no transcription program writes|not whole JSON"),
        (b'{"a": 1}', "not of a transcription program we know"),
        (b"[1, 2, 3]", "not of a transcription program we know"),
        (b'"words"', "not of a transcription program we know"),
        (b"", "not whole JSON"),
        (b'[{"text": " "}]', "not of a transcription program we know"),
        (b'{"monologues": [{"elements": []}]}', "holds no words"),
    ],
)
def test_other_json_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read_bytes("talk.json", data)


def test_times_that_no_recording_has_are_left_out() -> None:
    first, second = (
        b'"speaker": "A", "text": "Hi.", "start": 1e999, "end": NaN',
        b'"speaker": "B", "text": "Yo"',
    )
    data = b"[{" + first + b"}, {" + second + b', "start": -1}]'
    (reading,) = read_bytes("talk.json", data)
    assert reading.turns is not None
    assert [(turn.start_ms, turn.end_ms) for turn in reading.turns] == [(None, None), (None, None)]
