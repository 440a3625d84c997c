"""The Word file itself: links, comments, templates, pages, and what a strict reader says of it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
import word_check
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Inches, Pt, Twips
from lxml import etree
from themes_study import LONG, study

from qualcode.export import slots
from qualcode.export.blocks import Column, Document, Heading, Orientation, Paragraph, Row, Run, Table, text
from qualcode.export.blocks import Comment as Remark
from qualcode.export.report import UnknownSection, write_report
from qualcode.export.word import word_bytes
from qualcode.export.word_template import BadTemplate
from qualcode.passes.coding import place_quote
from qualcode.themes import claims, quotes, themes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docx.document import Document as WordFile

    from qualcode.export.report import Audience
    from qualcode.store.project import Project

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
THEME = "Earning a place"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path / "study") as opened:
        themes.add(opened, THEME, ["doubted at first", "asked now"])
        quotes.add(opened, THEME, place_quote(opened, "P10", LONG))
        claims.add(opened, "Two participants were doubted.", THEME, ["doubted at first"])
        place = place_quote(opened, "P1", "They doubted me at first.")
        quotes.add(opened, THEME, place, claim=1)
        yield opened


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def root(content: bytes, name: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(parts(content)[name])


def built(
    project: Project,
    folder: Path,
    *,
    audience: Audience = "internal",
    section: str = "",
    template: Path | None = None,
) -> bytes:
    write_report(project, folder / "r.docx", audience, section=section, template=template)
    return (folder / "r.docx").read_bytes()


def words(element: etree._Element) -> str:
    return "".join(str(one) for one in element.itertext())


def links(content: bytes) -> dict[str, str]:
    """Words of each link and the bookmark it leads to."""
    return {
        words(link): link.get(f"{W}anchor") or ""
        for link in root(content).iter(f"{W}hyperlink")
        if not (link.get(f"{W}anchor") or "").startswith("_Toc")
    }


def bookmarks(content: bytes) -> dict[str, str]:
    """Names of the bookmarks, and the words of the paragraph each stands in."""
    found = {}
    for mark in root(content).iter(f"{W}bookmarkStart"):
        paragraph = next(mark.iterancestors(f"{W}p"))
        found[mark.get(f"{W}name") or ""] = words(paragraph)
    return found


def test_quotes_and_claims_lead_to_the_evidence_index_and_back(project: Project, tmp_path: Path) -> None:
    content = built(project, tmp_path)
    marks = bookmarks(content)
    assert links(content) == {
        "(P10)": "to_index_q1",
        "(P1)": "to_index_q2",
        "c1": "to_c1",
        "q1": "to_q1",
        "q2": "to_q2",
    }
    assert marks["to_q1"].startswith("When I started")
    assert marks["to_c1"].startswith("Two participants were doubted (P1, P10).")
    assert marks["to_index_q2"] == "q2"


def test_every_link_and_reference_leads_somewhere(project: Project, tmp_path: Path) -> None:
    for section in ("", "method", "findings", "appendices", "glance"):
        content = built(project, tmp_path, section=section)
        names = [mark.get(f"{W}name") for mark in root(content).iter(f"{W}bookmarkStart")]
        numbers = [mark.get(f"{W}id") for mark in root(content).iter(f"{W}bookmarkStart")]
        fields = [code.text or "" for code in root(content).iter(f"{W}instrText")]
        wanted = [one.split()[1] for one in fields if one.split()[0] in {"REF", "PAGEREF"}]
        wanted += [link.get(f"{W}anchor") or "" for link in root(content).iter(f"{W}hyperlink")]
        assert set(wanted) <= set(names), section
        assert len(set(names)) == len(names)
        assert len(set(numbers)) == len(numbers)


def comments(content: bytes) -> dict[str, str]:
    """Each remark in the margin, and the words it stands on."""
    said = {one.get(f"{W}id"): words(one) for one in root(content, "word/comments.xml") if len(one)}
    found = {}
    for begin in root(content).iter(f"{W}commentRangeStart"):
        paragraph = next(begin.iterancestors(f"{W}p"))
        found[said[begin.get(f"{W}id")]] = words(paragraph)
    return found


def test_open_checks_are_comments_where_they_belong_in_internal_builds(
    project: Project, tmp_path: Path
) -> None:
    claims.add(project, "Pay is low.", THEME)
    slots.write(
        project, {"introduction": "This theme emerged.", f"closing: {THEME}": "It emerged, as themes do."}
    )
    found = comments(built(project, tmp_path))
    assert found["CLAIM (c2): No coded passage supports it: add one, or take it out."] == "Pay is low."
    agency = "Themes do not act by themselves: write “we developed” or “generated”."
    assert found[f"AGENCY (introduction): {agency}"] == "This theme emerged."
    (contrary,) = (stood for remark, stood in found.items() if remark.startswith("NEG"))
    assert contrary.startswith("Participants: 2 of 3")
    assert found["VOICE (P2): Never quoted."] == "Limitations and open points"
    assert "word/comments.xml" not in parts(built(project, tmp_path, audience="supervisor"))


def test_python_docx_reads_the_comments_and_who_made_them(project: Project, tmp_path: Path) -> None:
    word = docx.Document(io.BytesIO(built(project, tmp_path)))
    assert {(one.author, one.initials) for one in word.comments} == {("qualcode checks", "QC")}
    assert any(one.text == "VOICE (P2): Never quoted." for one in word.comments)


def test_a_waived_check_is_no_comment() -> None:
    plain = Document("T", "S", "2026-03-03T10:00:00+00:00", (text("One."),))
    assert "word/comments.xml" not in parts(word_bytes(plain))
    remarked = Document("T", "S", "2026-03-03T10:00:00+00:00", (text("One."),), comments=(Remark(0, "R."),))
    assert comments(word_bytes(remarked)) == {"R.": "One."}


def test_letter_pages_are_as_wide_as_their_tables(project: Project, tmp_path: Path) -> None:
    slots.write(project, {"page": "letter"})
    word = docx.Document(io.BytesIO(built(project, tmp_path)))
    sizes = {(section.page_width, section.page_height) for section in word.sections}
    assert sizes == {(Inches(8.5), Inches(11)), (Inches(11), Inches(8.5))}
    widths = [sum(column.width for column in table.columns) for table in word.tables]
    assert max(widths) <= Cm(22.9)
    assert abs(widths[0] - Cm(16.51)) < Cm(0.02)


def test_a_manuscript_may_be_double_spaced(project: Project, tmp_path: Path) -> None:
    slots.write(project, {"spacing": "double"})
    word = docx.Document(io.BytesIO(built(project, tmp_path)))
    assert word.styles["Normal"].paragraph_format.line_spacing == 2.0
    assert word.styles["Table Text"].paragraph_format.line_spacing == 1.0


def test_a_block_quote_stays_with_the_claim_before_it() -> None:
    blocks = (
        text("Claim.", "Claim"),
        text("Quote.", "Quote Block"),
        text("Next.", "Quote Block"),
        text("End."),
    )
    word = docx.Document(io.BytesIO(word_bytes(Document("T", "S", "2026-03-03T10:00:00+00:00", blocks))))
    kept = [bool(one.paragraph_format.keep_with_next) for one in word.paragraphs]
    assert kept == [True, False, False, False]


def test_only_a_short_lead_goes_with_its_table_to_the_next_page() -> None:
    table = Table("t", "T", (Column("A"),), (Row(("1",)),))
    blocks = (text("Table 1 lists them."), table, text("All was coded twice. " * 20), table)
    word = docx.Document(io.BytesIO(word_bytes(Document("T", "S", "2026-03-03T10:00:00+00:00", blocks))))
    kept = {one.text[:5]: one.paragraph_format.keep_with_next for one in word.paragraphs}
    assert kept["Table"]
    assert not kept["All w"]


def journal(folder: Path, *, german: bool = False) -> Path:
    """A journal's file: its own headings and page, and much that must not come along."""
    word = docx.Document()
    word.styles["Heading 1"].font.size = Pt(31)
    quote = word.styles.add_style("Quote Block", WD_STYLE_TYPE.PARAGRAPH)
    quote.font.size = Pt(8)
    if german:
        word.styles["Heading 1"].element.set(f"{W}styleId", "berschrift1")
        for one in word.styles.element.iter(f"{W}link", f"{W}basedOn"):
            if one.get(f"{W}val") == "Heading1":
                one.set(f"{W}val", "berschrift1")
    section = word.sections[0]
    section.page_width, section.page_height, section.left_margin = Cm(20), Cm(28), Cm(3)
    section.header.paragraphs[0].text = "Journal of Templates"
    word.add_paragraph("Instructions for authors")
    word.core_properties.author = "The Editors"
    word.core_properties.keywords = "confidential"
    word.save(str(folder / "journal.docx"))
    return folder / "journal.docx"


def style(word: WordFile, name: str) -> float | None:
    size = word.styles[name].font.size
    return None if size is None else size.pt


def test_a_template_gives_its_styles_and_page_and_nothing_else(project: Project, tmp_path: Path) -> None:
    content = built(project, tmp_path, template=journal(tmp_path))
    word = docx.Document(io.BytesIO(content))
    assert (style(word, "Heading 1"), style(word, "Quote Block")) == (31, 8)
    assert word.styles["Theme Definition"].font.italic is True
    assert word.sections[0].page_width == Twips(11339)
    everything = b"".join(parts(content).values())
    for foreign in (b"Instructions", b"Journal of", b"The Editors", b"confidential"):
        assert foreign not in everything
    assert [one.text for one in word.paragraphs if one.style and one.style.name == "Quote Block"] == [
        f"{LONG} (P10)"
    ]


def test_a_template_in_another_language_has_ids_of_its_own(project: Project, tmp_path: Path) -> None:
    word = docx.Document(io.BytesIO(built(project, tmp_path, template=journal(tmp_path, german=True))))
    used = {one.style.style_id for one in word.paragraphs if one.style and one.style.name == "Heading 1"}
    assert used == {"berschrift1"}


def test_what_is_no_word_document_is_no_template(project: Project, tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_text("dear editors", encoding="utf-8")
    for template in (tmp_path / "letter.docx", tmp_path / "absent.docx"):
        with pytest.raises(BadTemplate, match=template.name):
            write_report(project, tmp_path / "r.docx", template=template)
    with pytest.raises(BadTemplate, match="Only a Word report"):
        write_report(project, tmp_path / "r.html", template=journal(tmp_path))
    assert not (tmp_path / "r.docx").exists()


@pytest.mark.parametrize(
    ("section", "first", "absent"),
    [("method", "Method", "Findings"), ("appendices", "Appendix A. Codebook", "Method")],
)
def test_one_section_stands_alone(
    project: Project, tmp_path: Path, section: str, first: str, absent: str
) -> None:
    word = docx.Document(io.BytesIO(built(project, tmp_path, section=section)))
    headings = [one.text for one in word.paragraphs if one.style and one.style.name == "Heading 1"]
    assert headings[0] == first
    assert absent not in headings


def test_an_unknown_section_is_refused_with_a_near_one(project: Project, tmp_path: Path) -> None:
    with pytest.raises(UnknownSection) as caught:
        write_report(project, tmp_path / "r.docx", section="methods")
    assert "'method'" in caught.value.hint


def test_no_word_of_a_table_is_broken_while_there_is_room() -> None:
    table = Table(
        "t",
        "T",
        (Column("Participants", 0.1, "center"), Column("Text", 9)),
        (Row(("descriptive", "some words " * 40)),),
    )
    document = Document("T", "S", "2026-03-03T10:00:00+00:00", (table,))
    (written,) = docx.Document(io.BytesIO(word_bytes(document))).tables
    assert written.columns[0].width > Cm(2.5)
    total = sum(column.width for column in written.columns)
    assert abs(total - Cm(15.92)) < Cm(0.05)


def test_short_tables_and_notes_stay_together() -> None:
    rows = tuple(Row((str(at),)) for at in range(3))
    many = tuple(Row((str(at),)) for at in range(40))
    for given, kept in ((rows, [True, True, True, False]), (many, [True] * 4 + [False] * 34 + [True] * 3)):
        note = "A note." if given is many else ""
        table = Table("t", "T", (Column("A"),), given, note)
        document = Document("T", "S", "2026-03-03T10:00:00+00:00", (table,))
        (written,) = docx.Document(io.BytesIO(word_bytes(document))).tables
        found = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in written.rows]
        assert found == kept


def test_lying_pages_begin_without_an_empty_one() -> None:
    blocks = (
        Orientation(landscape=True),
        Heading("A", 1),
        text("x"),
        Orientation(landscape=False),
        text("y"),
    )
    word = docx.Document(io.BytesIO(word_bytes(Document("T", "S", "2026-03-03T10:00:00+00:00", blocks))))
    assert [section.orientation for section in word.sections] == [WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]


def test_a_character_that_xml_cannot_hold_does_not_spoil_the_file() -> None:
    blocks = (Paragraph((Run("a\x00b\x0cc😀"),)), text("tab\tand\nline"))
    word = docx.Document(io.BytesIO(word_bytes(Document("T", "S", "2026-03-03T10:00:00+00:00", blocks))))
    assert [one.text for one in word.paragraphs] == ["abc😀", "tab\tand\nline"]


def test_fields_do_not_ask_to_be_updated_when_the_file_is_opened(project: Project, tmp_path: Path) -> None:
    content = parts(built(project, tmp_path))
    assert b"updateFields" not in content["word/settings.xml"]
    assert b"w:dirty" not in content["word/document.xml"]
    assert re.search(rb'compatibilityMode"[^>]*w:val="15"', content["word/settings.xml"])


OFFICE = shutil.which("soffice")


def full(project: Project, folder: Path) -> Path:
    """A report with all that a Word file can go wrong with, in a journal's template."""
    slots.write(project, {"introduction": "- a *point*\n\n> quoted\n\n## Head", "authors": "A. Author"})
    claims.add(project, "Pay is low.", THEME)
    built(project, folder, template=journal(folder, german=True))
    return folder / "r.docx"


def test_every_link_of_the_file_leads_somewhere_and_no_id_is_there_twice(
    project: Project, tmp_path: Path
) -> None:
    assert word_check.faults(built(project, tmp_path, audience="internal")) == []
    assert word_check.faults(built(project, tmp_path, audience="public")) == []
    assert word_check.faults(full(project, tmp_path).read_bytes()) == []


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("word/document.xml", b"</w:body>", b"", "word/document.xml is not well formed"),
        ("[Content_Types].xml", b'"rels"', b'"slers"', "_rels/.rels has no content type"),
        ("[Content_Types].xml", b"/word/comments.xml", b"/word/remarks.xml", "is named but not there"),
        ("word/document.xml", b'r:id="', b'r:id="no', "leads nowhere"),
        ("word/_rels/document.xml.rels", b'"comments.xml"', b'"remarks.xml"', "remarks.xml is not there"),
        ("word/document.xml", b"<w:bookmarkStart ", b'<w:bookmarkStart w:id="1" w:name="b"/>' * 2, "twice"),
    ],
)
def test_the_check_of_links_and_ids_sees_what_is_broken(
    project: Project, tmp_path: Path, part: str, old: bytes, new: bytes, said: str
) -> None:
    content = parts(built(project, tmp_path))
    assert old in content[part]
    whole = new + old if old.startswith(b"<w:bookmarkStart") else new
    content[part] = content[part].replace(old, whole, 1)
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as package:
        for name, one in content.items():
            package.writestr(name, one)
    assert any(said in one for one in word_check.faults(broken.getvalue()))


def test_the_file_is_valid_against_the_schemas(project: Project, tmp_path: Path) -> None:
    built(project, tmp_path, audience="public")
    assert word_check.against_schemas(tmp_path / "r.docx") == []
    assert word_check.against_schemas(full(project, tmp_path)) == []


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_prints_every_page(project: Project, tmp_path: Path) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    built(project, tmp_path)
    profile = f"-env:UserInstallation=file://{tmp_path}/lo"
    order = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*order, str(tmp_path / "r.docx")], capture_output=True, check=True)
    with pypdfium2.PdfDocument(tmp_path / "r.pdf") as printed:
        pages = [page.get_textpage().get_text_bounded() for page in printed]
    assert any("At a glance" in page and "Participants analyzed" in page for page in pages)
    assert all(re.search(rf"\b{at} of {len(pages)}\b", page) for at, page in enumerate(pages, start=1))
