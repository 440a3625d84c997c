from __future__ import annotations

from typing import TYPE_CHECKING

from conftest import bring_in

from qualcode.store.actions import action, derivation
from qualcode.transcripts import index, library
from qualcode.transcripts.importing import preview_files
from qualcode.transcripts.prepare import ImportOptions

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


def test_import_indexes_every_turn(interview: Project) -> None:
    transcript_id = library.find(interview, "P1").id
    assert index.rows_matching(interview, "sister") == {transcript_id: [1]}
    assert index.rows_matching(interview, "the") == {transcript_id: [3]}


def test_dry_run_leaves_no_word_behind(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "P1.txt"
    file.write_text("Interviewer: Why?\n\nP1: The secret garden.\n")
    preview_files(project, [file], ImportOptions())
    assert index.rows_matching(project, "secret") == {}
    assert project.value("SELECT count(*) FROM indexed") == 0


def test_index_can_be_made_again_from_the_transcripts(interview: Project) -> None:
    before = interview.rows("SELECT rowid, words FROM turn_words")
    interview.connection.execute("INSERT INTO turn_words (turn_words) VALUES ('rebuild')")
    interview.connection.execute("INSERT INTO turn_words (turn_words, rank) VALUES ('integrity-check', 1)")
    assert [tuple(row) for row in interview.rows("SELECT rowid, words FROM turn_words")] == [
        tuple(row) for row in before
    ]
    assert len(index.rows_matching(interview, "flyer OR people")) == 1


def test_what_came_in_another_way_is_indexed_when_needed(interview: Project, tmp_path: Path) -> None:
    bring_in(interview, tmp_path, P2="Interviewer: And?\n\nP2: My brother.\n")
    with derivation(interview, "test") as opened:
        index.forget(opened, library.find(interview, "P2").id)
    assert index.rows_matching(interview, "brother") == {}
    index.catch_up(interview)
    assert index.rows_matching(interview, "brother") == {library.find(interview, "P2").id: [1]}


def test_forgotten_words_are_nowhere_in_the_index(interview: Project, tmp_path: Path) -> None:
    bring_in(interview, tmp_path, P2="Interviewer: And?\n\nP2: The whistleblower.\n")
    assert b"histleblower" in _stored(interview)
    with action(interview, "withdraw") as opened:
        index.forget(opened, library.find(interview, "P2").id)
        opened.touched += 1
    assert b"histleblower" not in _stored(interview)
    assert index.rows_matching(interview, "sister") != {}


def _stored(project: Project) -> bytes:
    return b"".join(row[0] for row in project.rows("SELECT block FROM turn_words_data ORDER BY id"))
