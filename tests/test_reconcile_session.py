"""Reconciling two passes: one recorded decision at a time, into a third pass."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import bring_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from two_passes import add, code_pass, interview_of

from qualcode.passes import passes, quotations
from qualcode.reconcile.answers import EditNeedsSpan, ReasonNeeded, UnknownDecision, choices, outcome
from qualcode.reconcile.groups import groups, sources
from qualcode.reconcile.records import IntoTaken, OtherOrder
from qualcode.reconcile.session import CannotReconcile, open_session
from qualcode.reliability.compare import compare
from qualcode.reliability.label import AgreedCodingCompared
from qualcode.store.actions import redo, undo
from qualcode.store.project import open_project

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.spans import Span
    from qualcode.store.project import Project


@pytest.fixture
def places(project: Project, tmp_path: Path) -> list[Span]:
    """Sentences of P1; A and B agree on the first and differ as missed, boundary, extra on the next three."""
    text, found = interview_of(8)
    bring_in(project, tmp_path, P1=text)
    start, end = found[2]
    a = [("P1", "hope", found[0]), ("P1", "hope", found[1]), ("P1", "hope", (start, end - 5))]
    b = [("P1", "hope", found[0]), ("P1", "hope", (start + 5, end)), ("P1", "hope", found[3])]
    code_pass(project, "A", a)
    code_pass(project, "B", b, coder="JD", blind_to=["A"])
    return found


def agreed(project: Project, name: str = "agreed") -> list[tuple[str, int, int, str]]:
    found = quotations.quotations(project, pass_id=passes.find(project, name).id)
    return [(one.code, one.start_char, one.end_char, one.origin) for one in found]


def spans(project: Project, name: str = "agreed") -> list[Span]:
    return [(start, end) for _, start, end, _ in agreed(project, name)]


def test_what_both_coded_alike_is_carried_over_at_once(project: Project, places: list[Span]) -> None:
    session = open_session(project, "A", "B", "agreed")
    assert agreed(project) == [("hope", *places[0], "consensus")]
    assert session.alike == 1
    assert [one.kind for one in session.pending()] == ["missed", "boundary", "extra"]
    assert session.agreed.kind == "consensus"


@pytest.mark.parametrize(
    ("decision", "left"),
    [
        ("a", ["missed", "boundary a"]),
        ("b", ["boundary b", "extra"]),
        ("both", ["missed", "boundary both", "extra"]),
        ("neither", []),
        ("defer", []),
    ],
)
def test_every_decision_writes_the_codings_it_means(
    project: Project, places: list[Span], decision: str, left: list[str]
) -> None:
    session = open_session(project, "A", "B", "agreed")
    for one in session.pending():
        session.decide(one, decision, "because")
    start, end = places[2]
    meant = {
        "missed": places[1],
        "boundary a": (start, end - 5),
        "boundary b": (start + 5, end),
        "boundary both": (start, end),
        "extra": places[3],
    }
    assert spans(project) == [places[0], *(meant[one] for one in left)]
    assert session.pending() == []
    assert len(session.pending(deferred=True)) == (3 if decision == "defer" else 0)


def test_an_edit_gives_a_new_span(project: Project, places: list[Span]) -> None:
    session = open_session(project, "A", "B", "agreed")
    missed = session.pending()[0]
    start, end = places[1]
    session.decide(missed, "edit", "too long", span=(start + 5, end))
    assert spans(project) == [places[0], (start + 5, end)]
    with pytest.raises(EditNeedsSpan):
        session.decide(session.pending()[0], "edit", "elsewhere", span=places[6])
    with pytest.raises(EditNeedsSpan):
        session.decide(session.pending()[0], "edit", "nowhere")


def test_a_reason_is_needed_but_for_boundaries(project: Project, places: list[Span]) -> None:
    session = open_session(project, "A", "B", "agreed")
    missed, boundary, extra = session.pending()
    for one in (missed, extra):
        with pytest.raises(ReasonNeeded):
            session.decide(one, "a", "  ")
    assert spans(project) == [places[0]]
    decided = session.decide(boundary, "both").decision
    assert decided is not None
    assert (decided.decision, decided.reason, decided.decided_by) == ("both", "", "CS")


def test_unknown_decisions_are_refused(project: Project, places: list[Span]) -> None:
    assert places
    session = open_session(project, "A", "B", "agreed")
    with pytest.raises(UnknownDecision):
        session.decide(session.pending()[0], "mine", "because")


def test_deciding_again_replaces(project: Project, places: list[Span]) -> None:
    session = open_session(project, "A", "B", "agreed")
    missed = session.pending()[0]
    session.decide(missed, "a", "first thought")
    session.decide(session.all[0], "b", "second thought", "CS and JD")
    assert spans(project) == [places[0]]
    assert project.value("SELECT count(*) FROM decisions WHERE deleted_at IS NULL") == 1
    told = session.all[0].decision
    assert told is not None
    assert (told.decision, told.reason, told.decided_by) == ("b", "second thought", "CS and JD")


def test_a_session_goes_on_where_the_last_one_was_killed(
    project: Project, path: Path, places: list[Span]
) -> None:
    session = open_session(project, "A", "B", "agreed")
    session.decide(session.pending()[0], "a", "because")
    with open_project(path) as again:
        resumed = open_session(again, "A", "B", "agreed")
        assert [one.kind for one in resumed.pending()] == ["boundary", "extra"]
        assert spans(again) == [places[0], places[1]]
    actions = project.value("SELECT count(*) FROM actions")
    open_session(project, "A", "B", "agreed")
    assert project.value("SELECT count(*) FROM actions") == actions


KILLED = """
import os, signal, sys
from pathlib import Path
from qualcode.reconcile.session import Session, open_session
from qualcode.store.project import open_project

session = open_session(open_project(Path(sys.argv[1])), "A", "B", "agreed")
session.decide(session.pending()[0], "a", "because")
session.decide(session.pending()[0], "both")
Session.settle = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
session.decide(session.pending()[0], "b", "never written")
"""
"""Decides twice, and is killed in the middle of writing the third decision."""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 on this system")
def test_a_killed_process_loses_no_decision_and_leaves_no_half_of_one(
    project: Project, path: Path, places: list[Span]
) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    session = open_session(project, "A", "B", "agreed")
    assert [one.kind for one in session.pending()] == ["extra"]
    assert spans(project) == [places[0], places[1], places[2]]
    assert [one.decision.reason for one in session.all if one.decision] == ["because", ""]


def test_undo_takes_back_one_decision_and_redo_brings_it_again(project: Project, places: list[Span]) -> None:
    session = open_session(project, "A", "B", "agreed")
    session.decide(session.pending()[0], "a", "because")
    session.decide(session.pending()[0], "a")
    assert undo(project) == "reconcile"
    session.refresh()
    assert [one.kind for one in session.pending()] == ["boundary", "extra"]
    assert spans(project) == [places[0], places[1]]
    redo(project)
    session.refresh()
    assert [one.kind for one in session.pending()] == ["extra"]
    assert spans(project) == [places[0], places[1], (places[2][0], places[2][1] - 5)]


def test_undoing_the_first_step_takes_the_agreed_pass_away(project: Project, places: list[Span]) -> None:
    assert places
    open_session(project, "A", "B", "agreed")
    undo(project)
    assert passes.find_or_none(project, "agreed") is None
    open_session(project, "A", "B", "agreed")
    assert len(spans(project)) == 1


def test_the_agreed_pass_must_be_of_these_two(project: Project, places: list[Span]) -> None:
    assert places
    code_pass(project, "C", [])
    open_session(project, "A", "B", "agreed")
    with pytest.raises(IntoTaken):
        open_session(project, "A", "B", "C")
    with pytest.raises(IntoTaken):
        open_session(project, "A", "C", "agreed")
    with pytest.raises(OtherOrder):
        open_session(project, "B", "A", "agreed")
    with pytest.raises(CannotReconcile):
        open_session(project, "agreed", "A", "more")


def test_agreed_coding_is_never_given_a_coefficient(project: Project, places: list[Span]) -> None:
    assert places
    open_session(project, "A", "B", "agreed")
    with pytest.raises(AgreedCodingCompared):
        compare(project, ["A", "agreed"])


def test_a_sealed_agreed_pass_takes_no_decision(project: Project, places: list[Span]) -> None:
    session = open_session(project, "A", "B", "agreed")
    passes.seal(project, "agreed")
    with pytest.raises(passes.PassSealed):
        session.decide(session.pending()[0], "a", "because")
    assert spans(project) == [places[0]]


def test_an_open_pass_that_changes_is_followed_when_the_session_opens_again(
    project: Project, places: list[Span]
) -> None:
    passes.start(project, "C")
    open_session(project, "A", "C", "agreed")
    assert spans(project) == []
    add(project, "C", [("P1", "hope", places[1])])
    open_session(project, "A", "C", "agreed")
    assert spans(project) == [places[1]]


Drawn = tuple[str, int, int]
"""(code, start_char, length)."""

answers = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 7)), max_size=6)
codings = st.lists(st.tuples(st.sampled_from("xy"), st.integers(0, 60), st.integers(1, 25)), max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(codings, min_size=2, max_size=4), answers)
def test_the_agreed_pass_is_what_was_alike_and_what_was_decided_and_nothing_else(
    project: Project,
    tmp_path: Path,
    coded: list[list[tuple[str, int, int]]],
    told: list[tuple[int, int, int]],
) -> None:
    if project.value("SELECT count(*) FROM transcripts") == 0:
        bring_in(project, tmp_path, P1=interview_of(4)[0])
    number = project.value("SELECT count(*) FROM passes")
    names = [f"{letter}{number}" for letter in "pqrs"[: len(coded)]]
    compared = [
        code_pass(project, name, sorted({("P1", code, (start, start + n)) for code, start, n in own}))
        for name, own in zip(names, coded, strict=True)
    ]
    before = [passes.fingerprint(project, one.id) for one in compared]
    session = open_session(project, names[0], names[1], f"agreed{number}", names[2:])
    for place, word, shift in told:
        if session.all:
            chosen = session.all[place % len(session.all)]
            possible = choices(chosen.group)
            span = (max(0, chosen.start_char - shift), chosen.start_char + 1)
            session.decide(chosen, possible[word % len(possible)], "because", span=span)
    decided = {(one.group.cell, one.group.extent): one.decision for one in session.all}
    due = {
        (session.pair.codes.names[group.code_id], *span)
        for group in groups(project, sources(project, *compared))
        for span in outcome(group, decided.get((group.cell, group.extent)))
    }
    assert {(code, start, end) for code, start, end, _ in agreed(project, f"agreed{number}")} == due
    assert [passes.fingerprint(project, one.id) for one in compared] == before


def test_three_passes_are_settled_by_their_letters(project: Project, places: list[Span]) -> None:
    passes.start(project, "C", coder="KL", blind_to=["A", "B"])
    passes.mark_unread(project, "C", [f"P1@{places[3][0]}-{places[3][1]}"])
    add(project, "C", [("P1", "hope", places[0]), ("P1", "hope", places[2]), ("P1", "hope", places[5])])
    session = open_session(project, "A", "B", "agreed", ["C"])
    assert [(one.kind, one.start_char) for one in session.all] == [
        ("missed", places[1][0]),
        ("boundary", places[2][0]),
        ("extra", places[3][0]),
        ("extra", places[5][0]),
    ]
    assert spans(project) == [places[0]]
    _, boundary, unread, alone = session.all
    assert unread.as_dict()["passes"]["C"] is None
    assert choices(unread.group) == ("a", "b", "both", "neither", "edit", "defer")
    with pytest.raises(UnknownDecision):
        session.decide(unread, "c", "because")
    session.decide(boundary, "c")
    session.decide(alone, "c", "she says so")
    assert spans(project) == [places[0], places[2], places[5]]
    with pytest.raises(OtherOrder):
        open_session(project, "B", "A", "agreed", ["C"])
    with pytest.raises(IntoTaken):
        open_session(project, "A", "B", "agreed")
