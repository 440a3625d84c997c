"""Bring in a colleague's copy of the study: everything that is new in it, nothing that was erased here.

What both copies have is compared cell by cell. Where only one of them changed, the newer state stands; where
both did, ours stands and both are told. A merge is one action, and can be taken back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.errors import QualcodeError
from qualcode.exchange.merge import refusals
from qualcode.exchange.merge.coming import bring, bring_all_parts
from qualcode.exchange.merge.copies import Copies, wanted
from qualcode.exchange.merge.guard import Guard
from qualcode.exchange.merge.notes import notes
from qualcode.exchange.merge.past import Past, taken_back
from qualcode.exchange.merge.places import mark_unread
from qualcode.exchange.merge.report import Merged
from qualcode.exchange.merge.rules import OWN_SETTINGS
from qualcode.exchange.merge.seals import seal_all
from qualcode.exchange.merge.settling import compared, settle
from qualcode.exchange.merge.shape import rows, tables
from qualcode.names import did_you_mean, quoted
from qualcode.store.actions import action
from qualcode.store.barriers import MERGE
from qualcode.store.other import open_other, study_id
from qualcode.transcripts import index

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from qualcode.exchange.merge.shape import Row, Table
    from qualcode.store.actions import Action
    from qualcode.store.project import Project


class AnotherStudy(QualcodeError):
    """The other file was begun apart, and shares no transcript with this one."""


class NotTheirCode(QualcodeError):
    """The other copy has no code of that name."""


class AlreadyHere(QualcodeError):
    """Both copies have the code, so that it is joined with another as any two codes are."""


def merge(
    project: Project,
    path: Path,
    same: Mapping[str, str] | None = None,
    *,
    rehearsal: bool = False,
    step: Callable[[], None] = lambda: None,
) -> Merged:
    """Bring in everything that is new in another copy, as one action; a rehearsal keeps nothing of it.

    Args:
        project: Ours.
        path: The other file; it is only read.
        same: Names of codes of ours by names of codes of theirs that are one code, whatever they say.
        rehearsal: Do it, tell what came of it, and keep nothing.
        step: Called after each table.

    Raises:
        ProjectNotFound, NotAProject, NewerProject, OlderProject, SameFile: the file cannot be merged.
        AnotherStudy: it shares nothing with this one.
        NotTheirCode, CodeNotFound, AlreadyHere: a name in `same`.
    """
    with open_other(path, project) as theirs, action(project, MERGE, rehearsal=rehearsal) as merging:
        copies = _side_by_side(merging, theirs, same or {})
        for table in copies.tables.values():
            if table.has_ids:
                _merge_table(copies, table)
            step()
        bring_all_parts(copies)
        mark_unread(copies)
        seal_all(copies)
        index.add_missing(merging)
        copies.report.notes += notes(copies)
        copies.report.nothing_new = not merging.touched
        if merging.touched:
            copies.merge()
        return copies.report


def _side_by_side(merging: Action, theirs: Project, same: Mapping[str, str]) -> Copies:
    ours = merging.project
    report = Merged(theirs.path.name, study_id(ours) == study_id(theirs), _shared(ours, theirs))
    if not report.same_study and not report.shared:
        count = theirs.value("SELECT count(*) FROM transcripts WHERE deleted_at IS NULL")
        raise AnotherStudy(
            f"{theirs.path.name} is another study: none of its {count} transcripts is in this one.",
            "Merge copies of one study, or import the same transcripts in both.",
        )
    merged = {table.name: table for table in tables(ours)}
    found = {name: rows(theirs, table) for name, table in merged.items() if table.has_ids}
    return Copies(
        merging,
        theirs,
        report,
        merged,
        found,
        wanted(merged, found),
        Guard(ours, theirs),
        Past(ours),
        Past(theirs),
        taken_back(ours),
        dict(_same_codes(ours, theirs, same)),
    )


def _shared(ours: Project, theirs: Project) -> int:
    """How many live transcripts of theirs are here: by id, or by name and words."""
    sql = "SELECT id, lower(name) || text_sha256 FROM transcripts WHERE deleted_at IS NULL"
    known = {cell for row in ours.tuples(sql) for cell in row}
    return sum(not known.isdisjoint(row) for row in theirs.tuples(sql))


def _same_codes(ours: Project, theirs: Project, same: Mapping[str, str]) -> list[tuple[str, str]]:
    found = []
    for there, here in same.items():
        code = codebook.find_or_none(theirs, there)
        if code is None:
            known = [one.name for one in codebook.codes(theirs)]
            hint = did_you_mean(there, known, f"See its codes: qualcode -P {theirs.path.name} codes list")
            raise NotTheirCode(f"{theirs.path.name} has no code called {there!r}.", hint)
        survivor = codebook.find(ours, here)
        _check_new(ours, code.id, there, survivor.name)
        found.append((code.id, survivor.id))
    return found


def _check_new(ours: Project, code_id: str, there: str, survivor: str) -> None:
    name = ours.value("SELECT name FROM codes WHERE id = ? AND deleted_at IS NULL", (code_id,))
    if name is not None:
        raise AlreadyHere(
            f"Their code {there!r} is here already, as {name!r}.",
            f"Join them with `qualcode codes merge {quoted(name)} --into {quoted(survivor)}`.",
        )


def _merge_table(copies: Copies, table: Table) -> None:
    """Rows that both have are settled first, so that names are free for what is new."""
    ours = rows(copies.ours, table)
    both: list[tuple[Row, Row]] = []
    new: list[Row] = []
    for row_id, theirs in copies.rows[table.name].items():
        if _is_own(copies, table, theirs):
            continue
        if row_id in ours and (table.name, row_id) not in copies.taken_back:
            both.append((theirs, ours[row_id]))
        elif row_id in copies.needed[table.name]:
            new.append(theirs)
    both = [pair for pair in both if not _apart(copies, table, *pair)]
    for theirs, mine in both:
        settle(copies, table, theirs, mine, compared(table))
    bring(copies, table, new)
    for theirs, mine in both:
        settle(copies, table, theirs, mine, table.own_keys)


def _apart(copies: Copies, table: Table, theirs: Row, ours: Row) -> bool:
    copies.ids[table.name][theirs["id"]] = ours["id"]
    apart = refusals.stands_apart(copies, table, theirs, ours)
    if ours.get("withdrawn_at"):
        copies.left[table.name][theirs["id"]] = "withdrawn"
    return apart


def _is_own(copies: Copies, table: Table, theirs: Row) -> bool:
    """Whether a row is about one copy, and not about the study."""
    if table.name == "settings":
        return theirs["name"] in OWN_SETTINGS or not copies.report.same_study
    return table.name == "deid_decisions" and theirs["decision"] == "replaced"
