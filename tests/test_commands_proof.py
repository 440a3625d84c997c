"""Proof and products from the command line, on the example study."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING

import docx
import pytest
from command_line import run

from qualcode import demo

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the example study, made once."""
    return demo.run(tmp_path_factory.mktemp("demo")).project.parent


@pytest.fixture
def study(finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, the current folder."""
    folder = tmp_path / "study"
    shutil.copytree(finished, folder)
    monkeypatch.chdir(folder)
    return folder


def test_verify_of_the_report_is_clean_and_exits_0(study: Path) -> None:
    done = run("verify", str(study / "report.docx"), "--json")
    assert done.code == 0
    told = done.json
    assert set(told) == {"quotes", "numbers", "summary"}
    assert {"text", "status", "participant", "address", "difference"} <= set(told["quotes"][0])
    summary = told["summary"]
    assert (summary["clean"], summary["altered"], summary["numbers_that_differ"]) == (True, 0, 0)
    assert {one["quote"] for one in told["quotes"] if one["quote"]} == set(range(1, 35))


def test_verify_of_a_damaged_manuscript_says_what_and_exits_1(study: Path) -> None:
    (study / "m.txt").write_text("One said “I give them a bucket, not the cup” (P3).\n", encoding="utf-8")
    done = run("verify", "m.txt")
    assert done.code == 1
    assert done.out.startswith("altered        P3@")
    assert "“cup” became “bucket”" in done.out
    assert "1 quotation: 1 altered." in done.err


@pytest.mark.parametrize(("file", "code"), [("none.docx", 1), ("report.pages", 2)])
def test_verify_of_what_is_no_manuscript_is_refused(study: Path, file: str, code: int) -> None:
    (study / "report.pages").write_bytes(b"x")
    done = run("verify", file)
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith("Error: ")


def test_trace_shows_five_hops(study: Path) -> None:
    assert study.is_dir()
    done = run("trace", "q3")
    lines = done.out.splitlines()
    assert lines[0].startswith("q3  I had not known that it was allowed. [. . .]")
    assert lines[1].startswith("  theme  Earning credibility from lived experience: ")
    assert lines[2] == "  quoted  P6:58-59  P6  (P6.docx)"
    assert "»I had not known that it was allowed." in lines[3]
    assert lines[4].startswith("    ● living proof  pass agreed, CS, 20")
    assert run("trace", "P6:58").code == 2
    assert run("trace", "q99").code == 1


def test_exports_hold_the_same_rows_in_every_format(study: Path) -> None:
    rows = {
        ending: run("export", "quotations", "--pass", "agreed", "-o", f"q{ending}", "--json").json["rows"]
        for ending in (".csv", ".xlsx", ".docx", ".html", ".md")
    }
    assert set(rows.values()) == {571}
    with (study / "q.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == 571
    assert {row["pass"] for row in found} == {"agreed"}
    assert found[0]["setting"] == "emergency"


def test_matrix_disagreements_and_audit_are_written(study: Path) -> None:
    assert run("export", "matrix", "--by", "setting", "-o", "m.csv").code == 0
    first = next(csv.reader(io.StringIO((study / "m.csv").read_text(encoding="utf-8-sig"))))
    assert first == ["theme", "community", "emergency", "participants"]
    listed = run("disagreements", "hand", "recode", "--json").json
    assert run("export", "disagreements", "-o", "d.csv", "--json").json["rows"] == len(listed) > 400
    assert run("export", "disagreements", "-o", "d.md").code == 0
    written = (study / "d.md").read_text(encoding="utf-8")
    counted = f"{len(listed)} disagreements of hand and recode as the codebook stands; {len(listed)} decided"
    assert counted in written
    assert "(a: the reading of hand; b: that of recode)" in written
    assert "Reconciling recorded 487 decisions; those on codes that were merged or retired" in written
    assert run("export", "audit", "--by", "nowell", "-o", "a.docx").code == 0
    headings = [one.text for one in docx.Document(str(study / "a.docx")).paragraphs]
    assert {"Audit trail", "Coding", "Fixed points"} <= set(headings)
    assert run("export", "audit", "--by", "guba", "-o", "a.docx").code == 2


def test_checklist_keeps_answers_and_asks_nobody_without_a_terminal(study: Path) -> None:
    done = run("checklist", "coreq", "--set", "10=purposive", "-o", "c.docx", "--json")
    assert done.code == 0
    assert [line["answer"] for line in done.json if line["number"] == "10"] == ["purposive."]
    assert len(done.json) == 32
    assert (study / "c.docx").is_file()
    assert run("checklist", "srqr", "--json").json[7]["answer"] == "purposive."
    assert run("checklist", "coreq", "--set", "purposive").code == 2


def test_member_checks_from_pack_to_summary(study: Path) -> None:
    packs = run("membercheck", "pack", "P1", "P3", "-o", "packs", "--json").json
    assert [(one["participant"], one["quotes"]) for one in packs] == [("P1", 3), ("P3", 7)]
    assert sorted(path.name for path in (study / "packs").iterdir()) == ["P1.docx", "P3.docx"]
    run("membercheck", "log", "P1", "--sent", "--on", "2026-03-01")
    run("membercheck", "log", "P1", "--corrected", "--changed", "theme")
    told = run("membercheck", "summary", "--json").json
    assert (told["sent"], told["replied"], told["changes"]) == (["P1"], ["P1"], {"theme": 1})
    assert run("membercheck", "log", "P1").code == 2
