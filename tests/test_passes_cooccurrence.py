"""Codes on the same words, against counting pair by pair."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from conftest import bring_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.codes import codebook
from qualcode.codes.codebook import CodeNotFound
from qualcode.passes import coding, cooccurrence, passes
from qualcode.passes.cooccurrence import Pair, WhichPass
from qualcode.store.actions import action
from qualcode.transcripts import library

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project

CODES = ("a", "b", "c")
LENGTH = 30

codings = st.sets(
    st.tuples(
        st.sampled_from(["P1", "P2", "P3"]),
        st.sampled_from(CODES),
        st.tuples(st.integers(0, LENGTH - 1), st.integers(1, LENGTH)).filter(lambda span: span[0] < span[1]),
    ),
    max_size=25,
)
Coded = set[tuple[str, str, tuple[int, int]]]


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    bring_in(project, tmp_path, **{name: f"{name}: " + "x" * LENGTH for name in ("P1", "P2", "P3")})
    for name in CODES:
        codebook.add(project, name)
    return project


def code(project: Project, coded: Coded, pass_name: str) -> None:
    passes.start(project, pass_name)
    ids = {one.name: one.id for one in library.transcripts(project)}
    with action(project, "codings import") as opened:
        rows = [
            (ids[where], codebook.find(project, name).id, *span, "") for where, name, span in sorted(coded)
        ]
        coding.add_codings(opened, passes.find(project, pass_name).id, rows, "import")


def slowly(coded: Coded) -> set[tuple[str, str, int, int]]:
    """(code, other, overlaps, transcripts) of every pair that overlaps."""
    found = set()
    for one, other in combinations(CODES, 2):
        places = [
            where
            for where, name, (start, end) in coded
            for there, called, (begin, stop) in coded
            if (name, called, where) == (one, other, there) and start < stop and begin < end
        ]
        if places:
            found.add((one, other, len(places), len(set(places))))
    return found


@given(coded=codings, at_once=st.sampled_from([1, 3, 1000]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_overlaps_are_those_counted_pair_by_pair(study: Project, coded: Coded, at_once: int) -> None:
    name = f"pass {len(passes.passes(study))}"
    code(study, coded, name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cooccurrence, "AT_ONCE", at_once)
        _, found = cooccurrence.cooccurrence(study, name)
    assert {(one.code, one.other, one.overlaps, one.transcripts) for one in found} == slowly(coded)
    assert [one.overlaps for one in found] == sorted((one.overlaps for one in found), reverse=True)


def test_pairs_of_one_code_are_led_by_it_and_merged_codes_count_together(study: Project) -> None:
    code(
        study, {("P1", "a", (0, 10)), ("P1", "b", (5, 20)), ("P2", "c", (0, 4)), ("P2", "a", (3, 9))}, "hand"
    )
    coding_pass, found = cooccurrence.cooccurrence(study, code_name="B")
    assert coding_pass.name == "hand"
    assert found == [Pair("b", "a", 1, 1, 1, 2)]
    codebook.merge(study, ["c"], "b")
    assert cooccurrence.cooccurrence(study)[1] == [Pair("a", "b", 2, 2, 2, 2)]


def test_a_pass_has_to_be_named_where_several_stand(study: Project) -> None:
    code(study, {("P1", "a", (0, 10))}, "hand")
    code(study, set(), "other")
    with pytest.raises(WhichPass) as error:
        cooccurrence.cooccurrence(study)
    assert error.value.hint == "Name one: --pass hand."
    assert cooccurrence.cooccurrence(study, "hand")[1] == []
    with pytest.raises(CodeNotFound):
        cooccurrence.cooccurrence(study, "hand", "d")
