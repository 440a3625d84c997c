from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import bring_in

from qualcode.store.actions import redo, undo
from qualcode.transcripts import addresses, library, participants, search
from qualcode.transcripts.finders import by_pattern, by_words
from qualcode.transcripts.library import TranscriptNotFound
from qualcode.transcripts.search import BadScope, Hit, PatternTooSlow, Scope

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project

MARIA = (
    "Interviewer: Why the café?\n\n"
    "P2: My sister went there; I don’t know. Stigma, stigmatised people 🥰love it.\n\n"
    "Interviewer: And the flyer?\n\n"
    "P2: No flyer. 我喜欢咖啡。\n"
)


@pytest.fixture
def two(interview: Project, tmp_path: Path) -> Project:
    """P1 says flyer, sister, people; P2 sister, stigma, flyer; P2's interviewer says flyer."""
    return bring_in(interview, tmp_path, P2=MARIA)


def hits(project: Project, typed: str, scope: Scope | None = None) -> list[Hit]:
    return list(search.search(project, by_words(typed), scope))


def found(project: Project, typed: str, scope: Scope | None = None) -> list[tuple[str, str | None, str]]:
    return [(hit.transcript, hit.speaker, hit.match) for hit in hits(project, typed, scope)]


def test_hit_stands_at_its_address_in_its_context(two: Project) -> None:
    hit = hits(two, '"my sister"')[0]
    assert hit == Hit(
        transcript="P1",
        address="P1@52-61",
        start_char=52,
        end_char=61,
        speaker="P1",
        role="participant",
        match="My sister",
        before="I saw a flyer. ",
        after=" dragged me along, honestly. I nearly left.",
    )
    place = addresses.resolve(two, hit.address)
    text = library.text(two, place.transcript.id)
    assert text[place.start_char : place.end_char] == "My sister"


def test_hit_that_is_a_whole_unit_has_the_unit_s_address(two: Project) -> None:
    assert [hit.address for hit in search.search(two, by_pattern(r"I nearly left\."))] == ["P1:4"]


def test_hits_come_in_the_order_of_the_text_with_all_words_asked_for(two: Project) -> None:
    assert found(two, "flyer sister") == [
        ("P1", "P1", "flyer"),
        ("P1", "P1", "sister"),
    ]
    assert found(two, "sister OR flyer")[2:] == [
        ("P2", "P2", "sister"),
        ("P2", "Interviewer", "flyer"),
        ("P2", "P2", "flyer"),
    ]


def test_not_is_within_one_turn(two: Project) -> None:
    assert found(two, "sister NOT flyer") == [("P2", "P2", "sister")]


@pytest.mark.parametrize(
    ("typed", "match"),
    [("CAFE", "café"), ("don't", "don’t"), ("stigma", "Stigma"), ("love", "love"), ("咖啡", "咖啡")],
)
def test_capitals_accents_apostrophes_and_emoji_hide_nothing(two: Project, typed: str, match: str) -> None:
    assert [hit.match for hit in hits(two, typed)] == [match]


def test_star_finds_whole_words_that_begin_so(two: Project) -> None:
    assert [hit.match for hit in hits(two, "stigma*")] == ["Stigma", "stigmatised"]


def test_scripts_without_spaces_keep_to_and_and_not(two: Project) -> None:
    assert [hit.match for hit in hits(two, "喜欢 AND 咖啡")] == ["喜欢", "咖啡"]
    assert hits(two, "喜欢 NOT 咖啡") == []


def test_half_a_word_is_not_found_where_vowel_signs_make_it_another(two: Project, tmp_path: Path) -> None:
    bring_in(two, tmp_path, P3="Interviewer: क्या?\n\nP3: हिन्दी। हिन्द।\n")
    assert [hit.match for hit in hits(two, "हिन्द")] == ["हिन्द"]
    assert [hit.match for hit in hits(two, "हिन्द*")] == ["हिन्दी", "हिन्द"]


def test_role_restricts_to_who_asks_or_answers(two: Project) -> None:
    assert found(two, "flyer", Scope(speaker_role="interviewer")) == [("P2", "Interviewer", "flyer")]
    assert found(two, "flyer", Scope(speaker_role="participant")) == [
        ("P1", "P1", "flyer"),
        ("P2", "P2", "flyer"),
    ]


def test_where_nobody_is_known_every_turn_is_a_participants(two: Project, tmp_path: Path) -> None:
    bring_in(two, tmp_path, diary="A flyer came.\n\nI threw it away.\n")
    assert ("diary", None, "flyer") in found(two, "flyer", Scope(speaker_role="participant"))


def test_transcripts_restrict_by_name(two: Project) -> None:
    assert {hit.transcript for hit in hits(two, "flyer", Scope(("p2",)))} == {"P2"}
    with pytest.raises(TranscriptNotFound):
        hits(two, "flyer", Scope(("P9",)))


def test_attributes_restrict_to_participants_that_have_them_all(two: Project) -> None:
    participants.set_values(two, "P1", {"Age": "20s", "town": "Ulm"})
    participants.set_values(two, "P2", {"Age": "20s", "town": "Bonn"})
    assert {hit.transcript for hit in hits(two, "flyer", Scope(attributes=(("age", "20S"),)))} == {"P1", "P2"}
    both = Scope(attributes=(("age", "20s"), ("Town", "bonn")))
    assert {hit.transcript for hit in hits(two, "flyer", both)} == {"P2"}


def test_unknown_attribute_or_role_is_refused(two: Project) -> None:
    with pytest.raises(BadScope, match="'height'"):
        hits(two, "flyer", Scope(attributes=(("height", "2"),)))
    with pytest.raises(BadScope, match="'nobody'"):
        hits(two, "flyer", Scope(speaker_role="nobody"))


def test_retired_and_undone_transcripts_are_not_found_until_they_are_back(two: Project) -> None:
    library.retire(two, "P1")
    assert {hit.transcript for hit in hits(two, "sister")} == {"P2"}
    undo(two)
    assert {hit.transcript for hit in hits(two, "sister")} == {"P1", "P2"}
    undo(two)  # the import of P2
    assert {hit.transcript for hit in hits(two, "sister")} == {"P1"}
    redo(two)
    assert {hit.transcript for hit in hits(two, "sister")} == {"P1", "P2"}


def test_pattern_sees_one_turn_at_a_time_and_minds_capitals(two: Project) -> None:
    assert [hit.match for hit in search.search(two, by_pattern(r"^(?:Why|My) \w+"))] == [
        "Why the",
        "My sister",
    ]
    assert [hit.match for hit in search.search(two, by_pattern(r"(?s)flyer.*"))][-1] == "flyer. 我喜欢咖啡。"


def test_pattern_that_matches_nothing_at_every_place_finds_nothing(two: Project) -> None:
    assert list(search.search(two, by_pattern("x*"))) == []


def test_pattern_that_would_take_for_ever_is_stopped(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(project, tmp_path, P1=f"Interviewer: Go on?\n\nP1: {'a' * 60}!\n")
    monkeypatch.setattr(search, "PATIENCE_S", 0.2)
    with pytest.raises(PatternTooSlow, match="in P1"):
        list(search.search(project, by_pattern(r"(a+)+b")))


def test_context_is_cut_between_words(two: Project) -> None:
    hit = next(iter(search.search(two, by_words("dragged"), context=12)))
    assert (hit.before, hit.after) == ("My sister ", " me along,")
