from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.codes import codebook
from qualcode.codes.codebook import CodeNotFound
from qualcode.passes import acts, coding, memos, onepass, passes
from qualcode.passes.acts import NewCode, NotAnActOfCoding
from qualcode.passes.coding import AlreadyCoded, NotCoded
from qualcode.passes.passes import PassSealed
from qualcode.store.actions import NothingToUndo
from qualcode.store.log import log
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.store.project import Project

    Words = Callable[[Project, str], list[tuple[str, str]]]

HAND, OTHER = "hand", "other"


@pytest.fixture
def coded(interview: Project) -> Project:
    """P1 with a pass `hand` and the codes luck and family."""
    passes.start(interview, "hand")
    codebook.add(interview, "luck")
    codebook.add(interview, "family")
    return interview


def apply(project: Project, address: str, *named: str | NewCode) -> list[str]:
    """Apply codes at an address in `hand`."""
    return acts.apply_codes(project, "hand", named, addresses.resolve(project, address))


def test_several_codes_and_a_new_one_are_one_act(coded: Project, words_of: Words) -> None:
    apply(coded, "P1:2", "luck", NewCode("flyer", "How they heard of it.", "in-vivo"), "family")
    assert words_of(coded, "hand") == [(code, "I saw a flyer.") for code in ("family", "flyer", "luck")]
    made = codebook.find(coded, "flyer")
    assert (made.definition, made.kind) == ("How they heard of it.", "in-vivo")
    acts.take_back(coded, passes.find(coded, "hand"))
    assert words_of(coded, "hand") == []
    assert codebook.find_or_none(coded, "flyer") is None


def test_codes_that_stand_there_stay_and_the_others_are_added(coded: Project, words_of: Words) -> None:
    apply(coded, "P1:2", "luck")
    assert len(apply(coded, "P1:2", "luck", "family")) == 1
    assert [code for code, _ in words_of(coded, "hand")] == ["family", "luck"]
    with pytest.raises(AlreadyCoded):
        apply(coded, "P1:2", "luck", "family")


def test_an_unknown_code_leaves_nothing_behind(coded: Project, words_of: Words) -> None:
    with pytest.raises(CodeNotFound):
        apply(coded, "P1:2", "luck", "no such code")
    assert words_of(coded, "hand") == []


def test_codings_taken_off_together_come_back_together(coded: Project, words_of: Words) -> None:
    ids = apply(coded, "P1:2", "luck", "family")
    acts.take_off(coded, "hand", ids)
    assert words_of(coded, "hand") == []
    back = acts.take_back(coded, passes.find(coded, "hand"))
    assert (back.command, back.codes) == ("unapply", ("luck", "family"))
    assert len(words_of(coded, "hand")) == 2


def test_a_coding_is_taken_off_once(coded: Project) -> None:
    ids = apply(coded, "P1:2", "luck")
    acts.take_off(coded, "hand", ids)
    with pytest.raises(NotCoded):
        acts.take_off(coded, "hand", ids)


def test_moved_boundaries_keep_code_origin_and_memos(coded: Project, words_of: Words) -> None:
    place = addresses.resolve(coded, "P1:2")
    made = coding.apply(coded, "luck", place, pass_name=HAND, memo="A chance find.")
    new = acts.move(coded, "hand", made.coding_id, (place.start_char + 2, place.end_char - 1))
    assert words_of(coded, "hand") == [("luck", "saw a flyer")]
    assert [one.about.id for one in memos.memos(coded) if one.about] == [new]
    acts.take_back(coded, passes.find(coded, "hand"))
    assert words_of(coded, "hand") == [("luck", "I saw a flyer.")]
    assert [one.about.id for one in memos.memos(coded) if one.about] == [made.coding_id]


def test_boundaries_are_not_moved_onto_the_same_code(coded: Project) -> None:
    first = apply(coded, "P1:2", "luck")[0]
    apply(coded, "P1:3", "luck")
    there = addresses.resolve(coded, "P1:3")
    with pytest.raises(AlreadyCoded):
        acts.move(coded, "hand", first, (there.start_char, there.end_char))


def test_a_sealed_pass_takes_no_act(coded: Project) -> None:
    ids = apply(coded, "P1:2", "luck")
    passes.seal(coded, "hand")
    for act in (
        lambda: apply(coded, "P1:3", "luck"),
        lambda: acts.take_off(coded, "hand", ids),
        lambda: acts.move(coded, "hand", ids[0], (0, 5)),
    ):
        with pytest.raises(PassSealed):
            act()


def test_everything_can_be_undone_and_redone(coded: Project, words_of: Words) -> None:
    own = passes.find(coded, "hand")
    for unit in range(2, 10):
        apply(coded, f"P1:{unit}", "luck")
    all_of_it = words_of(coded, "hand")
    for left in range(7, -1, -1):
        acts.take_back(coded, own)
        assert len(words_of(coded, "hand")) == left
    assert {acts.do_again(coded).command for _ in range(8)} == {"apply"}
    assert words_of(coded, "hand") == all_of_it
    with pytest.raises(NothingToUndo):
        acts.do_again(coded)


def test_undoing_stops_at_what_is_no_act_of_coding(coded: Project) -> None:
    own = passes.find(coded, "hand")
    apply(coded, "P1:2", "luck")
    assert [acts.take_back(coded, own).command for _ in range(3)] == ["apply", "codes add", "codes add"]
    with pytest.raises(NotAnActOfCoding, match="passes start"):
        acts.take_back(coded, own)
    assert passes.find(coded, "hand").id == own.id


def test_undoing_leaves_another_passs_codings_alone(coded: Project) -> None:
    passes.start(coded, "other", coder="AB")
    place = addresses.resolve(coded, "P1:2")
    coding.apply(coded, "luck", place, pass_name=OTHER)
    with pytest.raises(NotAnActOfCoding):
        acts.take_back(coded, passes.find(coded, "hand"))
    assert log(coded, 1)[0].command == "apply"


def test_marks_counts_and_progress_are_of_one_pass_only(coded: Project) -> None:
    passes.start(coded, "other", coder="AB")
    own, other = passes.find(coded, "hand"), passes.find(coded, "other")
    apply(coded, "P1:2-3", "luck")
    apply(coded, "P1:2", "family")
    coding.apply(coded, "family", addresses.resolve(coded, "P1:5"), pass_name=OTHER)
    transcript = library.find(coded, "P1")
    assert [mark.code for mark in onepass.marks(coded, own.id, transcript.id)] == ["luck", "family"]
    family, luck = codebook.find(coded, "family").id, codebook.find(coded, "luck").id
    assert onepass.counts(coded, own.id) == {family: 1, luck: 1}
    assert onepass.recent_codes(coded, own.id) == [family, luck]
    assert onepass.progress(coded, own.id) == onepass.Progress(assigned=1, begun=1, codings=2)
    assert onepass.latest(coded, other.id) == (transcript.id, addresses_span(coded, "P1:5"))


def addresses_span(project: Project, address: str) -> tuple[int, int]:
    """The span an address names."""
    place = addresses.resolve(project, address)
    return place.start_char, place.end_char
