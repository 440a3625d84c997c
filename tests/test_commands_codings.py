"""Codings as they are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import refi_files
import word_files
from command_line import run
from conftest import INTERVIEW, bring_in

from qualcode.codes import codebook
from qualcode.passes import coding, passes, withheld
from qualcode.transcripts import addresses

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.store.project import Project


def test_coding_of_a_whole_interview_leaves_room_for_the_others(project: Project, tmp_path: Path) -> None:
    said = "".join(f"Reason {number} of many. " for number in range(2000)).strip()
    bring_in(project, tmp_path, P1=f"Interviewer: Why?\n\nP1: {said}\n")
    codebook.add(project, "chance")
    passes.start(project, "hand")
    coding.apply(project, "chance", addresses.resolve(project, "P1:2-2001"))
    asked = ("--project", str(project.path), "codings", "list")
    table = " ".join(run(*asked, COLUMNS="200").out.split())
    assert "Reason 0 of many." in table
    assert "[...]" in table
    assert "Reason 1999 of many." in table
    assert len(table) < 1200
    assert run(*asked, "--json").json[0]["quotation"] == said


TAKEN_BACK, LEFT = "I saw a flyer.", "I nearly left."


def _table(folder: Path) -> Path:
    file = folder / "codings.csv"
    file.write_text(f"transcript,code,quote\nP1,new one,{TAKEN_BACK}\nP1,chance,{LEFT}\n")
    return file


def _commented(folder: Path) -> Path:
    text = INTERVIEW.replace(TAKEN_BACK, f"[1 {TAKEN_BACK}1]").replace(LEFT, f"[2 {LEFT}2]")
    comments = word_files.comment(1, "new one") + word_files.comment(2, "chance")
    return word_files.word_file(folder / "P1.docx", word_files.coded(text), comments)


def _other_program(folder: Path) -> Path:
    def on(words: str) -> str:
        at = INTERVIEW.index(words)
        return refi_files.selection(at, at + len(words), refi_files.coding("chance"), user="Ann")

    sources = refi_files.source("P1", on(TAKEN_BACK) + on(LEFT))
    return refi_files.qdpx(folder, refi_files.project(sources=sources), {"P1": INTERVIEW})


@pytest.mark.parametrize("written", [_table, _commented, _other_program])
def test_what_stands_in_a_withheld_passage_is_listed_and_the_rest_lands(
    interview: Project, tmp_path: Path, written: Callable[[Path], Path]
) -> None:
    codebook.add(interview, "chance")
    passes.start(interview, "hand")
    withheld.withhold(interview, "P1", [addresses.resolve(interview, "P1:2")])
    order = ("--project", str(interview.path), "codings", "import", str(written(tmp_path)), "--create")
    answer = run(*order)
    assert answer.code == 1
    assert "is withheld by the participant: it is neither coded nor quoted." in " ".join(answer.err.split())
    assert "1 placed, 1 not placed." in answer.err
    listed = run("--project", str(interview.path), "codings", "list", "--json").json
    assert [(one["code"], one["quotation"]) for one in listed] == [("chance", LEFT)]
    assert codebook.find_or_none(interview, "new one") is None
    assert "0 placed, 1 there already, 1 not placed." in run(*order).err


def test_what_is_coded_already_is_no_news_where_nothing_new_is_coded(
    interview: Project, tmp_path: Path
) -> None:
    codebook.add(interview, "chance")
    passes.start(interview, "hand")
    coding.apply(interview, "chance", addresses.resolve(interview, "P1:4"))
    withheld.stop(interview, "P1")
    answer = run("--project", str(interview.path), "codings", "import", str(_table(tmp_path)), "--json")
    assert (answer.code, answer.json["placed"], answer.json["already"]) == (1, 0, 1)
    assert [one["row"] for one in answer.json["unplaced"]] == [2]
