"""Who is studied, and what is known about each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command_line import dump

from qualcode.store.actions import undo
from qualcode.transcripts import participants
from qualcode.transcripts.participants import (
    BadParticipant,
    BadParticipantTable,
    ParticipantExists,
    ParticipantNotFound,
)

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


def facts(project: Project) -> dict[str, dict[str, str]]:
    return {one.name: one.attributes for one in participants.participants(project)}


def table(folder: Path, content: str | bytes) -> Path:
    file = folder / "people.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def test_interviewed_participant_is_known_by_the_files_stem(interview: Project) -> None:
    assert facts(interview) == {"P1": {}}


def test_table_gives_every_other_column_as_an_attribute(interview: Project, tmp_path: Path) -> None:
    file = table(tmp_path, "participant,setting,years\nP1,ward,3\nP2,community,\n")
    assert participants.import_table(interview, file) == 2
    assert facts(interview) == {"P1": {"setting": "ward", "years": "3"}, "P2": {"setting": "community"}}


@pytest.mark.parametrize(
    "content",
    ["ID,setting\np1,ward\n", "\ufeffid,setting\r\nP1,ward\r\n", " Participant ,setting\n P1 , ward \n"],
)
def test_other_spellings_of_the_table_lead_to_the_same_facts(
    interview: Project, tmp_path: Path, content: str
) -> None:
    participants.import_table(interview, table(tmp_path, content))
    assert facts(interview) == {"P1": {"setting": "ward"}}


def test_second_import_replaces_what_changed_and_keeps_the_rest(interview: Project, tmp_path: Path) -> None:
    participants.import_table(interview, table(tmp_path, "id,a,b\nP1,1,2\n"))
    participants.import_table(interview, table(tmp_path, "id,A,b,c\nP1,9,,3\n"))
    assert facts(interview) == {"P1": {"A": "9", "c": "3"}}
    undo(interview)
    assert facts(interview) == {"P1": {"a": "1", "b": "2"}}


def test_same_table_again_changes_nothing(interview: Project, tmp_path: Path) -> None:
    file = table(tmp_path, "id,a\nP1,1\n")
    participants.import_table(interview, file)
    before = dump(interview.path)
    participants.import_table(interview, file)
    assert dump(interview.path) == before


BAD = {
    "": "no column participant",
    "name,a\nP1,1\n": "no column participant",
    "id,a\n,1\n": "line 2: the participant is empty",
    "id,a\nP1,1\np1,2\n": "line 3: p1 stands there twice",
    "id,a\nP1,one, two\n": "line 2: it has more cells",
    'id,a\nP1,"one\nP2,two\n': "not a readable CSV",
}


@pytest.mark.parametrize("content", BAD)
def test_bad_table_is_told_by_line_and_changes_nothing(
    interview: Project, tmp_path: Path, content: str
) -> None:
    before = dump(interview.path)
    with pytest.raises(BadParticipantTable) as error:
        participants.import_table(interview, table(tmp_path, content))
    assert BAD[content] in error.value.sentence
    assert dump(interview.path) == before


def test_table_in_another_encoding_or_missing_is_told(interview: Project, tmp_path: Path) -> None:
    with pytest.raises(BadParticipantTable, match="not UTF-8"):
        participants.import_table(interview, table(tmp_path, "id,ort\nP1,Köln\n".encode("cp1252")))
    with pytest.raises(BadParticipantTable, match="cannot be read"):
        participants.import_table(interview, tmp_path / "nowhere.csv")


def test_id_is_given_once(interview: Project) -> None:
    with pytest.raises(ParticipantExists):
        participants.add(interview, " p1 ", {})
    assert list(facts(interview)) == ["P1"]


@pytest.mark.parametrize("name", ["", "  ", "P\n1"])
def test_empty_id_is_refused(project: Project, name: str) -> None:
    with pytest.raises(BadParticipant):
        participants.add(project, name, {})
    assert facts(project) == {}


def test_id_that_was_undone_may_be_given_again(project: Project) -> None:
    participants.add(project, "P7", {"a": "1"})
    undo(project)
    assert facts(project) == {}
    participants.add(project, "P7", {"a": "2"})
    assert facts(project) == {"P7": {"a": "2"}}


def test_id_of_someone_who_withdrew_is_never_used_again(project: Project) -> None:
    participants.add(project, "P7", {})
    project.connection.execute("UPDATE participants SET withdrawn_at = 'today'")
    with pytest.raises(ParticipantExists):
        participants.add(project, "P7", {})
    assert facts(project) == {}


def test_set_changes_adds_and_takes_away(project: Project) -> None:
    participants.add(project, "P7", {"a": "1", "b": "2"})
    participants.set_values(project, "p7", {"A": "9", "b": "", "ünïcode 😀": "ja"})
    assert facts(project) == {"P7": {"A": "9", "ünïcode 😀": "ja"}}


def test_unknown_participant_offers_near_misses(interview: Project) -> None:
    with pytest.raises(ParticipantNotFound) as error:
        participants.set_values(interview, "P11", {"a": "1"})
    assert error.value.hint == "Did you mean 'P1'?"
