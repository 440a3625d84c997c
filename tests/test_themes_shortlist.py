from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from themes_study import LONG, study

from qualcode.passes.coding import place_quote
from qualcode.themes import quotes, scoring, themes
from qualcode.themes.shortlist import shortlist
from qualcode.themes.voices import effective, voices
from qualcode.transcripts import participants

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project

THEME = "Earning a place"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path) as opened:
        themes.add(opened, THEME, ["doubted at first", "asked now"])
        yield opened


@pytest.mark.parametrize(
    ("counts", "voices_"),
    [((7, 6, 5, 3, 3, 3, 3, 2, 1), 7.21), ((5, 3, 3, 2, 1, 1), 4.59), ((4,), 1.0), ((1, 1, 0), 2.0)],
)
def test_effective_voices_are_one_over_the_sum_of_squares(counts: tuple[int, ...], voices_: float) -> None:
    assert effective(counts) == pytest.approx(voices_, abs=0.005)
    assert effective([]) is None


def test_every_passage_is_scored_with_visible_parts(project: Project) -> None:
    found = shortlist(project, THEME)
    assert (found.eligible, found.people, found.of) == (4, 2, 3)
    first = found.entries[0]
    assert first.quotation == LONG
    assert first.parts == pytest.approx(
        {"fit": 18, "voice": 20, "clarity": 20, "spread": 10, "distinctness": 10, "length": 10}
    )
    assert first.score == pytest.approx(sum(first.parts.values()))
    assert first.reason == "coded in one pass; not quoted yet; whole sentences; shows a stratum not shown yet"


def test_a_choice_changes_what_comes_next(project: Project) -> None:
    quotes.add(project, THEME, place_quote(project, "P10", LONG))
    found = shortlist(project, THEME)
    assert found.eligible == 3
    assert [one.participant for one in found.entries] == ["P1", "P1", "P10"]
    assert found.entries[2].parts["voice"] == 10
    assert found.entries[2].parts["spread"] == 0
    assert found.voices.by_speaker == {"P10": 1}
    assert (found.voices.top_share, found.voices.unquoted) == (1.0, ("P1",))


def test_who_withholds_consent_is_not_offered(project: Project) -> None:
    participants.set_values(project, "P10", {"consent_quotes": "no"})
    assert {one.participant for one in shortlist(project, THEME).entries} == {"P1"}


def test_the_order_is_the_same_every_time(project: Project) -> None:
    assert shortlist(project, THEME).as_dict() == shortlist(project, THEME).as_dict()
    assert len(shortlist(project, THEME, 2).entries) == 2


def test_length_is_full_between_twelve_and_ninety_words() -> None:
    assert [scoring.length(n) for n in (4, 8, 12, 90, 125, 160, 300)] == [0, 0.5, 1, 1, 0.5, 0, 0]


def test_openers_fillers_and_identifying_details_cost() -> None:
    assert scoring.clarity("That was hard.", whole_sentences=True) == pytest.approx(0.7)
    assert scoring.clarity("Um, days were hard.", whole_sentences=True) == pytest.approx(0.7)
    assert scoring.risk("Call 555-123-4567 for me") == 1
    assert scoring.total({"fit": 30.0}, 1) == 15


def test_voices_over_all_themes(project: Project) -> None:
    assert voices(project).effective is None
    assert voices(project).unquoted == ("P1", "P10")
