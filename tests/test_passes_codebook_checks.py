"""Advice about a codebook: each rule says it where it holds, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from two_passes import add, code_pass

from qualcode.codes import codebook
from qualcode.passes import passes
from qualcode.passes.codebook_checks import check_codebook
from qualcode.passes.use import bars_by_code

if TYPE_CHECKING:
    from qualcode.store.project import Project


def found(project: Project, rule: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.code, one.others) for one in check_codebook(project) if one.rule == rule]


def test_code_without_any_definition_is_told(interview: Project) -> None:
    codebook.add(interview, "bare")
    codebook.add(interview, "short", definition="Said.")
    codebook.add(interview, "long", full_definition="Said.")
    assert found(interview, "no-definition") == [("bare", ())]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["Peer support", "peer-supports"], [("Peer support", ("peer-supports",))]),
        (["support of peers", "peers of support"], [("peers of support", ("support of peers",))]),
        (["hope", "home"], []),
        (["Question 1", "Question 2"], []),
        (["trust", "mistrust"], []),
    ],
)
def test_names_nearly_alike_are_told_once(
    interview: Project, names: list[str], told: list[tuple[str, tuple[str, ...]]]
) -> None:
    for name in names:
        codebook.add(interview, name)
    assert found(interview, "near-duplicate") == told


def test_unused_code_is_told_unless_it_is_a_heading(interview: Project) -> None:
    codebook.add(interview, "people")
    codebook.add(interview, "friends", "people")
    codebook.add(interview, "family", "people")
    code_pass(interview, "hand", [("P1", "family", (0, 11))])
    assert found(interview, "never-used") == [("friends", ())]


def test_code_of_one_coder_is_told_when_several_coded(interview: Project) -> None:
    code_pass(interview, "hand", [("P1", "chance", (0, 11)), ("P1", "own", (0, 11))], coder="CS")
    assert found(interview, "one-coder") == []
    code_pass(interview, "second", [("P1", "chance", (3, 11))], coder="BK")
    assert found(interview, "one-coder") == [("own", ())]


def test_bars_show_use_in_each_transcript_on_one_scale(interview: Project) -> None:
    codebook.add(interview, "idle")
    passes.start(interview, "hand")
    add(interview, "hand", [("P1", "often", (at, at + 5)) for at in range(8)] + [("P1", "once", (0, 5))])
    bars = {code.name: bars_by_code(interview)[code.id] for code in codebook.codes(interview)}
    assert bars == {"idle": "·", "often": "█", "once": "▁"}
