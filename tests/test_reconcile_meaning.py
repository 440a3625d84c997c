"""Two codes on nearly the same words are one question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import bring_in
from hypothesis import given
from hypothesis import strategies as st
from two_passes import code_pass, interview_of

from qualcode.passes import passes, quotations
from qualcode.reconcile.answers import ReasonNeeded
from qualcode.reconcile.disagreements import disagreements
from qualcode.reconcile.groups import Group
from qualcode.reconcile.meaning import NEARLY, counterparts, likeness
from qualcode.reconcile.session import open_session
from qualcode.store.actions import undo

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.spans import Span
    from qualcode.store.project import Project


@pytest.fixture
def places(project: Project, tmp_path: Path) -> list[Span]:
    """Sentences of P1: A says hope where B says relief, nearly, and shame where B is silent."""
    text, found = interview_of(6)
    bring_in(project, tmp_path, P1=text)
    code_pass(project, "A", [("P1", "hope", found[0]), ("P1", "shame", found[3])])
    code_pass(project, "B", [("P1", "relief", (found[0][0] + 4, found[0][1]))], coder="JD", blind_to=["A"])
    return found


def coded(project: Project) -> list[tuple[str, int]]:
    found = quotations.quotations(project, pass_id=passes.find(project, "agreed").id)
    return [(one.code, one.start_char) for one in found]


def test_two_codes_on_nearly_the_same_words_name_each_other(project: Project, places: list[Span]) -> None:
    assert places
    hope, relief, shame = disagreements(project, "A", "B")
    assert (hope.code, relief.code, shame.code) == ("hope", "relief", "shame")
    assert (hope.counterpart, relief.counterpart, shame.counterpart) == (relief.id, hope.id, None)
    assert disagreements(project, "A", "B", code="relief")[0].as_dict()["counterpart"] == hope.id


@pytest.mark.parametrize(
    ("decision", "kept"),
    [("a", ["hope"]), ("b", ["relief"]), ("both", ["hope", "relief"]), ("neither", []), ("defer", [])],
)
def test_one_decision_settles_both_sides(
    project: Project, places: list[Span], decision: str, kept: list[str]
) -> None:
    assert places
    session = open_session(project, "A", "B", "agreed")
    one, other = session.decide_meaning(session.all[1], decision, "she is glad, not hopeful")
    assert [code for code, _ in coded(project)] == kept
    assert one.decision is not None
    assert other.decision is not None
    assert one.decision.reason == other.decision.reason == "she is glad, not hopeful"
    undo(project)
    session.refresh()
    assert len(session.pending()) == 3
    assert coded(project) == []


def test_meaning_needs_a_reason_and_a_counterpart(project: Project, places: list[Span]) -> None:
    assert places
    session = open_session(project, "A", "B", "agreed")
    with pytest.raises(ReasonNeeded):
        session.decide_meaning(session.all[0], "a", "")
    with pytest.raises(LookupError):
        session.decide_meaning(session.all[2], "a", "because")
    assert len(session.pending()) == 3


sides = st.lists(
    st.tuples(st.booleans(), st.integers(0, 30), st.integers(1, 15), st.integers(0, 9)), max_size=12
)


@given(sides)
def test_pairs_are_mutual_near_and_of_different_passes(drawn: list[tuple[bool, int, int, int]]) -> None:
    differing = sorted(
        (
            Group("t", f"c{code}", (((s, s + n),), ()) if first else ((), ((s, s + n),)), (True, True))
            for first, s, n, code in drawn
        ),
        key=lambda group: group.extent,
    )
    found = counterparts(differing)
    for one, other in found.items():
        assert found[other] == one
        assert {differing[one].kind, differing[other].kind} == {"missed", "extra"}
        assert likeness(differing[one].extent, differing[other].extent) >= NEARLY
    left = [place for place in range(len(differing)) if place not in found]
    for one in left:
        for other in left:
            if differing[one].kind == "missed" and differing[other].kind == "extra":
                assert likeness(differing[one].extent, differing[other].extent) < NEARLY
