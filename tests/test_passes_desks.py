from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import bring_in

from qualcode.codes import codebook
from qualcode.passes import coding, desks, passes
from qualcode.passes.margin import OpenPassIsBlind
from qualcode.passes.passes import PassNotNamed
from qualcode.transcripts import addresses

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def study(interview: Project, tmp_path: Path) -> Project:
    """P1 and P2, the code luck, and CS's open pass `hand`."""
    bring_in(interview, tmp_path, P2="Interviewer: Well?\n\nP2: Yes. No.\n")
    codebook.add(interview, "luck")
    passes.start(interview, "hand")
    return interview


def test_the_only_open_pass_needs_no_name(study: Project) -> None:
    assert desks.any_open(study)
    assert desks.find(study, None).name == "hand"
    passes.seal(study, "hand")
    assert not desks.any_open(study)
    with pytest.raises(PassNotNamed):
        desks.find(study, None)


def test_a_sealed_pass_is_opened_to_be_read(study: Project) -> None:
    passes.seal(study, "hand")
    sealed = desks.find(study, "hand")
    assert "sealed on" in desks.why_read_only(study, sealed)


def test_while_an_own_pass_is_open_a_sealed_one_stays_shut(study: Project) -> None:
    passes.seal(study, "hand")
    passes.start(study, "recode", blind_to=["hand"])
    with pytest.raises(OpenPassIsBlind) as caught:
        desks.find(study, "hand")
    assert "--show hand" in caught.value.hint


def test_another_coders_pass_is_read_only(study: Project) -> None:
    study.coder = "AB"
    other = desks.find(study, "hand")
    assert desks.why_read_only(study, other) == "The pass hand is CS's."
    assert not desks.any_open(study)


def test_an_own_pass_that_another_is_blind_to_is_told(study: Project) -> None:
    passes.start(study, "recode", blind_to=["hand"])
    hand, recode = passes.find(study, "hand"), passes.find(study, "recode")
    assert [one.name for one in desks.spoiled_by(study, hand)] == ["recode"]
    assert desks.spoiled_by(study, recode) == []
    desks.note_sight(study, recode, hand)
    assert passes.sight(study, recode.id, hand.id) == "saw"
    assert desks.spoiled_by(study, hand) == []


def test_showing_another_pass_is_noted_for_an_open_one(study: Project) -> None:
    passes.seal(study, "hand")
    recode = passes.start(study, "recode", blind_to=["hand"])
    hand = desks.shown(study, recode, "hand")
    assert passes.sight(study, recode.id, hand.id) == "saw"


def test_showing_another_pass_beside_a_sealed_one_is_not_noted(study: Project) -> None:
    recode = passes.start(study, "recode", blind_to=["hand"])
    sealed = passes.seal(study, "recode")
    hand = desks.shown(study, sealed, "hand")
    assert passes.sight(study, recode.id, hand.id) == "blind"


def test_work_goes_on_where_it_was_left(study: Project) -> None:
    hand = passes.find(study, "hand")
    first, span = desks.place_to_begin(study, hand, None)
    assert (first.name, span) == ("P1", None)
    coding.apply(study, "luck", addresses.resolve(study, "P2:2"), pass_name=hand.name)
    assert desks.place_to_begin(study, hand, None)[0].name == "P2"


def test_a_name_opens_a_transcript_and_an_address_a_place_in_it(study: Project) -> None:
    hand = passes.find(study, "hand")
    assert desks.place_to_begin(study, hand, "P1")[1] is None
    transcript, span = desks.place_to_begin(study, hand, "P1:2")
    place = addresses.resolve(study, "P1:2")
    assert (transcript.name, span) == ("P1", (place.start_char, place.end_char))
