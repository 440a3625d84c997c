"""From a quote or a claim back to the coding, five hops, each with words, person and date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from themes_study import study

from qualcode.export.tracing import NotTraceable, trace
from qualcode.themes import claims, quotes, themes
from qualcode.transcripts import addresses

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Three interviews, one pass, a theme with a quote and a claim."""
    with study(tmp_path) as opened:
        themes.add(opened, "Earning a place", ["doubted at first", "asked now"])
        claims.add(opened, "Some were doubted.", "Earning a place", ["doubted at first"])
        claims.add_contrary(opened, 1, addresses.resolve(opened, "P2:2"))
        quotes.add(opened, "Earning a place", addresses.resolve(opened, "P1:2"), claim=1)
        yield opened


def test_quote_leads_to_its_line_and_to_who_coded_it(project: Project) -> None:
    found = trace(project, "q1")
    assert (found.printed, found.theme, found.claim) == (
        "“They doubted me at first” (P1).",
        "Earning a place",
        1,
    )
    (hop,) = found.passages
    assert (hop.address, hop.participant, hop.source) == ("P1:2", "P1", "P1.txt")
    assert hop.words == "They doubted me at first."
    assert (hop.before, hop.after[:9]) == ("How did it begin? P1:", "Who would")
    (coding,) = hop.codings
    assert (coding.code, coding.coding_pass, coding.coder, coding.counts) == (
        "doubted at first",
        "hand",
        "CS",
        True,
    )
    assert coding.date.startswith("20")


def test_claim_leads_to_every_passage_and_to_the_contrary_one(project: Project) -> None:
    found = trace(project, "c1")
    assert found.printed == "Some were doubted (P1, P10)."
    assert found.quotes == (1,)
    told = [(hop.stance, hop.participant, len(hop.codings)) for hop in found.passages]
    assert told[-1] == ("contrary", "P2", 1)
    assert sorted(told[:-1]) == [("support", "P1", 1), ("support", "P10", 1), ("support", "P10", 1)]


def test_json_says_pass_as_people_do(project: Project) -> None:
    hop = trace(project, "Q1").as_dict()["passages"][0]["codings"][0]
    assert (hop["pass"], hop["origin"]) == ("hand", "hand")


def test_only_quotes_and_claims_are_traced(project: Project) -> None:
    with pytest.raises(NotTraceable):
        trace(project, "P5:42")
