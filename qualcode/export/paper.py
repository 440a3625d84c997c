"""A document beside the report: with the study's title, moment, authors, language and page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.export import slots
from qualcode.export.blocks import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.export.blocks import Block
    from qualcode.store.project import Project


def paper(project: Project, subject: str, blocks: Sequence[Block], about: str = "") -> Document:
    """The blocks as a document; its title is the study's with what it is `about` (else the subject)."""
    study = project.setting("title") or "Untitled study"
    written = slots.read(project)
    return Document(
        f"{study}: {about or subject.lower()}",
        subject,
        str(project.value("SELECT max(at) FROM actions")),
        tuple(blocks),
        written.get("authors", ""),
        written.get("language") or "en-US",
        page=written.get("page") or "A4",
    )
