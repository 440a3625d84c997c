"""People inside groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.passes import coding, passes, quotations
from qualcode.transcripts import addresses, library, participants, voices
from qualcode.transcripts.importing import import_files
from qualcode.transcripts.prepare import ImportOptions

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project

GROUP = """Moderator: Welcome. Who wants to begin?
S1: I can. We started in spring.
S2: Yes, in spring.
Unknown: It was winter.
Moderator: And why?
S1: Money.
"""


def group(project: Project, folder: Path) -> Project:
    file = folder / "FG1.txt"
    file.write_text(GROUP, encoding="utf-8")
    import_files(project, [file], ImportOptions(kind="focus-group"))
    return project


def test_each_speaker_of_a_group_is_a_participant_inside_it(project: Project, tmp_path: Path) -> None:
    group(project, tmp_path)
    assert [one.name for one in participants.participants(project)] == ["FG1-S1", "FG1-S2"]


def test_unidentified_speaker_is_nobody(project: Project, tmp_path: Path) -> None:
    transcript = library.find(group(project, tmp_path), "FG1")
    text = library.text(project, transcript.id)
    spoken = voices.participants_by_turn(project, transcript.id)
    assert spoken.speaking_at(text.index("It was winter")) is None
    assert spoken.speaking_at(text.index("Yes, in")) == "FG1-S2"


def test_coding_in_a_group_names_who_spoke(project: Project, tmp_path: Path) -> None:
    group(project, tmp_path)
    codebook.add(project, "season")
    passes.start(project, "hand")
    coding.apply(project, "season", coding.place_quote(project, "FG1", "Yes, in spring."))
    coding.apply(project, "season", addresses.resolve(project, "FG1:8"))
    found = [(one.participant, one.quotation) for one in quotations.quotations(project)]
    assert found == [("FG1-S2", "Yes, in spring."), ("FG1-S1", "Money.")]
