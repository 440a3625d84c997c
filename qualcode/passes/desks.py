"""Which pass a coder sits down to, where it goes on, and what it may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.names import quoted
from qualcode.passes import margin, onepass, passes
from qualcode.passes.margin import OpenPassIsBlind
from qualcode.passes.passes import NothingToRead
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from qualcode.model import CodingPass, Transcript
    from qualcode.spans import Span
    from qualcode.store.project import Project


def any_open(project: Project) -> bool:
    """Whether a pass stands open that could be coded in by whoever acts now."""
    return any(
        one.sealed_at is None and one.kind == "independent" and _is_mine(project, one)
        for one in passes.passes(project)
    )


def find(project: Project, name: str | None) -> CodingPass:
    """The pass to sit down to: the one named, else the only open one.

    Raises:
        PassNotFound, PassNotNamed: none of that name; or several are open.
        OpenPassIsBlind: one that cannot be coded in was named while an own pass is open.
    """
    if name is None:
        return passes.find_open(project, None)
    asked = passes.find(project, name)
    mine = margin.own_open_pass(project)
    if mine is not None and mine.id != asked.id and why_read_only(project, asked):
        raise OpenPassIsBlind(
            f"Your pass {mine.name!r} is open, so other passes are not shown.",
            f"To look all the same: qualcode code --show {quoted(asked.name)}; it is noted that"
            f" {mine.name!r} saw it.",
        )
    return asked


def why_read_only(project: Project, coding_pass: CodingPass) -> str:
    """Why nothing can be coded in a pass; empty when it can."""
    if coding_pass.sealed_at is not None:
        return f"The pass {coding_pass.name} was sealed on {coding_pass.sealed_at[:10]} and never changes."
    if coding_pass.kind == "consensus":
        return f"The pass {coding_pass.name} holds agreed codings, which only decisions write."
    if not _is_mine(project, coding_pass):
        return f"The pass {coding_pass.name} is {coding_pass.coder}'s."
    return ""


def spoiled_by(project: Project, opened: CodingPass) -> list[CodingPass]:
    """The coder's other open passes that were stated blind to the one about to be opened."""
    return [
        one
        for one in passes.passes(project)
        if one.id != opened.id
        and one.sealed_at is None
        and one.kind == "independent"
        and one.coder_id == opened.coder_id
        and passes.sight(project, one.id, opened.id) == "blind"
    ]


def note_sight(project: Project, seeing: CodingPass, seen: CodingPass) -> None:
    """Note that a pass was shown another one."""
    passes.record_sight(project, seeing.id, seen.id)


def shown(project: Project, coding_pass: CodingPass, other: str) -> CodingPass:
    """Another pass to be shown beside this one; it is noted, if this one is open.

    Raises:
        PassNotFound: there is no such pass.
    """
    found = passes.find(project, other)
    if coding_pass.sealed_at is None and found.id != coding_pass.id:
        note_sight(project, coding_pass, found)
    return found


def place_to_begin(
    project: Project, coding_pass: CodingPass, name: str | None
) -> tuple[Transcript, Span | None]:
    """The transcript to open, and the span in it that an address named.

    Without a name: the one this pass coded in last, else the first it was given.

    Raises:
        TranscriptNotFound, BadAddress, OutsideTranscript: a name that leads nowhere.
        NothingToRead: the pass has no transcript.
    """
    if name is not None:
        place = addresses.resolve_all(project, name)
        whole = (place.start_char, place.end_char) == (0, place.transcript.length)
        return place.transcript, None if whole else (place.start_char, place.end_char)
    latest = onepass.latest(project, coding_pass.id)
    if latest is not None:
        return library.by_id(project, latest[0]), None
    listed = onepass.to_read(project, coding_pass)
    if not listed:
        raise NothingToRead("This pass has no transcript to read.", "Bring some in with `qualcode import`.")
    return listed[0], None


def _is_mine(project: Project, coding_pass: CodingPass) -> bool:
    return project.coder is None or project.coder.casefold() == coding_pass.coder.casefold()
