"""Passages: whose sentences, and neighbours that become one proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from qualcode.assist.passages import Passage, Proposal, joined, passage, sentences_under
from qualcode.transcripts import library

if TYPE_CHECKING:
    from qualcode.spans import Span
    from qualcode.store.project import Project


def test_interviewers_questions_are_no_part_of_a_passage(interview: Project) -> None:
    found = passage(interview, library.find(interview, "P1"))
    assert next(found.words(unit) for unit in found.units) == "I saw a flyer."
    assert not any("How did you start" in found.words(unit) for unit in found.units)


def test_what_was_not_read_is_left_out(interview: Project) -> None:
    whole = passage(interview, library.find(interview, "P1"))
    part = passage(interview, library.find(interview, "P1"), [whole.units[0]])
    assert part.units == whole.units[1:]


def test_neighbouring_sentences_of_a_code_become_one_proposal_with_the_better_reason() -> None:
    text = "One two. Three four.\nP2: Five six."
    spans = [(0, 8), (9, 20), (25, 34)]
    given_ = [
        Proposal("a", *span, score, f"r{score}") for span, score in zip(spans, (0.2, 0.5, 0.1), strict=True)
    ]
    assert joined(Passage("k", text, tuple(spans)), given_) == [
        Proposal("a", 0, 20, 0.5, "r0.5"),
        Proposal("a", 25, 34, 0.1, "r0.1"),
    ]


def test_other_codes_are_never_joined() -> None:
    given_ = [Proposal("a", 0, 3, 0.2, ""), Proposal("b", 4, 7, 0.2, "")]
    assert joined(Passage("k", "abc def", ((0, 3), (4, 7))), given_) == given_


def test_sentences_under_a_coding_follow_the_rule_of_comparisons() -> None:
    units = [(0, 10), (11, 21), (22, 32)]
    assert sentences_under(units, [(5, 14)]) == {0}
    assert sentences_under(units, [(12, 14)]) == {1}
    assert sentences_under(units, [(0, 32)]) == {0, 1, 2}
    assert sentences_under(units, []) == set()


_Spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6)


@given(_Spans)
def test_rule_is_the_one_that_reliability_counts_with(found: list[tuple[int, int]]) -> None:
    from qualcode.reliability.sweep import coded_units

    units: list[Span] = [(at, at + 7) for at in range(0, 80, 9)]
    spans = [(start, start + size) for start, size in found]
    single = set().union(*(coded_units([span], units) for span in spans)) if spans else set()
    assert sentences_under(units, spans) == single
