"""Plain text and Markdown: the file's words in every encoding, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.transcripts.normalise import normalise
from qualcode.transcripts.readers import UnreadableFileError, read, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "I: Why?\nP: I said “no” – it’s naïve… 👩‍👩‍👧 e\u0301\n"


def text_of(data: bytes, name: str = "P1.txt") -> str:
    (reading,) = read_bytes(name, data)
    return reading.text


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode(),
        b"\xef\xbb\xbf" + WORDS.encode(),
        b"\xef\xbb\xbf\xef\xbb\xbf" + WORDS.encode(),
        WORDS.replace("\n", "\r\n").encode(),
        b"\xff\xfe" + WORDS.encode("utf-16-le"),
        b"\xfe\xff" + WORDS.encode("utf-16-be"),
        b"\xff\xfe\x00\x00" + WORDS.encode("utf-32-le"),
    ],
    ids=["utf-8", "bom", "double-bom", "crlf", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_unicode_files_give_their_words_without_a_warning(data: bytes) -> None:
    (reading,) = read_bytes("P1.txt", data)
    assert reading.text == WORDS
    assert reading.warnings == ()
    assert reading.turns is None


def test_utf16_without_a_mark_is_read_and_reported() -> None:
    (reading,) = read_bytes("P1.txt", "I: Why?\nP: No.\n".encode("utf-16-le"))
    assert reading.text == "I: Why?\nP: No.\n"
    assert "utf-16-le" in reading.warnings[0]


@pytest.mark.parametrize(
    ("codec", "named", "words"),
    [
        ("cp1252", "windows-1252", "She said “it’s naïve” – and I don’t know… the café cost £5."),
        (
            "cp1250",
            "windows-1250",
            "Nem tudom, őszintén szólva nehéz volt. A gyerekek örültek, együtt tűntek fel.",
        ),
        ("cp1251", "windows-1251", "Я не знаю, это было трудно для меня. Дети ходили в школу."),
        (
            "cp932",
            "cp932",
            "わからないですけど、それは私にとって難しかったです。子供たちは学校に行きました。",
        ),
    ],
)
def test_other_encodings_are_guessed_and_the_guess_is_told(codec: str, named: str, words: str) -> None:
    (reading,) = read_bytes("P1.txt", words.encode(codec))
    assert reading.text == words
    assert reading.warnings == (f"read as {named}, because it is not UTF-8: check accents",)


def test_one_curly_quote_far_down_in_an_ascii_file_is_windows_1252() -> None:
    words = "I went to the school every day.\n" * 20_000 + "I didn’t like it.\n"
    (reading,) = read_bytes("P1.txt", words.encode("cp1252"))
    assert reading.text == words
    assert "windows-1252" in reading.warnings[0]


def test_one_damaged_byte_in_a_utf8_file_is_refused_with_its_line() -> None:
    data = "Það er naïve café\nönd élan\n".encode() + b"broken \xe9 here\n"
    with pytest.raises(UnreadableFileError, match=r"P1\.txt is UTF-8 but broken at byte \d+ \(line 3\)"):
        read_bytes("P1.txt", data)


def test_markdown_is_kept_letter_for_letter() -> None:
    words = '**Anna:** I said "no" -- *really* <b>no</b>  \n\n> quote\n1. one\n'
    assert text_of(words.encode(), "P1.md") == words


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", "\u00a0\u2003\n".encode()])
def test_a_file_without_words_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"P1\.txt holds no words"):
        read_bytes("P1.txt", data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04rest", "zipped document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old Office document"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"{\\rtf1 hello}", "Rich Text"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_another_format_renamed_to_txt_is_refused(data: bytes, kind: str) -> None:
    with pytest.raises(UnreadableFileError, match=kind) as refused:
        read_bytes("P1.txt", data)
    assert refused.value.hint


@pytest.mark.parametrize("data", [b"some\x00\xff\xfe\x01\x02 thing\x90\x8d", bytes(range(32)) * 40])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="is not text"):
        read_bytes("P1.txt", data)


def test_a_stray_control_character_is_dropped_and_told() -> None:
    (reading,) = read_bytes("P1.txt", b"I: Why?\x07\nP: No.")
    assert reading.text == "I: Why?\nP: No."
    assert reading.warnings == ("1 control character left out",)


def test_the_name_is_the_stem_with_composed_accents(tmp_path: Path) -> None:
    path = tmp_path / "Ame\u0301lie 2.1.TXT"
    path.write_text("words", encoding="utf-8")
    (reading,) = read(path)
    assert reading.name == "Amélie 2.1"
    assert reading.reader == "plain 1"


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1), st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_text_comes_back_as_it_is_but_for_line_ends(text: str, end: str) -> None:
    clean = normalise(text)
    words = f"P: so\n{clean}"
    assert text_of(words.replace("\n", end).encode()) == words
