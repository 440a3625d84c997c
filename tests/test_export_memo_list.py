"""Memos in a report: there for the team and the supervisor, counted only for the public."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest
from themes_study import study

from qualcode.export.report import write_report
from qualcode.passes import memos

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.export.report import Audience
    from qualcode.store.project import Project

SAID = "P1’s “They doubted me” is on my mind."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path / "study") as opened:
        memos.add(opened, "Doubt may be about trust.", memos.subject(opened, "doubted at first"))
        memos.add(opened, SAID, memos.subject(opened, "P1"), "reflexive")
        memos.add(opened, "It is about status.", kind="analytic", follows=1)
        memos.add(opened, "We code sentences.", kind="methodological")
        yield opened


def table(project: Project, folder: Path, audience: Audience) -> list[list[str]] | None:
    write_report(project, folder / "r.docx", audience)
    word = docx.Document(str(folder / "r.docx"))
    found = [one for one in word.tables if [cell.text for cell in one.rows[0].cells][-1:] == ["Memo"]]
    return [[cell.text for cell in row.cells] for row in found[0].rows] if found else None


@pytest.mark.parametrize("audience", ["internal", "supervisor"])
def test_memos_are_listed_by_kind_with_day_and_subject(
    project: Project, tmp_path: Path, audience: Audience
) -> None:
    rows = table(project, tmp_path, audience)
    assert rows is not None
    assert rows[0] == ["No.", "Date", "By", "On", "Memo"]
    assert [row[0] for row in rows if len(set(row)) == 1] == [
        "Reflexive (1 memo)",
        "Analytic (2 memos)",
        "Methodological (1 memo)",
    ]
    days = {row[1] for row in rows if row[0].isdecimal()}
    assert len(days) == 1
    assert [(row[0], *row[2:]) for row in rows if row[0].isdecimal()] == [
        ("2", "CS", "transcript P1", SAID),
        ("1", "CS", "code doubted at first", "Doubt may be about trust."),
        ("3", "CS", "code doubted at first", "(follows 1) It is about status."),
        ("4", "CS", "the study", "We code sentences."),
    ]


@pytest.mark.parametrize("ending", [".docx", ".html", ".md"])
def test_no_memo_is_in_a_public_report(project: Project, tmp_path: Path, ending: str) -> None:
    write_report(project, tmp_path / f"r{ending}", "public")
    if ending == ".docx":
        assert table(project, tmp_path, "public") is None
        word = docx.Document(str(tmp_path / "r.docx"))
        cells = [cell.text for one in word.tables for row in one.rows for cell in row.cells]
        text = "\n".join([*(one.text for one in word.paragraphs), *cells])
    else:
        text = (tmp_path / f"r{ending}").read_text(encoding="utf-8")
    assert "Reflexive memos" in text  # the count of them
    for memo in memos.memos(project):
        assert memo.text not in text


def test_memos_stand_in_html_and_markdown_too(project: Project, tmp_path: Path) -> None:
    for ending in (".html", ".md"):
        write_report(project, tmp_path / f"r{ending}")
        assert SAID in (tmp_path / f"r{ending}").read_text(encoding="utf-8")


def test_without_memos_there_is_no_empty_table(tmp_path: Path) -> None:
    with study(tmp_path / "study") as opened:
        assert table(opened, tmp_path, "internal") is None
