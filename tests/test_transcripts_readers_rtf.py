"""Rich Text: characters, code pages, tables, and what is left out and told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.transcripts.readers import UnreadableFileError, read_bytes

HEAD = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil Arial;}{\f1\fcharset238 Arial CE;}"
    rb"{\f2\fcharset2 Wingdings;}{\f3\fcharset128 Mincho;}}{\colortbl;\red0\green0\blue0;}"
    rb"{\stylesheet{\s0 Normal;}}{\info{\title Secret}}{\*\generator Word;}\pard\plain "
)


def text_of(body: bytes, head: bytes = HEAD) -> str:
    (reading,) = read_bytes("P1.rtf", head + body + b"}")
    return reading.text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"I: Why?\par P: So.\par", "I: Why?\nP: So."),
        (b"broken\r\n over lines\\par", "broken over lines"),
        (b"one\\\ntwo\\\n", "one\ntwo"),
        (rb"a\tab b\line c\~d\_e\-f", "a\tb\nc\u00a0d\u2011e\u00adf"),
        (rb"\{curly\} \\ back", "{curly} \\ back"),
        (rb"\ldblquote no\rdblquote  \endash  it\rquote s \emdash\bullet", "“no” – it’s —•"),
        (rb"na\'efve \'80 \'93no\'94", "naïve € “no”"),
        (b"na\xefve", "naïve"),
        (rb"{\f1 t\'f8eba} \'f8re", "třeba øre"),
        (rb"{\f2 J} {\f2\'e0} {\f2 a}", "☺ → \uf061"),
        (rb"{\f3\'82\'a0\'83A}", "あア"),
        (rb"\u337?\u-3913? \u8364\'80x", "ő\uf0b7 €x"),
        (rb"\u-10179?\u-8704?!", "😀!"),
        (rb"\uc2\u337ab\uc0\u337 c{\uc1\u337?}\u337 d", "őőcőőd"),
        (rb"{\b bold} {\i{\ul both}}", "bold both"),
        (rb'{\field{\*\fldinst HYPERLINK "http://x.org"}{\fldrslt a link}}', "a link"),
        (rb"{\listtext 1.\tab}first\par {\pntext 2.\tab}second", "first\nsecond"),
        (rb"{\pict\wmetafile8 0102abcdef}words", "words"),
        (b"{\\pict\\bin5 }}}}}x}words", "words"),
        (rb"{\upr{ansi}{\*\ud{uni\u337?}}}", "uniő"),
        (rb"{\revised new} words", "new words"),
        (rb"\unknown12 words\'", "words"),
    ],
)
def test_characters_and_destinations_are_read(body: bytes, text: str) -> None:
    assert text_of(body) == text


def test_deletions_notes_comments_and_page_headers_are_left_out_and_told() -> None:
    body = (
        rb"{\header\pard page 3\par}I {\deleted never }went{\*\annotation my thought}"
        rb"{\footnote {\super 1} see} home\deleted  again\deleted0 .\par{\footer\par}"
    )
    (reading,) = read_bytes("P1.rtf", HEAD + body + b"}")
    assert reading.text == "I went home."
    assert set(reading.warnings) == {
        "2 tracked deletions left out",
        "1 comment left out",
        "1 footnote left out",
        "page headers and footers left out",
    }
    assert reading.reader == "rtf 1"


def test_a_table_of_labels_and_words_is_turns() -> None:
    rows = ((rb"I:", rb"Why?"), (rb"P:", rb"Because\par of all this."), (rb"I:", rb"And?"))
    body = b"".join(
        rb"\trowd\pard\intbl " + label + rb"\cell " + words + rb"\cell\row" for label, words in rows
    )
    (reading,) = read_bytes("P1.rtf", HEAD + body + rb"\pard The end\par}")
    assert reading.turns is not None
    spoken = [(turn.speaker, reading.text[turn.start_char : turn.end_char]) for turn in reading.turns]
    assert spoken == [("I", "Why?"), ("P", "Because of all this."), ("I", "And?")]
    assert reading.text == "Why?\nBecause of all this.\nAnd?\nThe end"


def test_a_text_box_is_read_once_and_its_paragraph_goes_on() -> None:
    shape = rb"{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard in the box\par}}"
    box = rb"{\shp" + shape + rb"{\shprslt{\*\do{\dptxbxtext again}}}}"
    assert text_of(b"be" + box + rb"fore\par after") == "in the box\nbefore\nafter"


def test_bytes_outside_the_code_page_are_told() -> None:
    (reading,) = read_bytes("P1.rtf", HEAD + rb"a\'81b}")
    assert reading.text == "a\ufffdb"
    assert reading.warnings == ("1 character could not be read and became \ufffd",)


@pytest.mark.parametrize("head", [rb"{\rtf1\mac ", rb"{\rtf1\ansi\ansicpg10000 "])
def test_old_macintosh_files_are_read_in_their_code_page(head: bytes) -> None:
    assert text_of(b"na\\'95ve", head) == "naïve"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is not a Rich Text document"),
        (b"just words", "is not a Rich Text document"),
        (b"PK\x03\x04", "is a zipped document"),
        (HEAD + b"cut off", "breaks off"),
        (HEAD + b"cut off {\\b", "breaks off"),
        (HEAD + b"\\bin999999999 x}", "breaks off"),
        (HEAD + b"}", "holds no words"),
        (b"{" * 300_000, "is not a Rich Text document"),
        (HEAD + b"{" * 300_000, "breaks off"),
    ],
)
def test_what_is_not_a_whole_document_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read_bytes("P1.rtf", data)


@given(
    st.text(
        alphabet=st.characters(
            exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"
        )
    )
)
def test_any_text_written_as_unicode_escapes_comes_back(words: str) -> None:
    units = words.encode("utf-16-le")
    numbers = [
        int.from_bytes(units[place : place + 2], "little", signed=True) for place in range(0, len(units), 2)
    ]
    body = b"".join(rb"\u%d?" % number for number in numbers)
    assert text_of(b"P: " + body) == f"P: {words}"
