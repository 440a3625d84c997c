"""Decisions on paper: what two people settled over e-mail in a table comes back as one action."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.reconcile.answers import checked, choices
from qualcode.reconcile.session import COMMAND, acting_coder, open_in
from qualcode.reconcile.template import write_template
from qualcode.store.actions import action

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qualcode.reconcile.answers import Answer
    from qualcode.reconcile.disagreements import Disagreement
    from qualcode.reconcile.session import Session
    from qualcode.store.project import Project

__all__ = ["DecisionsResult", "Problem", "apply_decisions", "read_decisions", "write_template"]

Row = dict[str, str]


class BadDecisionsTable(QualcodeError):
    """The file cannot be read as a table of decisions."""


class RowNotDecided(QualcodeError):
    """One row cannot become a decision; caught and listed, never guessed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was not applied, and why; rows are counted as a spreadsheet does, the header being row 1."""

    row: int
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
            "problems": [{"row": one.row, "reason": one.reason} for one in self.problems],
        }


def apply_decisions(
    project: Project, a: str, b: str, into: str, path: Path, others: Sequence[str] = ()
) -> DecisionsResult:
    """Apply a table of decisions as one action; rows that cannot be applied are listed, none is guessed.

    Args:
        project: An open project.
        a: Name of the first pass, "a" in the table.
        b: Name of the second.
        into: Name of the agreed pass; made if there is none.
        path: CSV with the column `id`, or with `transcript`, `code`, `start_char`, `end_char`; and with
            `decision`, `reason`, `decided_by`. Rows without a decision stay open.
        others: Names of further passes: "c", "d", ...

    Raises:
        BadDecisionsTable: not a table, or columns missing.
        PassNotFound, IntoTaken, OtherOrder, CannotReconcile, PassSealed: the passes cannot be reconciled so.
    """
    rows = read_decisions(path)
    with action(project, COMMAND) as deciding:
        session = open_in(deciding, (a, b, *others), into)
        answers, problems = _answers(session, rows)
        if answers:
            session.write(deciding, answers)
    deferred = sum(answer.decision == "defer" for answer in answers)
    return DecisionsResult(
        len(answers) - deferred, session.alike, deferred, len(session.pending()), tuple(problems)
    )


def read_decisions(path: Path) -> list[tuple[int, Row]]:
    """Rows of a CSV by column name, each with its spreadsheet row number; commas or semicolons.

    Raises:
        BadDecisionsTable: unreadable, or without the columns that are needed.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadDecisionsTable(
            f"{path.name} cannot be read: {error.strerror}.", "Check the path."
        ) from error
    except UnicodeDecodeError as error:
        raise BadDecisionsTable(f"{path.name} is not UTF-8 text.", "Save it as CSV UTF-8.") from error
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise BadDecisionsTable(
            f"{path.name} is not a readable CSV: {error}.", "Save it again as CSV."
        ) from error
    header = [name.strip().casefold() for name in (cells or [[]])[0]]
    _check_columns(path.name, header)
    return [
        (number, dict(zip(header, (cell.strip() for cell in row), strict=False)))
        for number, row in enumerate(cells[1:], start=2)
        if any(cell.strip() for cell in row)
    ]


def _check_columns(file: str, header: Sequence[str]) -> None:
    has = set(header)
    if "decision" not in has:
        missing = "decision"
    elif "id" not in has and not {"transcript", "code", "start_char", "end_char"} <= has:
        missing = "id (or transcript, code, start_char and end_char)"
    else:
        return
    raise BadDecisionsTable(
        f"{file} has no column {missing}.", f"Its columns are: {', '.join(header) or 'none'}."
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
            found = self.by_id.get(row["id"])
            what = f"There is no disagreement {row['id']!r}"
        else:
            place = _place(row)
            found = self.by_place.get(place)
            what = "There is no disagreement at this place"
        if found is None:
            named = self.session.pair.names
            raise RowNotDecided(
                f"{what} between {' and '.join(named)}.", f"See: qualcode disagreements {' '.join(named)}"
            )
        return found


def _place(row: Row) -> tuple[str, str, int, int]:
    try:
        start, end = int(row.get("start_char", "")), int(row.get("end_char", ""))
    except ValueError as error:
        raise RowNotDecided("It names neither an id nor a place.", "Give start_char and end_char.") from error
    return row.get("transcript", "").casefold(), row.get("code", "").casefold(), start, end


def _answers(session: Session, rows: Iterable[tuple[int, Row]]) -> tuple[list[Answer], list[Problem]]:
    lookup = _Lookup(session)
    who = acting_coder(session.project)
    found: defaultdict[str, list[tuple[int, Answer]]] = defaultdict(list)
    problems: list[Problem] = []
    for number, row in rows:
        try:
            disagreement = lookup.find(row)
            if row.get("decision") and not _stands(disagreement, row):
                found[disagreement.id].append((number, _answer(disagreement, row, who)))
        except QualcodeError as error:
            problems.append(Problem(number, " ".join(filter(None, (error.sentence, error.hint)))))
    answers = []
    for given in found.values():
        if len({(answer.decision, answer.reason, answer.decided_by) for _, answer in given}) == 1:
            answers.append(given[0][1])
            continue
        lines = ", ".join(str(number) for number, _ in given)
        problems.extend(
            Problem(number, f"Rows {lines} decide the same thing differently.") for number, _ in given
        )
    return answers, sorted(problems, key=lambda one: one.row)


def _stands(disagreement: Disagreement, row: Row) -> bool:
    """An edit made on screen comes along in a table and is left as it is."""
    decided = disagreement.decision
    return row["decision"] == "edit" and decided is not None and decided.decision == "edit"


def _answer(disagreement: Disagreement, row: Row, who: str) -> Answer:
    possible = [one for one in choices(disagreement.group) if one != "edit"]  # which needs the text in sight
    if row["decision"].casefold() not in possible:
        raise RowNotDecided(
            f"{row['decision']!r} is not a decision.", f"Choose one of: {', '.join(possible)}."
        )
    return checked(disagreement, row["decision"], row.get("reason", ""), row.get("decided_by") or who)
