from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from themes_study import LONG, apply_all, code_quote, study

from qualcode.codes import freezes
from qualcode.export import report, slots
from qualcode.export.blocks import Column, Row, Table
from qualcode.export.report import write_report
from qualcode.export.tables import folded, without_empty
from qualcode.passes import passes
from qualcode.passes.coding import place_quote
from qualcode.themes import claims, edits, quotes, review, themes
from qualcode.transcripts import participants

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docx.document import Document as WordFile

    from qualcode.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path / "study") as opened:
        freezes.freeze(opened, "before themes")
        themes.add(opened, "Earning a place", ["doubted at first", "asked now"])
        themes.define(opened, "Earning a place", essence="Showing worth first", excludes="pay", answers="Q1")
        themes.add(opened, "Barriers", ["low pay", "no supervision"])
        quote(opened, "Earning a place", "P10", LONG)
        quote(opened, "Earning a place", "P10", "They doubted me, you know, for a year.")
        edits.edit(opened, 2, omit="you know, ")
        yield opened


def quote(project: Project, theme: str, transcript: str, words: str) -> int:
    return quotes.add(project, theme, place_quote(project, transcript, words))


def written(project: Project, folder: Path, audience: report.Audience = "internal") -> WordFile:
    write_report(project, folder / "report.docx", audience)
    return docx.Document(str(folder / "report.docx"))


def said(word: WordFile) -> list[tuple[str, str]]:
    return [(one.style.name if one.style else "", one.text) for one in word.paragraphs]


def cells(word: WordFile, head: str) -> list[list[str]]:
    table = next(one for one in word.tables if one.rows[0].cells[0].text == head)
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_headings_stand_in_the_order_of_the_specification(project: Project, tmp_path: Path) -> None:
    main = [words for style, words in said(written(project, tmp_path)) if style == "Heading 1"]
    assert main == [
        "At a glance",
        "Method",
        "Findings",
        "Limitations and open points",
        "Appendix A. Codebook",
        "Appendix B. Comparison by code",
        "Appendix C. Reconciliation summary",
        "Appendix D. Theme history",
        "Appendix E. Sample adequacy",
        "Appendix F. Assisted coding disclosure",
        "Appendix G. Participant checking",
        "Appendix H. Checklists",
        "Appendix I. Audit trail",
        "Appendix J. Evidence index",
        "Appendix K. Disclosure review",
    ]


def test_quotes_stand_in_their_styles_with_the_id_outside(project: Project, tmp_path: Path) -> None:
    found = said(written(project, tmp_path))
    assert ("Quote Block", f"{LONG} (P10)") in found
    points = ".\N{NO-BREAK SPACE}.\N{NO-BREAK SPACE}."
    assert ("Claim", f"“They doubted me, {points} for a year” (P10).") in found
    assert ("Theme Definition", "Showing worth first. Excludes: pay.") in found
    assert ("Note", "Participants: 2 of 3 (P1, P10). Segments: 4. Codes: 2. Question: Q1.") in found


def test_the_method_tells_what_the_record_holds(project: Project, tmp_path: Path) -> None:
    method = " ".join(words for style, words in said(written(project, tmp_path)) if style == "Normal")
    assert "CS coded all 3 transcripts (77 words of participant speech)." in method
    assert "Pass hand was made by CS by hand on " in method
    assert "The codebook was frozen at 5 codes on " in method
    assert "There is no second pass to compare with." in method
    assert "No assisted suggestions were used." in method
    assert "Saturation was not assessed." in method


def test_the_matrix_marks_who_is_in_which_theme(project: Project, tmp_path: Path) -> None:
    word = written(project, tmp_path)
    table = next(one for one in word.tables if one.rows[-1].cells[0].text == "Themes per participant")
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows == [
        ["Theme", "P1", "P2", "P10", "n of N"],
        ["Earning a place", "●2", "", "●2", "2 of 3"],
        ["Barriers", "●1", "●2", "", "2 of 3"],
        ["Themes per participant", "2", "1", "1", ""],
    ]
    assert any(words.startswith("●n: number of coded segments") for _, words in said(word))


def test_the_codebook_appendix_counts_and_omits_empty_columns(project: Project, tmp_path: Path) -> None:
    rows = cells(written(project, tmp_path), "Code")
    assert rows[0] == ["Code", "Brief definition", "Segments", "n of N"]
    assert ["doubted at first", "What doubted at first means.", "3", "2 of 3"] in rows
    assert ["unused", "What unused means.", "0", "0 of 3"] in rows


def test_what_is_missing_is_said(project: Project, tmp_path: Path) -> None:
    summary = write_report(project, tmp_path / "report.docx")
    assert "A single coder (CS) coded the data." in summary.open_points
    assert "There was no second pass." in summary.open_points
    assert "Not yet defined: Barriers." in summary.open_points
    assert "Never quoted: P1 and P2." in summary.open_points
    bullets = [words for style, words in said(written(project, tmp_path)) if style == "List Bullet"]
    assert set(bullets) == set(summary.open_points)


@pytest.mark.parametrize("audience", ["internal", "supervisor", "public"])
def test_the_same_state_gives_the_same_bytes(
    project: Project, tmp_path: Path, audience: report.Audience
) -> None:
    write_report(project, tmp_path / "one.docx", audience)
    write_report(project, tmp_path / "two.docx", audience)
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()


def test_a_public_report_has_no_addresses_and_no_rare_attribute(project: Project, tmp_path: Path) -> None:
    internal = xml(project, tmp_path, "internal")
    public = xml(project, tmp_path, "public")
    assert "P10:" in internal
    assert "P10:" not in public
    assert "community" in internal
    assert "community" not in public


def test_a_study_with_nothing_in_it_makes_an_honest_report(tmp_path: Path) -> None:
    with study(tmp_path / "bare", coded=False) as bare:
        found = [words for _, words in said(written(bare, tmp_path))]
        assert "There are no findings to report yet: no theme has been developed." in found
        assert "No themes have been developed yet." in found
        assert "No coding pass has been started." in found


def test_two_passes_are_compared_with_their_counts(project: Project, tmp_path: Path) -> None:
    passes.seal(project, "hand")
    passes.start(project, "again", blind_to=["hand"])
    apply_all(project, "again")
    code_quote(project, "unused", "P2", "The pay is low.", "again")
    found = said(written(project, tmp_path))
    normal = " ".join(words for style, words in found if style == "Normal")
    assert "4 codes occurred in both passes; 0 only in hand; 1 only in again." in normal
    assert "0 days later, blind to the first (still open)" in normal
    assert "these figures are provisional" in normal
    rows = cells(written(project, tmp_path), "Code")
    assert rows[0][:1] == ["Code"]
    assert any(words.startswith("Comparison by code") or "Comparison by code" in words for _, words in found)


def test_properties_are_clean_and_no_word_of_themes_living_by_themselves(
    project: Project, tmp_path: Path
) -> None:
    core = written(project, tmp_path).core_properties
    assert (core.title, core.author, core.last_modified_by) == ("A place on the team", "", "")
    assert str(core.created)[:10] == str(project.value("SELECT max(at) FROM actions"))[:10]
    everything = xml(project, tmp_path, "internal")
    assert "emerged" not in everything
    assert str(tmp_path) not in everything


def test_tables_repeat_their_heads_and_keep_rows_whole(project: Project, tmp_path: Path) -> None:
    body = xml(project, tmp_path, "internal")
    tables = body.count("<w:tbl>")
    assert tables == body.count("<w:tblHeader/>") == body.count(" SEQ Table")
    assert body.count("<w:tr>") == body.count("<w:cantSplit/>")
    assert 'w:orient="landscape"' in body
    assert " TOC \\o " in body
    targets = set(re.findall(r"(?:REF|PAGEREF) (\w+) ", body)) | set(re.findall(r'w:anchor="(\w+)"', body))
    assert targets <= set(re.findall(r'w:bookmarkStart w:id="\d+" w:name="(\w+)"', body))


def test_the_contents_say_how_to_get_pages_until_they_are_updated(project: Project, tmp_path: Path) -> None:
    body = xml(project, tmp_path, "internal")
    field = body[body.index(" TOC \\o ") : body.index(">At a glance</w:t></w:r><w:bookmarkEnd")]
    told = field.index("Page numbers come with the first update of this list")
    assert field[told:].count('w:fldCharType="end"') == 1  # the line stands in the field and goes with it
    assert "w:dirty" not in body  # Word would ask a question at every opening


def test_characters_that_xml_cannot_hold_do_not_break_the_file(project: Project, tmp_path: Path) -> None:
    participants.set_values(project, "P1", {"note": "bell\x07 & <b>"})
    assert "bell &amp; &lt;b&gt;" in xml(project, tmp_path, "internal")


def test_an_unknown_format_or_a_missing_folder_leaves_nothing(project: Project, tmp_path: Path) -> None:
    with pytest.raises(report.UnknownFormat, match=r"'\.odt'"):
        write_report(project, tmp_path / "report.odt")
    with pytest.raises(report.CannotWrite, match="cannot be written"):
        write_report(project, tmp_path / "nowhere" / "report.docx")
    assert not list(tmp_path.glob("*.odt"))


def xml(project: Project, folder: Path, audience: report.Audience) -> str:
    write_report(project, folder / "report.docx", audience)
    with zipfile.ZipFile(io.BytesIO((folder / "report.docx").read_bytes())) as parts:
        return parts.read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("filled", "kept"), [(1, ["c0", "Brief. In full."]), (2, ["c0", "Brief.", "In full."])]
)
def test_a_column_that_hardly_any_row_fills_moves_into_the_one_before(filled: int, kept: list[str]) -> None:
    rows = tuple(Row((f"c{at}", "Brief.", "In full." if at < filled else "")) for at in range(20))
    columns = (Column("Code"), Column("Brief"), Column("Full"))
    table = without_empty(folded(Table("t", "T", columns, (Row(("A",), "band"), *rows)), column=2))
    assert list(table.rows[1].cells) == kept
    assert table.rows[0].cells == ("A",)
    assert table.rows[-1].cells[1] == "Brief."


def test_claims_carry_their_generated_citation_and_their_inline_quotes(
    project: Project, tmp_path: Path
) -> None:
    claims.add(project, "Some participants were doubted.", "Earning a place", ["doubted at first"])
    place = place_quote(project, "P1", "They doubted me at first.")
    quotes.add(project, "Earning a place", place, claim=1)
    found = said(written(project, tmp_path))
    sentence = "Some participants were doubted (P1, P10). “They doubted me at first” (P1)."
    assert ("Claim", sentence) in found
    assert ["c1", "Some participants were doubted.", "(P1, P10)", "q3", "P1:2; P10:2; P10:3", ""] in cells(
        written(project, tmp_path), "Claim"
    )


def test_divergent_accounts_are_reported_or_the_search_that_found_none(
    project: Project, tmp_path: Path
) -> None:
    review.record_search(project, "Barriers", "read again")
    place = place_quote(project, "P2", "I never had supervision.")
    review.judge(project, "Earning a place", place, "contrary", "never doubted")
    word = written(project, tmp_path)
    found = [words for _, words in said(word)]
    assert "One participant gave contrary accounts in one passage (P2)." in found
    assert any(words.startswith("A search for contrary accounts (") for words in found)
    rows = next(one for one in word.tables if one.rows[-1].cells[0].text == "Themes per participant").rows
    assert [cell.text for cell in rows[1].cells] == ["Earning a place", "●2", "○", "●2", "2 of 3"]


def test_claim_that_rests_only_on_contrary_passages_tells_of_a_divergent_account(
    project: Project, tmp_path: Path
) -> None:
    place = place_quote(project, "P1", "They doubted me at first")
    claims.add(project, "One participant was doubted.", "Earning a place", [place])
    told = [words for _, words in said(written(project, tmp_path))]
    assert "Divergent accounts" not in told
    assert "One participant was doubted (P1)." in told
    review.judge(project, "Earning a place", place, "contrary", "only at first")
    told = [words for _, words in said(written(project, tmp_path))]
    at = told.index("Divergent accounts")
    assert told[at + 2] == "One participant was doubted (P1)."
    assert told.count("One participant was doubted (P1).") == 1


def test_themes_were_reviewed_when_the_last_of_them_was(project: Project, tmp_path: Path) -> None:
    told = []
    for name in ("Barriers", "Earning a place"):
        for level in (1, 2):
            review.sign_off(project, name, level)
        method = " ".join(words for _, words in said(written(project, tmp_path)))
        told.append("Themes were reviewed against their coded extracts" in method)
    assert told == [False, True]


def test_saturation_is_printed_only_when_asked_for(project: Project, tmp_path: Path) -> None:
    slots.write(project, {"report_saturation": "yes"})
    found = [words for _, words in said(written(project, tmp_path))]
    assert any(
        "cannot be assessed with 3 interviews (base 4, run 2, threshold 5%" in words for words in found
    )
    assert "Appendix E. Sample adequacy" in found
    assert not any("Saturation was not assessed." in words for words in found)
