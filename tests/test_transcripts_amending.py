from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.transcripts.amending import Amendment, Landing

OLD = (
    "Interviewer: How did you start?\n\n"
    "P1: I saw a flyer. My sister dragged me along, honestly. I nearly left. I came back. Yes.\n"
)


def landed(new: str, words: str) -> tuple[str, str]:
    start = OLD.index(words)
    landing = Amendment(OLD, new).land(start, start + len(words))
    return landing.status, new[landing.start_char : landing.end_char]


def test_same_text_keeps_every_span() -> None:
    assert Amendment(OLD, OLD).land(37, 51) == Landing("kept", 37, 51)


def test_words_after_the_change_move_with_their_text() -> None:
    new = OLD.replace("I saw", "Well, I saw")
    assert landed(new, "How did you start?") == ("kept", "How did you start?")
    assert landed(new, "I came back.") == ("moved", "I came back.")


def test_corrected_word_is_covered_and_told_as_trimmed() -> None:
    new = OLD.replace("dragged", "brought")
    assert landed(new, "My sister dragged me along") == ("trimmed", "My sister brought me along")
    assert landed(new.replace("brought", "dragged"), "dragged") == ("kept", "dragged")


def test_correction_at_the_edge_of_a_span_stays_under_it() -> None:
    new = OLD.replace("honestly", "to be honest")
    assert landed(new, "me along, honestly") == ("trimmed", "me along, to be honest")


def test_span_over_a_passage_left_out_covers_what_is_left() -> None:
    new = OLD.replace("I nearly left. ", "")
    assert landed(new, "honestly. I nearly left.") == ("trimmed", "honestly.")
    assert landed(new, "nearly left. I came back.") == ("trimmed", "I came back.")


def test_passage_left_out_is_orphaned_beside_where_it_stood() -> None:
    new = OLD.replace("I nearly left. ", "")
    start = OLD.index("I nearly left.")
    landing = Amendment(OLD, new).land(start, start + len("I nearly left."))
    assert landing.status == "orphaned"
    assert abs(landing.start_char - start) <= 1


def test_repeated_words_around_a_change_do_not_draw_it_into_the_next_sentence() -> None:
    """Both sentences begin with "I": the one left out is the first, not "nearly left. I"."""
    new = OLD.replace("I nearly left. ", "")
    assert landed(new, "I came back.") == ("moved", "I came back.")


def test_passage_put_elsewhere_is_found_and_so_are_short_spans_in_it() -> None:
    passage = "I saw a flyer. My sister dragged me along, honestly. "
    new = OLD.replace(passage, "").replace("Yes.", f"Yes. {passage.strip()}")
    for words in ("I saw a flyer.", "My sister", "I nearly left.", "Yes."):
        assert landed(new, words) == ("moved", words)


def test_other_line_ends_are_the_same_words() -> None:
    assert landed(OLD.replace("my sister", "my\nsister"), "My sister dragged")[0] == "kept"
    new = OLD.replace("My sister dragged", "My\nsister  dragged")
    assert landed(new, "My sister dragged") == ("moved", "My\nsister  dragged")


def test_label_that_changes_leaves_the_words_alone() -> None:
    new = OLD.replace("P1:", "Anna:").replace("Interviewer:", "I:")
    assert landed(new, "I saw a flyer.") == ("moved", "I saw a flyer.")
    assert landed(new, "How did you start?") == ("moved", "How did you start?")


def test_short_word_gone_is_not_taken_for_the_same_word_elsewhere() -> None:
    new = OLD.replace("I came back. Yes.", "I came back.").replace("I saw", "Yes. I saw")
    assert landed(new, "Yes.")[0] == "orphaned"


@pytest.mark.parametrize("new", ["", " ", "x"])
def test_whole_text_gone_orphans_everything(new: str) -> None:
    landing = Amendment(OLD, new).land(37, 51)
    assert landing.status == "orphaned"
    assert 0 <= landing.start_char <= landing.end_char <= max(len(new), 1)


WORDS = st.text(st.sampled_from("ab .\né😀"), max_size=30)


@settings(max_examples=300)
@given(WORDS, WORDS, WORDS, WORDS, st.data())
def test_span_that_no_edit_touches_quotes_the_same_words(
    before: str, cut: str, put: str, after: str, data: st.DataObject
) -> None:
    """The hard case: few letters, so that everything repeats and an alignment has many ways to go wrong."""
    old, new = before + cut + after, before + put + after
    spans = [(0, len(before)), (len(before) + len(cut), len(old))]
    low, high = data.draw(st.sampled_from([span for span in spans if span[0] < span[1]] or [(0, 0)]))
    if low == high:
        return
    start = data.draw(st.integers(low, high - 1))
    end = data.draw(st.integers(start + 1, high))
    landing = Amendment(old, new).land(start, end)
    assert landing.status in {"kept", "moved"}
    assert new[landing.start_char : landing.end_char] == old[start:end]


@settings(max_examples=200)
@given(WORDS.filter(bool), WORDS, st.data())
def test_landing_tells_the_truth_about_the_words(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    landing = Amendment(old, new).land(start, end)
    same = new[landing.start_char : landing.end_char].split() == old[start:end].split()
    assert 0 <= landing.start_char <= landing.end_char <= len(new)
    assert landing.status in ({"kept", "moved", "orphaned"} if same else {"trimmed", "orphaned"})
    assert (landing.status == "kept") == (
        landing.status != "orphaned" and same and (landing.start_char, landing.end_char) == (start, end)
    )


def test_long_transcript_with_many_corrections_takes_no_time_and_loses_nothing() -> None:
    chance = random.Random(3)  # noqa: S311 - a test, not a secret
    words = [f"w{chance.randrange(3000)}" for _ in range(60_000)]
    new = [word if chance.random() > 0.02 else f"new{word}" for word in words]
    old_text, new_text = " ".join(words), " ".join(new)
    began = time.perf_counter()
    amendment = Amendment(old_text, new_text)
    at = 0
    for number, (word, now) in enumerate(zip(words, new, strict=True)):
        if word == now and number % 50 == 0:
            landing = amendment.land(at, at + len(word))
            assert new_text[landing.start_char : landing.end_char] == word
        at += len(word) + 1
    assert time.perf_counter() - began < 20
