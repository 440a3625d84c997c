"""Level 2: where a theme is not, what no code stands on, and what might speak against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from themes_study import code_quote, study

from qualcode.themes import themes
from qualcode.themes.wholeset import LEAST, whole_set
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project

THEME = "Earning a place"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Three coded interviews and a theme of P1 and P10, both of the ward."""
    with study(tmp_path) as opened:
        themes.add(opened, THEME, ["doubted at first", "asked now"])
        yield opened


def test_participants_without_the_theme_and_codes_without_any_are_listed(project: Project) -> None:
    found = whole_set(project, THEME)
    assert found.without == ("P2",)
    assert found.orphans == (("low pay", 2), ("no supervision", 1))


def test_strata_without_it_need_two_people_to_be_one(project: Project) -> None:
    themes.add(project, "Alone", ["no supervision"])  # P2 only; P1 and P10 are of the ward
    assert whole_set(project, "Alone").strata == (("setting", "ward", 2),)
    assert whole_set(project, THEME).strata == ()  # the one of the community is no stratum


def test_uncoded_speech_is_listed_longest_first_and_never_the_interviewers(tmp_path: Path) -> None:
    with study(tmp_path / "bare", coded=False) as project:
        from qualcode.passes import passes

        passes.start(project, "hand")
        themes.add(project, THEME, [])
        (stretch,) = whole_set(project, THEME).uncoded
        assert stretch.length >= LEAST
        assert stretch.address.startswith("P10:")
        text = library.text(project, library.find(project, "P10").id)
        assert text[stretch.start_char : stretch.end_char].startswith("When I started nobody")
        code_quote(project, "low pay", "P10", text[stretch.start_char : stretch.end_char])
        assert whole_set(project, THEME).uncoded == ()


def test_passages_with_words_of_contrast_come_first(project: Project) -> None:
    themes.add(project, "Supervised", ["no supervision", "low pay"])
    (doubtful,) = whole_set(project, "Supervised").doubtful
    assert doubtful.quotation == "I never had supervision."
