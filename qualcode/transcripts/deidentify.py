"""Scan the whole project for words that may identify somebody; each with a proposed visible replacement."""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from qualcode.model import DATA_KINDS
from qualcode.names import natural_key
from qualcode.transcripts import addresses, deid_cells, deid_words, library
from qualcode.transcripts.deid_cells import Cell
from qualcode.transcripts.identifier_rules import FREE, RULES
from qualcode.transcripts.identifiers import Term, identifiers, key, small_words
from qualcode.transcripts.vocabulary import INTERVIEWER, NOBODY_IN_PARTICULAR, PARTICIPANT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from qualcode.spans import Span
    from qualcode.store.project import Project
    from qualcode.transcripts.identifiers import Found

ALONE: Final = frozenset({"age"})
"""Kinds that mean something only where they stand; what else is found once is looked for everywhere."""

NOT_SCANNED: Final = frozenset({"literature"})
"""Kinds of transcripts that are full of names of authors: there only words found elsewhere are hits."""

OLDEST: Final = "[age 90 or older]"
"""What the Safe Harbor rule lets stand for every age over 89."""

_AROUND: Final = 50
_LABEL = re.compile(r"[^\W\d_]{3,}(?:[ .'’-]+[^\W\d_]+)*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBERED = re.compile(r"\[(?P<kind>[a-z]+) (?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that may identify somebody.

    Attributes:
        id: Of this place, as long as the text there stays as it is.
        kind: Its class: name, place, date, phone, agency, ...
        words: What stands there.
        replacement: What is proposed; the same for the same words, throughout the study.
        where: The address in a transcript, or the cell: `code “trust”, definition`.
        cell: Where that is.
        span: In the cell, half-open code points.
        before: What stands before it.
        after: What stands after it.
        decision: "kept" where somebody said that it stays, else "".
    """

    id: str
    kind: str
    words: str
    replacement: str
    where: str
    cell: Cell
    span: Span
    before: str
    after: str
    decision: str

    @property
    def in_transcript(self) -> bool:
        """Whether it stands in what was said."""
        return (self.cell.table, self.cell.column) == ("transcripts", "text")

    def as_dict(self) -> dict[str, Any]:
        """For JSON and CSV; a hit outside the transcripts has no transcript and no address."""
        return {
            "id": self.id,
            "class": self.kind,
            "words": self.words,
            "replacement": self.replacement,
            "where": self.where,
            "transcript": self.cell.label if self.in_transcript else None,
            "address": self.where if self.in_transcript else None,
            "start_char": self.span[0],
            "end_char": self.span[1],
            "before": self.before,
            "after": self.after,
            "decision": self.decision,
        }


@dataclass(frozen=True, slots=True)
class _Place:
    cell: Cell
    found: Found


def scan(
    project: Project,
    *,
    known: Mapping[str, str] | None = None,
    extra: Sequence[Term] = (),
    step: Callable[[], None] = lambda: None,
) -> list[Hit]:
    """Every place that may identify somebody, transcripts first, kept ones included.

    Args:
        project: The study.
        known: Replacements made before, by words (`deid_log.known`): they are looked for, and proposed again.
        extra: Words to look for beside the dictionary.
        step: Called after each transcript.
    """
    known = known or {}
    terms = [*extra, *deid_words.terms(project), *(Term(_kind_of(new), old) for old, new in known.items())]
    places = list(_in_transcripts(project, [*terms, *_labels(project)], step))
    words = [Term(one.found.kind, _words(one), exact=True) for one in places if one.found.kind not in ALONE]
    places += _in_cells(project, [*terms, *_labels(project), *words])
    return _hits(project, _classed(places), known)


def _classed(places: Sequence[_Place]) -> list[_Place]:
    """Words of which nobody said what they are have the class of the same words elsewhere, else "other"."""
    kinds = {key(_words(one)): one.found.kind for one in places if one.found.kind}
    return [
        one
        if one.found.kind
        else replace(one, found=one.found._replace(kind=kinds.get(key(_words(one)), "other")))
        for one in places
    ]


def _in_transcripts(project: Project, terms: Sequence[Term], step: Callable[[], None]) -> Iterator[_Place]:
    rows = sorted(deid_cells.transcripts(project), key=lambda row: natural_key(row["name"]))
    cells = [Cell("transcripts", row["id"], "text", row["name"], "") for row in rows]
    literature = {row["id"] for row in rows if row["kind"] in NOT_SCANNED}
    ordinary: set[str] = set()
    for cell in cells:
        ordinary |= small_words(library.text(project, cell.row_id))
    first: dict[str, list[Found]] = {}
    names: dict[str, Term] = {}
    for cell in cells:
        text = library.text(project, cell.row_id)
        rules = () if cell.row_id in literature else RULES
        found = identifiers(text, terms, rules=rules, ordinary=ordinary if rules else None)
        first[cell.row_id] = found
        for one in found:
            if one.kind not in ALONE:
                words = text[one.start : one.end]
                names.setdefault(words, Term(one.kind, words, exact=True))
        step()
    for cell in cells:
        yield from _again(project, cell, first[cell.row_id], list(names.values()))


def _again(project: Project, cell: Cell, first: Sequence[Found], names: Sequence[Term]) -> Iterator[_Place]:
    """What was found in a transcript, and the names found anywhere; nothing across the edge of a turn."""
    text = library.text(project, cell.row_id)
    every = [*first, *_not_overlapping(identifiers(text, names, rules=()), first)]
    edges = sorted(
        {edge for turn, _ in library.turns(project, cell.row_id) for edge in (turn.start_char, turn.end_char)}
    )
    full = Cell(cell.table, cell.row_id, cell.column, cell.label, text)
    for one in sorted(every):
        if bisect_right(edges, one.start) == bisect_right(edges, one.end - 1):
            yield _Place(full, one)


def _not_overlapping(new: Iterable[Found], old: Sequence[Found]) -> Iterator[Found]:
    starts = [one.start for one in old]
    for one in new:
        at = bisect_right(starts, one.start)
        before_ends = at == 0 or old[at - 1].end <= one.start
        if before_ends and (at == len(old) or one.end <= old[at].start):
            yield one


def _in_cells(project: Project, terms: Sequence[Term]) -> Iterator[_Place]:
    rules = [rule for rule in RULES if rule.kind in FREE]
    once = list({(one.kind, one.words, one.exact): one for one in terms}.values())
    for cell in deid_cells.written(project):
        yield from (_Place(cell, one) for one in identifiers(cell.text, once, rules=rules))


def _labels(project: Project) -> list[Term]:
    """Labels of speakers, ids and transcripts called in words, no role among them: most likely names."""
    common = INTERVIEWER | PARTICIPANT | NOBODY_IN_PARTICULAR
    found = []
    for (label,) in project.tuples(
        "SELECT s.label FROM speakers s JOIN transcripts t ON t.id = s.transcript_id"
        " WHERE s.deleted_at IS NULL AND t.withdrawn_at IS NULL AND t.kind <> 'literature'"
        " UNION SELECT name FROM participants WHERE deleted_at IS NULL AND withdrawn_at IS NULL"
        " UNION SELECT name FROM transcripts WHERE deleted_at IS NULL AND withdrawn_at IS NULL"
        " AND kind IN (SELECT value FROM json_each(?)) ORDER BY 1",
        (json.dumps(DATA_KINDS),),
    ):
        role = any(word in common for word in key(label).split())
        if _LABEL.fullmatch(label) and not label.isupper() and label[:1].isupper() and not role:
            found.append(Term("name", label, exact=True))
    return found


def _words(place: _Place) -> str:
    return place.cell.text[place.found.start : place.found.end]


def _hits(project: Project, places: Sequence[_Place], known: Mapping[str, str]) -> list[Hit]:
    kept = _kept(project)
    proposals = _Proposals(project, known, [(one.found.kind, _words(one)) for one in places])
    units: dict[str, list[Span]] = {}
    hits = []
    for one in places:
        cell, (start, end, kind) = one.cell, one.found
        where = cell.label
        if cell.table == "transcripts" and cell.column == "text":
            if cell.row_id not in units:
                units[cell.row_id] = library.units(project, cell.row_id)
            where = addresses.address(cell.label, start, end, units[cell.row_id])
        place = (cell.table, cell.row_id, cell.column, start, end)
        hits.append(
            Hit(
                id=hashlib.sha256("/".join(map(str, place)).encode()).hexdigest()[:8],
                kind=kind,
                words=cell.text[start:end],
                replacement=proposals.of(kind, cell.text[start:end]),
                where=where,
                cell=cell,
                span=(start, end),
                before=_line(cell.text[max(0, start - _AROUND) : start]),
                after=_line(cell.text[end : end + _AROUND]),
                decision="kept" if place in kept else "",
            )
        )
    return hits


def _kept(project: Project) -> set[tuple[object, ...]]:
    rows = project.tuples(
        "SELECT about_table, about_id, about_column, start_char, end_char FROM deid_decisions"
        " WHERE decision = 'kept' AND deleted_at IS NULL"
    )
    return set(rows)


def _line(text: str) -> str:
    return " ".join(text.split())


def _kind_of(replacement: str) -> str:
    match = _NUMBERED.match(replacement)
    return match["kind"] if match else ""


class _Proposals:
    """Visible replacements, numbered by class in the order in which words are first met."""

    def __init__(self, project: Project, known: Mapping[str, str], found: Sequence[tuple[str, str]]) -> None:
        self._given = dict(known)
        self._last: dict[str, int] = defaultdict(int)
        used = project.tuples("SELECT DISTINCT replacement FROM deid_decisions WHERE replacement <> ''")
        for replacement in (*known.values(), *(row[0] for row in used)):
            if match := _NUMBERED.match(replacement):
                self._last[match["kind"]] = max(self._last[match["kind"]], int(match["number"]))
        self._whole: dict[str, set[str]] = defaultdict(set)
        for kind, words in found:
            if kind == "name":
                for part in key(words).split():
                    self._whole[part].add(key(words))

    def of(self, kind: str, words: str) -> str:
        wanted = key(words)
        if wanted not in self._given:
            self._given[wanted] = self._as_part(kind, wanted) or self._new(kind, words)
        return self._given[wanted]

    def _as_part(self, kind: str, wanted: str) -> str:
        """A first name alone is the one person whose full name holds it, if there is only one."""
        whole = self._whole.get(wanted, set()) - {wanted} if kind == "name" else set()
        return self.of(kind, next(iter(whole))) if len(whole) == 1 else ""

    def _new(self, kind: str, words: str) -> str:
        if kind == "age":
            return OLDEST
        self._last[kind] += 1
        year = _YEAR.search(words) if kind == "date" else None
        return f"[{kind} {self._last[kind]}{f', {year[0]}' if year else ''}]"
