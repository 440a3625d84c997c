"""Reading while coding: numbered lines, and no other pass by accident."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import bring_in

from qualcode.codes import codebook
from qualcode.errors import UsageError
from qualcode.passes import coding, margin, passes, withheld
from qualcode.passes.margin import OpenPassIsBlind
from qualcode.store.log import log
from qualcode.store.project import open_project
from qualcode.transcripts import addresses
from qualcode.transcripts.addresses import BadAddress, OutsideTranscript

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


SECOND = "second"


@pytest.fixture
def coded(interview: Project) -> Project:
    """P1 coded by CS in the open pass `hand`, and by BK in `second`."""
    for code, name, coder in (("chance", "hand", "CS"), ("hope", "second", "BK")):
        codebook.add(interview, code)
        passes.start(interview, name, coder=coder)
        coding.apply(interview, code, addresses.resolve(interview, "P1:2-3"), pass_name=name)
    return interview


def test_lines_are_numbered_units_with_speakers(interview: Project) -> None:
    found = margin.lines(interview, "P1")
    assert [line.number for line in found] == list(range(1, 10))
    assert (found[0].speaker, found[0].role, found[0].text) == (
        "Interviewer",
        "interviewer",
        "How did you start?",
    )
    assert (found[1].speaker, found[1].role, found[1].address) == ("P1", "participant", "P1:2")


@pytest.mark.parametrize(
    ("name", "address", "numbers"),
    [
        ("P1", "2-3", [2, 3]),
        ("P1", "2", [2]),
        ("P1:2", None, [2]),
        ("P1", "P1:2-3", [2, 3]),
        ("P1", ":3", [3]),
        ("P1", "@0-40", [1, 2]),
        ("p1", "p1:9", [9]),
    ],
)
def test_place_may_be_given_in_every_form(
    interview: Project, name: str, address: str | None, numbers: list[int]
) -> None:
    assert [line.number for line in margin.lines(interview, name, address)] == numbers


def test_place_in_another_transcript_is_wrong_usage(interview: Project, tmp_path: Path) -> None:
    bring_in(interview, tmp_path, P2="P2: two\n")
    with pytest.raises(UsageError, match="P2:1 is not a place in P1"):
        margin.lines(interview, "P1", "P2:1")


@pytest.mark.parametrize(
    ("address", "error"), [("99", OutsideTranscript), ("3-2", BadAddress), ("²", BadAddress)]
)
def test_bad_place_is_refused(interview: Project, address: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        margin.lines(interview, "P1", address)


def test_own_open_pass_is_shown_on_the_lines_it_touches(coded: Project) -> None:
    shown = {line.number: line.codes for line in margin.lines(coded, "P1") if line.codes}
    assert shown == {2: ("chance",), 3: ("chance",)}


def test_other_pass_is_not_shown_while_ones_own_is_open(coded: Project) -> None:
    with pytest.raises(OpenPassIsBlind) as error:
        margin.lines(coded, "P1", pass_name=SECOND)
    assert "--show second" in error.value.hint
    first, second = passes.find(coded, "hand"), passes.find(coded, "second")
    assert passes.sight(coded, first.id, second.id) == "not stated"


def test_asking_for_the_other_pass_shows_it_and_is_noted(coded: Project) -> None:
    shown = [line.codes for line in margin.lines(coded, "P1", "2", show="second")]
    assert shown == [("hope",)]
    first, second = passes.find(coded, "hand"), passes.find(coded, "second")
    assert passes.sight(coded, first.id, second.id) == "saw"
    assert log(coded)[0].command == "passes saw"


def test_showing_ones_own_pass_notes_nothing(coded: Project) -> None:
    before = log(coded)
    assert margin.lines(coded, "P1", "2", show="hand")[0].codes == ("chance",)
    assert log(coded) == before


def test_sealed_pass_may_be_shown_when_none_is_open(coded: Project) -> None:
    passes.seal(coded, "hand")
    assert margin.lines(coded, "P1", "2", pass_name=SECOND)[0].codes == ("hope",)


def test_each_coder_sees_their_own(coded: Project) -> None:
    with open_project(coded.path, "bk") as mine:
        assert margin.lines(mine, "P1", "2")[0].codes == ("hope",)


def test_without_a_pass_there_are_lines_and_no_codes(interview: Project) -> None:
    assert {line.codes for line in margin.lines(interview, "P1")} == {()}


def test_lines_say_what_the_participant_withholds(interview: Project) -> None:
    assert {line.withheld for line in margin.lines(interview, "P1")} == {""}
    start = margin.lines(interview, "P1", "4")[0].start_char
    places = [addresses.resolve(interview, one) for one in ("P1:2", f"P1@{start + 2}-{start + 8}")]
    withheld.withhold(interview, "P1", places)
    shown = {line.number: line.withheld for line in margin.lines(interview, "P1") if line.withheld}
    assert shown == {2: "whole", 4: f"P1@{start + 2}-{start + 8}"}
    withheld.stop(interview, "P1")
    assert {line.withheld for line in margin.lines(interview, "P1")} == {"whole"}
