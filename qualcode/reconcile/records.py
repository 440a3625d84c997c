"""What is on record about reconciling passes: the agreed pass, and the decisions made for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from qualcode.errors import QualcodeError
from qualcode.passes import passes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import CodingPass
    from qualcode.reconcile.groups import Group, Sources
    from qualcode.spans import Span
    from qualcode.store.project import Project, Row

LETTERS: Final = "abcdefgh"
"""What passes are called in decisions, in the order they are named."""

Choice = Literal["a", "b", "c", "d", "e", "f", "g", "h", "both", "neither", "edit", "defer"]
"""One pass's reading by its letter, the union of all, no coding, a new span, or later."""

Key = tuple[str, str, int, int]
"""(transcript id, code id, start_char, end_char) of a disagreement."""


class IntoTaken(QualcodeError):
    """The name given is a pass that does not hold what these agree on."""


class OtherOrder(QualcodeError):
    """In an agreed pass "a" is the pass that was named first when it was made."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A recorded answer to one disagreement.

    Attributes:
        id: Of the record.
        decision: What was chosen.
        reason: Why; may be empty for a boundary.
        decided_by: Who.
        decided_at: When, ISO 8601, UTC.
        span: The span an edit gave it.
    """

    id: str
    decision: Choice
    reason: str
    decided_by: str
    decided_at: str
    span: Span | None = None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        told = {
            "decision": self.decision,
            "reason": self.reason,
            "decided_by": self.decided_by,
            "decided_at": self.decided_at,
        }
        if self.span is None:
            return told
        return {**told, "start_char": self.span[0], "end_char": self.span[1]}


def key_of(group: Group) -> Key:
    """What a decision about this group is filed under."""
    return (group.transcript_id, group.code_id, *group.extent)


def source_ids(project: Project, agreed: CodingPass) -> tuple[str, ...]:
    """Ids of the passes that an agreed pass was made from, in the order they were named."""
    rows = project.rows(
        "SELECT source_id FROM reconciliations WHERE pass_id = ? AND deleted_at IS NULL ORDER BY position",
        (agreed.id,),
    )
    return tuple(row[0] for row in rows)


def find_agreed(project: Project, ids: Sequence[str], into: str | None) -> CodingPass | None:
    """The agreed pass of these passes: the one named, else the latest; None if there is none yet.

    Raises:
        IntoTaken: the one named is something else.
    """
    if into is None:
        made = [one for one in passes.passes(project) if one.kind == "consensus"]
        return next((one for one in reversed(made) if set(source_ids(project, one)) == set(ids)), None)
    named = passes.find_or_none(project, into)
    if named is None:
        return None
    if named.kind != "consensus":
        raise IntoTaken(
            f"{into!r} is a pass of {named.coder}'s and cannot take agreed codings.",
            "Name the agreed pass anew: --into agreed",
        )
    if set(source_ids(project, named)) != set(ids):
        raise IntoTaken(f"{into!r} holds what other passes agree on.", "Choose another name after --into.")
    return named


def check_order(project: Project, pair: Sources, agreed: CodingPass) -> None:
    """Refuse passes named in another order than then, for "a" would be another pass.

    Raises:
        OtherOrder: they are.
    """
    then = source_ids(project, agreed)
    if then != pair.ids:
        names = dict(zip(pair.ids, pair.names, strict=True))
        raise OtherOrder(
            f"{agreed.name!r} was begun with the passes in another order.",
            f"Write: qualcode reconcile {' '.join(names[one] for one in then)} --into {agreed.name}",
        )


def decisions(project: Project, pair: Sources, agreed: CodingPass) -> dict[Key, Decided]:
    """Decisions that stand, told in the order in which the passes are named now."""
    named_then = source_ids(project, agreed)
    letters = {then: LETTERS[pair.ids.index(one)] for then, one in zip(LETTERS, named_then, strict=False)}
    # A decision was filed under the code of the pass named first then.
    stands_for = pair.stands_for[pair.ids.index(named_then[0])]
    found: dict[Key, Decided] = {}
    for row in project.rows(
        "SELECT * FROM decisions WHERE pass_id = ? AND deleted_at IS NULL ORDER BY rowid", (agreed.id,)
    ):
        code_id = stands_for.get(row["code_id"])
        if code_id is not None:
            key = (row["transcript_id"], code_id, row["start_char"], row["end_char"])
            one = _decided(row)
            found[key] = replace(one, decision=cast("Choice", letters.get(one.decision, one.decision)))
    return found


def _decided(row: Row) -> Decided:
    edited = row["edited_start_char"], row["edited_end_char"]
    return Decided(
        row["id"],
        row["decision"],
        row["reason"],
        row["decided_by"],
        row["created_at"],
        edited if None not in edited else None,
    )
