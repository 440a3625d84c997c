"""What stands beside the texts in a REFI-QDA project: memos, participants with attributes, themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.export.refi_xml import add, made_guid, refer
from qualcode.themes import themes
from qualcode.transcripts import participants

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from lxml.etree import _Element

    from qualcode.model import Code, Transcript
    from qualcode.store.project import Project, Row

_MEMOS: Final = (
    "SELECT m.id, m.about_id, m.body, m.created_at, m.coder_id, r.name AS coder"
    " FROM memos m JOIN coders r ON r.id = m.coder_id"
    " WHERE m.deleted_at IS NULL AND m.body <> '' AND NOT EXISTS"
    " (SELECT 1 FROM memos f WHERE f.replaces_id = m.id AND f.deleted_at IS NULL) ORDER BY m.rowid"
)
_USUAL: Final = "interview"


class Notes:
    """Memos as they stand, those that another one follows left out.

    Attributes:
        memos: The rows.
        on: Ids of memos by that of the thing they are on, of those that go out.
        authors: Names of who wrote them, by id.
    """

    def __init__(self, project: Project, known: Collection[str]) -> None:
        codings = {row[0] for row in project.tuples("SELECT id FROM codings")} - set(known)
        # A memo on a coding that does not go out is about nothing that the reader could see.
        self.memos: list[Row] = [row for row in project.rows(_MEMOS) if row["about_id"] not in codings]
        self.on: dict[str, list[str]] = {}
        for row in self.memos:
            if row["about_id"] in known:
                self.on.setdefault(row["about_id"], []).append(row["id"])
        self.authors = {row["coder_id"]: row["coder"] for row in self.memos}

    def add_to(self, project: _Element) -> None:
        """The section of notes."""
        if not self.memos:
            return
        section = add(project, "Notes")
        for row in self.memos:
            note = add(
                section,
                "Note",
                guid=row["id"],
                creatingUser=row["coder_id"],
                creationDateTime=row["created_at"],
            )
            add(note, "PlainTextContent", row["body"])


def add_people(made: _Element, project: Project, transcripts: Sequence[Transcript]) -> None:
    """Participants as cases with their attributes as variables, and the transcripts that they speak in."""
    people = participants.participants(project)
    names = {name.casefold(): name for one in people for name in one.attributes}
    if names:
        section = add(made, "Variables")
        for key, name in names.items():
            add(section, "Variable", guid=made_guid("variable", key), name=name, typeOfVariable="Text")
    if not people:
        return
    section = add(made, "Cases")
    spoken = _transcripts_by_participant(project)
    known = {one.id for one in transcripts}
    for one in people:
        case = add(section, "Case", guid=one.id, name=one.name)
        for name, value in one.attributes.items():
            held = add(case, "VariableValue")
            add(held, "VariableRef", targetGUID=made_guid("variable", name.casefold()))
            add(held, "TextValue", value)
        refer(case, "SourceRef", [each for each in spoken.get(one.id, ()) if each in known])


def add_sets(
    made: _Element, project: Project, codes: Sequence[Code], transcripts: Sequence[Transcript]
) -> None:
    """Themes as sets of codes, and what is no interview as a set called after its kind."""
    known = {code.id for code in codes}
    found = themes.all_themes(project)
    kinds = dict.fromkeys(one.kind for one in transcripts if one.kind != _USUAL)
    if not (found or kinds):
        return
    section = add(made, "Sets")
    for theme in found:
        group = add(section, "Set", guid=theme.id, name=theme.name)
        if theme.essence:
            add(group, "Description", theme.essence)
        refer(group, "MemberCode", [code_id for code_id, _ in theme.codes if code_id in known])
    for kind in kinds:
        group = add(section, "Set", guid=made_guid("kind", kind), name=kind)
        refer(group, "MemberSource", [one.id for one in transcripts if one.kind == kind])


def _transcripts_by_participant(project: Project) -> dict[str, list[str]]:
    """Transcripts that are somebody's, or in which somebody of a group speaks."""
    rows = project.tuples(
        "SELECT participant_id, id FROM transcripts WHERE deleted_at IS NULL AND participant_id IS NOT NULL"
        " UNION SELECT participant_id, transcript_id FROM speakers WHERE participant_id IS NOT NULL"
    )
    found: dict[str, list[str]] = {}
    for participant_id, transcript_id in rows:
        found.setdefault(participant_id, []).append(transcript_id)
    return found
