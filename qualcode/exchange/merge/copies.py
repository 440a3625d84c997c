"""Two copies of a study side by side: what a row of theirs is called here, and what it would look like."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from qualcode.exchange.merge.rules import HOLD_IDS
from qualcode.exchange.merge.shape import is_live
from qualcode.transcripts import library
from qualcode.transcripts.amending import Amendment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.exchange.merge.guard import Guard
    from qualcode.exchange.merge.past import Past
    from qualcode.exchange.merge.report import Merged, Why
    from qualcode.exchange.merge.shape import Row, Table
    from qualcode.store.actions import Action
    from qualcode.store.project import Project

MISSING: Final = object()
"""Stands for a row that stayed away."""

_UNEVEN: Final = {
    "withdrawn": "withdrawn",
    "withheld": "withdrawn",
    "stopped": "withdrawn",
    "words gone": "de-identified",
}
"""Why a seal is made anew, by the reason for which codings of the pass stayed away."""

Value = Any
"""What a cell holds, or `MISSING`."""


@dataclass(slots=True)
class Copies:
    """Everything that is known while one copy is merged into another.

    Attributes:
        opened: The action that writes here.
        theirs: The other copy.
        report: What is told.
        tables: What is merged, in order.
        rows: Their rows by table and id.
        needed: Ids of those that have a place here, by table.
        guard: What must not come back.
        past, their_past: Former values here and there.
        taken_back: Rows that came once and were taken back.
        same: Ids of codes of ours by ids of theirs that a person calls the same.
        ids: Of rows here, by table and by id there.
        left: Why rows stayed away, by table and by id there.
        heirs: Codes here in which codes of theirs live on, by id there.
        brought: Rows (table, id) that are new here.
        uneven: Why codings of a sealed pass are not those it was sealed with, by id of the pass.
    """

    opened: Action
    theirs: Project
    report: Merged
    tables: Mapping[str, Table]
    rows: Mapping[str, Mapping[str, Row]]
    needed: Mapping[str, set[str]]
    guard: Guard
    past: Past
    their_past: Past
    taken_back: set[tuple[str, str]]
    same: Mapping[str, str]
    ids: defaultdict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    left: defaultdict[str, dict[str, Why]] = field(default_factory=lambda: defaultdict(dict))
    heirs: dict[str, str] = field(default_factory=dict)
    brought: set[tuple[str, str]] = field(default_factory=set)
    uneven: dict[str, str] = field(default_factory=dict)
    merge_id: str | None = None
    _amendments: dict[str, Amendment | None] = field(default_factory=dict)
    _coders: dict[str, str] = field(default_factory=dict)

    @property
    def ours(self) -> Project:
        """The project that is worked on."""
        return self.opened.project

    def leave(self, table: str, row: Row, why: Why) -> None:
        """A row of theirs stays away, and with it what points at it."""
        self.left[table][row["id"]] = why
        self.ids[table].pop(row["id"], None)
        if not is_live(row):
            return
        self.report.left[why, table] += 1
        if table == "codings" and why in _UNEVEN:
            self.uneven[row["pass_id"]] = _UNEVEN[why]

    def here(self, table: Table, column: str, value: Value) -> Value:
        """A cell of theirs as it would stand here, `MISSING` if what it points at stayed away."""
        target = table.keys.get(column)
        if value is None:
            return None
        if target is not None:
            above = self.heirs.get(value) if column == "parent_id" else None
            return above or self.reference(target, value)
        if column == "codebook_action":
            return self._action(value)
        return self._with_ids(value) if (table.name, column) in HOLD_IDS else value

    def reference(self, table: str, row_id: str) -> Value:
        """The id here of a row of theirs."""
        if table == "coders":
            return self._coder(row_id)
        if table not in self.tables:
            return row_id
        return self.ids[table].get(row_id, MISSING)

    def about(self, row: Row) -> Value:
        """The id here of the row that a memo, or the like, of theirs is about; None if about nothing."""
        if row["about_id"] is None or row["about_table"] is None:
            return None
        return self.reference(row["about_table"], row["about_id"])

    def amendment(self, transcript_id: str) -> Amendment | None:
        """The way from their text of a transcript to ours; None where the texts are the same."""
        if transcript_id not in self._amendments:
            self._amendments[transcript_id] = self._compared(transcript_id)
        return self._amendments[transcript_id]

    def _compared(self, transcript_id: str) -> Amendment | None:
        row, here = self.rows["transcripts"][transcript_id], self.ids["transcripts"].get(transcript_id)
        digest = self.ours.value("SELECT text_sha256 FROM transcripts WHERE id = ?", (here,))
        gone = row["withdrawn_at"] or transcript_id in self.left["transcripts"]
        if gone or digest is None or digest == row["text_sha256"]:
            return None
        return Amendment(library.text(self.theirs, transcript_id), library.text(self.ours, str(here)))

    def _coder(self, coder_id: str) -> str:
        if coder_id not in self._coders:
            name = self.theirs.value("SELECT name FROM coders WHERE id = ?", (coder_id,))
            self._coders[coder_id] = self.opened.coder(str(name))
        return self._coders[coder_id]

    def _action(self, seq: int) -> int:
        """The codebook as it stood after an action that we know too, else as it stands with this merge."""
        known = self.theirs.value("SELECT id FROM actions WHERE seq = ?", (seq,))
        here = self.ours.value("SELECT seq FROM actions WHERE id = ?", (known,))
        return self.opened.seq if here is None else int(here)

    def _with_ids(self, text: str) -> str:
        for theirs, here in self.ids["transcripts"].items():
            text = text.replace(theirs, here) if theirs != here else text
        return text

    def remember(self, table: str, row_id: str, column: str, value: str) -> None:
        """Write down what a copy holds (as JSON) that is older than what stands here."""
        about = {"about_table": table, "about_id": row_id, "about_column": column}
        moment = self.ours.now()
        self.opened.add("former_values", merge_id=self.merge(), **about, value=value, created_at=moment)

    def merge(self) -> str:
        """The id of the line that says that this copy was merged, written when there is something to tell."""
        if self.merge_id is None:
            name, moment = self.theirs.path.name, self.ours.now()
            self.merge_id = self.opened.add("merges", file=name, created_at=moment)
        return self.merge_id


def wanted(tables: Mapping[str, Table], rows: Mapping[str, Mapping[str, Row]]) -> dict[str, set[str]]:
    """Ids of the rows of theirs that have a place here: live ones, and those that these point at."""
    needed = {name: {row_id for row_id, row in found.items() if is_live(row)} for name, found in rows.items()}
    for table in reversed([one for one in tables.values() if one.has_ids]):
        waiting = list(needed[table.name])
        while waiting:
            row = rows[table.name][waiting.pop()]
            for target, row_id in _points_at(table, row):
                if row_id in rows.get(target, {}) and row_id not in needed[target]:
                    needed[target].add(row_id)
                    if target == table.name:
                        waiting.append(row_id)
    return needed


def _points_at(table: Table, row: Row) -> list[tuple[str, str]]:
    found = [(target, row[column]) for column, target in table.keys.items() if row[column] is not None]
    if table.about and row["about_id"] is not None:
        found.append((row["about_table"], row["about_id"]))
    return found
