"""Word documents: what is kept, what is left out and told, tables that are transcripts."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest

from qualcode.transcripts.readers import UnreadableFileError, read_bytes

if TYPE_CHECKING:
    from qualcode.model import Reading

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = (
    f'<w:document xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>'
)


def package(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def word(body: str, **parts: str) -> Reading:
    data = package({"word/document.xml": f"{HEAD}{body}</w:body></w:document>", **parts})
    (reading,) = read_bytes("P1.docx", data)
    return reading


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def table(*rows: tuple[str, ...]) -> bytes:
    document = docx.Document()
    grid = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, words in zip(grid.add_row().cells, row, strict=True):
            cell.text = words
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def spoken(reading: Reading) -> list[tuple[str | None, str]]:
    assert reading.turns is not None
    return [(turn.speaker, reading.text[turn.start_char : turn.end_char]) for turn in reading.turns]


def test_paragraphs_of_a_python_docx_document_come_back_in_order() -> None:
    document = docx.Document()
    for words in ("I: Why?", "", "P: “Because”\tof\nthis"):
        document.add_paragraph(words)
    stream = io.BytesIO()
    document.save(stream)
    (reading,) = read_bytes("P1.docx", stream.getvalue())
    assert reading.text == "I: Why?\n\nP: “Because”\tof\nthis"
    assert (reading.name, reading.reader, reading.turns) == ("P1", "docx 1", None)


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a\tb"),
        ("<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r>", "a"),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t></w:r>", "a\nb\nc"),
        ("<w:r><w:t>well</w:t><w:noBreakHyphen/><w:t>being</w:t></w:r>", "well\u2011being"),
        ("<w:r><w:t>un</w:t><w:softHyphen/><w:t>sure</w:t></w:r>", "un\u00adsure"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F04A'/></w:r>", "☺"),
        ("<w:r><w:sym w:font='Symbol' w:char='F061'/></w:r>", "\uf061"),
        (f"<w:hyperlink r:id='x'>{run('a link')}</w:hyperlink>", "a link"),
        (f"<w:smartTag w:element='City'>{run('Dublin')}</w:smartTag>", "Dublin"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('control')}</w:sdtContent></w:sdt>", "control"),
        (f"<w:fldSimple w:instr='AUTHOR'>{run('Ann')}</w:fldSimple>", "Ann"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("7"), "7"),
        (f"<w:ins w:id='1'>{run('new ')}</w:ins>{run('words')}", "new words"),
        (f"<w:moveTo w:id='1'>{run('moved')}</w:moveTo>", "moved"),
        ("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", "x=1"),
        ("<w:r><w:t>pe</w:t></w:r><w:proofErr w:type='spellStart'/><w:r><w:t>ple</w:t></w:r>", "peple"),
    ],
)
def test_what_stands_in_a_paragraph_is_kept(runs: str, text: str) -> None:
    reading = word(paragraph(runs) + paragraph(run("end")))
    assert reading.text == f"{text}\nend"
    assert reading.warnings == ()


def test_tracked_deletions_are_left_out_and_counted() -> None:
    body = paragraph(
        run("I was "),
        "<w:del w:id='1'><w:r><w:delText>never </w:delText></w:r></w:del>",
        f"<w:moveFrom w:id='2'>{run('gone ')}</w:moveFrom>",
        f"<w:ins w:id='3'>{run('always ')}</w:ins>",
        run("there"),
    )
    reading = word(body)
    assert reading.text == "I was always there"
    assert reading.warnings == ("1 tracked deletion left out",)


def test_a_deleted_paragraph_end_joins_the_two_paragraphs() -> None:
    mark = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    assert word(paragraph(mark, run("one ")) + paragraph(run("two"))).text == "one two"


def test_block_level_wrappers_keep_their_paragraphs() -> None:
    inside = paragraph(run("inside"))
    body = f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt><w:customXml>{inside}</w:customXml>"
    assert word(body + "<w:sectPr/>").text == "inside\ninside"


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph(run('in the box'))}</w:txbxContent>"
    choice = f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
    fallback = f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    both = f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>"
    body = paragraph(run("before "), f"<w:r>{both}</w:r>", run("after")) + paragraph(run("next"))
    assert word(body).text == "before after\nin the box\nnext"


def test_an_emoji_that_word_writes_in_two_wordings_is_kept_once() -> None:
    fallback = "<mc:Fallback><w:t>😊</w:t></mc:Fallback>"
    choice = "<mc:Choice Requires='w16se'><w:noProof/></mc:Choice>"
    emoji = f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"
    assert word(paragraph(run("fine "), emoji, run("!"))).text == "fine 😊!"


def test_deletions_in_the_wording_that_is_not_read_are_not_counted() -> None:
    gone = "<w:del w:id='1'><w:r><w:delText>x</w:delText></w:r></w:del>"
    box = f"<w:txbxContent>{paragraph(gone, run('in'))}</w:txbxContent>"
    both = f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    reading = word(paragraph(run("a"), f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"))
    assert reading.text == "a\nin"
    assert reading.warnings == ("1 tracked deletion left out",)


def test_footnotes_headers_and_embedded_documents_are_left_out_and_told() -> None:
    body = paragraph(run("words"), "<w:r><w:footnoteReference w:id='2'/></w:r>") + "<w:altChunk r:id='a'/>"
    header = f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>Interview 3</w:t></w:r></w:p></w:hdr>'
    reading = word(body, **{"word/header1.xml": header, "word/footnotes.xml": "<x/>"})
    assert reading.text == "words"
    assert set(reading.warnings) == {
        "1 footnote left out",
        "1 embedded document left out",
        "page headers and footers left out",
    }


def test_a_page_number_is_not_worth_a_warning() -> None:
    page = '<w:instrText>PAGE</w:instrText><w:t xml:space="preserve"> 3 </w:t>'
    header = f'<w:hdr xmlns:w="{W}"><w:p>{page}</w:p></w:hdr>'
    assert word(paragraph(run("words")), **{"word/header1.xml": header}).warnings == ()


def test_the_main_part_is_found_by_its_relationship_and_strict_documents_are_read() -> None:
    strict = HEAD.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" '
        'Target="/word/document2.xml"/></Relationships>'
    )
    body = f"{strict}{paragraph(run('online'))}</w:body></w:document>"
    (reading,) = read_bytes("P1.docx", package({"_rels/.rels": relations, "word/document2.xml": body}))
    assert reading.text == "online"


def test_a_two_column_table_of_labels_and_words_is_turns() -> None:
    data = table(
        ("I:", "Why?"), ("P:", "Because\nof this."), ("I:", "And then?"), ("", "Go on."), ("P:", "Well.")
    )
    (reading,) = read_bytes("P1.docx", data)
    assert spoken(reading) == [
        ("I", "Why?"),
        ("P", "Because of this."),
        ("I", "And then?"),
        ("I", "Go on."),
        ("P", "Well."),
    ]
    assert reading.text == "Why?\nBecause of this.\nAnd then?\nGo on.\nWell."
    assert "without a label" in reading.warnings[0]


@pytest.mark.parametrize(
    "rows",
    [
        (("00:00:01", "Anna", "I went home."), ("00:01:05", "Interviewer", "And then what?")),
        (
            ("Time", "Speaker", "Transcript"),
            ("0:01", "Anna", "I went home."),
            ("1:05", "Interviewer", "And then what?"),
        ),
        (
            ("1", "Anna", "I went home."),
            ("2", "Interviewer", "And then what?"),
            ("3", "Anna", "Nothing much."),
        ),
        (("Anna\n00:01", "I went home."), ("Interviewer 01:05", "And then what?"), ("Anna", "So, nothing.")),
    ],
)
def test_tables_with_times_headings_or_line_numbers_are_turns(rows: tuple[tuple[str, ...], ...]) -> None:
    (reading,) = read_bytes("P1.docx", table(*rows))
    assert spoken(reading)[:2] == [("Anna", "I went home."), ("Interviewer", "And then what?")]


def test_times_of_a_table_become_milliseconds_of_turns() -> None:
    (reading,) = read_bytes(
        "P1.docx", table(("00:00:01", "P1", "I went home."), ("[00:01:05]", "I", "And then?"))
    )
    assert reading.turns is not None
    assert [turn.start_ms for turn in reading.turns] == [1000, 65000]


@pytest.mark.parametrize(
    "rows",
    [
        (("Age", "34 years old"), ("Place", "near Dublin"), ("Job", "school teacher")),
        (("Do you smoke at all?", "Yes"), ("Do you drink coffee?", "Yes"), ("Do you run often?", "No")),
        (("a", "b", "c"), ("d", "e", "f")),
    ],
)
def test_other_tables_are_cells_and_rows_of_the_text(rows: tuple[tuple[str, ...], ...]) -> None:
    (reading,) = read_bytes("P1.docx", table(*rows))
    assert reading.turns is None
    assert reading.text.strip("\n") == "\n".join("\t".join(row) for row in rows)


def test_a_heading_above_the_table_is_text_but_no_turn() -> None:
    cells = [
        [paragraph(run(words)) for words in row] for row in (("I", "Why was that?"), ("P", "Because it was."))
    ]
    rows = "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in cells)
    reading = word(paragraph(run("Interview 3")) + f"<w:tbl>{rows}</w:tbl>")
    assert reading.text == "Interview 3\nWhy was that?\nBecause it was."
    assert spoken(reading) == [("I", "Why was that?"), ("P", "Because it was.")]


def test_a_nested_table_stays_inside_its_cell() -> None:
    inner = (
        f"<w:tbl><w:tr><w:tc>{paragraph(run('x'))}</w:tc><w:tc>{paragraph(run('y'))}</w:tc></w:tr></w:tbl>"
    )
    outer = f"<w:tbl><w:tr><w:tc>{inner}{paragraph(run('z'))}</w:tc></w:tr></w:tbl>"
    assert word(outer).text == "x\ty\nz"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"P", "is not a Word document"),
        (b"", "is not a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "password or is an old Office file"),
        (package({"other.xml": "<a/>"}), "is not a Word document"),
        (package({"word/document.xml": HEAD + paragraph(run("cut off"))}), "breaks off"),
        (package({"word/document.xml": "<x/>"}), "has no document inside"),
        (package({"word/document.xml": f"{HEAD}</w:body></w:document>"}), "holds no words"),
        (package({"word/document.xml": ""}), "breaks off"),
    ],
)
def test_what_is_not_a_whole_word_document_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read_bytes("P1.docx", data)


def test_a_truncated_document_is_refused() -> None:
    whole = table(("I", "Why?"), ("P", "Because."))
    for length in range(0, len(whole) - 30, 997):
        with pytest.raises(UnreadableFileError, match=r"P1\.docx"):
            read_bytes("P1.docx", whole[:length])
