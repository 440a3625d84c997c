"""Times beside the words."""

from __future__ import annotations

import pytest

from qualcode.transcripts.stamps import ONLY_STAMPS, milliseconds, range_of


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("0:45", 45_000),
        ("[00:12]", 12_000),
        ("(1:02:03)", 3_723_000),
        ("00:00:08.420", 8_420),
        ("00:00:08,5", 8_500),
        ("#00:12:33-5#", 753_500),
        ("\\[01:04:51.10\\]", 3_891_100),
        ("no time", None),
        (None, None),
    ],
)
def test_stamp_is_read_in_milliseconds(stamp: str | None, expected: int | None) -> None:
    assert milliseconds(stamp) == expected


def test_range_has_start_and_end() -> None:
    assert range_of("00:00:01.000 --> 00:00:04.500") == (1000, 4500)
    assert range_of("[0:01]") == (1000, None)


@pytest.mark.parametrize("line", ["[41:18] to [43:00]", "00:12", "00:01 --> 00:04"])
def test_line_of_times_says_nothing(line: str) -> None:
    assert ONLY_STAMPS.match(line)


def test_line_with_a_word_says_something() -> None:
    assert not ONLY_STAMPS.match("10:30 I left")
