"""Deciding: only what was shown, one at a time, and a coding that remembers where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from assisted_study import build, suggested

from qualcode.errors import UsageError
from qualcode.passes import acts, passes, quotations
from qualcode.passes.passes import PassSealed
from qualcode.phases import status
from qualcode.reliability.compare import compare
from qualcode.store import actions
from qualcode.store.errors import StoreRefused, told_plainly
from qualcode.store.sitting import NothingToTakeBack
from qualcode.suggestions import deciding, listing
from qualcode.suggestions.deciding import AlreadyDecided, NothingChanged, OtherPlace
from qualcode.suggestions.listing import SuggestionNotFound
from qualcode.suggestions.review import Review

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project
    from qualcode.suggestions.deciding import Shown


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    build(project, tmp_path)
    suggested(project)
    return project


def shown(study: Project, typed: str) -> Shown:
    return deciding.find_and_show(study, typed)


def state(study: Project, typed: str) -> str:
    return listing.find(study, typed).status


def test_open_suggestion_counts_nowhere(study: Project) -> None:
    passes.start(study, "hand")
    assert status(study).counts["codings"] == 0
    assert [one.as_dict(("second", "hand"))["both"] for one in compare(study, ["second", "hand"]).codes] == []
    assert quotations.quotations(study) == []
    assert study.value("SELECT count(*) FROM quotations") == 0
    assert status(study).counts["suggestions"] == 6


def test_shown_holds_words_context_speaker_and_definition(study: Project) -> None:
    seen = shown(study, "s2")
    assert (seen.suggestion.quotation, seen.speaker) == ("The bus takes two hours.", "P1")
    assert seen.before == "Their phones get lost every week. I write the number on my hand. "
    assert (seen.after, seen.code.definition) == ("", "Distance, buses and rides.")


def test_accepted_suggestion_becomes_a_coding_that_names_it(study: Project) -> None:
    deciding.accept(study, shown(study, "s2"))
    row = study.row("SELECT origin, suggestion_id FROM codings")
    assert row is not None
    assert (row["origin"], row["suggestion_id"]) == ("suggestion", listing.find(study, "s2").row_id)
    assert [(one.code, one.quotation, one.origin) for one in quotations.quotations(study)] == [
        ("getting there", "The bus takes two hours.", "suggestion")
    ]
    assert state(study, "s2") == "accepted"


def test_rejected_and_deferred_leave_no_coding(study: Project) -> None:
    deciding.reject(study, shown(study, "s1"), "only the number")
    deciding.defer(study, shown(study, "s2"))
    assert (state(study, "s1"), state(study, "s2")) == ("rejected", "deferred")
    assert study.value("SELECT count(*) FROM codings") == 0
    assert study.value("SELECT reason FROM suggestion_decisions WHERE reason <> ''") == "only the number"


def test_edit_gives_another_span(study: Project) -> None:
    seen = shown(study, "s1")
    deciding.edit(study, seen, span=deciding.span_at(study, seen, "2"))
    assert [(one.code, one.address) for one in quotations.quotations(study)] == [("lost phones", "P1:2")]
    assert state(study, "s1") == "edited"


def test_edit_gives_another_code(study: Project) -> None:
    deciding.edit(study, shown(study, "s2"), code_name="paperwork")
    assert [(one.code, one.address) for one in quotations.quotations(study)] == [("paperwork", "P1:4")]


def test_edit_that_changes_nothing_is_refused(study: Project) -> None:
    seen = shown(study, "s2")
    with pytest.raises(NothingChanged):
        deciding.edit(study, seen, span=deciding.span_at(study, seen, "P1:4"))
    assert state(study, "s2") == "open"


@pytest.mark.parametrize("place", ["P1:8", "P2:2", "8"])
def test_edit_to_another_passage_is_refused(study: Project, place: str) -> None:
    with pytest.raises(OtherPlace):
        deciding.span_at(study, shown(study, "s2"), place)


def test_decision_is_taken_once(study: Project) -> None:
    seen = shown(study, "s2")
    deciding.accept(study, seen)
    with pytest.raises(AlreadyDecided, match="accepted before"):
        deciding.reject(study, seen)
    assert state(study, "s2") == "accepted"


def test_deferred_suggestion_may_be_decided_later(study: Project) -> None:
    deciding.defer(study, shown(study, "s2"))
    deciding.accept(study, shown(study, "s2"))
    assert state(study, "s2") == "accepted"


def test_undo_takes_decision_and_coding_back(study: Project) -> None:
    deciding.accept(study, shown(study, "s2"))
    actions.undo(study)
    assert (state(study, "s2"), quotations.quotations(study)) == ("open", [])


def test_sealed_pass_takes_no_decision(study: Project) -> None:
    seen = shown(study, "s2")
    passes.seal(study, "second")
    with pytest.raises(PassSealed):
        deciding.accept(study, seen)
    with pytest.raises(PassSealed):
        deciding.reject(study, seen)


def test_hand_pass_becomes_an_assisted_one_with_its_first_decision(study: Project) -> None:
    from qualcode.suggestions import running
    from qualcode.suggestions.requests import Request

    passes.start(study, "hand")
    running.suggest(study, Request("hand", codes=("paperwork",)))
    assert passes.find(study, "hand").mode == "hand"
    first = next(one for one in listing.suggestions(study, pass_id=passes.find(study, "hand").id))
    deciding.reject(study, deciding.show(study, first))
    assert passes.find(study, "hand").mode == "assisted"


def test_hand_and_assisted_pass_of_one_coder_are_called_concordance(study: Project) -> None:
    passes.start(study, "hand", blind_to=["second"])
    deciding.accept(study, shown(study, "s2"))
    assert compare(study, ["hand", "second"]).label.text == "hand-assisted concordance (intracoder, assisted)"


def test_moved_coding_keeps_its_suggestion(study: Project) -> None:
    coding_id = deciding.accept(study, shown(study, "s1"))
    start = listing.find(study, "s1").start_char
    moved = acts.move(study, "second", coding_id, (start, start + 5))
    kept = study.value("SELECT suggestion_id FROM codings WHERE id = ?", (moved,))
    assert kept == listing.find(study, "s1").row_id


def test_file_itself_refuses_a_machines_coding(study: Project) -> None:
    with pytest.raises(StoreRefused, match="names the suggestion"), told_plainly(study.path):
        study.connection.execute(
            "INSERT INTO codings SELECT 'x', pass_id, transcript_id, code_id, start_char, end_char,"
            " 'suggestion', NULL, '', NULL FROM suggestions LIMIT 1"
        )


def test_suggestion_never_changes(study: Project) -> None:
    with pytest.raises(StoreRefused, match="never changes"), told_plainly(study.path):
        study.connection.execute("UPDATE suggestions SET score = 1")


@pytest.mark.parametrize("typed", ["s99", "all", "s1,s2", "s1-s4", "", "-1", "9" * 30])
def test_only_a_number_there_is_names_a_suggestion(study: Project, typed: str) -> None:
    with pytest.raises(SuggestionNotFound):
        listing.find(study, typed)


def test_unknown_status_is_refused(study: Project) -> None:
    with pytest.raises(UsageError, match="no status"):
        listing.suggestions(study, status="done")


def test_review_goes_in_reading_order_and_remembers(study: Project) -> None:
    review = Review(study, "second")
    first = review.next()
    assert first is not None
    assert (first.suggestion.id, review.left) == ("s1", 6)
    review.accept(first)
    second = review.next()
    assert second is not None
    review.reject(second, "no")
    again = Review(study, "second")
    third = again.next()
    assert third is not None
    assert (third.suggestion.id, again.left) == ("s3", 4)


def test_review_by_code_keeps_codes_together(study: Project) -> None:
    review = Review(study, "second", by_code=True)
    order = []
    while (seen := review.next()) is not None:
        order.append(seen.suggestion.code)
        review.skip(seen)
    assert order == sorted(order)


def test_deferred_one_comes_again_only_when_asked_for(study: Project) -> None:
    review = Review(study, "second")
    seen = review.next()
    assert seen is not None
    review.defer(seen)
    assert (review.left, Review(study, "second").left, Review(study, "second", deferred=True).left) == (
        5,
        5,
        6,
    )


def test_review_takes_its_own_decisions_back_and_no_others(study: Project) -> None:
    deciding.accept(study, shown(study, "s1"))
    review = Review(study, "second")
    with pytest.raises(NothingToTakeBack):
        review.undo()
    seen = review.next()
    assert seen is not None
    review.accept(seen)
    review.undo()
    with pytest.raises(NothingToTakeBack):
        review.undo()
    assert (state(study, "s1"), state(study, "s2")) == ("accepted", "open")


def test_review_measures_the_time_of_a_decision(study: Project) -> None:
    review = Review(study, "second")
    seen = review.next()
    assert seen is not None
    review.accept(seen)
    deciding.accept(study, shown(study, "s3"))
    times = [row[0] for row in study.rows("SELECT took_ms FROM suggestion_decisions ORDER BY rowid")]
    assert times[0] is not None
    assert times[1] is None
