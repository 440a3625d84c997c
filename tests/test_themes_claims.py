from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from themes_study import study

from qualcode.passes.coding import place_quote
from qualcode.store.actions import undo
from qualcode.themes import claim_edits, claims, quotes, themes
from qualcode.themes.gates import NotParticipantSpeech, OutsideTheme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path) as opened:
        themes.add(opened, "Earning a place", ["doubted at first", "asked now"])
        themes.add(opened, "Barriers", ["low pay", "no supervision"])
        yield opened


def test_who_said_so_is_generated_from_a_code(project: Project) -> None:
    number = claims.add(project, "Some participants were doubted.", "Earning a place", ["doubted at first"])
    told = claims.show(project, number).as_dict()
    assert (told["number"], told["theme"], told["citation"]) == (1, "Earning a place", "(P1, P10)")
    assert told["sentence"] == "Some participants were doubted (P1, P10)."
    assert told["participants"] == ["P1", "P10"]
    assert told["quantifier"] == {"word": "some", "n": 2, "of": 3, "fits": False}
    assert [one["address"] for one in told["support"]] == ["P1:2", "P10:2", "P10:3"]


def test_a_place_supports_only_where_the_theme_is_coded(project: Project) -> None:
    with pytest.raises(OutsideTheme):
        claims.add(project, "x", "Barriers", [place_quote(project, "P1", "They doubted me at first.")])
    with pytest.raises(NotParticipantSpeech):
        claims.add(project, "x", "Barriers", [place_quote(project, "P1", "And now?")])
    assert claims.claims(project) == []
    claims.add(project, "Pay is low", "Barriers", [place_quote(project, "P2", "The pay is low.")])
    claims.add_support(project, 1, place_quote(project, "P1", "The pay is low."))
    assert claims.show(project, 1).sentence == "Pay is low (P1, P2)."


def test_contrary_passages_and_quotes_stay_attached(project: Project) -> None:
    claims.add(project, "One participant was asked.", "Earning a place", ["asked now"])
    claims.add_contrary(project, 1, place_quote(project, "P2", "I never had supervision."))
    place = place_quote(project, "P1", "Now they ask me.")
    quotes.add(project, "Earning a place", place, claim=1)
    shown = claims.show(project, 1)
    assert [one.participant for one in shown.contrary] == ["P2"]
    assert shown.quotes == (1,)
    assert quotes.show(project, 1).claim == 1
    assert shown.quantifier is not None
    assert shown.quantifier.fits


def test_numbers_are_never_used_again(project: Project) -> None:
    claims.add(project, "a", "Barriers")
    undo(project)
    assert claims.add(project, "b", "Barriers") == 2
    claims.remove(project, 2)
    with pytest.raises(claims.ClaimNotFound) as missing:
        claims.show(project, 2)
    assert "none yet" in missing.value.hint
    with pytest.raises(claims.BadClaim):
        claims.add(project, "  ", "Barriers")


def test_an_illustrative_citation_is_marked_and_not_counted(project: Project) -> None:
    claims.add(project, "Most participants were paid little.", "Barriers", ["low pay"], "illustrative")
    shown = claims.show(project, 1)
    assert (shown.citation, shown.quantifier) == ("(e.g., P1, P2)", None)


def test_a_reworded_claim_keeps_its_number_its_passages_and_its_quotes(project: Project) -> None:
    claims.add(project, "Most participants were asked.", "Earning a place", ["asked now"])
    quotes.add(project, "Earning a place", place_quote(project, "P1", "Now they ask me."), claim=1)
    claim_edits.edit(project, 1, text="One  participant\nwas asked.")
    told = claims.show(project, 1)
    assert (told.sentence, told.quotes) == ("One participant was asked (P1).", (1,))
    assert told.quantifier is not None
    assert told.quantifier.fits
    assert undo(project) == "claims edit"
    assert claims.show(project, 1).text == "Most participants were asked."
    with pytest.raises(claims.BadClaim):
        claim_edits.edit(project, 1, text=" ")


def test_a_claim_moves_only_where_its_passages_are_coded(project: Project) -> None:
    claims.add(project, "Pay is low", "Barriers", [place_quote(project, "P2", "The pay is low.")])
    with pytest.raises(OutsideTheme):
        claim_edits.edit(project, 1, theme="Earning a place")
    themes.add(project, "Elsewhere", [])
    claims.add(project, "They asked", "Earning a place", ["asked now"])
    claim_edits.edit(project, 2, theme="Elsewhere", kind="illustrative")
    told = claims.show(project, 2)
    assert (told.theme, told.kind, told.citation) == ("Elsewhere", "illustrative", "(e.g., P1)")


def test_a_passage_or_a_code_is_taken_away_again(project: Project) -> None:
    pay = place_quote(project, "P2", "The pay is low.")
    claims.add(project, "It is hard", "Barriers", ["no supervision", pay])
    assert [one.code for one in claims.show(project, 1).support] == ["no supervision", None]
    claim_edits.detach(project, 1, "no supervision")
    assert [one.code for one in claims.show(project, 1).support] == [None]
    with pytest.raises(claim_edits.NotAttached):
        claim_edits.detach(project, 1, "no supervision")
    claim_edits.detach(project, 1, pay)
    assert claims.show(project, 1).sentence == "It is hard"
