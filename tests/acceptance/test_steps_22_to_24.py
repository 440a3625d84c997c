"""Steps 22 to 24: the report, its public edition, and the way back from every word in it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
import word_check
from command_line import clean
from lxml import etree

from acceptance.desk import FILE, truth
from acceptance.reporting import everything, marks, opened, recounted, table_after
from acceptance.theming import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from acceptance.desk import Desk

    At = Callable[[str], Desk]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
ADDRESS = re.compile(r"\bP\d+(?:-v\d+)?(?::\d|@\d)")
OFFICE = shutil.which("soffice")


@pytest.fixture
def study(at: At) -> Desk:
    """Everything done; the report is written."""
    return at("reported")


def body(file: Path) -> etree._Element:
    with zipfile.ZipFile(file) as package:
        return etree.fromstring(package.read("word/document.xml"))


def test_step_22_table_1_is_what_the_raw_rows_say(study: Desk) -> None:
    printed = {row[0]: row[1] for row in table_after(opened(study.folder / "report.docx"), "at a glance")}
    expected = recounted(study)
    assert {name: printed[name] for name in expected} == expected
    assert printed["Comparison of passes"].startswith("hand-assisted concordance (intracoder, assisted)")
    assert printed["Assisted suggestions"].startswith("145 made")
    assert printed["Quotes"] == "34 (12 block, 22 inline) from 9 participants"


def test_step_22_rows_of_the_matrix_add_up_to_six_eight_seven_and_five(study: Desk) -> None:
    head, *rows, people = table_after(opened(study.folder / "report.docx"), "Themes by participant")
    planted = truth()["themes_per_participant"]
    assert head == ["Theme", *planted, "n of N"]
    assert [row[0] for row in rows] == list(THEMES.values())
    assert [row[1:-1] for row in rows] == marks()
    assert [row[-1] for row in rows] == ["6 of 10", "8 of 10", "7 of 10", "5 of 10"]
    assert people[1:-1] == [str(number) for number in planted.values()]
    assert sum(cell != "" for row in rows for cell in row[1:-1]) == 26


def test_step_22_styles_contents_captions_and_pictures_are_real(study: Desk) -> None:
    word, tree = opened(study.folder / "report.docx"), body(study.folder / "report.docx")
    used = {paragraph.style.name for paragraph in word.paragraphs if paragraph.style}
    expected = {"Title", "Heading 1", "Heading 2", "Heading 3", "Quote Block", "Theme Definition", "Claim"}
    assert expected | {"Caption", "Note", "toc 1", "toc 2"} <= used
    fields = "".join(one.text or "" for one in tree.iter(f"{W}instrText"))
    assert re.search(r"TOC \\o", fields)
    assert len(re.findall(r"SEQ Table", fields)) >= 10
    assert "SEQ Figure" in fields
    (drawn,) = tree.iter(f"{DRAWING}docPr")
    assert all(name in (drawn.get("descr") or "") for name in THEMES.values())


def test_step_22_every_table_repeats_its_head_and_keeps_rows_whole(study: Desk) -> None:
    for table in body(study.folder / "report.docx").iter(f"{W}tbl"):
        first, *others = table.iter(f"{W}tr")
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in others)


def test_step_22_quotes_stand_as_they_are_listed(study: Desk) -> None:
    paragraphs = opened(study.folder / "report.docx").paragraphs
    printed = [(one.style.name, one.text.replace("\xa0", " ")) for one in paragraphs if one.style]
    for quote in study.json("quotes", "list"):
        style = "Quote Block" if quote["form"] == "block" else "Claim"
        assert any(name == style and quote["rendered"] in text for name, text in printed), quote["number"]


def test_step_22_no_draft_banner_where_no_error_remains(study: Desk) -> None:
    assert "DRAFT" not in everything(opened(study.folder / "report.docx"))
    study.type("claims", "add", "Pay is low.", "--theme", THEMES["Barriers"])
    study.type("report", "-o", "draft.docx")
    assert "DRAFT: 1 unresolved check" in everything(opened(study.folder / "draft.docx"))


@pytest.mark.parametrize("ending", ["docx", "html", "md"])
def test_step_22_two_builds_are_identical(study: Desk, ending: str, tmp_path: Path) -> None:
    """Twice here, and once in a process of its own with another seed of hashes, from a copy elsewhere."""
    study.type("report", "-o", f"one.{ending}")
    study.type("report", "-o", f"two.{ending}")
    (tmp_path / "elsewhere").mkdir()
    shutil.copy(study.file, tmp_path / "elsewhere" / FILE)
    order = [sys.executable, "-m", "qualcode", "report", "-o", f"three.{ending}"]
    env = clean(PYTHONHASHSEED="7", TZ="Asia/Tokyo", LC_ALL="C.UTF-8")
    subprocess.run(order, cwd=tmp_path / "elsewhere", env=env, check=True, capture_output=True)
    one = (study.folder / f"one.{ending}").read_bytes()
    assert (study.folder / f"two.{ending}").read_bytes() == one
    assert (tmp_path / "elsewhere" / f"three.{ending}").read_bytes() == one


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_step_22_the_file_is_valid_against_the_schemas(study: Desk, audience: str) -> None:
    study.type("report", "-o", "valid.docx", "--audience", audience)
    assert word_check.faults((study.folder / "valid.docx").read_bytes()) == []
    assert word_check.against_schemas(study.folder / "valid.docx") == []


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_step_22_libreoffice_prints_every_page(study: Desk, tmp_path: Path) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    order = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*order, str(study.folder / "report.docx")], capture_output=True, check=True)
    with pypdfium2.PdfDocument(tmp_path / "report.pdf") as printed:
        pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in printed]
    assert all(re.search(rf"\b{at} of {len(pages)}\b", page) for at, page in enumerate(pages, start=1))
    whole = " ".join(pages)
    assert "Table 7. Themes by participant" in whole
    assert "The codebook was frozen at 75 codes" in whole


def test_step_22_our_own_report_is_word_for_word(study: Desk) -> None:
    found = study.json("verify", "report.docx")
    assert {one["status"] for one in found["quotes"]} <= {"verbatim", "edited", "skipped"}
    assert sum(one["status"] in {"verbatim", "edited"} for one in found["quotes"]) >= 34


def test_step_23_a_public_report_gives_no_address_and_nobody_away(study: Desk) -> None:
    inside, outside = (everything(opened(study.folder / f"{name}.docx")) for name in ("report", "public"))
    assert ADDRESS.search(inside)
    assert ADDRESS.search(outside) is None
    assert "Appendix K" in inside
    assert "Appendix K" not in outside
    assert "Rare combinations" not in outside


def test_step_23_no_attribute_that_fewer_than_three_share_is_printed(study: Desk) -> None:
    study.type("participants", "set", "P1", "setting=hospice")
    study.type("participants", "set", "P3", "setting=hospice")
    study.type("report", "-o", "public.docx", "--audience", "public")
    study.type("report", "-o", "report.docx")
    inside = table_after(opened(study.folder / "report.docx"), "Sample by attribute (N = 10)")
    outside = table_after(opened(study.folder / "public.docx"), "Sample by attribute (N = 10)")
    assert ["hospice", "2"] in inside
    assert "hospice" not in everything(opened(study.folder / "public.docx"))
    assert all(int(count) >= 3 for _, count in outside[1:] if count.isdigit())


def test_step_23_properties_are_clean(study: Desk) -> None:
    kept = opened(study.folder / "public.docx").core_properties
    assert (kept.author, kept.last_modified_by, kept.comments, kept.keywords) == ("", "", "", "")
    with zipfile.ZipFile(study.folder / "public.docx") as package:
        whole = b"".join(package.read(name) for name in package.namelist()).decode("utf-8", "ignore")
    assert str(study.folder) not in whole
    assert "comments.xml" not in package.namelist()


def test_step_23_a_public_report_is_refused_while_an_error_remains(study: Desk) -> None:
    study.type("slots", "set", "discussion", "Data saturation was reached, and 60% were new.")
    told = study.type("report", "-o", "second.docx", "--audience", "public", code=1)
    assert "SAT" in told.err or "DENOM" in told.err
    assert not (study.folder / "second.docx").exists()


def test_step_24_a_quote_is_walked_back_to_line_pass_coder_and_date(study: Desk) -> None:
    told = study.json("trace", "q1")
    assert told["printed"].endswith("knows that steam. (P6)")
    assert told["theme"] == THEMES["Credibility"]
    (passage,) = told["passages"]
    text = study.type("transcripts", "text", "P6").out
    assert (passage["address"], passage["source"]) == ("P6:25", "P6.docx")
    assert text[passage["start_char"] : passage["end_char"]] == passage["words"]
    hops = {one["pass"]: one for one in passage["codings"]}
    assert next(iter(hops)) == "agreed"
    assert hops["agreed"]["counts"]
    assert {one["coder"] for one in hops.values()} == {"CS"}
    assert hops["hand"]["date"].startswith("2026-03")
    assert hops["recode"]["date"].startswith("2026-04-15")
    assert hops["agreed"]["date"].startswith("2026-04-17")


def test_step_24_a_claim_is_walked_back_passage_by_passage(study: Desk) -> None:
    told = study.json("trace", "c7")
    assert told["printed"] == "A few participants said plainly what they are not (P5, P6, P7)."
    support = [one for one in told["passages"] if one["stance"] == "support"]
    assert [one["participant"] for one in support] == ["P5", "P6", "P7"]
    for passage in support:
        text = study.type("transcripts", "text", passage["transcript"]).out
        assert text[passage["start_char"] : passage["end_char"]] == passage["words"]
        codes = {(one["pass"], one["code"], one["coder"]) for one in passage["codings"]}
        assert ("agreed", "what I am not", "CS") in codes
        assert all(re.match(r"2026-0[34]-\d\d", one["date"]) for one in passage["codings"])


def test_step_24_a_quote_of_the_corrected_transcript_leads_to_the_coding_before(study: Desk) -> None:
    number = next(one["number"] for one in study.json("quotes", "list") if one["address"] == "P4:98")
    (passage,) = study.json("trace", f"q{number}")["passages"]
    assert passage["transcript"] == "P4"
    assert {one["pass"] for one in passage["codings"]} == {"hand", "recode", "agreed"}
    assert all(one["address"].startswith("P4-v1") for one in passage["codings"])
