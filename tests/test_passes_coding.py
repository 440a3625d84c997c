"""One code on one span in one pass: applied, taken off, never moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command_line import dump
from conftest import INTERVIEW, bring_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.codes import codebook
from qualcode.codes.codebook import CodeNotFound
from qualcode.passes import coding, passes, quotations
from qualcode.passes.coding import (
    AlreadyCoded,
    ConsensusPass,
    NotCoded,
    OtherCodersPass,
    QuoteNotPlaced,
    place_quote,
)
from qualcode.store.actions import action, undo
from qualcode.store.log import log
from qualcode.store.project import open_project
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.model import Place
    from qualcode.store.project import Project

    WordsOf = Callable[[Project, str], list[tuple[str, str]]]


HAND, OTHER, AGREED = "hand", "other", "agreed"


@pytest.fixture
def hand(interview: Project) -> Project:
    codebook.add(interview, "chance")
    codebook.add(interview, "staying")
    passes.start(interview, "hand")
    return interview


def at(project: Project, address: str) -> Place:
    return addresses.resolve(project, address)


def test_applied_code_holds_the_words_of_the_span(hand: Project, words_of: WordsOf) -> None:
    made = coding.apply(hand, "CHANCE", at(hand, "P1:2-3"))
    assert (made.code.name, made.coding_pass.name, made.created_code) == ("chance", "hand", False)
    assert words_of(hand, "hand") == [("chance", "I saw a flyer. My sister dragged me along, honestly.")]


def test_two_codes_may_share_a_span_but_not_one_twice(hand: Project, words_of: WordsOf) -> None:
    coding.apply(hand, "chance", at(hand, "P1:2"))
    coding.apply(hand, "staying", at(hand, "P1:2"))
    before = dump(hand.path)
    with pytest.raises(AlreadyCoded):
        coding.apply(hand, "chance", at(hand, "P1:2"), memo="again")
    assert dump(hand.path) == before
    assert words_of(hand, "hand") == [("chance", "I saw a flyer."), ("staying", "I saw a flyer.")]


def test_same_span_may_be_coded_again_after_it_was_taken_off(hand: Project, words_of: WordsOf) -> None:
    coding.apply(hand, "chance", at(hand, "P1:2"))
    coding.unapply(hand, "chance", at(hand, "P1:2"))
    assert words_of(hand, "hand") == []
    coding.apply(hand, "chance", at(hand, "P1:2"))
    assert words_of(hand, "hand") == [("chance", "I saw a flyer.")]


def test_unapply_wants_the_exact_span_and_says_how_to_see_it(hand: Project) -> None:
    coding.apply(hand, "chance", at(hand, "P1:2-3"))
    with pytest.raises(NotCoded) as error:
        coding.unapply(hand, "chance", at(hand, "P1:2"))
    assert error.value.hint == "See: qualcode codings list --pass hand --in P1"


def test_unknown_code_is_refused_unless_it_is_to_be_made(hand: Project, words_of: WordsOf) -> None:
    before = dump(hand.path)
    with pytest.raises(CodeNotFound) as error:
        coding.apply(hand, "chanse", at(hand, "P1:2"))
    assert error.value.hint == "Did you mean 'chance'? Or make a new one with --create."
    assert dump(hand.path) == before
    made = coding.apply(hand, "by luck", at(hand, "P1:2"), create=True)
    assert made.created_code
    assert words_of(hand, "hand") == [("by luck", "I saw a flyer.")]
    undo(hand)
    assert codebook.find_or_none(hand, "by luck") is None


def test_unknown_code_that_is_like_no_other_can_be_made_or_looked_up(hand: Project) -> None:
    with pytest.raises(CodeNotFound) as error:
        coding.apply(hand, "zzz", at(hand, "P1:2"))
    assert error.value.hint == "Make it with --create, or see `qualcode codes list`."
    with pytest.raises(CodeNotFound) as error:
        coding.unapply(hand, "zzz", at(hand, "P1:2"))
    assert error.value.hint == "Make it with `qualcode codes add zzz`, or see `qualcode codes list`."


def test_log_tells_who_acted_and_in_whose_pass(hand: Project) -> None:
    passes.start(hand, "other", coder="BK")
    coding.apply(hand, "chance", at(hand, "P1:2"), pass_name=OTHER, memo="By luck.")
    line = log(hand)[0]
    assert (line.command, line.coder, line.whose) == ("apply", "CS", "BK")
    author = hand.value("SELECT r.name FROM memos m JOIN coders r ON r.id = m.coder_id")
    assert author == "BK", "a note on a coding is its coder's"
    coding.apply(hand, "chance", at(hand, "P1:2"), pass_name=HAND)
    assert (log(hand)[0].coder, log(hand)[0].whose) == ("CS", None)


def test_a_coders_own_open_pass_comes_before_anothers(hand: Project) -> None:
    passes.start(hand, "other", coder="BK")
    assert coding.writable(hand, None).name == "hand"
    passes.seal(hand, "hand")
    assert coding.writable(hand, None).name == "other"


def test_pass_of_another_coder_is_refused(hand: Project) -> None:
    with open_project(hand.path, "BK") as other:
        with pytest.raises(OtherCodersPass, match="is CS's, not BK's") as error:
            coding.apply(other, "chance", at(other, "P1:2"), pass_name=HAND)
        assert "qualcode --coder BK passes start NAME" in error.value.hint


def test_agreed_pass_is_written_by_decisions_only(hand: Project) -> None:
    with action(hand, "reconcile") as opened:
        passes.open_pass(opened, "agreed", opened.coder_id, "consensus", "hand")
    with pytest.raises(ConsensusPass):
        coding.apply(hand, "chance", at(hand, "P1:2"), pass_name=AGREED)


def test_coding_outside_the_assignment_assigns_the_transcript(hand: Project, tmp_path: Path) -> None:
    bring_in(hand, tmp_path, P2="P2: later words\n")
    coding.apply(hand, "chance", at(hand, "P2:1"))
    ids = passes.assigned(hand, passes.find(hand, "hand").id)
    assert sorted(library.by_id(hand, one).name for one in ids) == ["P1", "P2"]


def test_memo_stands_with_the_coding(hand: Project) -> None:
    coding.apply(hand, "chance", at(hand, "P1:2"), memo="Ask again? 😀")
    coding.apply(hand, "chance", at(hand, "P1:3"))
    assert [one.memo for one in quotations.quotations(hand)] == ["Ask again? 😀", None]


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("I saw a flyer.", "I saw a flyer."),
        ("they  remembered my name 😀 the", "They remembered my name 😀 the"),
        ("  Nobody does that.\n", "Nobody does that."),
    ],
)
def test_quote_is_placed_in_other_typography(hand: Project, quote: str, stands: str) -> None:
    place = place_quote(hand, "P1", quote)
    assert INTERVIEW[place.start_char : place.end_char] == stands


def test_quote_that_stands_twice_is_not_guessed_and_its_words_are_not_repeated(
    hand: Project, tmp_path: Path
) -> None:
    bring_in(hand, tmp_path, P2="P2: The pay is low. I said it. The pay is low.\n")
    with pytest.raises(QuoteNotPlaced, match="stand in several places in P2") as error:
        place_quote(hand, "P2", "The pay is low.")
    assert "pay" not in error.value.sentence + error.value.hint
    assert "P2" in error.value.hint


@pytest.mark.parametrize("quote", ["", "   ", "Nothing like this was ever said by anyone at all.", "…"])
def test_quote_that_is_not_there_is_not_placed(hand: Project, quote: str) -> None:
    with pytest.raises(QuoteNotPlaced, match="were not found in P1") as error:
        place_quote(hand, "P1", quote)
    assert "ever said" not in error.value.sentence + error.value.hint


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_span_quotes_exactly_its_words(hand: Project, words_of: WordsOf, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(INTERVIEW) - 1))
    end = data.draw(st.integers(start + 1, len(INTERVIEW)))
    coding.apply(hand, "chance", at(hand, f"P1@{start}-{end}"))
    told = words_of(hand, "hand")
    (one,) = quotations.quotations(hand)
    again = at(hand, one.address)
    undo(hand)
    assert told == [("chance", INTERVIEW[start:end])]
    assert (again.start_char, again.end_char) == (start, end)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["chance", "staying"]), st.integers(1, 9)), max_size=12))
def test_apply_and_unapply_keep_the_set_of_codings(
    hand: Project, words_of: WordsOf, steps: list[tuple[str, int]]
) -> None:
    model: set[tuple[str, int]] = set()
    for step in steps:
        address = at(hand, f"P1:{step[1]}")
        if step in model:
            coding.unapply(hand, step[0], address)
        else:
            coding.apply(hand, step[0], address)
        model ^= {step}
    units = library.units(hand, library.find(hand, "P1").id)
    expected = [
        (code, INTERVIEW[slice(*units[unit - 1])]) for code, unit in sorted(model, key=lambda s: (s[1], s[0]))
    ]
    told = words_of(hand, "hand")
    for code, unit in model:
        coding.unapply(hand, code, at(hand, f"P1:{unit}"))
    assert told == expected
