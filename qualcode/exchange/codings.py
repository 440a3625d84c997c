"""Codings from files of several kinds, in one pass and one action: tables, Word comments, other programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.errors import UsageError
from qualcode.exchange.comments import CommentedDocument
from qualcode.exchange.landing import CodingsImport, Landing
from qualcode.exchange.refi.codings import ProjectCodings
from qualcode.exchange.tables import TableRows
from qualcode.passes import coding
from qualcode.store.actions import action

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qualcode.store.project import Project


@dataclass(frozen=True, slots=True)
class CodingsOptions:
    """How files become codings.

    Attributes:
        create: Make codes that are new.
        in_name: The transcript that the one document is, where its name does not say.
        author: Only this author's comments, or this user's codings.
        colors: The code for highlights of a colour, `{"yellow": "chance"}`.
    """

    create: bool = False
    in_name: str | None = None
    author: str | None = None
    colors: Mapping[str, str] = field(default_factory=dict)


def import_codings(
    project: Project,
    paths: Sequence[Path],
    pass_name: str | None,
    options: CodingsOptions,
    *,
    dry_run: bool = False,
) -> CodingsImport:
    """Place what files hold in a pass: all that can be placed, as one action.

    Raises:
        UsageError: `in_name` for several documents, or for none.
        BadCodingsTable, UnreadableFileError: a file that cannot be read.
        TranscriptNotFound, WhichTranscript: nothing says which transcript a document is.
        PassNotFound, PassNotNamed, PassSealed, OtherCodersPass, ConsensusPass: the pass cannot be written.
    """
    documents = [path for path in paths if path.suffix.lower() == ".docx"]
    if options.in_name is not None and len(documents) != 1:
        raise UsageError("--in says which transcript one Word document is.", "Import one at a time with it.")
    coding_pass = coding.writable(project, pass_name)
    with action(project, "codings import", rehearsal=dry_run) as importing:
        landing = Landing(importing, coding_pass, create=options.create)
        rows = TableRows(landing)
        for path in paths:
            if path in documents:
                document = CommentedDocument(landing, path, options.in_name)
                document.gather(options.author, options.colors)
            elif path.suffix.lower() == ".qdpx":
                ProjectCodings(landing, path).gather(options.author)
            else:
                rows.gather(path)
        return landing.land()
