"""Equal attention: what share of each transcript a pass coded, counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import bring_in

from qualcode.codes import codebook
from qualcode.passes import coding, passes
from qualcode.passes.coverage import Attention, coverage
from qualcode.passes.passes import PassNotFound, PassNotNamed
from qualcode.transcripts import addresses

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    """Four sentences of ten characters each; P3 has only a question."""
    said = "I came by. I was ill. We talked. It helped."
    bring_in(
        project,
        tmp_path,
        P1=f"I: Why?\n\nP1: {said}\n",
        P2=f"I: Why?\n\nP2: {said}\n",
        P3="I: Well?\n\nP3: Yes.\n",
    )
    codebook.add(project, "chance")
    codebook.add(project, "help")
    passes.start(project, "hand")
    return project


def apply(project: Project, code: str, address: str) -> None:
    coding.apply(project, code, addresses.resolve(project, address))


def test_speech_under_a_code_is_counted_once_and_questions_never(study: Project) -> None:
    for code, address in (("chance", "P1:1-2"), ("chance", "P1:2"), ("help", "P1:2-3"), ("help", "P2:5")):
        apply(study, code, address)
    coding_pass, (p1, p2, p3) = coverage(study)
    assert coding_pass.name == "hand"
    speech = len("I came by. I was ill. We talked. It helped.")
    coded = len("I came by. I was ill.")
    assert p1 == Attention("P1", 10, 3, coded / speech, 300.0, "P1:4-5", uneven=False)
    assert (p2.codings, p2.longest_uncoded) == (1, "P2:2-4")
    assert (p3.codings, p3.share, p3.longest_uncoded, p3.words) == (0, 0.0, "P3:2", 1)


def test_less_than_half_the_median_is_asked_about(study: Project) -> None:
    apply(study, "chance", "P1:2-5")
    apply(study, "chance", "P2:2-4")
    assert [one.uneven for one in coverage(study)[1]] == [False, False, True]


def test_a_retired_code_covers_nothing(study: Project) -> None:
    apply(study, "chance", "P1:2-5")
    codebook.retire(study, "chance")
    assert [one.share for one in coverage(study)[1]] == [0.0, 0.0, 0.0]


def test_which_pass_is_meant_has_to_be_clear(study: Project) -> None:
    passes.start(study, "other", transcripts=["P2"])
    assert [one.transcript for one in coverage(study, "other")[1]] == ["P2"]
    with pytest.raises(PassNotNamed):
        coverage(study)
    with pytest.raises(PassNotFound):
        coverage(study, "third")
