"""Rows that name a place in a transcript, taken over to its corrected version."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.model import Transcript
    from qualcode.spans import Span
    from qualcode.store.actions import Action
    from qualcode.store.project import Project, Row
    from qualcode.transcripts.amending import Amendment, Landing, Status

_CODINGS: Final = """
    SELECT k.*, c.name AS code, p.name AS pass FROM codings k
    JOIN passes p ON p.id = k.pass_id AND p.deleted_at IS NULL
    JOIN codes c ON c.id = k.code_id
    WHERE k.transcript_id = ? AND k.deleted_at IS NULL ORDER BY k.start_char, k.end_char, k.rowid"""

_STAY: Final = """
    SELECT p.id FROM passes p WHERE p.deleted_at IS NULL AND (p.sealed_at IS NOT NULL OR EXISTS (
        SELECT 1 FROM reconciliations r JOIN passes s ON s.id = r.source_id AND s.sealed_at IS NOT NULL
        WHERE r.pass_id = p.id AND r.deleted_at IS NULL))"""

_UNDECIDED: Final = (
    "NOT EXISTS (SELECT 1 FROM suggestion_decisions d WHERE d.suggestion_id = s.id AND d.deleted_at IS NULL"
    " AND d.decision <> 'deferred')"
)

COLUMNS: Final = (
    "pass_id",
    "transcript_id",
    "code_id",
    "start_char",
    "end_char",
    "origin",
    "suggestion_id",
    "created_at",
)
"""Of a coding that is applied anew somewhere else: all that it was but for its place and id."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A span as people read it."""

    address: str
    start_char: int
    end_char: int
    quotation: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "address": self.address,
            "start_char": self.start_char,
            "end_char": self.end_char,
            "quotation": self.quotation,
        }


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a coding or a quote.

    Attributes:
        table: `codings` or `quotes`.
        id: Of the row before; a coding that has a new place has a new id.
        label: The code, or the number of the quote.
        owner: The pass, or the theme.
        status: kept, moved, trimmed, orphaned.
        old: Where it was, in the old version.
        new: Where it is; None when it is orphaned.
        nearest: Where the words would stand; only of an orphan.
        new_id: The id of the coding now; None when it is orphaned.
    """

    table: str
    id: str
    label: str
    owner: str
    status: Status
    old: Spot
    new: Spot | None
    nearest: Spot | None = None
    new_id: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON object."""
        named = {"code": self.label, "pass": self.owner}
        if self.table == "quotes":
            named = {"quote": self.label, "theme": self.owner}
        return {
            "id": self.id,
            **named,
            "status": self.status,
            "old": self.old.as_dict(),
            "new": None if self.new is None else {"id": self.new_id, **self.new.as_dict()},
            "nearest": None if self.nearest is None else self.nearest.as_dict(),
        }


@dataclass(frozen=True)
class Places:
    """Both versions of a transcript, and where spans of the old one stand in the new one."""

    project: Project
    old: Transcript
    new: Transcript
    amendment: Amendment
    landings: dict[Span, Landing] = field(default_factory=dict)

    @cached_property
    def old_units(self) -> list[Span]:
        """The numbered units of the old version."""
        return library.units(self.project, self.old.id)

    @cached_property
    def new_units(self) -> list[Span]:
        """The numbered units of the corrected version."""
        return library.units(self.project, self.new.id)

    def land(self, start: int, end: int) -> Landing:
        """Where a span stands now; an orphan's place is widened to the sentence there."""
        if (start, end) not in self.landings:
            self.landings[start, end] = self.amendment.land(start, end)
        return self.landings[start, end]

    def moved(self, table: str, row: Row, label: str, owner: str) -> Moved:
        """What becomes of a row with a span."""
        start, end = row["start_char"], row["end_char"]
        landing = self.land(start, end)
        old = _spot(self.old.name, (start, end), self.old_units, self.amendment.old)
        if landing.status == "orphaned":
            near = _spot(self.new.name, self.sentence(landing), self.new_units, self.amendment.new)
            return Moved(table, row["id"], label, owner, "orphaned", old, None, near)
        span = (landing.start_char, landing.end_char)
        new = _spot(self.new.name, span, self.new_units, self.amendment.new)
        return Moved(table, row["id"], label, owner, landing.status, old, new, None, row["id"])

    def sentence(self, landing: Landing) -> Span:
        """The unit of the corrected version that is nearest to where a landing begins."""
        at = landing.start_char
        near = ((max(unit[0] - at, at - unit[1], 0), unit) for unit in self.new_units)
        return min(near, default=(0, (at, landing.end_char)))[1]


def passes_that_stay(project: Project) -> set[str]:
    """Ids of the passes that keep the version they were made on: sealed ones, and what agrees them."""
    return {row["id"] for row in project.rows(_STAY)}


def move_codings(replacing: Action, places: Places, stay: set[str]) -> list[Moved]:
    """Take the codings of open passes over: each is retired and applied anew, with its memos."""
    project = replacing.project
    rows = [row for row in project.rows(_CODINGS, (places.old.id,)) if row["pass_id"] not in stay]
    found = [places.moved("codings", row, row["code"], row["pass"]) for row in rows]
    replacing.retire("codings", (row["id"] for row in rows))
    new_ids = _apply_anew(replacing, places, rows, found)
    for memo in project.rows("SELECT id, about_id FROM memos WHERE about_table = 'codings'"):
        if memo["about_id"] in new_ids:
            replacing.change("memos", memo["id"], about_id=new_ids[memo["about_id"]])
    return [replace(one, new_id=new_ids.get(one.id)) for one in found]


def _apply_anew(replacing: Action, places: Places, rows: list[Row], found: list[Moved]) -> dict[str, str]:
    """Ids of the new codings by those of the old; two that fall together become one."""
    new: dict[tuple[object, ...], list[str]] = {}
    columns: dict[tuple[object, ...], tuple[object, ...]] = {}
    for row, one in zip(rows, found, strict=True):
        if one.new is not None:
            key = (row["pass_id"], places.new.id, row["code_id"], one.new.start_char, one.new.end_char)
            new.setdefault(key, []).append(row["id"])
            columns.setdefault(key, (*key, row["origin"], row["suggestion_id"], row["created_at"]))
    ids = replacing.add_rows("codings", COLUMNS, list(columns.values()))
    return {old_id: new_id for new_id, old_ids in zip(ids, new.values(), strict=True) for old_id in old_ids}


def move_pass_rows(replacing: Action, places: Places, stay: set[str]) -> None:
    """Take over what open passes were given to read, what they did not read, and decisions made for them.

    Suggestions that still wait are retired: they were made for other words, and can be made again.
    """
    project, old_id, new_id = replacing.project, places.old.id, places.new.id
    live = "transcript_id = ? AND deleted_at IS NULL"
    for row in project.rows(f"SELECT * FROM assignments WHERE {live}", (old_id,)):
        if row["pass_id"] not in stay:
            replacing.change("assignments", row["id"], transcript_id=new_id)
    for row in project.rows(f"SELECT * FROM unread WHERE {live}", (old_id,)):
        if row["pass_id"] not in stay:
            _move_unread(replacing, places, row)
    waiting = project.rows(f"SELECT id, pass_id FROM suggestions s WHERE {live} AND {_UNDECIDED}", (old_id,))
    replacing.retire("suggestions", (row["id"] for row in waiting if row["pass_id"] not in stay))
    decisions = project.rows(f"SELECT * FROM decisions WHERE {live}", (old_id,))
    open_ones = [row for row in decisions if row["pass_id"] not in stay]
    _move_spans(replacing, places, "decisions", open_ones, ("pass_id", "code_id"))
    for row in open_ones:
        if row["edited_start_char"] is not None:
            at = places.land(row["edited_start_char"], row["edited_end_char"])
            span = {"edited_start_char": at.start_char, "edited_end_char": at.end_char}
            replacing.change("decisions", row["id"], **span)


def _move_unread(replacing: Action, places: Places, row: Row) -> None:
    """Everything stays unread that was; words put in between them were not read either."""
    whole = (row["start_char"], row["end_char"]) == (0, places.old.length)
    landing = places.land(row["start_char"], row["end_char"])
    start, end = (0, places.new.length) if whole else (landing.start_char, landing.end_char)
    replacing.change("unread", row["id"], transcript_id=places.new.id, start_char=start, end_char=end)


def move_theme_rows(replacing: Action, places: Places) -> list[Moved]:
    """Take over quotes with their edits, passages of claims, and verdicts of reviews; tells of the quotes."""
    project, live = replacing.project, "x.transcript_id = ? AND x.deleted_at IS NULL"
    quotes = project.rows(
        f"SELECT x.*, m.name AS theme FROM quotes x JOIN themes m ON m.id = x.theme_id WHERE {live}"
        " ORDER BY x.number",
        (places.old.id,),
    )
    found = [places.moved("quotes", row, f"q{row['number']}", row["theme"]) for row in quotes]
    for row, one in zip(quotes, found, strict=True):
        if one.new is not None:
            span = {"start_char": one.new.start_char, "end_char": one.new.end_char}
            replacing.change("quotes", row["id"], transcript_id=places.new.id, **span)
            _move_edits(replacing, places, row["id"], (one.new.start_char, one.new.end_char))
    passages = project.rows(f"SELECT x.* FROM claim_passages x WHERE {live}", (places.old.id,))
    _move_spans(replacing, places, "claim_passages", passages, ("claim_id", "stance"), keep_lost=True)
    withheld = project.rows(f"SELECT x.* FROM withheld x WHERE {live}", (places.old.id,))
    _move_spans(replacing, places, "withheld", withheld, (), keep_lost=True)
    verdicts = project.rows(f"SELECT x.* FROM verdicts x WHERE {live}", (places.old.id,))
    _move_spans(replacing, places, "verdicts", verdicts, ("theme_id",))
    return found


def _move_edits(replacing: Action, places: Places, quote_id: str, quote: Span) -> None:
    """An edit follows its words; one whose words are gone has nothing left to leave out."""
    rows = replacing.project.rows(
        "SELECT * FROM quote_edits WHERE quote_id = ? AND deleted_at IS NULL", (quote_id,)
    )
    for row in rows:
        start, end = row["start_char"], row["end_char"]
        at = places.land(start, end) if start < end else places.land(max(start - 1, 0), max(start, 1))
        low, high = (at.start_char, at.end_char) if start < end else (at.end_char, at.end_char)
        if at.status == "orphaned" or low < quote[0] or high > quote[1]:
            replacing.retire("quote_edits", [row["id"]])
        else:
            replacing.change("quote_edits", row["id"], start_char=low, end_char=high)


def _move_spans(
    replacing: Action,
    places: Places,
    table: str,
    rows: Iterable[Row],
    apart: Sequence[str],
    *,
    keep_lost: bool = False,
) -> None:
    """Rows whose words are gone, or that fall together with another (unless `apart`), are retired.

    With `keep_lost`, those whose words are gone stay with the old version.
    """
    taken: set[tuple[object, ...]] = set()
    for row in rows:
        landing = places.land(row["start_char"], row["end_char"])
        place = (*(row[key] for key in apart), landing.start_char, landing.end_char)
        lost = landing.status == "orphaned"
        if not lost and place not in taken:
            taken.add(place)
            span = {"start_char": landing.start_char, "end_char": landing.end_char}
            replacing.change(table, row["id"], transcript_id=places.new.id, **span)
        elif not (lost and keep_lost):
            replacing.retire(table, [row["id"]])


def _spot(name: str, span: Span, units: list[Span], text: str) -> Spot:
    return Spot(addresses.address(name, *span, units), *span, text[span[0] : span[1]])
