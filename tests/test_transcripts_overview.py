"""Transcripts in the shape of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import INTERVIEW, bring_in

from qualcode.transcripts import library, overview
from qualcode.transcripts.importing import Imported, import_files
from qualcode.transcripts.library import TranscriptNotFound
from qualcode.transcripts.prepare import ImportOptions

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


def test_list_tells_what_import_told(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "P1.txt"
    file.write_text(INTERVIEW, encoding="utf-8")
    (told,) = import_files(project, [file], ImportOptions())
    assert isinstance(told, Imported)
    (listed,) = overview.overviews(project)
    assert listed["transcript"] == told.name
    for key in ("participant", "kind", "characters", "words", "turns", "units"):
        assert listed[key] == getattr(told, key), key
    assert [(one["label"], one["role"], one["turns"]) for one in listed["speakers"]] == [
        (one.label, one.role, one.turns) for one in told.speakers
    ]


def test_details_hold_turns_and_numbered_units(interview: Project) -> None:
    found = overview.details(interview, "p1")
    first = found["turns"][1]
    assert (first["speaker"], first["role"], first["start_ms"]) == ("P1", "participant", None)
    assert INTERVIEW[first["start_char"] : first["end_char"]].startswith("I saw a flyer.")
    assert [unit["number"] for unit in found["units"]] == list(range(1, 10))
    assert found["characters"] == sum(turn["end_char"] - turn["start_char"] for turn in found["turns"])


def test_lines_of_nobody_are_no_turns_but_keep_their_numbers(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, P1="Recorded in March\n\n" + INTERVIEW)
    found = overview.details(project, "P1")
    assert len(found["turns"]) == 4
    assert [(unit["number"], unit["role"]) for unit in found["units"]][:2] == [(1, None), (2, "interviewer")]


def test_transcript_without_speakers_is_one_voice(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, note="I wrote this myself. It has no speakers.\n")
    found = overview.details(project, "note")
    assert found["speakers"] == []
    assert [turn["role"] for turn in found["turns"]] == [None]
    assert found["words"] == 8


def test_retired_transcripts_are_not_listed(interview: Project) -> None:
    library.retire(interview, "P1")
    assert overview.overviews(interview) == []
    with pytest.raises(TranscriptNotFound):
        overview.details(interview, "P1")


def test_overviews_stand_in_natural_order(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, P10="P10: ten\n", P2="P2: two\n")
    assert [one["transcript"] for one in overview.overviews(project)] == ["P2", "P10"]
