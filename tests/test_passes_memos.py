from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.codes import codebook
from qualcode.passes import coding, memos, passes
from qualcode.passes.memos import BadMemo, MemoNotFound, NothingToRemark
from qualcode.store.log import log
from qualcode.themes import claims, quotes, themes
from qualcode.transcripts import addresses, participants

if TYPE_CHECKING:
    from qualcode.store.project import Project

HAND = "hand"


@pytest.fixture
def coded(interview: Project) -> Project:
    """P1 with a pass `hand`, two codes on unit 2, and a theme."""
    passes.start(interview, "hand")
    for name in ("luck", "family"):
        codebook.add(interview, name)
        coding.apply(interview, name, addresses.resolve(interview, "P1:2"), pass_name=HAND)
    themes.add(interview, "Chance", ["luck"])
    return interview


@pytest.mark.parametrize(
    ("what", "told"),
    [("P1", "transcript P1"), ("luck", "code luck"), ("hand", "pass hand"), ("chance", "theme Chance")],
)
def test_a_memo_can_be_about_anything_that_has_a_name(coded: Project, what: str, told: str) -> None:
    made = memos.add(coded, "Think again.", memos.subject(coded, what))
    assert made.about is not None
    assert f"{made.about.what} {made.about.name}" == told


def test_a_memo_can_be_about_what_is_cited_by_a_number(coded: Project) -> None:
    claims.add(coded, "Some spoke of luck.", "Chance", ["luck"])
    quotes.add(coded, "Chance", addresses.resolve(coded, "P1:2"))
    for typed, told in (
        ("c1", "claim c1"),
        ("claim:1", "claim c1"),
        ("q1", "quote q1"),
        ("Q1", "question Q1"),
        ("question:q1", "question Q1"),
        ("participant:p1", "participant P1"),
    ):
        about = memos.add(coded, "Hm.", memos.subject(coded, typed)).about
        assert about is not None
        assert (typed, f"{about.what} {about.name}") == (typed, told)
    for typed in ("c2", "q9", "Q2", "participant:P9"):
        with pytest.raises(NothingToRemark):
            memos.subject(coded, typed)


def test_a_participant_is_meant_where_nothing_else_has_the_name(coded: Project) -> None:
    participants.add(coded, "P8", {})
    assert memos.subject(coded, "P8").what == "participant"
    assert memos.subject(coded, "P1").what == "transcript"


def test_a_memo_on_a_coding_is_told_by_its_address_and_code(coded: Project) -> None:
    made = memos.add(coded, "Really?", memos.subject(coded, "P1:2", code="luck"))
    assert made.about is not None
    assert made.about.name == "P1:2 luck"


def test_where_several_codings_stand_one_has_to_be_named(coded: Project) -> None:
    with pytest.raises(NothingToRemark, match=r"family \(hand\), luck \(hand\)"):
        memos.subject(coded, "P1:2")
    with pytest.raises(NothingToRemark, match="No coding stands exactly at P1:3"):
        memos.subject(coded, "P1:3")


def test_a_name_shared_by_two_things_has_to_be_made_clear(coded: Project) -> None:
    codebook.add(coded, "P1")
    with pytest.raises(NothingToRemark) as caught:
        memos.subject(coded, "P1")
    assert "transcript:P1" in caught.value.hint
    assert memos.subject(coded, "code:P1").what == "code"


def test_nothing_called_that_offers_what_is_near(coded: Project) -> None:
    with pytest.raises(NothingToRemark) as caught:
        memos.subject(coded, "luk")
    assert "luck" in caught.value.hint


def test_a_memo_is_followed_never_edited(coded: Project) -> None:
    first = memos.add(coded, "Luck is blamed.", memos.subject(coded, "luck"))
    second = memos.add(coded, "No: thanked.", follows=first.number)
    assert (second.follows, second.about) == (first.number, first.about)
    assert memos.show(coded, first.number).followed_by == second.number
    assert memos.show(coded, first.number).text == "Luck is blamed."


def test_numbers_stay_when_a_memo_is_taken_back(coded: Project) -> None:
    from qualcode.store.actions import undo

    memos.add(coded, "One.")
    memos.add(coded, "Two.")
    undo(coded)
    assert memos.add(coded, "Three.").number == 3
    assert [one.number for one in memos.memos(coded)] == [1, 3]
    with pytest.raises(MemoNotFound):
        memos.show(coded, 2)


def test_memos_are_found_by_subject_kind_and_words(coded: Project) -> None:
    luck = memos.subject(coded, "luck")
    memos.add(coded, "She smiles at it.", luck, "reflexive")
    memos.add(coded, "Compare with P7.", luck)
    memos.add(coded, "Smiles again.", memos.subject(coded, "P1"), "familiarization")
    assert [one.text for one in memos.memos(coded, [luck])] == ["She smiles at it.", "Compare with P7."]
    assert [one.text for one in memos.memos(coded, kind="familiarization")] == ["Smiles again."]
    assert [one.number for one in memos.memos(coded, find="SMILES")] == [1, 3]


def test_an_empty_memo_and_an_unknown_kind_are_refused(coded: Project) -> None:
    with pytest.raises(BadMemo):
        memos.add(coded, "  \n")
    with pytest.raises(BadMemo, match="poetic"):
        memos.add(coded, "Words.", kind="poetic")


def test_no_word_of_a_memo_enters_the_log(coded: Project) -> None:
    memos.add(coded, "UNSPEAKABLE")
    assert log(coded, 1)[0].command == "memos add"
    changes = coded.rows("SELECT before, after FROM changes")
    assert all("UNSPEAKABLE" not in str(tuple(row)) for row in changes)


def test_while_a_pass_is_open_memos_on_other_passs_codings_stay_hidden(coded: Project) -> None:
    number = memos.add(coded, "Seen in hand.", memos.subject(coded, "P1:2", code="luck")).number
    passes.seal(coded, "hand")
    assert [one.text for one in memos.memos(coded)] == ["Seen in hand."]
    passes.start(coded, "recode", blind_to=["hand"])
    assert memos.memos(coded) == []
    with pytest.raises(MemoNotFound):
        memos.show(coded, number)
