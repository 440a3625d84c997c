"""Claims reworded, moved to another theme, and parted from a passage. Their numbers and quotes stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.errors import QualcodeError
from qualcode.model import Place
from qualcode.store.actions import action
from qualcode.themes import claims
from qualcode.themes import themes as store
from qualcode.themes.gates import check_theme_passage
from qualcode.transcripts import library

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.themes.citations import CitationKind


class NotAttached(QualcodeError):
    """The claim does not rest on that."""


def edit(
    project: Project,
    number: int,
    *,
    text: str | None = None,
    theme: str | None = None,
    kind: CitationKind | None = None,
) -> None:
    """Change what a claim says, where it belongs, or whom its citation names; what is None stays.

    Raises:
        ClaimNotFound, BadClaim, ThemeNotFound, ThemeDropped: as their names say.
        OutsideTheme: a passage it rests on carries no code of the new theme.
    """
    with action(project, "claims edit") as editing:
        row = claims.stored(project, number)
        wanted: dict[str, object] = {}
        if text is not None:
            wanted["sentence"] = claims.sentence_of(text)
        if kind is not None:
            wanted["citation"] = kind
        if theme is not None:
            new = store.living(project, theme)
            for one in claims.show(project, number).support:
                if one.code is None:
                    transcript = library.find(project, one.transcript)
                    check_theme_passage(project, new, Place(transcript, one.start_char, one.end_char))
            wanted["theme_id"] = new.id
        if wanted:
            editing.change("claims", row["id"], **wanted)


def detach(project: Project, number: int, what: Place | str) -> None:
    """Take away a passage that speaks for a claim or against it, or all passages of a code.

    Raises:
        ClaimNotFound, CodeNotFound: as their names say.
        NotAttached: it was never attached; passages of a code go with their code.
    """
    with action(project, "claims detach") as detaching:
        row = claims.stored(project, number)
        condition, values = _which(project, what)
        found = project.rows(
            f"SELECT id FROM claim_passages WHERE claim_id = ? AND deleted_at IS NULL AND {condition}",
            (row["id"], *values),
        )
        if not found:
            raise NotAttached(
                f"Claim c{number} does not rest on that by itself.",
                f"See `qualcode claims show {number}`; passages of a code are taken away with the code.",
            )
        detaching.retire("claim_passages", [one["id"] for one in found])


def _which(project: Project, what: Place | str) -> tuple[str, tuple[object, ...]]:
    """A condition on the rows of a claim, and its values."""
    if isinstance(what, Place):
        place = (what.transcript.id, what.start_char, what.end_char)
        return "transcript_id = ? AND start_char = ? AND end_char = ?", place
    code = codebook.find(project, what)
    return "code_id IN (SELECT code_id FROM code_now WHERE now_id = ?)", (code.id,)
