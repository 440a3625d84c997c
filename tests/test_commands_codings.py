"""Codings as they are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from command_line import run
from conftest import bring_in

from qualcode.codes import codebook
from qualcode.passes import coding, passes
from qualcode.transcripts import addresses

if TYPE_CHECKING:
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
