"""Files come in whole or not at all; the words are never touched."""

from __future__ import annotations

import os
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from command_line import dump
from conftest import INTERVIEW, bring_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.store.actions import Action, redo, undo
from qualcode.store.errors import DiskFull, StoreRefused
from qualcode.store.log import log
from qualcode.transcripts import library, participants
from qualcode.transcripts.importing import (
    Imported,
    NothingToImport,
    Outcome,
    Skipped,
    files_in,
    import_files,
    preview_files,
)
from qualcode.transcripts.normalise import normalise
from qualcode.transcripts.prepare import ImportOptions
from qualcode.transcripts.readers import FORMATS, SurveyColumns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qualcode.store.project import Project

PLAIN = ImportOptions()
SURVEY = ImportOptions(kind="survey", survey=SurveyColumns("id", ("answer",), ("ward",)))


def names(project: Project) -> list[str]:
    return [transcript.name for transcript in library.transcripts(project)]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def skipped(outcomes: list[Outcome]) -> list[Skipped]:
    return [one for one in outcomes if isinstance(one, Skipped)]


def test_outcome_counts_words_turns_and_units_of_speech(project: Project, tmp_path: Path) -> None:
    (one,) = import_files(project, [write(tmp_path, "P1.txt", INTERVIEW)], PLAIN)
    assert isinstance(one, Imported)
    assert (one.name, one.participant, one.turns, one.units) == ("P1", "P1", 4, 9)
    spoken = [line.partition(": ")[2] for line in INTERVIEW.split("\n\n")]
    assert one.words == sum(len(words.split()) for words in spoken)
    assert one.characters == sum(len(words.strip()) for words in spoken)
    assert {(speaker.label, speaker.role) for speaker in one.speakers} == {
        ("Interviewer", "interviewer"),
        ("P1", "participant"),
    }


def test_same_bytes_are_skipped_with_a_reason_and_not_doubled(interview: Project, tmp_path: Path) -> None:
    before = dump(interview.path)
    again = import_files(interview, [write(tmp_path, "another name.txt", INTERVIEW)], PLAIN)
    assert again == [
        Skipped(str(tmp_path / "another name.txt"), "The same file is here already, as P1.", "", failed=False)
    ]
    assert dump(interview.path) == before


def test_same_bytes_twice_in_one_command_come_in_once(project: Project, tmp_path: Path) -> None:
    files = [write(tmp_path, "a/P1.txt", INTERVIEW), write(tmp_path, "b/P2.txt", INTERVIEW)]
    outcomes = import_files(project, files, PLAIN)
    assert [one.failed for one in skipped(outcomes)] == [False]
    assert names(project) == ["P1"]


def test_name_that_is_taken_is_refused_with_a_way_on(interview: Project, tmp_path: Path) -> None:
    other = write(tmp_path, "b/P1.txt", "P1: other words\n")
    (one,) = import_files(interview, [other], PLAIN)
    assert isinstance(one, Skipped)
    assert one.failed
    assert "called 'P1' already" in one.reason
    assert "transcripts replace P1" in one.hint


BAD = {
    "empty.txt": b"",
    "spaces.txt": b" \n\t\n",
    "broken.docx": b"PK\x03\x04 not really a zip",
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "utf16.txt": b"\xff\xfe\x00",
    "binary.txt": bytes(range(256)) * 8,
    "noending": b"words",
    "sheet.xyz": b"words",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_named_and_changes_nothing(project: Project, tmp_path: Path, name: str) -> None:
    before = dump(project.path)
    (one,) = import_files(project, [write(tmp_path, name, BAD[name])], PLAIN)
    assert isinstance(one, Skipped)
    assert one.failed
    assert name in one.reason
    assert one.reason.endswith(".")
    assert dump(project.path) == before


def test_good_files_land_beside_bad_ones(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for name, content in BAD.items():
        write(folder, name, content)
    write(folder, "P2.txt", "P2: hello\n")
    write(folder, "P10.md", "P10: hello again\n")
    outcomes = import_files(project, files_in([folder]), PLAIN)
    assert names(project) == ["P2", "P10"]
    assert len(skipped(outcomes)) == len(BAD)
    assert [line.command for line in log(project)] == ["import", "init"]


def test_the_others_land_beside_a_file_that_is_too_large(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, ".txt", FORMATS[".txt"]._replace(most_bytes=1 << 20))
    folder = tmp_path / "in"
    write(folder, "P1.txt", "P1: hello\n")
    write(folder, "P2.txt", "P2: on and on\n" * 80_000)
    write(folder, "P3.txt", "P3: hello again\n")
    (one,) = skipped(import_files(project, files_in([folder]), PLAIN))
    assert one.reason == "P2.txt is larger than 1 MB, the most that is read of its format."
    assert one.hint == "Divide it into one file per interview."
    assert names(project) == ["P1", "P3"]


def test_missing_file_is_named(project: Project, tmp_path: Path) -> None:
    (one,) = import_files(project, [tmp_path / "nowhere.txt"], PLAIN)
    assert isinstance(one, Skipped)
    assert one.reason == "nowhere.txt does not exist."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_refused_and_not_waited_for(project: Project, tmp_path: Path) -> None:
    pipe = tmp_path / "P1.txt"
    os.mkfifo(pipe)
    (one,) = import_files(project, [pipe], PLAIN)
    assert isinstance(one, Skipped)
    assert "not a file" in one.reason


def test_latin_1_words_arrive_with_a_warning(project: Project, tmp_path: Path) -> None:
    text = "P1: Das Gespräch über die Straße war schön, fand ich, und später kam der Bär.\n" * 5
    (one,) = import_files(project, [write(tmp_path, "P1.txt", text.encode("cp1252"))], PLAIN)
    assert isinstance(one, Imported)
    assert any("not UTF-8" in warning for warning in one.warnings)
    assert library.text(project, library.find(project, "P1").id) == text


def test_folder_is_read_in_natural_order_without_hidden_files_or_the_project(
    project: Project, tmp_path: Path
) -> None:
    for name in ("P10.txt", "P2.txt", "deep/P3.txt", ".hidden.txt", ".git/HEAD.txt", "~$P2.docx"):
        write(tmp_path, name, name)
    write(tmp_path, "old.qualcode-backup", "x")
    assert project.path.parent == tmp_path
    found = [file.relative_to(tmp_path).as_posix() for file in files_in([tmp_path])]
    assert found == ["deep/P3.txt", "P2.txt", "P10.txt"]


def test_empty_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(NothingToImport, match="no file there"):
        files_in([tmp_path / "in"])


def test_dry_run_says_what_import_would_and_keeps_nothing(project: Project, tmp_path: Path) -> None:
    files = [
        write(tmp_path, "a/P1.txt", INTERVIEW),
        write(tmp_path, "b/P1.txt", "P1: the same name\n"),
        write(tmp_path, "c/empty.txt", ""),
    ]
    before = dump(project.path)
    rehearsed = preview_files(project, files, PLAIN)
    assert dump(project.path) == before
    assert rehearsed == import_files(project, files, PLAIN)
    assert [one.failed for one in skipped(rehearsed)] == [True, True]


def test_survey_gives_one_transcript_and_the_facts_of_each_respondent(
    project: Project, tmp_path: Path
) -> None:
    table = write(tmp_path, "s.csv", "id,ward,answer\nR1,north,I was welcome.\nR2,south,Nobody asked me.\n")
    import_files(project, [table], SURVEY)
    assert names(project) == ["R1", "R2"]
    facts = {one.name: one.attributes for one in participants.participants(project)}
    assert facts == {"R1": {"ward": "north"}, "R2": {"ward": "south"}}


def test_survey_comes_in_whole_or_not_at_all(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, R2="R2: I was here before\n")
    before = dump(project.path)
    table = write(tmp_path, "s.csv", "id,ward,answer\nR1,north,I was welcome.\nR2,south,Nobody asked me.\n")
    (one,) = import_files(project, [table], SURVEY)
    assert isinstance(one, Skipped)
    assert dump(project.path) == before
    library.rename(project, "R2", "R2 earlier")
    assert all(isinstance(one, Imported) for one in import_files(project, [table], SURVEY))


def test_a_file_that_fails_half_way_leaves_nothing_of_itself(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [write(tmp_path, f"P{n}.txt", f"P{n}: words {n}\n") for n in (1, 2, 3)]
    really = Action.add_parts

    def add_parts(self: Action, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        if self.project.value("SELECT name FROM transcripts ORDER BY rowid DESC") == "P2":
            raise StoreRefused("Refused.")
        really(self, table, columns, rows)

    monkeypatch.setattr(Action, "add_parts", add_parts)
    outcomes = import_files(project, files, PLAIN)
    assert [type(one).__name__ for one in outcomes] == ["Imported", "Skipped", "Imported"]
    assert [one.name for one in participants.participants(project)] == ["P1", "P3"]
    assert project.value("SELECT count(*) FROM transcripts") == 2


def test_full_disk_stops_the_import_and_keeps_the_former_state(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [write(tmp_path, f"P{n}.txt", f"P{n}: words {n}\n") for n in (1, 2)]
    before = dump(project.path)

    def full(*_: object) -> None:
        raise DiskFull("study.qualcode cannot be written: disk is full.")

    monkeypatch.setattr(Action, "add_parts", full)
    with pytest.raises(DiskFull):
        import_files(project, files, PLAIN)
    assert dump(project.path) == before


def test_undo_takes_an_import_back_and_the_same_files_can_come_again(
    interview: Project, tmp_path: Path
) -> None:
    undo(interview)
    assert names(interview) == []
    assert participants.participants(interview) == []
    redo(interview)
    assert names(interview) == ["P1"]
    undo(interview)
    bring_in(interview, tmp_path, P1=INTERVIEW)
    assert names(interview) == ["P1"]
    assert [one.name for one in participants.participants(interview)] == ["P1"]


def test_decomposed_file_name_becomes_a_composed_name(project: Project, tmp_path: Path) -> None:
    write(tmp_path, unicodedata.normalize("NFD", "Zoë.txt"), "Z: hello\n")
    import_files(project, files_in([tmp_path]), PLAIN)
    assert names(project) == [unicodedata.normalize("NFC", "Zoë")]


def test_file_name_with_a_line_break_is_refused(project: Project, tmp_path: Path) -> None:
    (one,) = import_files(project, [write(tmp_path, "a\nb.txt", "Z: hello\n")], PLAIN)
    assert isinstance(one, Skipped)
    assert "line break" in one.reason


@pytest.mark.parametrize(
    "stem", ["Zoë 😀", "day: one", 'the "real" P1', "it's", "x" * 200, "仲間", "P1@2-3", "P1:4"]
)
def test_odd_file_names_become_names(project: Project, tmp_path: Path, stem: str) -> None:
    import_files(project, [write(tmp_path, f"{stem}.txt", "Z: hello\n")], PLAIN)
    assert library.text(project, library.find(project, stem).id) == "Z: hello\n"


def test_undecodable_file_name_is_refused_and_the_others_land(project: Project, tmp_path: Path) -> None:
    try:
        bad = write(tmp_path, os.fsdecode(b"P\xff.txt"), "Z: hello\n")
    except OSError:
        pytest.skip("this file system takes no such name")
    outcomes = import_files(project, [bad, write(tmp_path, "P2.txt", "P2: hi\n")], PLAIN)
    assert [type(one).__name__ for one in outcomes] in (["Skipped", "Imported"], ["Imported", "Imported"])
    assert "P2" in names(project)


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
"""Without NUL, by which UTF-16 is recognised."""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS)
def test_any_text_is_stored_word_for_word(project: Project, tmp_path: Path, text: str) -> None:
    file = write(tmp_path, "P1.txt", text)
    (one,) = import_files(project, [file], PLAIN)
    if isinstance(one, Imported):
        stored = library.text(project, library.find(project, "P1").id)
        undo(project)
        assert stored == normalise(text)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["I", "P1", "Ann B.", ""]), WORDS), min_size=1, max_size=6))
def test_units_never_overlap_never_cross_turns_and_cover_all_speech(
    project: Project, tmp_path: Path, lines: list[tuple[str, str]]
) -> None:
    text = "\n\n".join(f"{label}: {words}" if label else words for label, words in lines)
    (one,) = import_files(project, [write(tmp_path, "P1.txt", text)], PLAIN)
    if isinstance(one, Skipped):
        return
    transcript = library.find(project, "P1")
    stored = library.text(project, transcript.id)
    units = library.units(project, transcript.id)
    turns = [(turn.start_char, turn.end_char) for turn, _ in library.turns(project, transcript.id)]
    assert all(a[1] <= b[0] for a, b in pairwise(units))
    assert all(any(t[0] <= start < end <= t[1] for t in turns) for start, end in units)
    covered = {place for start, end in units for place in range(start, end)}
    spoken = {place for start, end in turns for place in range(start, end) if not stored[place].isspace()}
    assert spoken <= covered
    undo(project)
