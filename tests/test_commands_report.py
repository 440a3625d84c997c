"""`report` and `slots` as a person types them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest
from command_line import run
from themes_study import study

from qualcode.themes import themes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a study in it, and one theme."""
    with study(tmp_path / "study") as project:
        themes.add(project, "Earning a place", ["doubted at first"])
    monkeypatch.chdir(tmp_path / "study")
    return tmp_path / "study"


def test_slots_are_written_shown_and_listed(here: Path) -> None:
    assert run("slots", "set", "discussion", "It is *new*.").code == 0
    assert run("slots", "show", "discussion").out == "It is *new*.\n"
    assert run("slots", "show", "limitations").out == ""
    listed = {row["name"]: row["words"] for row in run("slots", "list", "--json").json}
    assert (listed["discussion"], listed["closing: Earning a place"]) == (3, 0)
    answer = run("slots", "set", "closing: Earning a place", "It answers.", "--json")
    assert answer.json["changed"] is True
    assert here.is_dir()


def test_a_slot_takes_its_text_from_a_file_or_from_stdin(here: Path) -> None:
    (here / "intro.md").write_text("\ufeffOne.\n\nTwo.\n", encoding="utf-8")
    assert run("slots", "set", "introduction", "--file", "intro.md").code == 0
    assert run("slots", "show", "introduction").out == "One.\n\nTwo.\n"
    assert run("slots", "set", "discussion", "--file", "-", typed="From a pipe.\n").code == 0
    assert run("slots", "show", "discussion").out == "From a pipe.\n"
    (here / "latin.md").write_bytes(b"caf\xe9")
    refused = run("slots", "set", "introduction", "--file", "latin.md")
    assert (refused.code, "not a text in UTF-8" in refused.err) == (2, True)
    assert run("slots", "set", "introduction").code == 2
    assert run("slots", "set", "introduction", "--file", "absent.md").code == 1


def test_slots_go_out_as_one_file_and_come_back(here: Path) -> None:
    run("slots", "set", "introduction", "One.")
    told = run("slots", "export", "slots.md", "--json").json
    assert told["written"] == ["introduction"]
    words = (here / "slots.md").read_text(encoding="utf-8").replace("One.", "One, mended.")
    (here / "slots.md").write_text(words, encoding="utf-8")
    assert run("slots", "import", "slots.md", "--json").json["changed"] == ["introduction"]
    assert run("slots", "show", "introduction").out == "One, mended.\n"


def test_what_authors_wrote_stands_in_the_report_in_its_place(here: Path) -> None:
    for name, words in (
        ("introduction", "The beginning."),
        ("discussion", "The end."),
        ("orientation", "inductive"),
        ("researcher_position", "One of us is a peer."),
        ("limitations", "All live in one town."),
        ("closing: Earning a place", "It answers Q1."),
        ("authors", "A. Author"),
    ):
        assert run("slots", "set", name, words).code == 0
    assert run("report", "-o", "report.docx").out == "report.docx\n"
    said = [one.text for one in docx.Document(str(here / "report.docx")).paragraphs]
    order = [
        "Authors: A. Author",
        "Introduction",
        "The beginning.",
        "Method",
        "Researcher position",
        "One of us is a peer.",
        "Findings",
        "How this answers the question: It answers Q1.",
        "Discussion",
        "The end.",
        "Limitations and open points",
        "All live in one town.",
    ]
    assert [one for one in said if one in order] == order
    assert any("Coding was inductive." in one for one in said)
    assert docx.Document(str(here / "report.docx")).core_properties.author == "A. Author"


def test_the_method_alone_in_any_format(here: Path) -> None:
    assert run("report", "--section", "Method", "-o", "method.md").code == 0
    words = (here / "method.md").read_text(encoding="utf-8")
    assert "\n# Method\n" in words
    assert "# Findings" not in words
    refused = run("report", "--section", "metod", "-o", "m.md")
    assert refused.code == 2
    assert "'method'" in refused.err


def test_a_template_that_is_none_is_refused_and_nothing_is_written(here: Path) -> None:
    (here / "plain.docx").write_text("words", encoding="utf-8")
    refused = run("report", "-o", "r.docx", "--template", "plain.docx")
    assert (refused.code, "cannot be read as a Word document" in refused.err) == (2, True)
    assert not (here / "r.docx").exists()


def test_a_report_without_a_file_says_what_to_type(here: Path) -> None:
    done = run("report")
    assert done.code == 2
    assert "Name it: qualcode report -o report.docx. Your own words in it: qualcode slots list." in done.err
    assert not list(here.glob("report.*"))
