"""Finding stored transcripts and what belongs to them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from conftest import INTERVIEW, bring_in

from qualcode.transcripts import library, participants
from qualcode.transcripts.library import BadTranscriptName, TranscriptNameTaken, TranscriptNotFound

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


def names(project: Project) -> list[str]:
    return [transcript.name for transcript in library.transcripts(project)]


def test_transcripts_stand_in_natural_order(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, P10="P10: ten\n", P2="P2: two\n", p1="p1: one\n")
    assert names(project) == ["p1", "P2", "P10"]


def test_name_is_found_in_other_case_and_decomposed(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, Zoë="Z: hello there\n")
    assert library.find(project, unicodedata.normalize("NFD", "zoë")).name == "Zoë"


def test_unknown_transcript_offers_near_misses(interview: Project) -> None:
    with pytest.raises(TranscriptNotFound, match="no transcript called 'P11'") as error:
        library.find(interview, "P11")
    assert error.value.hint == "Did you mean 'P1'?"


def test_stored_text_is_the_file(interview: Project) -> None:
    assert library.text(interview, library.find(interview, "P1").id) == INTERVIEW


def test_turns_are_speech_without_labels(interview: Project) -> None:
    found = library.turns(interview, library.find(interview, "P1").id)
    words = [(role, INTERVIEW[turn.start_char : turn.end_char]) for turn, role in found]
    assert words[0] == ("interviewer", "How did you start?")
    assert words[1] == ("participant", "I saw a flyer. My sister dragged me along, honestly. I nearly left.")


def test_units_are_numbered_sentences_with_roles(interview: Project) -> None:
    found = library.units_with_roles(interview, library.find(interview, "P1").id)
    assert [number for number, _, _ in found] == list(range(1, len(found) + 1))
    told = [(role, INTERVIEW[start:end]) for _, (start, end), role in found]
    assert told[1] == ("participant", "I saw a flyer.")
    assert told[6] == ("participant", "They remembered my name 😀 the second week.")


def test_only_participants_are_codable_unless_asked(interview: Project) -> None:
    one = library.find(interview, "P1").id
    spoken = [INTERVIEW[start:end] for start, end in library.codable(interview, one)]
    assert not any("How did you" in words for words in spoken)
    assert len(library.codable(interview, one, "any")) == 4


def test_everything_is_codable_where_nobody_is_known(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, note="I wrote this myself. It has no speakers.\n")
    one = library.find(project, "note").id
    assert library.codable(project, one) == library.codable(project, one, "any") != []


def test_rename_keeps_the_text_and_refuses_a_taken_name(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, P1="P1: one\n", P2="P2: two\n")
    with pytest.raises(TranscriptNameTaken):
        library.rename(project, "P1", "p2")
    library.rename(project, "P1", "First visit: Zoë 😀")
    assert library.text(project, library.find(project, "First visit: Zoë 😀").id) == "P1: one\n"


def test_rename_may_change_only_the_case(interview: Project) -> None:
    library.rename(interview, "P1", "p1")
    assert names(interview) == ["p1"]


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "esc\x1b[2J"])
def test_name_that_no_address_could_name_is_refused(interview: Project, name: str) -> None:
    with pytest.raises(BadTranscriptName):
        library.rename(interview, "P1", name)
    assert names(interview) == ["P1"]


def test_retired_transcript_is_hidden_and_comes_back(interview: Project) -> None:
    library.retire(interview, "P1")
    assert names(interview) == []
    library.restore(interview, "p1")
    assert names(interview) == ["P1"]
    assert [one.name for one in participants.participants(interview)] == ["P1"]


def test_restore_refuses_when_the_name_was_given_again(interview: Project, tmp_path: Path) -> None:
    library.retire(interview, "P1")
    bring_in(interview, tmp_path, P1="P1: a second try\n")
    with pytest.raises(TranscriptNameTaken):
        library.restore(interview, "P1")
    assert names(interview) == ["P1"]


def test_restore_of_what_was_never_retired_is_refused(interview: Project) -> None:
    with pytest.raises(TranscriptNotFound, match="No retired transcript"):
        library.restore(interview, "P1")
