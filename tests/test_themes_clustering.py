"""Groupings of codes: planted ones are found, the same way each time, and nothing is named or recommended."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from grouped_study import GROUPS, PEOPLE, STRAY, study

from qualcode.codes import codebook
from qualcode.passes import passes
from qualcode.store.project import Project, open_project
from qualcode.themes.clustering import BadClustering, NothingToGroup, cluster
from qualcode.themes.likeness import By, Method, Settings
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLANTED = {frozenset(codes) for codes in GROUPS.values()}
FOUR = Settings(least=4, most=4)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study with planted groups, made once."""
    with study(tmp_path_factory.mktemp("grouped")) as project:
        return project.path


@pytest.fixture
def grouped(made: Path) -> Iterator[Project]:
    """The study with planted groups, open; nothing in here writes to it."""
    with open_project(made) as project:
        yield project


@pytest.mark.parametrize("by", ["cooccurrence", "wording", "both"])
@pytest.mark.parametrize("method", ["ward", "spectral"])
def test_planted_groups_are_found_by_company_and_by_wording(grouped: Project, by: By, method: Method) -> None:
    found = cluster(grouped, replace(FOUR, by=by, method=method))
    assert {frozenset(group.codes) for group in found.cuts[0].groups} == PLANTED
    assert found.orphans == (STRAY,)


def test_jaccard_and_turns_find_them_as_well(grouped: Project) -> None:
    found = cluster(grouped, replace(FOUR, measure="jaccard"))
    assert {frozenset(group.codes) for group in found.cuts[0].groups} == PLANTED


@pytest.mark.parametrize("method", ["ward", "spectral"])
def test_same_project_and_settings_give_the_same_output(grouped: Project, method: Method) -> None:
    settings = Settings(method=method, least=2, most=8)
    once, again = (json.dumps(cluster(grouped, settings).as_dict()) for _ in range(2))
    assert once == again


def test_every_code_is_in_one_group_of_a_cut_or_fits_nowhere(grouped: Project) -> None:
    found = cluster(grouped, Settings(least=2, most=9))
    every = sorted(code.name for code in codebook.codes(grouped))
    for cut in found.cuts:
        assert len(cut.groups) == cut.k
        assert sorted([*found.orphans, *(name for group in cut.groups for name in group.codes)]) == every


def test_cuts_of_the_tree_are_nested(grouped: Project) -> None:
    cuts = cluster(grouped, Settings(least=2, most=9)).cuts
    for coarse, fine in pairwise(cuts):
        wide = [set(group.codes) for group in coarse.groups]
        assert all(any(set(group.codes) <= one for one in wide) for group in fine.groups)


def test_no_cut_is_recommended_and_no_group_is_named(grouped: Project) -> None:
    told = cluster(grouped, Settings(least=3, most=5)).as_dict()
    assert told["title"] == "Groupings to think with"
    assert [cut["k"] for cut in told["k"]] == [3, 4, 5]
    for cut in told["k"]:
        assert set(cut) == {"k", "groups", "silhouette", "stability"}
        assert all(set(group) == {"codes", "words", "closest_quotes", "support"} for group in cut["groups"])
    assert not {"best", "recommended", "suggested", "names"} & set(told)


def test_planted_groups_hold_without_any_one_participant(grouped: Project) -> None:
    (cut,) = cluster(grouped, FOUR).cuts
    assert cut.stability == 1.0
    assert [group.support for group in cut.groups] == [1.0] * 4
    assert 0 < cut.silhouette <= 1


def test_leaving_out_is_told_once_per_participant(grouped: Project) -> None:
    steps: list[None] = []
    found = cluster(grouped, FOUR, step=lambda: steps.append(None))
    assert len(steps) == PEOPLE
    assert found.left_out == "one participant left out at a time"


def test_words_that_set_a_group_apart_are_its_own(grouped: Project) -> None:
    (cut,) = cluster(grouped, FOUR).cuts
    rest = next(group for group in cut.groups if "day off" in group.codes)
    assert set(rest.words) <= {"bed", "night", "garden", "dog", "quiet", "tea", "breath"}
    assert len(rest.words) > 2


def test_closest_quotes_stand_where_they_say_and_come_from_different_people(grouped: Project) -> None:
    (cut,) = cluster(grouped, FOUR).cuts
    for group in cut.groups:
        assert len({quote.participant for quote in group.closest_quotes}) == len(group.closest_quotes) == 3
        for quote in group.closest_quotes:
            name = quote.address.split(":")[0]
            assert quote.quotation in library.text(grouped, library.find(grouped, name).id)
            assert quote.code in group.codes


def test_weight_is_a_scale_from_wording_to_company(grouped: Project) -> None:
    def groups(settings: Settings) -> list[tuple[str, ...]]:
        return [group.codes for cut in cluster(grouped, settings).cuts for group in cut.groups]

    assert groups(Settings(weight=0.0)) == groups(Settings(by="wording"))
    assert groups(Settings(weight=1.0)) == groups(Settings(by="cooccurrence"))


@pytest.mark.parametrize(
    "settings",
    [Settings(weight=1.5), Settings(least=1), Settings(least=6, most=4), Settings(least=90, most=99)],
)
def test_settings_that_make_no_sense_are_refused(grouped: Project, settings: Settings) -> None:
    with pytest.raises(BadClustering):
        cluster(grouped, settings)


def test_nothing_coded_and_no_agreed_pass_are_said(tmp_path: Path, interview: Project) -> None:
    with pytest.raises(NothingToGroup, match="Nothing has been coded"):
        cluster(interview)
    with study(tmp_path / "two") as project:
        passes.start(project, "again")
        with pytest.raises(NothingToGroup, match="no agreed one"):
            cluster(project)
        assert len(cluster(project, FOUR, "hand").order) == 16
        with pytest.raises(NothingToGroup, match="too few"):
            cluster(project, FOUR, "again")
