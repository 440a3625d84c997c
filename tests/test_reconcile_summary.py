"""What came of reconciling, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import bring_in
from two_passes import code_pass, interview_of

from qualcode.codes import codebook
from qualcode.reconcile.session import open_session
from qualcode.reconcile.summary import NotAgreed, summary

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


def test_a_summary_counts_kinds_decisions_and_whose_reading_prevailed(
    project: Project, tmp_path: Path
) -> None:
    text, places = interview_of(10)
    bring_in(project, tmp_path, P1=text)
    start, end = places[5]
    a = [("P1", "x", place) for place in (places[0], places[1], places[2], places[3], (start, end - 3))]
    b = [("P1", "x", place) for place in (places[0], places[4], (start + 3, end))]
    code_pass(project, "A", a)
    code_pass(project, "B", b, coder="JD", blind_to=["A"])
    codebook.edit(project, "x", {"definition": "before"})
    session = open_session(project, "A", "B", "agreed")
    codebook.edit(project, "x", {"definition": "only what is said aloud"})
    one, two, three, extra, boundary = session.all
    session.decide(one, "both", "it is there", "CS")
    session.decide(two, "neither", "it is not there", "CS and JD")
    session.decide(three, "defer", "ask", "CS")
    session.decide(boundary, "both", "", "CS")
    found = summary(project, "agreed")
    assert extra.kind == "extra"
    assert found.as_dict() == {
        "into": "agreed",
        "passes": ["A", "B"],
        "coders": ["CS", "JD"],
        "agreed": 1,
        "decisions": {"boundary": {"both": 1}, "missed": {"both": 1, "defer": 1, "neither": 1}},
        "prevailed": {"A": 1, "B": 1, "neither": 1},
        "decided_by": {"CS": 3, "CS and JD": 1},
        "open": 1,
        "definitions_changed": ["x"],
    }


def test_only_an_agreed_pass_has_a_summary(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(2)
    bring_in(project, tmp_path, P1=text)
    code_pass(project, "A", [("P1", "x", places[0])])
    with pytest.raises(NotAgreed):
        summary(project, "A")
