"""Reconciling passes: the workflow asks, whoever holds the screen answers.

The passes compared are never written to. What both coded alike is carried over when the session opens; every
other coding in the agreed pass rests on a recorded decision.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from qualcode.errors import QualcodeError, UsageError
from qualcode.passes import coding, passes, reading
from qualcode.reconcile import records
from qualcode.reconcile.answers import checked, outcome
from qualcode.reconcile.disagreements import described
from qualcode.reconcile.groups import groups, sources
from qualcode.reconcile.records import Decided, key_of
from qualcode.store.actions import DEFAULT_CODER, Action, action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import CodingPass
    from qualcode.reconcile.answers import Answer
    from qualcode.reconcile.disagreements import Disagreement
    from qualcode.reconcile.groups import Cell, Group, Sources
    from qualcode.spans import Span
    from qualcode.store.project import Project

COMMAND: Final = "reconcile"
"""How opening and deciding stand in the log."""

_COLUMNS: Final = (
    "pass_id",
    "transcript_id",
    "code_id",
    "start_char",
    "end_char",
    "kind",
    "decision",
    "edited_start_char",
    "edited_end_char",
    "reason",
    "decided_by",
    "created_at",
)


class CannotReconcile(QualcodeError):
    """Only different passes of coders are reconciled; agreed codings are not reconciled again."""


def acting_coder(project: Project) -> str:
    """Who decides when nobody is named."""
    return project.coder or project.setting("coder") or DEFAULT_CODER


class Session:
    """Reconciling passes into an agreed one; resumable, for nothing is kept here that is not on record.

    Attributes:
        project: An open project.
        pair: The passes.
        agreed: The pass that takes the agreed codings.
        alike: How many groups every pass that read them coded alike.
    """

    def __init__(
        self, project: Project, pair: Sources, agreed: CodingPass, all_groups: Sequence[Group]
    ) -> None:
        self.project, self.pair, self.agreed = project, pair, agreed
        differing = [group for group in all_groups if group.kind != "agreed"]
        self.alike = len(all_groups) - len(differing)
        decided = records.decisions(project, pair, agreed)
        self._found = {one.id: one for one in described(project, pair, differing, decided)}
        self._cells: dict[Cell, list[Group]] = {}
        for group in all_groups:
            self._cells.setdefault(group.cell, []).append(group)

    @property
    def all(self) -> list[Disagreement]:
        """Every disagreement with its decision, in reading order."""
        return list(self._found.values())

    def pending(self, *, deferred: bool = False) -> list[Disagreement]:
        """What still waits for an answer, in reading order; with the deferred ones if asked."""
        waiting = {None, "defer"} if deferred else {None}
        return [one for one in self._found.values() if (one.decision and one.decision.decision) in waiting]

    def decide(
        self,
        disagreement: Disagreement,
        decision: str,
        reason: str = "",
        decided_by: str | None = None,
        span: Span | None = None,
    ) -> Disagreement:
        """Record one decision and write the codings that follow; an earlier decision is replaced.

        Args:
            disagreement: One of `all`.
            decision: "a", "b" and so on for a pass, "both" (all), "neither", "edit" or "defer".
            reason: Why; may be empty for a boundary.
            decided_by: Who; None: the coder at work.
            span: The new span of an edit.

        Returns:
            The disagreement with its decision.

        Raises:
            UnknownDecision, ReasonNeeded, EditNeedsSpan: the answer is incomplete; nothing was written.
            PassSealed: the agreed pass is closed.
        """
        who = decided_by or acting_coder(self.project)
        answer = checked(self._found[disagreement.id], decision, reason, who, span)
        with action(self.project, COMMAND) as deciding:
            self.write(deciding, [answer])
        return self._found[disagreement.id]

    def decide_meaning(
        self, disagreement: Disagreement, decision: str, reason: str, decided_by: str | None = None
    ) -> tuple[Disagreement, Disagreement]:
        """Record one decision about a difference of meaning: which of two codes, both, or neither.

        Args:
            disagreement: One that has a counterpart.
            decision: "a" the first pass's code, "b" the second's, "both" keeps both, "neither" or "defer".
            reason: Why.
            decided_by: Who; None: the coder at work.

        Returns:
            Both sides with their decision; it is one action.

        Raises:
            UnknownDecision, ReasonNeeded, EditNeedsSpan: the answer is incomplete; nothing was written.
            PassSealed: the agreed pass is closed.
            LookupError: there is no counterpart.
        """
        if disagreement.counterpart is None:
            raise LookupError(disagreement.id)
        who = decided_by or acting_coder(self.project)
        sides = [self._found[disagreement.id], self._found[disagreement.counterpart]]
        answers = [checked(one, decision, reason, who) for one in sides]
        with action(self.project, COMMAND) as deciding:
            self.write(deciding, answers)
        return self._found[sides[0].id], self._found[sides[1].id]

    def refresh(self) -> None:
        """Read the decisions again, as after an undo."""
        decided = records.decisions(self.project, self.pair, self.agreed)
        for one in self.all:
            self._found[one.id] = replace(one, decision=decided.get(key_of(one.group)))

    def write(self, opened: Action, answers: Sequence[Answer]) -> None:
        """Record checked answers inside an open action, many at the cost of few statements."""
        passes.check_open(passes.find(self.project, self.agreed.name))
        new = [answer for answer in answers if not answer.stands]
        opened.retire("decisions", [a.disagreement.decision.id for a in new if a.disagreement.decision])
        moment = self.project.now()
        rows = [self._row(answer, moment) for answer in new]
        for row_id, answer in zip(opened.add_rows("decisions", _COLUMNS, rows), new, strict=True):
            decided = Decided(row_id, answer.decision, answer.reason, answer.decided_by, moment, answer.span)
            self._found[answer.disagreement.id] = replace(answer.disagreement, decision=decided)
        self.settle(opened, {answer.disagreement.group.cell for answer in new})

    def settle(self, opened: Action, cells: set[Cell] | None = None) -> None:
        """Make the agreed pass hold what was coded alike and what the decisions say, and nothing else.

        Args:
            opened: The action to write in.
            cells: Where something may have changed; None: everywhere.
        """
        there = self._there(cells)
        decided = {key_of(one.group): one.decision for one in self._found.values() if one.decision}
        new: list[coding.NewCoding] = []
        outdated: list[str] = []
        for cell in there.keys() | (self._cells.keys() if cells is None else cells):
            due = {
                span
                for group in self._cells.get(cell, ())
                for span in outcome(group, decided.get(key_of(group)))
            }
            found = there.get(cell, {})
            outdated.extend(row_id for span, row_id in found.items() if span not in due)
            new.extend((*cell, *span, "") for span in due - found.keys())
        opened.retire("codings", outdated)
        if new:
            # Rows side by side in the index are written several times faster.
            coding.add_codings(opened, self.agreed.id, sorted(new), "consensus")

    def _there(self, cells: set[Cell] | None) -> dict[Cell, dict[Span, str]]:
        """Spans and ids of the agreed pass's codings, by transcript and code."""
        sql = (
            "SELECT id, transcript_id, code_id, start_char, end_char FROM codings"
            " WHERE pass_id = ? AND deleted_at IS NULL"
        )
        values: tuple[str, ...] = (self.agreed.id,)
        if cells is not None and len(cells) == 1:
            sql, values = sql + " AND transcript_id = ? AND code_id = ?", (*values, *next(iter(cells)))
        found: dict[Cell, dict[Span, str]] = {}
        for row_id, transcript_id, code_id, start, end in self.project.rows(sql, values):
            cell = transcript_id, code_id
            if cells is None or cell in cells:
                found.setdefault(cell, {})[start, end] = row_id
        return found

    def _row(self, answer: Answer, moment: str) -> tuple[object, ...]:
        one = answer.disagreement
        edited = answer.span or (None, None)
        told = (one.kind, answer.decision, *edited, answer.reason, answer.decided_by, moment)
        return (self.agreed.id, *key_of(one.group), *told)


def open_session(project: Project, a: str, b: str, into: str, others: Sequence[str] = ()) -> Session:
    """Begin or go on reconciling two or more passes.

    The agreed pass is made with the first call: it reads what at least two of the passes read, and holds at
    once what those who read it coded alike.

    Args:
        project: An open project.
        a: Name of the first pass, "a" in decisions.
        b: Name of the second.
        into: Name of the agreed pass.
        others: Names of further passes: "c", "d", ...

    Raises:
        PassNotFound: no such pass.
        IntoTaken: `into` is a pass of another kind, or agrees other passes.
        OtherOrder: the passes were named in another order when `into` was made.
        CannotReconcile: these are not different passes of coders, or too many.
    """
    with action(project, COMMAND) as opening:
        return open_in(opening, (a, b, *others), into)


def open_in(opened: Action, names: Sequence[str], into: str) -> Session:
    """As `open_session`, inside an action that is open already."""
    project = opened.project
    pair = sources(project, *_checked_passes(project, names))
    agreed = records.find_agreed(project, pair.ids, into) or _make(opened, pair, into)
    records.check_order(project, pair, agreed)
    session = Session(project, pair, agreed, groups(project, pair))
    if agreed.sealed_at is None:
        session.settle(opened)
    return session


def _checked_passes(project: Project, names: Sequence[str]) -> list[CodingPass]:
    found = [passes.find(project, name) for name in names]
    for one in found:
        if one.kind == "consensus":
            raise CannotReconcile(
                f"The pass {one.name!r} holds agreed codings.", "Reconcile what it was made from."
            )
    if len({one.id for one in found}) < len(found):
        raise CannotReconcile("A pass has nothing to reconcile with itself.", "Name different passes.")
    if len(found) > len(records.LETTERS):
        raise CannotReconcile(f"At most {len(records.LETTERS)} passes are reconciled at once.", "Name fewer.")
    return found


def _make(opened: Action, pair: Sources, name: str) -> CodingPass:
    if not name.strip():
        raise UsageError("The agreed pass needs a name.", "For example: --into agreed")
    project = opened.project
    pass_id = passes.open_pass(opened, name, opened.coder_id, "consensus", "hand")
    opened.add_rows(
        "reconciliations",
        ("pass_id", "source_id", "position"),
        [(pass_id, source_id, position) for position, source_id in enumerate(pair.ids)],
    )
    shared = reading.read_by_two(project, pair.passes)
    opened.add_rows(
        "assignments", ("pass_id", "transcript_id"), [(pass_id, transcript.id) for transcript, _ in shared]
    )
    return passes.find(project, name)
