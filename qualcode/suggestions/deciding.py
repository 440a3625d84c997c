"""A person decides one suggestion that was shown; only then does a coding come of it.

Every decision takes a `Shown`, and that is made only with all that a person has to see. There is no way to
decide several at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Literal

from qualcode.codes import codebook
from qualcode.errors import QualcodeError
from qualcode.names import quoted
from qualcode.passes import coding
from qualcode.store.actions import action
from qualcode.suggestions import listing
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from qualcode.model import Code, CodingPass
    from qualcode.spans import Span
    from qualcode.store.actions import Action
    from qualcode.store.project import Project
    from qualcode.suggestions.listing import Suggestion

Decision = Literal["accepted", "edited", "rejected", "deferred"]

CONTEXT: Final = 280
"""Characters shown before and after the span, so that it is read where it stands."""


class AlreadyDecided(QualcodeError):
    """The suggestion was accepted, edited or rejected before; `undo` takes a decision back."""


class NothingChanged(QualcodeError):
    """An edit has to give another span or another code."""


class OtherPlace(QualcodeError):
    """Another span of the same words is an edit; another passage is a coding of its own."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A suggestion as it was put before a person: nothing is decided without one.

    Attributes:
        suggestion: What is proposed.
        code: The code with its definition.
        before: Words before the span.
        after: Words after it.
        coded: Codes that the pass has on some of these words already.
        speaker: Who says it, None where nobody is known.
        shown_at: When.
        clock: Seconds on a steady clock, for the time a decision took.
    """

    suggestion: Suggestion
    code: Code
    before: str
    after: str
    coded: tuple[str, ...]
    speaker: str | None
    shown_at: str
    clock: float = field(default_factory=monotonic, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: the suggestion, and what was shown with it."""
        return {
            **self.suggestion.as_dict(),
            "before": self.before,
            "after": self.after,
            "definition": self.code.definition,
        }


def show(project: Project, one: Suggestion) -> Shown:
    """Everything a person needs to decide: words in context, definition, reason."""
    text = library.text(project, one.transcript_id)
    turn = next(
        (
            turn
            for turn, _ in library.turns(project, one.transcript_id)
            if turn.start_char <= one.start_char < turn.end_char
        ),
        None,
    )
    begin, stop = (turn.start_char, turn.end_char) if turn else (0, len(text))
    before = text[max(begin, one.start_char - CONTEXT) : one.start_char]
    after = text[one.end_char : min(max(stop, one.end_char), one.end_char + CONTEXT)]
    return Shown(
        one,
        codebook.find(project, one.code),
        before.split(" ", 1)[-1] if len(before) == CONTEXT else before,
        after.rsplit(" ", 1)[0] if len(after) == CONTEXT else after,
        _coded(project, one),
        turn.speaker if turn else None,
        project.now(),
    )


def _coded(project: Project, one: Suggestion) -> tuple[str, ...]:
    rows = project.rows(
        "SELECT DISTINCT c.name FROM codings k JOIN code_now n ON n.code_id = k.code_id"
        " JOIN codes c ON c.id = n.now_id AND c.deleted_at IS NULL JOIN passes p ON p.id = k.pass_id"
        " WHERE p.name = ? AND p.deleted_at IS NULL AND k.transcript_id = ? AND k.deleted_at IS NULL"
        " AND k.start_char < ? AND k.end_char > ? ORDER BY c.name",
        (one.coding_pass, one.transcript_id, one.end_char, one.start_char),
    )
    return tuple(row[0] for row in rows)


def accept(project: Project, shown: Shown, *, watched: bool = False) -> str:
    """Make the suggestion a coding of the person's pass; returns the coding's id.

    `watched` says that the person saw it before deciding in this same sitting, so that the time counts.

    Raises:
        AlreadyDecided: it was.
        PassNotFound, PassSealed, OtherCodersPass: the pass cannot be written.
    """
    one = shown.suggestion
    return _code(project, shown, "accepted", one.code_id, (one.start_char, one.end_char), watched=watched)


def edit(
    project: Project,
    shown: Shown,
    *,
    span: Span | None = None,
    code_name: str | None = None,
    watched: bool = False,
) -> str:
    """Accept it with another span, another code, or both; returns the coding's id.

    Raises:
        NothingChanged: span and code are the ones suggested.
        CodeNotFound: no such code.
        AlreadyDecided, PassNotFound, PassSealed, OtherCodersPass: as `accept`.
    """
    one = shown.suggestion
    code_id = one.code_id if code_name is None else codebook.find(project, code_name).id
    place = (one.start_char, one.end_char) if span is None else span
    if (code_id, place) == (one.code_id, (one.start_char, one.end_char)):
        raise NothingChanged(
            "That is what was suggested.", f"To take it as it is: suggestions accept {one.id}"
        )
    return _code(project, shown, "edited", code_id, place, watched=watched)


def reject(project: Project, shown: Shown, reason: str = "", *, watched: bool = False) -> None:
    """Say no; the reason is kept with it.

    Raises:
        AlreadyDecided, PassNotFound, PassSealed, OtherCodersPass: as `accept`.
    """
    _decline(project, shown, "rejected", reason, watched=watched)


def defer(project: Project, shown: Shown, reason: str = "", *, watched: bool = False) -> None:
    """Leave it for later.

    Raises:
        AlreadyDecided, PassNotFound, PassSealed, OtherCodersPass: as `accept`.
    """
    _decline(project, shown, "deferred", reason, watched=watched)


def _decline(project: Project, shown: Shown, decision: Decision, reason: str, *, watched: bool) -> None:
    target = coding.writable(project, shown.suggestion.coding_pass)
    with action(project, f"suggestions {_VERBS[decision]}") as deciding:
        _record(deciding, target, shown, decision, watched=watched, reason=reason.strip())


def _code(
    project: Project, shown: Shown, decision: Decision, code_id: str, span: Span, *, watched: bool
) -> str:
    one = shown.suggestion
    target = coding.writable(project, one.coding_pass)
    with action(project, f"suggestions {_VERBS[decision]}") as deciding:
        place = (one.transcript_id, code_id, *span)
        there = coding.coding_id_at(project, target.id, *place)
        coding_id = (
            there
            or coding.add_codings(
                deciding, target.id, [(*place, "")], "suggestion", suggestion_id=one.row_id
            )[0]
        )
        _record(
            deciding,
            target,
            shown,
            decision,
            watched=watched,
            code_id=code_id,
            start_char=span[0],
            end_char=span[1],
            coding_id=coding_id,
        )
    return coding_id


def _record(
    opened: Action, target: CodingPass, shown: Shown, decision: Decision, *, watched: bool, **values: object
) -> None:
    _set_aside_deferral(opened, shown.suggestion)
    if target.mode == "hand":  # from now on the machine had a hand in it, and every label says so
        opened.change("passes", target.id, mode="assisted")
    opened.add(
        "suggestion_decisions",
        suggestion_id=shown.suggestion.row_id,
        decision=decision,
        shown_at=shown.shown_at,
        took_ms=round(1000 * (monotonic() - shown.clock)) if watched else None,
        created_at=opened.project.now(),
        **values,
    )


def _set_aside_deferral(opened: Action, one: Suggestion) -> None:
    row = opened.project.row(
        "SELECT id, decision FROM suggestion_decisions WHERE suggestion_id = ? AND deleted_at IS NULL",
        (one.row_id,),
    )
    if row is None:
        return
    if row["decision"] != "deferred":
        raise AlreadyDecided(
            f"The suggestion {one.id} was {row['decision']} before.",
            f"See `qualcode suggestions list --pass {quoted(one.coding_pass)}`; `undo` takes the latest"
            " decision back.",
        )
    opened.retire("suggestion_decisions", [row["id"]])


def span_at(project: Project, shown: Shown, typed: str) -> Span:
    """The span a person typed: an address, or only the units of the transcript that the suggestion is in.

    Raises:
        BadAddress, OutsideTranscript, TranscriptNotFound: it names no place.
        OtherPlace: it shares no words with the suggestion.
    """
    one = shown.suggestion
    place = addresses.resolve_here(project, one.transcript, typed)
    touches = place.start_char < one.end_char and one.start_char < place.end_char
    if place.transcript.id != one.transcript_id or not touches:
        raise OtherPlace(
            f"{typed.strip()} shares no words with the suggestion at {one.address}.",
            "Reject it, and code the other passage with `qualcode apply`.",
        )
    return place.start_char, place.end_char


def find_and_show(project: Project, typed: str, pass_name: str | None = None) -> Shown:
    """The suggestion a person typed the number of, with all there is to see.

    Raises:
        SuggestionNotFound: none of that number.
    """
    return show(project, listing.find(project, typed, pass_name))


_VERBS: Final = {"accepted": "accept", "edited": "edit", "rejected": "reject", "deferred": "defer"}
