"""Which pass the findings rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conftest import bring_in
from two_passes import code_pass, interview_of

from qualcode.passes.findings import findings_pass
from qualcode.reconcile.session import open_session
from qualcode.store.actions import undo

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


def name(project: Project) -> str | None:
    found = findings_pass(project)
    return None if found is None else found.name


def test_findings_rest_on_the_only_pass_or_the_latest_agreed_one(project: Project, tmp_path: Path) -> None:
    assert name(project) is None
    text, places = interview_of(4)
    bring_in(project, tmp_path, P1=text)
    code_pass(project, "A", [("P1", "x", places[0])])
    assert name(project) == "A"
    code_pass(project, "B", [("P1", "x", places[1])], blind_to=["A"])
    assert name(project) is None
    open_session(project, "A", "B", "first")
    assert name(project) == "first"
    open_session(project, "A", "B", "second")
    assert name(project) == "second"
    undo(project)
    assert name(project) == "first"
