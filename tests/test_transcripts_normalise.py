"""Normalising: which characters change, and that nothing else does."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qualcode.transcripts.normalise import NORMALISER, dropped, normalise

ANY_TEXT = st.text(alphabet=st.characters())
"""Every code point, lone surrogates included."""


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_end_becomes_a_newline(end: str) -> None:
    assert normalise(f"I: why?{end}P: well") == "I: why?\nP: well"


def test_two_carriage_returns_are_two_line_ends() -> None:
    assert normalise("a\r\rb\r\n\r\nc") == "a\n\nb\n\nc"


@pytest.mark.parametrize("marks", ["\ufeff", "\ufeff\ufeff", "\ufeff\x00\ufeff"])
def test_byte_order_marks_at_the_start_are_dropped(marks: str) -> None:
    assert normalise(marks + "Good morning") == "Good morning"


def test_a_zero_width_space_inside_the_text_stays() -> None:
    assert normalise("Good\ufeff morning") == "Good\ufeff morning"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_characters_that_xml_cannot_hold_are_dropped_and_counted(character: str) -> None:
    text = f"so{character}me words{character}"
    assert normalise(text) == "some words"
    assert dropped(text) == 2


@pytest.mark.parametrize("filling", ["", "words and " * 1000, "słowa i " * 1000])
def test_long_texts_follow_the_same_rules(filling: str) -> None:
    assert normalise(f"\ufeff{filling}a\x00b\x0bc\r\nd") == f"{filling}ab\nc\nd"
    assert dropped(f"{filling}a\x00b\x0bc") == 1


@pytest.mark.parametrize("character", ["\x00", "\ufffe", "\udc80"])
def test_a_character_far_into_a_long_text_is_dropped(character: str) -> None:
    assert normalise("ő" * 1_500_000 + character) == "ő" * 1_500_000


@pytest.mark.parametrize(
    "text",
    [
        "She said “no” – it’s fine…",
        unicodedata.normalize("NFD", "naïve café"),
        unicodedata.normalize("NFC", "naïve café"),
        "tab\tand  two\u00a0spaces \u200b and a soft\u00adhyphen",
        "👩‍👩‍👧 and 𝒳",
        "\x7f\x80 are allowed in XML 1.0",
    ],
)
def test_words_marks_and_spaces_stay_as_they_are(text: str) -> None:
    assert normalise(text) == text
    assert dropped(text) == 0


@given(ANY_TEXT)
@example("\r\x00\n")
@example("\x00\ufeff\x00\ufeffa")
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(ANY_TEXT)
def test_normalised_text_fits_xml_and_keeps_every_other_character(text: str) -> None:
    clean = normalise(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x85\u2028\u2029\ud800-\udfff\ufffe\uffff]", clean)
    gone = set("\r\n\x0b\x0c\x85\u2028\u2029\ufeff\ufffe\uffff") | {chr(code) for code in range(32)} - {"\t"}
    kept = [c for c in text if c not in gone and not "\ud800" <= c <= "\udfff"]
    assert [c for c in clean if c not in "\n\ufeff"] == kept


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
@example("a\x00b\ufffe\r\n")
def test_the_bytes_of_a_text_change_nothing_of_what_is_done_to_it(text: str) -> None:
    assert normalise(text, text.encode()) == normalise(text)
    assert dropped(text, text.encode()) == dropped(text)


@given(st.text(alphabet="\r\nab"))
def test_line_ends_are_the_same_in_short_and_in_long_texts(text: str) -> None:
    filling = "words and " * 110_000
    assert normalise(filling + text) == filling + normalise(text)


def test_the_rule_set_has_a_number() -> None:
    assert NORMALISER == 1
