"""Where codes come from: a divided code, before and after, as the log has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command_line import run
from conftest import INTERVIEW, bring_in

from qualcode.codes import codebook, freezes
from qualcode.export.report import write_report
from qualcode.passes import coding, passes, quotations, splitting
from qualcode.passes.lineage import Part, lineage
from qualcode.store.actions import redo, undo
from qualcode.store.project import open_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project

SAID = ("I saw a flyer.", "I nearly left.", "The people.", "So I came back.")


@pytest.fixture
def study(path: Path, tmp_path: Path) -> Iterator[Project]:
    """`Other` stood four times and was divided: two for chance, one for people and chance, one kept."""
    with open_project(path) as project:
        bring_in(project, tmp_path, P1=INTERVIEW)
        codebook.add(project, "Other")
        passes.start(project, "hand")
        for words in SAID:
            coding.apply(project, "Other", coding.place_quote(project, "P1", words))
        freezes.freeze(project, "before")
        ids = {one.quotation: one.id for one in quotations.quotations(project)}
        answers = {
            ids[SAID[0]]: ["chance"],
            ids[SAID[1]]: ["chance"],
            ids[SAID[2]]: ["people", "chance"],
        }
        splitting.split(project, "Other", ["chance", "people"], answers)
        freezes.freeze(project, "after")
        yield project


def test_a_division_tells_what_was_there_and_where_it_went(study: Project) -> None:
    (found,) = lineage(study)
    assert (found.code, found.before, found.kept) == ("Other", 4, 1)
    assert found.into == (Part("chance", 3), Part("people", 1))
    assert str(found) == "Other (4) into chance 3, people 1, kept 1"


def test_a_division_that_was_undone_is_none_until_it_is_redone(study: Project) -> None:
    undo(study)
    undo(study)
    assert lineage(study) == []
    redo(study)
    assert [one.before for one in lineage(study)] == [4]


def test_only_divisions_between_two_freezes_are_told(study: Project) -> None:
    freezes.freeze(study, "later")
    told = run("-P", str(study.path), "codes", "diff", "before", "after")
    assert "divided  Other (4) into chance 3, people 1, kept 1" in told.out
    assert run("-P", str(study.path), "codes", "diff", "after", "later", "--json").json["divided"] == []
    (divided,) = run("-P", str(study.path), "codes", "diff", "before", "--json").json["divided"]
    assert divided["into"] == [{"code": "chance", "codings": 3}, {"code": "people", "codings": 1}]


def test_report_prints_before_and_after_with_their_base(study: Project, tmp_path: Path) -> None:
    write_report(study, tmp_path / "r.md")
    printed = (tmp_path / "r.md").read_text(encoding="utf-8").split("Codes that were divided")[1]
    assert "Other, 4 codings before" in printed
    assert "| chance | 3 of 4 |" in printed
    assert "| people | 1 of 4 |" in printed
    assert "| Other (kept) | 1 of 4 |" in printed


def test_where_nothing_was_divided_no_table_is_printed(interview: Project, tmp_path: Path) -> None:
    write_report(interview, tmp_path / "r.md")
    assert "divided" not in (tmp_path / "r.md").read_text(encoding="utf-8")
