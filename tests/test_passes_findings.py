"""Which pass the findings rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.passes import passes
from qualcode.passes.findings import findings_pass
from qualcode.reconcile.session import open_session

if TYPE_CHECKING:
    from qualcode.store.project import Project


def test_without_a_pass_there_are_no_findings(interview: Project) -> None:
    assert findings_pass(interview) is None


def test_single_pass_is_the_base(interview: Project) -> None:
    passes.start(interview, "hand")
    found = findings_pass(interview)
    assert found is not None
    assert found.name == "hand"


def test_two_passes_without_agreement_are_no_base(interview: Project) -> None:
    passes.start(interview, "hand")
    passes.start(interview, "again")
    assert findings_pass(interview) is None


def test_agreed_pass_outranks_its_sources(interview: Project) -> None:
    passes.start(interview, "hand")
    passes.start(interview, "again")
    open_session(interview, "hand", "again", "agreed")
    found = findings_pass(interview)
    assert found is not None
    assert found.name == "agreed"
