"""Decisions on paper: what two people settled over e-mail in a table comes back as one action."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import QualcodeError
from qualcode.reconcile.answers import checked, choices
from qualcode.reconcile.session import COMMAND, acting_coder, open_in
from qualcode.store.actions import action

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.reconcile.answers import Answer
    from qualcode.reconcile.disagreements import Disagreement
    from qualcode.reconcile.session import Session
    from qualcode.store.project import Project

Row = dict[str, str]
"""Cells by column."""


class DecisionRow(NamedTuple):
    """A row of a table, with its number there and whether it has cells beyond the last column."""

    number: int
    cells: Row
    overfull: bool = False


class RowNotDecided(QualcodeError):
    """One row cannot become a decision; caught and listed, never guessed."""

    def __init__(self, column: str, sentence: str, hint: str) -> None:
        super().__init__(sentence, hint)
        self.column = column


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was not applied, and why; rows are counted as a spreadsheet does, the header being row 1."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionsResult:
    """What became of a table of decisions.

    Attributes:
        decided: Rows that decided something.
        agreed: Places both passes coded alike, carried over.
        deferred: Rows put off.
        open: Disagreements that are still without a decision.
        problems: Rows not applied.
    """

    decided: int
    agreed: int
    deferred: int
    open: int
    problems: tuple[Problem, ...]

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {
            "decided": self.decided,
            "agreed": self.agreed,
            "deferred": self.deferred,
            "open": self.open,
            "problems": [
                {"row": one.row, "column": one.column, "reason": one.reason} for one in self.problems
            ],
        }


def apply_decisions(
    project: Project, a: str, b: str, into: str, rows: Iterable[DecisionRow], others: Sequence[str] = ()
) -> DecisionsResult:
    """Apply a table of decisions as one action; rows that cannot be applied are listed, none is guessed.

    Args:
        project: An open project.
        a: Name of the first pass, "a" in the table.
        b: Name of the second.
        into: Name of the agreed pass; made if there is none.
        rows: With the column `id`, or with `transcript`, `code`, `start_char`, `end_char`; and with
            `decision`, `reason`, `decided_by`. Rows without a decision stay open.
        others: Names of further passes: "c", "d", ...

    Raises:
        PassNotFound, IntoTaken, OtherOrder, CannotReconcile, PassSealed: the passes cannot be reconciled so.
    """
    with action(project, COMMAND) as deciding:
        session = open_in(deciding, (a, b, *others), into)
        answers, problems = _answers(session, rows)
        if answers:
            session.write(deciding, answers)
    deferred = sum(answer.decision == "defer" for answer in answers)
    return DecisionsResult(
        len(answers) - deferred, session.alike, deferred, len(session.pending()), tuple(problems)
    )


class _Lookup:
    """Disagreements by id, and by the place a row may name instead."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.by_id = {one.id: one for one in session.all}
        names = session.pair.codes.names
        renamed: defaultdict[str, set[str]] = defaultdict(set)
        for mapping in session.pair.stands_for:
            for stored, code_id in mapping.items():
                now = session.pair.codes.now[stored]
                if now != code_id:
                    renamed[code_id].add(names[now])
        self.by_place: dict[tuple[str, str, int, int], Disagreement] = {}
        for one in session.all:
            for code in (*renamed[one.group.code_id], one.code):
                place = one.transcript.casefold(), code.casefold(), one.start_char, one.end_char
                self.by_place[place] = one

    def find(self, row: Row) -> Disagreement:
        """The disagreement a row is about.

        Raises:
            RowNotDecided: there is none.
        """
        if row.get("id"):
            column, found = "id", self.by_id.get(row["id"])
            what = f"There is no disagreement {row['id']!r}"
        else:
            column, found = "start_char", self.by_place.get(_place(row))
            what = "There is no disagreement at this place"
        if found is None:
            named = self.session.pair.names
            raise RowNotDecided(
                column,
                f"{what} between {' and '.join(named)}.",
                f"See: qualcode disagreements {' '.join(named)}",
            )
        return found


def _place(row: Row) -> tuple[str, str, int, int]:
    try:
        start, end = int(row.get("start_char", "")), int(row.get("end_char", ""))
    except ValueError as error:
        raise RowNotDecided(
            "start_char", "It names neither an id nor a place.", "Give start_char and end_char."
        ) from error
    return row.get("transcript", "").casefold(), row.get("code", "").casefold(), start, end


def _answers(session: Session, rows: Iterable[DecisionRow]) -> tuple[list[Answer], list[Problem]]:
    lookup = _Lookup(session)
    who = acting_coder(session.project)
    found: defaultdict[str, list[tuple[int, Answer]]] = defaultdict(list)
    problems: list[Problem] = []
    for row in rows:
        try:
            if (given := _given(lookup, row, who)) is not None:
                found[given.disagreement.id].append((row.number, given))
        except QualcodeError as error:
            column = error.column if isinstance(error, RowNotDecided) else "reason"  # which alone is missing
            problems.append(Problem(row.number, column, f"{error.sentence} {error.hint}".strip()))
    answers = []
    for same in found.values():
        if len({(answer.decision, answer.reason, answer.decided_by) for _, answer in same}) == 1:
            answers.append(same[0][1])
            continue
        lines = ", ".join(str(number) for number, _ in same)
        why = f"Rows {lines} decide the same thing differently."
        problems.extend(Problem(number, "decision", why) for number, _ in same)
    return answers, sorted(problems, key=lambda one: one.row)


def _given(lookup: _Lookup, row: DecisionRow, who: str) -> Answer | None:
    """The answer that a row gives; None where it gives none, or one that stands already.

    Raises:
        RowNotDecided, ReasonNeeded: it cannot become one.
    """
    if row.overfull:
        hint = "A comma or a line break outside quotation marks moves the cells after it."
        raise RowNotDecided("", "It has more cells than the table has columns.", hint)
    disagreement = lookup.find(row.cells)
    if not row.cells.get("decision") or _stands(disagreement, row.cells):
        return None
    return _answer(disagreement, row.cells, who)


def _stands(disagreement: Disagreement, row: Row) -> bool:
    """An edit made on screen comes along in a table and is left as it is."""
    decided = disagreement.decision
    return row["decision"] == "edit" and decided is not None and decided.decision == "edit"


def _answer(disagreement: Disagreement, row: Row, who: str) -> Answer:
    possible = [one for one in choices(disagreement.group) if one != "edit"]  # which needs the text in sight
    if row["decision"].casefold() not in possible:
        raise RowNotDecided(
            "decision", f"{row['decision']!r} is not a decision.", f"Choose one of: {', '.join(possible)}."
        )
    return checked(disagreement, row["decision"], row.get("reason", ""), row.get("decided_by") or who)
