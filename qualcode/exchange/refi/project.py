"""A new project from a REFI-QDA project file: what has a place here comes in, the rest is told by kind."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.codes.described import fields_of
from qualcode.exchange.refi.archive import ProjectArchive
from qualcode.exchange.refi.codebook import named, one_line
from qualcode.exchange.refi.memos import Known, Memos
from qualcode.exchange.refi.people import People
from qualcode.exchange.refi.placing import Placing
from qualcode.exchange.refi.reading import read_project
from qualcode.exchange.refi.result import ImportedText, LeftOut, ProjectImport, RenamedCode
from qualcode.exchange.refi.texts import load_texts
from qualcode.exchange.refi.users import Users
from qualcode.store.actions import DEFAULT_CODER, action
from qualcode.store.errors import ProjectExists
from qualcode.store.project import create_project
from qualcode.store.study import write_study
from qualcode.transcripts import index
from qualcode.transcripts.prepare import ImportOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.exchange.refi.codebook import NamedCode
    from qualcode.exchange.refi.parts import ProjectFile
    from qualcode.exchange.refi.people import Arrived
    from qualcode.exchange.refi.texts import LoadedText
    from qualcode.store.actions import Action
    from qualcode.store.project import Project


@dataclass(frozen=True, slots=True)
class ProjectOptions:
    """How a project file is understood.

    Attributes:
        coder: Who works on with it; None for whoever made it.
        by_selection: Take whoever made a selection for the coder, not whoever applied the code.
        texts: How speakers are found in its texts.
    """

    coder: str | None = None
    by_selection: bool = False
    texts: ImportOptions = field(default_factory=ImportOptions)


def import_project(
    path: Path, target: Path, options: ProjectOptions, *, dry_run: bool = False
) -> ProjectImport:
    """Make a project of a project file, whole or not at all.

    Args:
        path: The .qdpx.
        target: Where the project goes; it must not be there yet.
        options: How the file is understood.
        dry_run: Do everything in a folder that is thrown away.

    Raises:
        UnreadableFileError: not a REFI-QDA project, damaged, or built to harm.
        ProjectExists: there is a file already; it is left alone.
        DiskFull: no room, or a folder that cannot be made or written.
    """
    if target.exists():
        raise ProjectExists(f"{target} exists already.", "Say where the new project goes, or move that one.")
    archive = ProjectArchive(path)
    try:
        found = read_project(archive.xml())
        users = Users(found, by_selection=options.by_selection)
        coder = options.coder or users.name(found.creator) or next(iter(users.names), DEFAULT_CODER)
        result = ProjectImport(str(target), one_line(found.name, path.stem), found.origin)

        def furnish(project: Project) -> None:
            write_study(project, title=result.title, questions=(), approach="codebook", coder=coder)
            _bring(project, archive, found, users, options, result)

        if dry_run:
            with tempfile.TemporaryDirectory(prefix="qualcode-") as folder:
                create_project(Path(folder) / target.name, furnish, coder)
        else:
            create_project(target, furnish, coder)
        return result
    finally:
        archive.close()


def _bring(
    project: Project,
    archive: ProjectArchive,
    found: ProjectFile,
    users: Users,
    options: ProjectOptions,
    result: ProjectImport,
) -> None:
    with action(project, "import-project") as importing:
        codes = named(found.codes)
        ids = _add_codes(importing, codes, found.origin)
        texts, unread = load_texts(archive, found)
        _count_comments(found, texts)
        people = People(importing, found, options.texts)
        arrived, refused = people.bring(texts)
        placing = Placing(importing, ids, users)
        result.passes = placing.bring(arrived)
        memos = Memos(importing, archive, found, Known(ids, arrived, placing.ids))
        written = memos.write(users, {one.code.guid: one.name for one in codes})
        index.add_missing(importing)
        result.transcripts = _texts(arrived, placing)
        result.unread = [*unread, *refused]
        result.unplaced, result.repeated = placing.unplaced, placing.repeated
        result.codes_renamed = [
            RenamedCode(one.code.name, one.name) for one in codes if one.name != one_line(one.code.name)
        ]
        result.left_out = [LeftOut(kind, count) for kind, count in sorted((+found.left_out).items())]
        result.warnings = list(dict.fromkeys([*people.warnings, *_remarks(placing)]))
        result.counts = _counts(project, found, users, memos=written)


def _add_codes(importing: Action, codes: Sequence[NamedCode], origin: str) -> dict[str, str]:
    """Add all codes; their ids by GUID."""
    ids: dict[str, str] = {}
    for one in codes:
        fields = fields_of(one.code.description, own=origin.casefold().startswith("qualcode"))
        fields["color"] = one.code.color
        ids[one.code.guid] = codebook.add_to(importing, one.name, one.parent or None, fields)
    return ids


def _count_comments(found: ProjectFile, texts: Sequence[LoadedText]) -> None:
    """Comments on texts that were not read go with them, and are told."""
    known = {guid for text in texts for guid in text.guids}
    for source in found.texts:
        if source.guid not in known:
            commented = sum(bool(one.description or one.notes) for one in source.selections)
            found.left_out["comments in texts that were not read"] += commented


def _texts(arrived: Sequence[Arrived], placing: Placing) -> list[ImportedText]:
    return [
        ImportedText(
            transcript=one.name,
            source=one.text.source.name,
            participant=one.participant,
            characters=len(one.text.counted.text),
            words=one.words,
            codings=placing.in_text.get(one.id, 0),
            counting="; ".join(dict.fromkeys(map(str, one.text.countings.values()))),
        )
        for one in arrived
    ]


def _remarks(placing: Placing) -> list[str]:
    if not placing.whole:
        return []
    return [f"Codings of a source as a whole stand on all of its text: {placing.whole}."]


def _counts(project: Project, found: ProjectFile, users: Users, *, memos: int) -> dict[str, int]:
    def count(table: str) -> int:
        return int(project.value(f"SELECT count(*) FROM {table}"))

    tables = ("transcripts", "participants", "attributes", "codes", "passes", "codings")
    counts = {"sources": len(found.texts), **{table: count(table) for table in tables}}
    return counts | {"users": len(users.names), "memos": memos}
