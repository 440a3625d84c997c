"""OpenDocument text: what is kept and what is left out and told."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from qualcode.transcripts.readers import UnreadableFileError, read_bytes

if TYPE_CHECKING:
    from qualcode.model import Reading

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = {"office": "office", "text": "text", "table": "table", "draw": "drawing", "svg": "svg-compatible"}
NAMES = " ".join(f'xmlns:{short}="{OASIS}:{long}:1.0"' for short, long in SPACES.items())


def package(content: str, **parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"content.xml": content, **parts}.items():
            archive.writestr(name, data)
    return stream.getvalue()


def content(body: str) -> str:
    inside = f"<office:body><office:text>{body}</office:text></office:body>"
    return f"<office:document-content {NAMES}>{inside}</office:document-content>"


def odt(body: str) -> Reading:
    (reading,) = read_bytes("P1.odt", package(content(body)))
    return reading


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("plain", "plain"),
        ("a<text:s/>b<text:s text:c='3'/>c", "a b   c"),
        ("a <text:s/>b", "a  b"),
        ("<text:tab/>a<text:tab/>b", "\ta\tb"),
        ("a<text:line-break/>b", "a\nb"),
        ("  white \n  space  ", "white space"),
        ("<text:span>one</text:span> <text:span>two</text:span>", "one two"),
        ("one<text:span> two </text:span> three", "one two three"),
        ("<text:a>link</text:a> on", "link on"),
        ("a<text:bookmark text:name='x'/>b<text:soft-page-break/>c", "abc"),
        ("<text:change-start/>new<text:change-end/> words", "new words"),
        ("so<office:annotation><text:p>a comment</text:p></office:annotation> on", "so on"),
        (
            "<text:ruby><text:ruby-base>base</text:ruby-base><text:ruby-text>hint</text:ruby-text></text:ruby>!",
            "base!",
        ),
        ("a<text:s text:c='99999999999'/>b", "a b"),
    ],
)
def test_what_stands_in_a_paragraph_is_kept(inside: str, text: str) -> None:
    assert odt(f"<text:p>{inside}</text:p>\n<text:p>end</text:p>").text == f"{text}\nend"


def test_headings_lists_sections_and_empty_paragraphs_keep_their_order() -> None:
    item = "<text:list-item><text:p>{}</text:p></text:list-item>"
    body = (
        "<text:h>Interview</text:h><text:p/><text:list>"
        + item.format("one")
        + item.format("two")
        + "</text:list><text:section><text:p>P: So.</text:p></text:section>"
    )
    reading = odt(body)
    assert reading.text == "Interview\n\none\ntwo\nP: So."
    assert reading.reader == "odt 1"


def test_tracked_deletions_notes_and_comments_are_left_out_and_told() -> None:
    deletion = (
        "<text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>"
    )
    foot = "<text:note-body><text:p>foot</text:p></text:note-body>"
    note = f"<text:note text:note-class='footnote'>{foot}</text:note>"
    comment = "<office:annotation><text:p>mine</text:p></office:annotation>"
    body = f"<text:tracked-changes>{deletion}</text:tracked-changes><text:p>I{note} said{comment} so</text:p>"
    reading = odt(body)
    assert reading.text == "I said so"
    assert reading.warnings == ("1 tracked deletion left out", "1 footnote left out", "1 comment left out")


def test_page_headers_in_the_styles_are_told_and_page_numbers_are_not() -> None:
    header = "<style:header><text:p>{}</text:p></style:header>"
    for words, warnings in (("Study 3", ("page headers and footers left out",)), ("3", ())):
        data = package(content("<text:p>so</text:p>"), **{"styles.xml": header.format(words)})
        assert read_bytes("P1.odt", data)[0].warnings == warnings


def test_a_text_box_comes_after_its_paragraph() -> None:
    inside = "<draw:text-box><text:p>in the box</text:p></draw:text-box><svg:desc>alt</svg:desc>"
    box = f"<draw:frame>{inside}</draw:frame>"
    assert odt(f"<text:p>be{box}fore</text:p><text:p>after</text:p>").text == "before\nin the box\nafter"


def test_a_table_of_labels_and_words_is_turns() -> None:
    def row(*cells: str) -> str:
        inside = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
        return f"<table:table-row>{inside}</table:table-row>"

    rows = row("I:", "Why was that so?") + row("P:", "Because.") + row("I:", "And?")
    reading = odt(f"<table:table>{rows}</table:table>")
    assert reading.turns is not None
    assert [turn.speaker for turn in reading.turns] == ["I", "P", "I"]
    assert reading.text == "Why was that so?\nBecause.\nAnd?"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is not an OpenDocument text"),
        (package(content("<text:p>cut</text:p>")[:-60]), "breaks off"),
        (package("<x/>"), "no document inside"),
        (package(content("<text:p/>")), "holds no words"),
        (package(content("<text:p>x</text:p>"))[:-30], "is not an OpenDocument text"),
        (package("x", **{"META-INF/manifest.xml": "<manifest:encryption-data/>"}), "password"),
    ],
)
def test_what_is_not_a_whole_document_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read_bytes("P1.odt", data)
