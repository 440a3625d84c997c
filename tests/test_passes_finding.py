from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.codes import codebook
from qualcode.codes.codebook import CodeNotFound
from qualcode.passes import coding, passes
from qualcode.passes.finding import inside_code
from qualcode.passes.margin import OpenPassIsBlind
from qualcode.transcripts import addresses, search
from qualcode.transcripts.finders import by_words

if TYPE_CHECKING:
    from qualcode.store.project import Project


@pytest.fixture
def coded(interview: Project) -> Project:
    """`chance` on "I saw a flyer." and on "My sister dragged me along, honestly." beside it."""
    codebook.add(interview, "chance")
    codebook.add(interview, "people")
    passes.start(interview, "hand")
    for address in ("P1:2", "P1:3"):
        coding.apply(interview, "chance", addresses.resolve(interview, address))
    coding.apply(interview, "people", addresses.resolve(interview, "P1:6"))
    return interview


def found(project: Project, typed: str, code: str, pass_name: str | None = None) -> list[str]:
    return [
        one.match for one in inside_code(project, search.search(project, by_words(typed)), code, pass_name)
    ]


def test_only_hits_inside_codings_of_the_code_stay(coded: Project) -> None:
    assert found(coded, "flyer OR nearly OR people OR sister", "chance") == ["flyer", "sister"]
    assert found(coded, "people", "people") == ["people"]


def test_merged_code_finds_what_it_took_over(coded: Project) -> None:
    codebook.merge(coded, ["chance"], "people")
    assert found(coded, "flyer OR people", "people") == ["flyer", "people"]


def test_hit_that_reaches_out_of_a_coding_is_not_inside(coded: Project) -> None:
    assert found(coded, '"honestly I nearly"', "chance") == []


def test_own_open_pass_is_shown_and_no_other(coded: Project) -> None:
    passes.seal(coded, "hand")
    passes.start(coded, "again")
    assert found(coded, "flyer", "chance") == []
    with pytest.raises(OpenPassIsBlind):
        found(coded, "flyer", "chance", "hand")


def test_several_passes_side_by_side_have_to_be_named(coded: Project) -> None:
    passes.seal(coded, "hand")
    passes.start(coded, "again")
    passes.seal(coded, "again")
    with pytest.raises(passes.PassNotNamed, match="not clear whose"):
        found(coded, "flyer", "chance")
    assert found(coded, "flyer", "chance", "hand") == ["flyer"]


def test_unknown_code_is_refused(coded: Project) -> None:
    with pytest.raises(CodeNotFound):
        found(coded, "flyer", "luck")
