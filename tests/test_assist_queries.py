"""The method `search`: which sentences meet a query best, and which are left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.assist.passages import FEW, Passage
from qualcode.assist.queries import Query

SAID = ("We lost the phone.", "The phone rang.", "It rained.", "The phone again.", "Phones get lost.", "Bye.")


def passage(*said: str) -> Passage:
    units, at = [], 0
    for one in said:
        units.append((at, at + len(one)))
        at += len(one) + 1
    return Passage("t", " ".join(said), tuple(units))


def met(query: Query, *said: str) -> dict[str, float]:
    """Words of each sentence proposed, and its score."""
    one = passage(*said)
    return {
        one.words((found.start_char, found.end_char)): found.score for found in query.propose(one).proposals
    }


def learned(typed: str, *said: str, share: float = 1.0) -> Query:
    query = Query(typed, "c", share)
    query.learn(passage(*said))
    return query


def test_sentence_with_more_of_the_words_scores_higher() -> None:
    found = met(learned("phone OR lost", *SAID), *SAID)
    assert found["We lost the phone."] == 1.0
    assert 0 < found["The phone rang."] < 1
    assert "It rained." not in found


def test_rarer_word_counts_more() -> None:
    found = met(learned("phone OR rang OR bye", *SAID), *SAID)
    assert found["Bye."] > found["The phone again."]


def test_whole_word_counts_more_than_its_beginning() -> None:
    found = met(learned("phone OR phone*", *SAID), *SAID)
    assert found["The phone rang."] == 1.0 > found["Phones get lost."]


def test_words_after_not_keep_a_sentence_out_and_weigh_nothing() -> None:
    assert met(learned("phone NOT rang", *SAID), *SAID) == {
        "We lost the phone.": 1.0,
        "The phone again.": 1.0,
    }


def test_words_side_by_side_all_have_to_stand_in_the_sentence() -> None:
    assert met(learned("phone lost", *SAID), *SAID) == {"We lost the phone.": 1.0}


def test_phrase_is_one_word_of_the_query() -> None:
    assert met(learned('"get lost" OR bye', *SAID), *SAID).keys() == {"Phones get lost.", "Bye."}


def test_only_the_best_sentences_are_proposed_and_the_others_counted() -> None:
    said = [f"The phone number {turn}." for turn in range(39)] + ["The phone, the phone was lost."]
    proposed = learned("phone OR lost", *said, share=0.15).propose(passage(*said))
    assert (len(proposed.proposals), proposed.left_out) == (6, 34)
    assert proposed.proposals[-1].score == 1.0


def test_short_transcript_may_have_five() -> None:
    said = ["The phone."] * 7
    proposed = learned("phone", *said, share=0.01).propose(passage(*said))
    assert (len(proposed.proposals), proposed.left_out) == (FEW, 2)


def test_settings_say_what_the_ranking_rests_on() -> None:
    assert learned("phone", *SAID, share=0.5).settings == {
        "query": "phone",
        "code": "c",
        "share": 0.5,
        "background_sentences": len(SAID),
    }


@pytest.mark.parametrize(
    "typed", ["phone", "phone OR lost", "(phone lost) OR bye", "phon* NOT (rang OR lost)"]
)
@given(said=st.lists(st.sampled_from(SAID), max_size=30), share=st.floats(0.01, 1))
def test_every_score_is_a_share_and_every_hit_is_proposed_or_counted(
    typed: str, said: list[str], share: float
) -> None:
    query = learned(typed, *said, share=share)
    everything = learned(typed, *said, share=1.0).propose(passage(*said))
    proposed = query.propose(passage(*said))
    assert all(0 < one.score <= 1 for one in proposed.proposals)
    assert len(proposed.proposals) + proposed.left_out == len(everything.proposals)
    assert everything.left_out == 0
