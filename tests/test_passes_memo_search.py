from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.codes import codebook
from qualcode.passes import memo_search, memos, passes
from qualcode.passes.coding import apply
from qualcode.transcripts import addresses
from qualcode.transcripts.finders import by_pattern, by_words

if TYPE_CHECKING:
    from qualcode.passes.memo_search import MemoHit
    from qualcode.store.project import Project


def found(project: Project, typed: str) -> list[MemoHit]:
    return list(memo_search.search(project, by_words(typed, indexed=False)))


@pytest.fixture
def remarked(interview: Project) -> Project:
    """A memo on P1, one on nothing, one in another script."""
    memos.add(interview, "Her sister again: a sisterly push, naïve?", memos.subject(interview, "P1"))
    memos.add(interview, "Was I leading? My own luck gets in the way.", kind="reflexive")
    memos.add(interview, "我喜欢咖啡。")
    return interview


def test_words_are_found_whole_and_with_what_the_memo_is_about(remarked: Project) -> None:
    (hit,) = found(remarked, "sister")
    assert (hit.start_char, hit.end_char, hit.before, hit.after) == (
        4,
        10,
        "Her ",
        " again: a sisterly push, naïve?",
    )
    assert hit.heading == "memo 1  analytic  on transcript P1"


@pytest.mark.parametrize(
    ("typed", "matches"),
    [
        ("NAIVE", ["naïve"]),
        ("sister*", ["sister", "sisterly"]),
        ('"my own luck"', ["My own luck"]),
        ("sister AND luck", []),
        ("luck NOT sister", ["luck"]),
        ("luck OR push", ["push", "luck"]),
        ("咖啡", ["咖啡"]),
        ("ister", []),
    ],
)
def test_queries_mean_in_memos_what_they_mean_in_transcripts(
    remarked: Project, typed: str, matches: list[str]
) -> None:
    assert [hit.match for hit in found(remarked, typed)] == matches


def test_a_pattern_is_looked_for_in_memos(remarked: Project) -> None:
    hits = list(memo_search.search(remarked, by_pattern(r"\b[Ll]\w+")))
    assert [(hit.memo.number, hit.match) for hit in hits] == [(2, "leading"), (2, "luck")]
    assert hits[0].heading == "memo 2  reflexive"


def test_memos_on_the_codings_of_a_pass_that_may_not_be_seen_are_left_out(interview: Project) -> None:
    passes.start(interview, "hand")
    codebook.add(interview, "luck")
    apply(interview, "luck", addresses.resolve(interview, "P1:2"), pass_name="hand")
    memos.add(interview, "Secret doubt.", memos.subject(interview, "P1:2"))
    assert [hit.heading for hit in found(interview, "doubt")] == ["memo 1  analytic  on coding P1:2 luck"]
    interview.coder = "Ben"
    passes.start(interview, "second")
    assert found(interview, "doubt") == []
