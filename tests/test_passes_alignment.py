"""Codes of two passes set side by side: the line that is reported first, and what it may say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import bring_in
from two_passes import code_pass, interview_of

from qualcode.codes import codebook
from qualcode.passes import alignment, passes
from qualcode.passes.alignment import BadAlignment, code_set
from qualcode.store.actions import undo

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


def coded(project: Project, tmp_path: Path, a: list[str], b: list[str]) -> None:
    """Two passes that used these codes, each on the same sentence."""
    text, places = interview_of(2)
    bring_in(project, tmp_path, P1=text)
    code_pass(project, "A", [("P1", code, places[0]) for code in a])
    code_pass(project, "B", [("P1", code, places[0]) for code in b], coder="JD", blind_to=["A"])


def test_the_planted_code_sets_make_the_planted_line(project: Project, tmp_path: Path) -> None:
    shared = [f"shared {n}" for n in range(68)]
    a = [*shared, "hope", "shame", "work", "alone", "again"]
    b = [*shared, "optimism", "embarrassment", "hours", "pay", "distrust"]
    coded(project, tmp_path, a, b)
    alignment.record(
        project,
        "A",
        "B",
        same=[("hope", "optimism"), ("shame", "embarrassment")],
        split=[("work", ["hours", "pay"])],
    )
    found = code_set(project, "A", "B")
    assert found.line == "68 shared, 2 renamed, 1 split, 2 only in A, 1 only in B"
    assert found.renamed == (("hope", "optimism"), ("shame", "embarrassment"))
    assert found.split == (("work", ("hours", "pay")),)
    assert (found.only_a, found.only_b) == (("again", "alone"), ("distrust",))


def test_the_other_way_round_a_split_is_a_merger(project: Project, tmp_path: Path) -> None:
    coded(project, tmp_path, ["work", "hope"], ["hours", "pay", "hope"])
    alignment.record(project, "A", "B", split=[("work", ["hours", "pay"])])
    turned = code_set(project, "B", "A")
    assert turned.line == "1 shared, 1 merged, 0 only in B, 0 only in A"
    assert turned.as_dict()["merged"] == [{"B": ["hours", "pay"], "A": "work"}]


def test_what_is_said_anew_replaces_what_was_said(project: Project, tmp_path: Path) -> None:
    coded(project, tmp_path, ["hope", "work"], ["optimism", "labour"])
    alignment.record(project, "A", "B", same=[("hope", "labour")])
    alignment.record(project, "B", "A", same=[("labour", "work"), ("optimism", "hope")])
    assert code_set(project, "A", "B").renamed == (("hope", "optimism"), ("work", "labour"))
    undo(project)
    assert code_set(project, "A", "B").renamed == (("hope", "labour"),)


def test_a_code_renamed_into_one_that_both_use_stays_two_codes_in_the_first_pass(
    project: Project, tmp_path: Path
) -> None:
    coded(project, tmp_path, ["hope", "faith"], ["faith"])
    alignment.record(project, "A", "B", same=[("hope", "faith")])
    found = code_set(project, "A", "B")
    assert found.line == "0 shared, 1 renamed, 1 only in A, 0 only in B"
    assert found.only_a == ("faith",)


def test_without_alignment_every_code_stands_where_it_was_used(project: Project, tmp_path: Path) -> None:
    coded(project, tmp_path, ["hope", "work"], ["hope", "pay"])
    assert code_set(project, "A", "B").as_dict() == {
        "passes": ["A", "B"],
        "line": "1 shared, 1 only in A, 1 only in B",
        "shared": ["hope"],
        "renamed": [],
        "split": [],
        "merged": [],
        "only": {"A": ["work"], "B": ["pay"]},
    }


def test_alignments_that_mean_nothing_are_refused_and_leave_nothing(project: Project, tmp_path: Path) -> None:
    coded(project, tmp_path, ["hope", "work"], ["optimism", "pay"])
    with pytest.raises(BadAlignment):
        alignment.record(project, "A", "A", same=[("hope", "optimism")])
    with pytest.raises(BadAlignment):
        alignment.record(project, "A", "B", split=[("work", ["pay"])])
    with pytest.raises(BadAlignment):
        alignment.record(project, "A", "B", same=[("hope", "pay"), ("work", "pay")])
    with pytest.raises(codebook.CodeNotFound):
        alignment.record(project, "A", "B", same=[("hope", "optimism"), ("work", "nothing")])
    with pytest.raises(passes.PassNotFound):
        alignment.record(project, "A", "Z", same=[("hope", "optimism")])
    assert project.value("SELECT count(*) FROM alignments") == 0
