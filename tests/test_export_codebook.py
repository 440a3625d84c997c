"""The codebook out of a project and back: every field of every code, in any format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest
from command_line import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.codes import codebook
from qualcode.codes.codebook import TEXT_FIELDS
from qualcode.exchange.codebooks import import_codebook
from qualcode.export.codebook import codebook_rows, export_codebook
from qualcode.export.report import UnknownFormat
from qualcode.store.project import open_project
from qualcode.store.study import create_study

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project

READ_BACK = (".csv", ".xlsx", ".yaml", ".docx", ".qdc")


@pytest.fixture
def book(project: Project) -> Project:
    codebook.add(project, "=1+1", definition="=SUM(A1)", use_when="one\ntwo", kind="process")
    codebook.add(project, "no", "=1+1", definition="Refused; or not, so.", example="P1:2", color="#aa0000")
    codebook.add(project, "Zoë 😀", "no", definition='She said "no", <b>&amp;', not_when="1e3")
    codebook.add(project, "bare")
    return project


def copied(project: Project, folder: Path, suffix: str) -> list[tuple[str, ...]]:
    """The codebook of a new project that was made from the file."""
    target = folder / f"codebook{suffix}"
    export_codebook(project, target)
    create_study(folder / f"copy{suffix}.qualcode", title="Copy")
    with open_project(folder / f"copy{suffix}.qualcode") as copy:
        import_codebook(copy, target)
        return codebook_rows(copy)


@pytest.mark.parametrize("suffix", READ_BACK)
def test_every_field_comes_back(book: Project, tmp_path: Path, suffix: str) -> None:
    assert copied(book, tmp_path, suffix) == codebook_rows(book)


LINE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=20)
BLOCK = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINE.filter(str.strip), st.tuples(BLOCK, BLOCK, BLOCK), st.sampled_from(READ_BACK))
def test_any_words_come_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, blocks: tuple[str, str, str], suffix: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    create_study(folder / "s.qualcode", title="S")
    with open_project(folder / "s.qualcode") as project:
        codebook.add(project, name, **dict(zip(TEXT_FIELDS, map(_plain, blocks), strict=False)))
        assert copied(project, folder, suffix) == codebook_rows(project)


def _plain(words: str) -> str:
    """Words as an import keeps them."""
    from qualcode.transcripts.normalise import normalise

    return normalise(words).strip()


def test_document_is_a_table_under_a_heading_without_empty_columns(book: Project, tmp_path: Path) -> None:
    assert export_codebook(book, tmp_path / "c.docx") == (4, [])
    (table,) = docx.Document(str(tmp_path / "c.docx")).tables
    heads = [cell.text for cell in table.rows[0].cells]
    assert heads == ["Name", "Parent", "Definition", "Use when", "Not when", "Example", "Kind", "Color"]
    assert [row.cells[0].text for row in table.rows] == ["Name", "=1+1", "no", "Zoë 😀", "bare"]


def test_other_formats_are_for_reading(book: Project, tmp_path: Path) -> None:
    export_codebook(book, tmp_path / "c.html")
    export_codebook(book, tmp_path / "c.md")
    assert "Refused; or not, so." in (tmp_path / "c.html").read_text(encoding="utf-8")
    assert "Refused; or not, so." in (tmp_path / "c.md").read_text(encoding="utf-8")
    with pytest.raises(UnknownFormat, match="pdf"):
        export_codebook(book, tmp_path / "c.pdf")
    assert not (tmp_path / "c.pdf").exists()


def test_command_writes_the_file_and_says_how_many(book: Project, tmp_path: Path) -> None:
    target = tmp_path / "c.yaml"
    answer = run("--project", str(book.path), "export", "codebook", "-o", str(target), "--json")
    assert answer.json == {"file": "c.yaml", "codes": 4, "warnings": []}
    assert target.read_text(encoding="utf-8").startswith("codes:\n")
