from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import INTERVIEW

from qualcode.codes import codebook
from qualcode.passes import coding, integrity, orphans, passes, quotations
from qualcode.passes.orphans import OrphanNotFound, PlaceTaken
from qualcode.passes.passes import PassSealed
from qualcode.passes.replacing import replace_transcript
from qualcode.store.actions import undo
from qualcode.themes import edits, quotes, themes
from qualcode.transcripts import addresses

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def lost(interview: Project, tmp_path: Path) -> Project:
    """What was coded, with a memo, and quoted as q1, "I nearly left.", is gone; q2 has an edit."""
    codebook.add(interview, "doubt")
    passes.start(interview, "hand")
    coding.apply(interview, "doubt", addresses.resolve(interview, "P1:4"), memo="why?")
    coding.apply(interview, "doubt", addresses.resolve(interview, "P1:9"))
    themes.add(interview, "Leaving", codes=["doubt"])
    quotes.add(interview, "Leaving", addresses.resolve(interview, "P1:4"))
    quotes.add(interview, "Leaving", addresses.resolve(interview, "P1:9"))
    edits.edit(interview, 2, omit="So")
    file = tmp_path / "corrected.txt"
    file.write_text(INTERVIEW.replace(" I nearly left.", "").replace("I saw", "Yes, I saw"), encoding="utf-8")
    replace_transcript(interview, "P1", file)
    return interview


def quoted(project: Project) -> list[tuple[str, str, str | None]]:
    return [(one.address, one.quotation, one.memo) for one in quotations.quotations(project)]


def test_orphans_are_listed_with_their_old_words_and_the_nearest_place(lost: Project) -> None:
    first, second = orphans.orphans(lost)
    assert (first.number, first.kind, first.label, first.owner) == (1, "coding", "doubt", "hand")
    assert (first.former_address, first.quotation) == ("P1-v1:4", "I nearly left.")
    assert (first.nearest, first.nearest_words) == ("P1:3", "My sister dragged me along, honestly.")
    assert (second.number, second.kind, second.label, second.owner) == (2, "quote", "q1", "Leaving")


def test_orphan_is_not_counted_until_it_has_a_place(lost: Project) -> None:
    assert quoted(lost) == [("P1:8", "So I came back.", None)]


def test_placed_orphan_keeps_its_code_pass_and_memo(lost: Project) -> None:
    orphans.place(lost, 1, addresses.resolve(lost, "P1:3"))
    assert quoted(lost)[0] == ("P1:3", "My sister dragged me along, honestly.", "why?")
    assert [one.number for one in orphans.orphans(lost)] == [2]


def test_dropped_orphan_is_off_the_list_and_undo_brings_it_back(lost: Project) -> None:
    orphans.drop(lost, 1)
    orphans.drop(lost, 2)
    assert orphans.orphans(lost) == []
    assert integrity.problems(lost) == []
    assert [one.number for one in quotes.quotes(lost)] == [2]
    undo(lost)
    undo(lost)
    assert [one.number for one in orphans.orphans(lost)] == [1, 2]


def test_quote_that_moved_is_printed_from_the_corrected_words_with_its_edits(lost: Project) -> None:
    moved = quotes.show(lost, 2)
    assert (moved.transcript, moved.address, moved.quotation) == ("P1", "P1:8", "So I came back.")
    assert [edit.words for edit in moved.edits] == ["So"]
    assert moved.verified


def test_placed_quote_is_printed_from_its_new_place(lost: Project) -> None:
    orphans.place(lost, 2, addresses.resolve(lost, "P1:3"))
    assert quotes.show(lost, 1).quotation == "My sister dragged me along, honestly."


def test_place_has_to_be_free_and_in_the_corrected_version(lost: Project) -> None:
    with pytest.raises(PlaceTaken, match="not in P1"):
        orphans.place(lost, 1, addresses.resolve(lost, "P1-v1:4"))
    with pytest.raises(PlaceTaken, match="stands there already"):
        orphans.place(lost, 1, addresses.resolve(lost, "P1:8"))
    with pytest.raises(OrphanNotFound, match="number 3"):
        orphans.drop(lost, 3)


def test_pass_sealed_meanwhile_takes_no_orphan_back(lost: Project) -> None:
    passes.seal(lost, "hand")
    with pytest.raises(PassSealed):
        orphans.place(lost, 1, addresses.resolve(lost, "P1:3"))
