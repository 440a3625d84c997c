"""Addresses name places, and every place has an address that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import INTERVIEW, bring_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.transcripts import addresses, library
from qualcode.transcripts.addresses import BadAddress, OutsideTranscript
from qualcode.transcripts.library import TranscriptNotFound

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


def words(project: Project, address: str) -> str:
    place = addresses.resolve(project, address)
    return library.text(project, place.transcript.id)[place.start_char : place.end_char]


def test_unit_range_and_characters_name_words(interview: Project) -> None:
    assert words(interview, "P1:2") == "I saw a flyer."
    assert words(interview, "P1:2-3") == "I saw a flyer. My sister dragged me along, honestly."
    start = INTERVIEW.index("😀")
    assert words(interview, f"P1@{start}-{start + 1}") == "😀"


def test_other_case_and_space_around_are_forgiven(interview: Project) -> None:
    assert words(interview, " p1:2 ") == "I saw a flyer."


@pytest.mark.parametrize(
    "address",
    ["", "P1", "P1:", "P1@3", "P1@3-", "P1:2-", ":2", "P1:-2", "P1@-3-4", "P1:x", "P1: 2", "P1:2,3", "P1:²"],
)
def test_what_is_no_address_shows_what_one_looks_like(interview: Project, address: str) -> None:
    with pytest.raises(BadAddress, match="is not an address") as error:
        addresses.resolve(interview, address)
    assert error.value.exit_code == 2
    assert error.value.hint == "Write P5:42, P5:42-44 or P5@1203-1290."


@pytest.mark.parametrize("address", ["P1:3-2", "P1@9-4", "P1@4-4"])
def test_inverted_or_empty_span_is_wrong_usage(interview: Project, address: str) -> None:
    with pytest.raises(BadAddress, match="backwards"):
        addresses.resolve(interview, address)


@pytest.mark.parametrize(
    "address",
    ["P1:0", "P1:10", "P1:2-10", "P1@0-9999", f"P1:{'9' * 30}", f"P1@1-{'9' * 30}", f"P1:{'9' * 4000}"],
)
def test_place_outside_the_text_is_told_how_far_the_text_goes(interview: Project, address: str) -> None:
    with pytest.raises(OutsideTranscript, match=rf"units 1 to 9|{len(INTERVIEW)} characters"):
        addresses.resolve(interview, address)


def test_number_that_no_machine_reads_is_no_address(interview: Project) -> None:
    with pytest.raises(BadAddress):
        addresses.resolve(interview, f"P1:{'9' * 100_000}")


def test_last_character_is_inside(interview: Project) -> None:
    assert words(interview, f"P1@0-{len(INTERVIEW)}") == INTERVIEW


def test_unknown_transcript_offers_near_misses(interview: Project) -> None:
    with pytest.raises(TranscriptNotFound, match="'P11'") as error:
        addresses.resolve(interview, "P11:2")
    assert error.value.hint == "Did you mean 'P1'?"


def test_bare_name_stands_for_the_whole_transcript(interview: Project) -> None:
    place = addresses.resolve_all(interview, "P1")
    assert (place.start_char, place.end_char) == (0, len(INTERVIEW))


@pytest.mark.parametrize(
    "name", ["day 2: 10:30", "P1:4", "P1@2-3", "Zoë 😀", 'the "real" one', "a-b", "仲間"]
)
def test_names_with_colons_quotes_and_emoji_have_addresses(
    project: Project, tmp_path: Path, name: str
) -> None:
    bring_in(project, tmp_path, P1="P1: I saw a flyer.\n")
    library.rename(project, "P1", name)
    assert words(project, f"{name}:1") == "P1: I saw a flyer."
    assert words(project, f"{name}@4-5") == "I"


def test_printed_address_uses_units_where_the_span_is_made_of_them() -> None:
    units = [(0, 5), (6, 9), (9, 12)]
    assert addresses.address("P1", 0, 5, units) == "P1:1"
    assert addresses.address("P1", 0, 9, units) == "P1:1-2"
    assert addresses.address("P1", 6, 12, units) == "P1:2-3"
    assert addresses.address("P1", 0, 6, units) == "P1@0-6"
    assert addresses.address("P1", 1, 5, units) == "P1@1-5"
    assert addresses.address("P1", 3, 4, []) == "P1@3-4"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_address_of_any_span_leads_back_to_the_same_words(interview: Project, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(INTERVIEW) - 1))
    end = data.draw(st.integers(start + 1, len(INTERVIEW)))
    units = library.units(interview, library.find(interview, "P1").id)
    place = addresses.resolve(interview, addresses.address("P1", start, end, units))
    assert (place.start_char, place.end_char) == (start, end)
    assert words(interview, f"P1@{start}-{end}") == INTERVIEW[start:end]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 9), st.integers(0, 8))
def test_address_of_units_prints_as_it_was_typed(interview: Project, first: int, more: int) -> None:
    last = min(9, first + more)
    typed = f"P1:{first}" if first == last else f"P1:{first}-{last}"
    place = addresses.resolve(interview, typed)
    units = library.units(interview, place.transcript.id)
    assert addresses.address("P1", place.start_char, place.end_char, units) == typed


@pytest.mark.parametrize("typed", ["2-3", " :2-3 ", "P1:2-3", "@38-90"])
def test_numbers_alone_do_where_the_transcript_is_at_hand(interview: Project, typed: str) -> None:
    place = addresses.resolve_here(interview, "P1", typed)
    whole = addresses.resolve(interview, "P1:2-3")
    assert place == (whole if "@" not in typed else addresses.resolve(interview, "P1@38-90"))


def test_a_bare_name_that_no_transcript_has_is_a_missing_transcript_not_a_bad_address(
    interview: Project,
) -> None:
    with pytest.raises(TranscriptNotFound, match="There is no transcript called 'P9'"):
        addresses.resolve_all(interview, "P9")
    with pytest.raises(addresses.BadAddress):
        addresses.resolve_all(interview, "P1:x")
