from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from themes_study import LONG, study

from qualcode.passes.coding import place_quote
from qualcode.themes import edits, gates, quotes, themes
from qualcode.themes.claims import ClaimNotFound
from qualcode.transcripts import participants

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path) as opened:
        themes.add(opened, "Earning a place", ["doubted at first", "asked now"])
        yield opened


def quote(project: Project, transcript: str, words: str) -> int:
    return quotes.add(project, "Earning a place", place_quote(project, transcript, words), reason="core")


def test_quotes_are_numbered_and_a_number_is_never_used_again(project: Project) -> None:
    assert quote(project, "P1", "They doubted me at first.") == 1
    quotes.remove(project, 1)
    assert quote(project, "P1", "They doubted me at first.") == 2
    with pytest.raises(quotes.QuoteNotFound) as missing:
        quotes.show(project, 1)
    assert "q2" in missing.value.hint


def test_a_quote_is_listed_as_the_contract_says(project: Project) -> None:
    quote(project, "P1", "They doubted me at first.")
    listed = quotes.quotes(project)[0].as_dict()
    assert listed["number"] == 1
    assert (listed["theme"], listed["claim"]) == ("Earning a place", None)
    assert (listed["transcript"], listed["participant"]) == ("P1", "P1")
    assert listed["address"].startswith("P1:")
    assert (listed["rendered"], listed["form"]) == ("“They doubted me at first” (P1).", "inline")
    assert (listed["words"], listed["edits"], listed["verified"]) == (5, [], True)


def test_a_long_quote_becomes_a_block_and_an_omission_can_make_it_inline(project: Project) -> None:
    quote(project, "P10", LONG)
    shown = quotes.show(project, 1)
    assert (shown.form, shown.words, shown.rendered) == ("block", 44, f"{LONG} (P10)")
    edited = edits.edit(project, 1, omit="nobody on the ward knew")
    assert edited.form == "inline"
    assert edited.body.startswith("When I started . . . what a peer worker")
    assert edited.verified
    with pytest.raises(edits.WordsNotInQuote, match="2 times"):
        edits.edit(project, 1, omit="the filing")
    assert edits.clear_edits(project, 1).form == "block"


def test_an_insertion_explains_or_replaces_words(project: Project) -> None:
    quote(project, "P1", "They doubted me at first.")
    assert edits.edit(project, 1, insert="the nurses", at="They").body.startswith("They [the nurses] doubted")
    with pytest.raises(edits.WordsNotInQuote, match="do not stand in the quote"):
        edits.edit(project, 1, omit="never")
    edits.clear_edits(project, 1)
    with pytest.raises(edits.BadEdit, match="Nothing would be left"):
        edits.edit(project, 1, omit="They doubted me at first.")
    with pytest.raises(edits.WordsNotInQuote):
        edits.edit(project, 1, omit="hey")
    assert edits.edit(project, 1, omit="me", insert="[name]").body == "They doubted [name] at first."
    with pytest.raises(edits.BadEdit, match="overlaps"):
        edits.edit(project, 1, omit="doubted me")


def test_words_may_begin_with_their_comma(project: Project) -> None:
    quote(project, "P10", "They doubted me, you know, for a year.")
    assert edits.edit(project, 1, omit=", you know").body == "They doubted me . . . , for a year."


def test_an_error_never_repeats_the_words(project: Project) -> None:
    quote(project, "P1", "They doubted me at first.")
    with pytest.raises(edits.WordsNotInQuote) as refused:
        edits.edit(project, 1, omit="secret words")
    assert "secret" not in refused.value.sentence + refused.value.hint


def test_an_interviewer_alone_or_half_a_label_is_not_quoted(project: Project) -> None:
    for words in ("How did it begin?", "Who would ask me?\n\nInterviewer:"):
        with pytest.raises(gates.NotParticipantSpeech, match="no participant's speech"):
            quote(project, "P1", words)


def test_a_quote_lies_on_a_passage_of_the_theme(project: Project) -> None:
    with pytest.raises(gates.OutsideTheme) as refused:
        quote(project, "P2", "The pay is low.")
    assert "codings list --in P2" in refused.value.hint


def test_who_does_not_allow_quotes_is_not_quoted(project: Project) -> None:
    participants.set_values(project, "P1", {"Consent_Quotes": "No"})
    with pytest.raises(gates.ConsentWithheld, match="P1 does not allow"):
        quote(project, "P1", "They doubted me at first.")
    assert quote(project, "P10", "They doubted me, you know, for a year.") == 1


def test_the_same_words_are_quoted_once_per_theme(project: Project) -> None:
    quote(project, "P1", "They doubted me at first.")
    with pytest.raises(quotes.QuoteThere, match="q1 already"):
        quote(project, "P1", "They doubted me at first.")


def test_an_unknown_claim_is_refused(project: Project) -> None:
    place = place_quote(project, "P1", "They doubted me at first.")
    with pytest.raises(ClaimNotFound):
        quotes.add(project, "Earning a place", place, claim=4)
    assert quotes.quotes(project) == []
