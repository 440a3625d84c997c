from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qualcode.passes.folding import at_word_edge, fold, words
from qualcode.passes.placing import THRESHOLD, Placement, QuoteFinder

INTERVIEW = """Interviewer: What happened after the training?

Dana: Well, I don’t know… at first nobody called me back. It was—how shall I put it—quiet. My sister said
that I should wait, and I waited for six weeks before the letter finally came from the hospital.

Interviewer: And then?

Dana: Then I went to the meetings every Tuesday, because the other mothers had been through the same
thing. They don't judge you. Nobody called me back from the office either, but the group kept me going
through the winter. I learned to ask for help, which I had never done before in my life.
"""

LETTERS = st.characters(codec="utf-8", categories=["Ll", "Lu", "Lo", "Nd"])
WORD = st.text(LETTERS, min_size=1, max_size=8)
PLAIN_WORD = st.text("abcdefghijklmnopqrstuvwxyzäöüéñ", min_size=2, max_size=9)
BETWEEN = st.sampled_from([" ", ", ", ". ", "\n\n", " — ", "... ", "  ", ": “", "” ", "-"])


def found(quote: str, text: str = INTERVIEW) -> tuple[Placement, str | None]:
    placement = QuoteFinder(text).find(quote)
    return placement, text[slice(*placement.span)] if placement.span else None


def test_verbatim_quote_that_stands_once_is_exact() -> None:
    placement, words_found = found("  They don't judge you.\n")
    assert (placement.status, placement.score, placement.candidates) == ("exact", 100.0, ())
    assert words_found == "They don't judge you."


def test_verbatim_quote_that_stands_twice_is_ambiguous_with_both_places() -> None:
    placement, _ = found("called me back")
    assert (placement.status, placement.span) == ("ambiguous", None)
    first = INTERVIEW.index("called me back")
    second = INTERVIEW.index("called me back", first + 1)
    assert [(one.start_char, one.end_char) for one in placement.candidates] == [
        (first, first + 14),
        (second, second + 14),
    ]


def test_overlapping_places_of_a_quote_both_count() -> None:
    placement, _ = found("no, no", "Well no, no, no. Yes.")
    assert [one.start_char for one in placement.candidates] == [5, 9]


@pytest.mark.parametrize("quote", ["other", "her", "know", "six week", "don"])
def test_quote_is_never_found_inside_longer_words(quote: str) -> None:
    placement, words_found = found(quote, "Another day. Unknown, sixty six weeks; they don’t.")
    assert (placement.status, words_found) == ("missing", None)


@pytest.mark.parametrize(
    "quote",
    [
        "I don't know... at first nobody",
        "I DON'T KNOW… AT FIRST NOBODY",
        "I don‘t know . . . at first nobody",
        "I\u00a0don’t know…\n   at first no\u00adbody",
        "I don't know at first, nobody",
        "“I dont know… at first nobody”",
    ],
)
def test_differently_typed_quote_lands_on_the_same_words(quote: str) -> None:
    placement, words_found = found(quote)
    assert placement.status == "near"
    assert THRESHOLD < placement.score < 100
    assert words_found == "I don’t know… at first nobody"


def test_other_dashes_and_the_spaces_around_them_do_not_count() -> None:
    assert found("It was -- how shall I put it - quiet")[1] == "It was—how shall I put it—quiet"


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert (
        found(unicodedata.normalize("NFD", "das schöne Café"), "Ja, das schöne Café war zu.")[1]
        == "das schöne Café"
    )


def test_place_keeps_the_punctuation_that_the_quote_has_too() -> None:
    assert found("they DON'T judge  you.")[1] == "They don't judge you."
    assert found("they DON'T judge  you")[1] == "They don't judge you"


@pytest.mark.parametrize("mark", ["...", "…", "[...]", "[…]", ". . .", " (...) "])
def test_cut_quote_runs_from_its_first_part_to_its_last(mark: str) -> None:
    placement, words_found = found(f"I went to the meetings every Tuesday {mark} the group kept me going")
    assert placement.status == "near"
    start, end = INTERVIEW.index("I went to the meetings"), INTERVIEW.index("\nthrough the winter")
    assert words_found == INTERVIEW[start:end]


def test_cut_quote_with_three_damaged_parts_is_placed() -> None:
    _, words_found = found("My sister siad that I should wait ... for six weeks […] the leter finally came")
    assert words_found == (
        "My sister said\nthat I should wait, and I waited for six weeks before the letter finally came"
    )


def test_cut_quote_whose_parts_stand_the_other_way_round_is_not_placed() -> None:
    placement, _ = found(
        "the group kept me going through the winter ... I went to the meetings every Tuesday"
    )
    assert (placement.status, placement.span) == ("missing", None)


def test_cut_quote_whose_last_part_stands_twice_behind_the_first_is_ambiguous() -> None:
    text = "So we packed the boxes for the move, and you know, it rained, you know, all the way home."
    placement, _ = found("we packed the boxes for the move ... you know", text)
    assert placement.status == "ambiguous"
    assert {text[one.start_char : one.end_char][-15:] for one in placement.candidates} == {
        "e move, and you know"[-15:],
        "rained, you know"[-15:],
    }


def test_cut_quote_with_parts_far_apart_is_not_placed() -> None:
    text = f"We packed the boxes that morning. {'Nothing else was said. ' * 60}The van came late at night."
    placement, _ = found("We packed the boxes that morning ... The van came late at night", text)
    assert placement.span is None


def test_words_put_in_by_the_writer_are_passed_over() -> None:
    _, words_found = found("because [they] had been through the same thing")
    assert words_found == "because the other mothers had been through the same\nthing"


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        ("I lerned to ask for hepl, which I had nevver", "I learned to ask for help, which I had never"),
        ("the leter finaly came from the hopsital", "the letter finally came from the hospital"),
        ("Then I to the meetings every Tuesday", "Then I went to the meetings every Tuesday"),
        ("waited for about six weeks before the letter", "waited for six weeks before the letter"),
    ],
)
def test_damaged_quote_is_placed_on_whole_words(quote: str, passage: str) -> None:
    placement, words_found = found(quote)
    assert (placement.status, words_found) == ("near", passage)
    assert THRESHOLD <= placement.score < 99


def test_damaged_quote_like_two_passages_is_ambiguous_with_both() -> None:
    text = " ".join(f"We were told to come back on Monday morning at {hour}." for hour in ("nine", "ten"))
    placement, _ = found("we were tolt to come bakc on Monday mornin at", text)
    assert placement.status == "ambiguous"
    assert len(placement.candidates) == 2


def test_quote_of_other_words_is_missing_with_the_closest_places() -> None:
    placement, _ = found("the letter that finally arrived came from my own landlord")
    assert (placement.status, placement.span) == ("missing", None)
    assert placement.score < THRESHOLD
    best = placement.candidates[0]
    assert "the letter finally came" in INTERVIEW[best.start_char : best.end_char]
    assert best.score == placement.score


def test_short_damaged_quote_is_offered_but_not_placed() -> None:
    placement, _ = found("they don't juge")
    assert placement.status == "missing"
    best = placement.candidates[0]
    assert INTERVIEW[best.start_char : best.end_char] == "They don't judge"


@pytest.mark.parametrize("quote", ["", "  \n", "…", "“”", "\u200b"])
def test_quote_without_a_word_is_missing(quote: str) -> None:
    placement, _ = found(quote, "Nothing here")
    assert (placement.status, placement.candidates) == ("missing", ())


def test_text_without_a_word_holds_no_quote() -> None:
    assert QuoteFinder("").find("some words that somebody said").status == "missing"


def test_script_without_spaces_is_matched_inside_its_sentences() -> None:
    text = "その後、母は病院に行きました。私は家で待っていました。"
    assert found("母は病院に行きました", text)[0].status == "exact"
    assert found("私は家で待っていまし", text)[1] == "私は家で待っていまし"


def test_apostrophe_inside_a_word_is_no_word_edge() -> None:
    text = "don't 'is' x"
    assert [at for at in range(len(text) + 1) if at_word_edge(text, at)] == [0, 5, 6, 7, 9, 10, 11, 12]


def test_words_leave_punctuation_and_know_their_place() -> None:
    folded = fold("“Well—DON’T”…  naïve!")
    assert words(folded).keys == ["well", "dont", "naïve"]


@given(st.text(max_size=60))
def test_every_folded_character_leads_back_into_the_text(text: str) -> None:
    folded = fold(text)
    spans = [folded.original(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
    assert "".join(fold(text[slice(*span)]).text for span in dict.fromkeys(spans)) == folded.text


@given(st.lists(st.tuples(WORD, BETWEEN), min_size=1, max_size=30), st.data())
def test_word_aligned_passage_that_stands_once_is_found_exactly_there(
    pieces: list[tuple[str, str]], data: st.DataObject
) -> None:
    text = "".join(word + between for word, between in pieces)
    begins = [sum(map(len, (part for piece in pieces[:at] for part in piece))) for at in range(len(pieces))]
    first = data.draw(st.integers(0, len(pieces) - 1))
    last = data.draw(st.integers(first, len(pieces) - 1))
    start, end = begins[first], begins[last] + len(pieces[last][0])
    assume(at_word_edge(text, start) and at_word_edge(text, end))
    quote = text[start:end]
    assume(text.find(quote) == start and text.find(quote, start + 1) < 0)
    assert QuoteFinder(text).find(quote) == Placement("exact", (start, end), 100.0, ())


@given(st.lists(PLAIN_WORD, min_size=3, max_size=40, unique=True), st.data())
def test_retyped_passage_lands_on_the_same_words(vocabulary: list[str], data: st.DataObject) -> None:
    text = " ".join(vocabulary)
    first = data.draw(st.integers(0, len(vocabulary) - 2))
    last = data.draw(st.integers(first + 1, len(vocabulary) - 1))
    space = st.sampled_from([" ", "\n", "\u00a0", "  ", " \u200b", "\t"])
    change = st.sampled_from(
        [str.upper, str.title, lambda word: unicodedata.normalize("NFD", word), "\u00ad".join]
    )
    quote = "".join(
        data.draw(change)(word) + (data.draw(space) if at < last else "")
        for at, word in enumerate(vocabulary[first : last + 1], start=first)
    )
    placement = QuoteFinder(text).find(quote)
    assert placement.span is not None
    assert text[slice(*placement.span)] == " ".join(vocabulary[first : last + 1])


@given(st.text(max_size=200), st.text(max_size=60), st.data())
def test_whatever_is_sought_a_place_is_a_true_place(text: str, other: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    quote = data.draw(st.sampled_from([text[start : start + 40], other, other + text[start:]]))
    placement = QuoteFinder(text).find(quote)
    spans = [(one.start_char, one.end_char) for one in placement.candidates]
    assert (placement.span is None) == (placement.status in {"ambiguous", "missing"})
    for begin, end in [*spans, *([placement.span] if placement.span else [])]:
        assert 0 <= begin < end <= len(text)
        assert not text[begin].isspace()
        assert not text[end - 1].isspace()
    if placement.status == "exact" and placement.span:
        assert text[slice(*placement.span)] == quote.strip()


def test_points_that_may_be_a_pause_or_a_cut_are_not_guessed() -> None:
    text = (
        "They asked me to write a book on Python. I don't know why they think I should write a whole book on"
        " Python... And then they said that it was meant for children of ten and up."
    )
    placement, _ = found(
        "write a book Python... And then they said that it was meant for children of ten", text
    )
    assert placement.status == "ambiguous"
    assert text.index("write a whole") in [one.start_char for one in placement.candidates]
