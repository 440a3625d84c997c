"""What suggestions were worth, in numbers worked out by hand; the audit; what the report is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from assisted_study import build, suggested

from qualcode.assist.definitions import LEAST
from qualcode.codes import codebook
from qualcode.passes import coding, passes
from qualcode.phases import status
from qualcode.suggestions import audit, deciding, running
from qualcode.suggestions.audit import NothingToAudit
from qualcode.suggestions.report import report, warnings
from qualcode.suggestions.requests import Request
from qualcode.suggestions.summary import assistance_summary
from qualcode.suggestions.worth import Performance, Tally
from qualcode.transcripts import addresses

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    return build(project, tmp_path)


@pytest.fixture
def decided(study: Project) -> Project:
    """Of lost phones s1 is edited, s5 rejected; s2 accepted, s3 given another code, s4 deferred."""
    suggested(study)
    shown = {number: deciding.find_and_show(study, f"s{number}") for number in range(1, 6)}
    deciding.edit(study, shown[1], span=deciding.span_at(study, shown[1], "2"))
    deciding.accept(study, shown[2])
    deciding.edit(study, shown[3], code_name="getting there")
    deciding.defer(study, shown[4])
    deciding.reject(study, shown[5], "sold, not lost")
    return study


def test_each_code_has_its_decisions_and_its_precision(decided: Project) -> None:
    rows = {one.code: one for one in report(decided).codes}
    assert rows["lost phones"].counts == {"accepted": 0, "edited": 1, "rejected": 1, "deferred": 0, "open": 0}
    assert rows["lost phones"].precision == 0.5
    assert (rows["getting there"].precision, rows["paperwork"].precision) == (1.0, 0.0)
    assert rows["stay in your lane"].precision is None


def test_total_is_the_sum(decided: Project) -> None:
    total = report(decided).total
    assert (total.made, total.counts["open"], total.precision) == (6, 1, 0.5)


def test_codings_without_a_suggestion_are_counted_apart(decided: Project) -> None:
    coding.apply(decided, "paperwork", addresses.resolve(decided, "P2:5"), pass_name="second")
    assert report(decided).own == 1


def test_raw_suggestions_are_held_against_a_pass(study: Project) -> None:
    suggested(study)
    passes.start(study, "hand")
    for code, place in (("lost phones", "P1:2"), ("lost phones", "P1:3"), ("paperwork", "P1:7")):
        coding.apply(study, code, addresses.resolve(study, place), pass_name="hand")
    found = {one.code: one for one in report(study, "second", "hand").performance}
    phones, papers, every = found["lost phones"], found["paperwork"], found[""]
    assert (phones.suggested, phones.right, phones.coded, phones.found) == (2, 1, 2, 2)
    assert (papers.precision, papers.recall, papers.f1) == (0.0, 0.0, 0.0)
    assert (every.suggested, every.right, every.coded, every.found) == (6, 1, 3, 2)
    assert every.f1 == pytest.approx(2 * (1 / 6) * (2 / 3) / (1 / 6 + 2 / 3))


def test_what_was_decided_does_not_change_the_raw_performance(study: Project) -> None:
    suggested(study)
    passes.start(study, "hand")
    coding.apply(study, "lost phones", addresses.resolve(study, "P1:2"), pass_name="hand")
    before = report(study, "second", "hand").performance
    deciding.reject(study, deciding.find_and_show(study, "s1"))
    assert report(study, "second", "hand").performance == before


def test_undefined_shares_are_none() -> None:
    nothing = Performance("x", 0, 0, 0, 0)
    assert (nothing.precision, nothing.recall, nothing.f1) == (None, None, None)
    assert Performance("x", 2, 0, 3, 0).f1 == 0.0


def test_without_suggestions_the_report_is_empty(study: Project) -> None:
    found = report(study).as_dict()
    assert (found["made"], found["precision"], found["codes"], found["warnings"]) == (0, None, [], [])


def tally(accepted: int, rejected: int) -> Tally:
    return Tally("", {"accepted": accepted, "edited": 0, "rejected": rejected, "deferred": 0, "open": 0})


@pytest.mark.parametrize(
    ("accepted", "rejected", "warned"), [(30, 0, 1), (29, 0, 0), (29, 1, 1), (95, 5, 1), (94, 6, 0)]
)
def test_accepting_nearly_everything_is_remarked_on(accepted: int, rejected: int, warned: int) -> None:
    assert len(warnings(tally(accepted, rejected), None, 0)) == warned


@pytest.mark.parametrize(("seconds", "watched", "warned"), [(2.9, 5, 1), (3.0, 5, 0), (0.5, 4, 0)])
def test_deciding_in_no_time_is_remarked_on(seconds: float, watched: int, warned: int) -> None:
    assert len(warnings(tally(1, 1), seconds, watched)) == warned


def test_audit_draws_a_tenth_of_the_sentences_without_a_suggestion(study: Project) -> None:
    suggested(study)
    drawn = audit.draw(study, "second", 7)
    assert (drawn.drawn_from, len(drawn.units)) == (4, 1)
    assert drawn.units[0].words in {
        "My sister laughs at me.",
        "Nobody could call him.",
        "The weather was nice.",
        "My mother came on Sunday.",
    }


def test_same_seed_draws_the_same(study: Project) -> None:
    suggested(study)
    assert audit.draw(study, "second", 7) == audit.draw(study, "second", 7)
    assert study.value("SELECT count(*) FROM suggestion_audits") == 1


def test_what_the_coder_found_in_the_draw_counts_as_missed(study: Project) -> None:
    suggested(study)
    place = audit.draw(study, "second", 7).units[0].address
    assert audit.draw(study, "second", 7).missed == 0
    coding.apply(study, "paperwork", addresses.resolve(study, place), pass_name="second")
    assert (audit.draw(study, "second", 7).missed, audit.draw(study, "second", 7).units[0].codes) == (
        1,
        ("paperwork",),
    )


def test_audit_comes_after_suggestions(study: Project) -> None:
    with pytest.raises(NothingToAudit):
        audit.draw(study, "second", 7)


def test_summary_for_the_report_says_what_was_used(decided: Project) -> None:
    audit.draw(decided, "second", 7)
    told = assistance_summary(decided)
    assert (told.used, told.methods, told.made, told.accepted, told.edited) == (
        True,
        ("definitions",),
        6,
        1,
        2,
    )
    assert (told.runs[0].coding_pass, told.runs[0].settings["least"]) == ("second", LEAST)
    assert (told.audits[0].drawn, told.audits[0].drawn_from, told.audits[0].missed) == (1, 4, 0)
    assert told.model is None


def test_summary_of_a_study_without_assistance(study: Project) -> None:
    told = assistance_summary(study)
    assert (told.used, told.methods, told.made, told.runs) == (False, (), 0, ())


def test_status_expects_decisions_while_suggestions_are_open(study: Project) -> None:
    suggested(study)
    steps = [(one.what, one.command) for one in status(study).steps]
    assert ("decisions on 6 suggestions", "qualcode review --pass second") in steps


def test_pass_that_nothing_was_suggested_for_reports_nothing(study: Project) -> None:
    passes.start(study, "other", mode="assisted")
    running.suggest(study, Request("second"))
    assert report(study, "other").total.made == 0


def test_an_answer_stays_on_record_when_its_code_is_retired_later(decided: Project) -> None:
    before = assistance_summary(decided)
    codebook.retire(decided, "lost phones")
    after = assistance_summary(decided)
    assert (after.accepted, after.edited, after.rejected) == (before.accepted, before.edited, before.rejected)
