"""What opens behind a quote: place, codes, surroundings; for the public only what may be printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from themes_study import study

from qualcode.export.quote_proof import proofs
from qualcode.export.report import write_report
from qualcode.passes.coding import place_quote
from qualcode.themes import edits, quotes, themes
from qualcode.themes.evidence import evidence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.export.report import Audience
    from qualcode.store.project import Project

THEME = "Earning a place"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path / "study") as opened:
        themes.add(opened, THEME, ["doubted at first", "asked now"])
        for name, words in (
            ("P1", "They doubted me at first."),
            ("P10", "They doubted me, you know, for a year."),
            ("P1", "they ask me"),
        ):
            quotes.add(opened, THEME, place_quote(opened, name, words))
        edits.edit(opened, 2, omit="you know, ")
        yield opened


def test_what_stands_around_a_quote_is_whole_sentences(project: Project) -> None:
    found = proofs(project, quotes.quotes(project), evidence(project))
    assert {number: one.codes for number, one in found.items()} == {
        1: ("doubted at first",),
        2: ("doubted at first",),
        3: ("asked now",),
    }
    assert (found[1].before.strip(), found[1].after.strip()) == (
        "How did it begin?\n\nP1:",
        "Who would ask me?",
    )
    assert found[2].after == ""
    assert (found[3].before, found[3].after) == ("Now ", ".")


def opened(project: Project, folder: Path, audience: Audience) -> dict[str, str]:
    """What each quote of an HTML report opens, by its number."""
    write_report(project, folder / "r.html", audience)
    written = (folder / "r.html").read_text(encoding="utf-8")
    return dict(re.findall(r"<details><summary>(q\d+)</summary> (.*?)</details>", written, re.DOTALL))


@pytest.mark.parametrize("audience", ["internal", "supervisor"])
def test_the_team_sees_place_codes_and_what_was_said_around(
    project: Project, tmp_path: Path, audience: Audience
) -> None:
    found = opened(project, tmp_path, audience)
    assert found["q1"] == (
        "q1 P1, P1:2, word for word. Coded: doubted at first. In the transcript: How did it begin? P1:"
        " »They doubted me at first.« Who would ask me?"
    )
    assert "»They doubted me, you know, for a year.«" in found["q2"]


def test_the_public_sees_no_place_and_no_word_that_was_left_out(project: Project, tmp_path: Path) -> None:
    found = opened(project, tmp_path, "public")
    assert found["q1"] == "q1 P1, word for word. Coded: doubted at first."
    assert found["q2"] == "q2 P10, 1 recorded edit. Coded: doubted at first."
    assert "you know" not in (tmp_path / "r.html").read_text(encoding="utf-8")
