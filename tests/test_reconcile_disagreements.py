"""What two passes differ on, as a list of things to decide."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from conftest import bring_in
from two_passes import add, code_pass, interview_of

from qualcode.codes import codebook
from qualcode.passes import alignment, passes
from qualcode.reconcile.disagreements import disagreements
from qualcode.reconcile.records import IntoTaken
from qualcode.reconcile.session import open_session

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.spans import Span
    from qualcode.store.project import Project


@pytest.fixture
def places(project: Project, tmp_path: Path) -> list[Span]:
    """Sentences of P2 and P10, the same in both, of a pass A and a pass B that differ in three ways."""
    text, found = interview_of(10)
    bring_in(project, tmp_path, P2=text, P10=text.replace("step", "move"))
    a = [
        ("P10", "hope", found[5]),
        ("P2", "hope", found[0]),
        ("P2", "hope", found[1]),
        ("P2", "work", found[3]),
    ]
    b = [("P2", "hope", found[0]), ("P2", "work", (found[3][0], found[3][1] + 4)), ("P2", "rest", found[2])]
    code_pass(project, "A", a)
    code_pass(project, "B", b, coder="JD", blind_to=["A"])
    return found


def test_missed_boundary_and_extra_in_reading_order(project: Project, places: list[Span]) -> None:
    found = disagreements(project, "A", "B")
    assert [(one.kind, one.code, one.transcript) for one in found] == [
        ("missed", "hope", "P2"),
        ("extra", "rest", "P2"),
        ("boundary", "work", "P2"),
        ("missed", "hope", "P10"),
    ]
    assert [(one.start_char, one.end_char) for one in found] == [
        places[1],
        places[2],
        (places[3][0], places[3][1] + 4),
        places[5],
    ]


def test_the_json_shows_both_readings_with_their_words(project: Project, places: list[Span]) -> None:
    boundary = disagreements(project, "A", "B", code="work")[0].as_dict()
    start, end = places[3]
    assert boundary == {
        "id": boundary["id"],
        "code": "work",
        "transcript": "P2",
        "start_char": start,
        "end_char": end + 4,
        "address": f"P2@{start}-{end + 4}",
        "kind": "boundary",
        "passes": {
            "A": [{"start_char": start, "end_char": end, "quotation": "Then came step number 3 of it."}],
            "B": [
                {"start_char": start, "end_char": end + 4, "quotation": "Then came step number 3 of it.\nInt"}
            ],
        },
        "counterpart": None,
        "decision": None,
    }
    assert json.dumps(boundary)


def test_the_other_way_round_missed_is_extra_and_the_id_stays(project: Project, places: list[Span]) -> None:
    assert places
    forth, back = disagreements(project, "A", "B"), disagreements(project, "B", "A")
    assert [one.id for one in forth] == [one.id for one in back]
    turned = {"missed": "extra", "extra": "missed", "boundary": "boundary"}
    assert [turned[one.kind] for one in forth] == [one.kind for one in back]


def test_biggest_first(project: Project, places: list[Span]) -> None:
    assert places
    sizes = [one.end_char - one.start_char for one in disagreements(project, "A", "B", order="biggest")]
    assert sizes == sorted(sizes, reverse=True)


def test_only_what_both_were_given_to_read_can_differ(project: Project, places: list[Span]) -> None:
    passes.start(project, "C", coder="KL", blind_to=["A"], transcripts=["P2"])
    passes.mark_unread(project, "C", [f"P2@{places[3][0]}-{places[3][1]}"])
    add(project, "C", [("P2", "hope", places[0])])
    assert [(one.transcript, one.code) for one in disagreements(project, "A", "C")] == [("P2", "hope")]


def test_overlapping_codings_of_one_pass_are_one_reading(project: Project, places: list[Span]) -> None:
    start, end = places[7]
    passes.start(project, "C", transcripts=["P2"])
    add(project, "C", [("P2", "hope", (start, end - 5)), ("P2", "hope", (start + 5, end))])
    passes.start(project, "D", transcripts=["P2"])
    add(project, "D", [("P2", "hope", (start, end))])
    assert disagreements(project, "C", "D") == []


def test_a_renamed_code_is_one_code(project: Project, places: list[Span]) -> None:
    passes.start(project, "C", transcripts=["P2"])
    add(project, "C", [("P2", "optimism", places[0]), ("P2", "optimism", places[9])])
    alignment.record(project, "A", "C", same=[("hope", "optimism")])
    found = disagreements(project, "A", "C", code="optimism")
    assert [(one.code, one.kind) for one in found] == [("hope", "missed"), ("hope", "extra")]
    assert found == disagreements(project, "A", "C", code="hope")


def test_a_split_code_stays_apart_because_which_part_is_meant_is_a_decision(
    project: Project, places: list[Span]
) -> None:
    passes.start(project, "C", transcripts=["P2"])
    add(project, "C", [("P2", "hours", places[3]), ("P2", "pay", places[4])])
    alignment.record(project, "A", "C", split=[("work", ["hours", "pay"])])
    found = [(one.code, one.kind) for one in disagreements(project, "A", "C") if one.code != "hope"]
    assert found == [("hours", "extra"), ("work", "missed"), ("pay", "extra")]


def test_unknown_names_are_refused(project: Project, places: list[Span]) -> None:
    assert places
    with pytest.raises(passes.PassNotFound):
        disagreements(project, "A", "Z")
    with pytest.raises(codebook.CodeNotFound):
        disagreements(project, "A", "B", code="nothing")
    with pytest.raises(IntoTaken):
        disagreements(project, "A", "B", into="A")


def test_decisions_show_of_the_latest_reconciliation_or_the_one_named(
    project: Project, places: list[Span]
) -> None:
    assert places
    first = open_session(project, "A", "B", "first")
    first.decide(first.pending()[0], "a", "it is there")
    second = open_session(project, "A", "B", "second")
    second.decide(second.pending()[0], "b", "it is not")

    def decided(into: str | None) -> object:
        found = disagreements(project, "A", "B", into=into)[0].as_dict()["decision"]
        return found["decision"], found["reason"], found["decided_by"]

    assert decided(None) == ("b", "it is not", "CS")
    assert decided("first") == ("a", "it is there", "CS")
    turned = disagreements(project, "B", "A", into="first")[0].decision
    assert turned is not None
    assert turned.decision == "b"
