"""Apply a code to a span in a pass, and take it off again. A coding never moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.codes import codebook
from qualcode.errors import QualcodeError
from qualcode.model import Place
from qualcode.names import quoted
from qualcode.passes import passes
from qualcode.store.actions import Action, action
from qualcode.transcripts import addresses, closed, library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import Code, CodingPass
    from qualcode.store.project import Project

NewCoding = tuple[str, str, int, int, str]
"""(transcript_id, code_id, start_char, end_char, memo) of a coding to be."""

_COLUMNS: Final = (
    "pass_id",
    "transcript_id",
    "code_id",
    "start_char",
    "end_char",
    "origin",
    "suggestion_id",
    "created_at",
)


class AlreadyCoded(QualcodeError):
    """The same code stands on the same span in this pass."""


class NotCoded(QualcodeError):
    """There is no such coding in this pass."""


class QuoteNotPlaced(QualcodeError):
    """The words were not found, or stand in several places."""


class OtherCodersPass(QualcodeError):
    """A pass belongs to one coder."""


class ConsensusPass(QualcodeError):
    """An agreed pass is written by decisions only."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A coding just made: where, under which code, and what had to be made for it."""

    coding_id: str
    coding_pass: CodingPass
    code: Code
    place: Place
    created_code: bool


def place_quote(project: Project, transcript_name: str, quote: str) -> Place:
    """Where a quote stands in a transcript, exactly or in other typography.

    Raises:
        TranscriptNotFound: no such transcript.
        QuoteNotPlaced: not found, or found several times.
    """
    from qualcode.passes.placing import QuoteFinder  # its tables take a while to build

    transcript = library.find(project, transcript_name)
    units = library.units(project, transcript.id)
    placement = QuoteFinder(library.text(project, transcript.id)).find(quote)
    if placement.span is None:
        near = ", ".join(
            addresses.address(transcript.name, one.start_char, one.end_char, units)
            for one in placement.candidates[:5]
        )
        what = "stand in several places" if placement.status == "ambiguous" else "were not found"
        hint = (
            f"It may be one of: {near}."
            if near
            else f"Read it with `qualcode read {quoted(transcript.name)}`."
        )
        raise QuoteNotPlaced(f"The words given {what} in {transcript.name}.", hint)
    return Place(transcript, *placement.span)


def apply(
    project: Project,
    code_name: str,
    place: Place,
    *,
    pass_name: str | None = None,
    memo: str = "",
    create: bool = False,
) -> Applied:
    """Apply a code to a span.

    Raises:
        CodeNotFound: no such code, and `create` is not set.
        PassNotFound, PassNotNamed, PassSealed, OtherCodersPass, ConsensusPass: the pass cannot be written.
        AlreadyCoded: that coding is there.
        EarlierVersion: a corrected version has replaced the transcript.
    """
    coding_pass = writable(project, pass_name)
    library.check_current(project, place.transcript)
    with action(project, "apply") as applying:
        known = codebook.find_or_none(project, code_name)
        if known is None and create:
            codebook.add_to(applying, code_name, None, {})
        code = codebook.find(project, code_name, option="--create")
        span = (place.transcript.id, code.id, place.start_char, place.end_char)
        if coding_id_at(project, coding_pass.id, *span):
            where = f"{place.transcript.name}@{place.start_char}-{place.end_char}"
            raise AlreadyCoded(f"{code.name!r} stands at {where} already.", "Nothing had to be done.")
        ids = add_codings(applying, coding_pass.id, [(*span, memo)], "hand")
    return Applied(ids[0], coding_pass, code, place, created_code=known is None)


def unapply(project: Project, code_name: str, place: Place, pass_name: str | None = None) -> str:
    """Take a code off a span; returns the coding's id.

    Raises:
        CodeNotFound, NotCoded: nothing to take off.
        PassNotFound, PassNotNamed, PassSealed, OtherCodersPass, ConsensusPass: the pass cannot be written.
    """
    coding_pass = writable(project, pass_name)
    with action(project, "unapply") as removing:
        code = codebook.find(project, code_name)
        span = (place.transcript.id, code.id, place.start_char, place.end_char)
        coding_id = coding_id_at(project, coding_pass.id, *span)
        if coding_id is None:
            raise NotCoded(
                f"{code.name!r} does not stand exactly there in the pass {coding_pass.name!r}.",
                f"See: qualcode codings list --pass {quoted(coding_pass.name)}"
                f" --in {quoted(place.transcript.name)}",
            )
        removing.retire("codings", [coding_id])
    return coding_id


def writable(project: Project, name: str | None) -> CodingPass:
    """The pass to write codings into, checked.

    Who said no name may write in anybody's open pass, as somebody has to type a colleague's paper in; the log
    keeps who acted, and whose pass it was.

    Raises:
        PassNotFound, PassNotNamed, PassSealed, OtherCodersPass, ConsensusPass: it cannot be.
    """
    coding_pass = passes.find_open(project, name)
    if coding_pass.kind == "consensus":
        raise ConsensusPass(
            f"The pass {coding_pass.name!r} holds agreed codings, which only decisions write.",
            "Use `qualcode reconcile`.",
        )
    if project.coder and project.coder.casefold() != coding_pass.coder.casefold():
        raise OtherCodersPass(
            f"The pass {coding_pass.name!r} is {coding_pass.coder}'s, not {project.coder}'s.",
            f"Start your own with `qualcode --coder {quoted(project.coder)} passes start NAME`.",
        )
    return coding_pass


def coding_id_at(
    project: Project, pass_id: str, transcript_id: str, code_id: str, start_char: int, end_char: int
) -> str | None:
    """Id of the live coding that is exactly there."""
    found: str | None = project.value(
        "SELECT id FROM codings WHERE pass_id = ? AND transcript_id = ? AND code_id = ?"
        " AND start_char = ? AND end_char = ? AND deleted_at IS NULL",
        (pass_id, transcript_id, code_id, start_char, end_char),
    )
    return found


def add_codings(
    opened: Action,
    pass_id: str,
    codings: Sequence[NewCoding],
    origin: str,
    moments: Sequence[str] = (),
    suggestion_id: str | None = None,
) -> list[str]:
    """Write codings in bulk, with their memos; a transcript that is coded in counts as assigned.

    `moments` says of each coding when it was made, "" for now; left out, all were made now.
    `suggestion_id` is the suggestion that a person accepted, None when there was none.

    Raises:
        WithheldPassage: a participant withdrew, or withholds the passage.
    """
    if origin != "consensus":  # what was coded before may still be agreed on
        closed.check_open(opened.project, ((one[0], one[2], one[3]) for one in codings))
    moment = opened.project.now()
    made = moments or [""] * len(codings)
    rows = [
        (pass_id, *one[:4], origin, suggestion_id, when or moment)
        for one, when in zip(codings, made, strict=True)
    ]
    ids = opened.add_rows("codings", _COLUMNS, rows)
    add_memos(opened, pass_id, [(about, one[4]) for about, one in zip(ids, codings, strict=True)])
    _assign_missing(opened, pass_id, {coding[0] for coding in codings})
    return ids


def add_memos(opened: Action, pass_id: str, memos: Sequence[tuple[str, str]]) -> None:
    """Write memos on codings of a pass in bulk: (coding id, words); empty ones are none."""
    moment = opened.project.now()
    author = opened.project.value("SELECT coder_id FROM passes WHERE id = ?", (pass_id,))
    opened.add_rows(
        "memos",
        ("about_table", "about_id", "kind", "coder_id", "body", "created_at"),
        [("codings", about, "analytic", author, body, moment) for about, body in memos if body],
    )


def remarks(project: Project, coding_id: str) -> set[str]:
    """What the memos on a coding say."""
    asked = "SELECT body FROM memos WHERE about_table = 'codings' AND about_id = ? AND deleted_at IS NULL"
    return {row["body"] for row in project.rows(asked, (coding_id,))}


def remark(opened: Action, coding_id: str, body: str, moment: str = "") -> None:
    """Write a memo on a coding, by whoever codes in its pass; `moment` is when, "" for now."""
    author = opened.project.value(
        "SELECT p.coder_id FROM codings k JOIN passes p ON p.id = k.pass_id WHERE k.id = ?", (coding_id,)
    )
    opened.add(
        "memos",
        about_table="codings",
        about_id=coding_id,
        kind="analytic",
        coder_id=author,
        body=body,
        created_at=moment or opened.project.now(),
    )


def _assign_missing(opened: Action, pass_id: str, transcript_ids: set[str]) -> None:
    new = sorted(transcript_ids - set(passes.assigned(opened.project, pass_id)))
    opened.add_rows("assignments", ("pass_id", "transcript_id"), [(pass_id, one) for one in new])
