"""The audit trail as a document of its own: told by phase, and as a table; no participant's words in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from qualcode.export.blocks import Heading, text
from qualcode.export.files import WRITERS, write_whole
from qualcode.export.listing import Head, Listing, blocks_of, write_listing
from qualcode.export.nowell import MEANS, evidence_of
from qualcode.export.numbers import capital, count, date, listed, plural
from qualcode.export.paper import paper
from qualcode.export.trail import HASH_SHOWN, PHASES, phase_of, trail

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qualcode.export.blocks import Block, Document
    from qualcode.export.trail import Trail
    from qualcode.store.project import Project

Grouping = Literal["phase", "halpern", "nowell"]

NOUNS: Final = {
    "transcripts": "transcript",
    "participants": "participant",
    "attributes": "attribute value",
    "verifications": "check against a recording",
    "guide_questions": "planned question",
    "codes": "code",
    "freezes": "frozen codebook",
    "passes": "pass",
    "codings": "coding",
    "alignments": "pair of aligned codes",
    "decisions": "decision on a disagreement",
    "suggestions": "suggestion",
    "suggestion_decisions": "decision on a suggestion",
    "samples": "sample drawn",
    "themes": "theme",
    "theme_codes": "code in a theme",
    "verdicts": "verdict on a passage",
    "claims": "claim",
    "quotes": "quote",
    "quote_edits": "edit of a quote",
    "slots": "text for the report",
    "waivers": "waived check",
    "answers": "answer for a checklist",
    "member_checks": "entry of participant checking",
    "memos": "memo",
    "questions": "research question",
}
"""Tables that a reader of an audit trail counts in, and what one row is called."""

_PLURALS: Final = {
    "passes": "passes",
    "member_checks": "entries of participant checking",
    "verifications": "checks against a recording",
    "alignments": "pairs of aligned codes",
    "decisions": "decisions on disagreements",
    "suggestion_decisions": "decisions on suggestions",
    "samples": "samples drawn",
    "theme_codes": "codes in themes",
    "verdicts": "verdicts on passages",
    "quote_edits": "edits of quotes",
    "slots": "texts for the report",
    "answers": "answers for checklists",
}

DEEDS: Final = {
    "init": "the study was set up",
    "import": "transcripts were brought in",
    "import-project": "a project of another program was brought in",
    "participants": "participants were described",
    "transcripts": "transcripts were kept in order",
    "transcripts replace": "transcripts were corrected",
    "transcripts settle": "codings that a correction had orphaned were settled",
    "transcripts verify": "transcripts were checked against their recordings",
    "codes": "the codebook was worked on",
    "codes import": "codes were read from a file",
    "codes add": "codes were added",
    "codes edit": "codes were defined anew",
    "codes rename": "codes were renamed",
    "codes merge": "codes were merged",
    "codes split": "codes were split",
    "codes retire": "codes were retired",
    "codes freeze": "the codebook was frozen",
    "passes": "passes were kept in order",
    "passes start": "passes were opened",
    "passes seal": "passes were sealed",
    "passes saw": "a coder was shown another pass",
    "passes unread": "stretches that were not read were marked",
    "passes sample": "transcripts were drawn for double coding",
    "apply": "codes were applied",
    "unapply": "codes were taken off",
    "codings": "codings were kept in order",
    "codings import": "codings were read from files",
    "suggest": "suggestions were made by the program",
    "suggestions": "suggestions were decided one by one",
    "align": "the codes of the passes were aligned",
    "reconcile": "disagreements were decided into an agreed pass",
    "themes": "themes were kept in order",
    "themes add": "candidate themes were made",
    "themes move": "codes were moved between themes",
    "themes merge": "themes were merged",
    "themes split": "themes were split",
    "themes drop": "themes were dropped",
    "themes review": "themes were reviewed",
    "themes define": "themes were defined",
    "themes rename": "themes were renamed",
    "themes finalize": "themes were settled",
    "membercheck": "participants’ replies were logged",
    "claims": "claims were written and supported",
    "quotes": "quotes were chosen",
    "quotes edit": "quotes were cut, visibly",
    "slots": "authors’ text was written",
    "lint": "checks were waived with a reason",
    "checklist": "questions of a checklist were answered",
    "memos": "memos were written",
    "deid": "identifying words were looked for",
    "withdraw": "a participant withdrew",
}
"""What each command did, for a reader who never saw one; the longest match counts."""

_OVERVIEW: Final[dict[Grouping, str]] = {
    "phase": "The same in one table",
    "halpern": "The record by category",
    "nowell": "Means of trustworthiness",
}
"""The heading over the table."""

_EVENTS: Final = """
    SELECT substr(a.at, 1, 10) AS day, c.name AS coder, a.command, h.table_name, h.kind,
           count(*) AS n, count(DISTINCT a.seq) AS times, min(a.seq) AS first
    FROM actions a LEFT JOIN coders c ON c.id = a.coder_id JOIN changes h ON h.action_seq = a.seq
    WHERE a.undoes_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM actions u WHERE u.undoes_id = a.id AND NOT EXISTS (
            SELECT 1 FROM actions r WHERE r.undoes_id = u.id))
    GROUP BY day, coder, a.command, h.table_name, h.kind ORDER BY first"""


@dataclass(frozen=True, slots=True)
class Event:
    """What one person did with one command on one day; `rows` counts rows by (table, added or changed)."""

    day: str
    by: str
    command: str
    phase: str
    rows: dict[tuple[str, str], int]

    @property
    def deed(self) -> str:
        """What was done, in words."""
        words = self.command.split()
        known = (DEEDS.get(" ".join(words[:length])) for length in range(len(words), 0, -1))
        return next(filter(None, known), f"“{self.command}” was used")

    @property
    def told(self) -> str:
        """The rows in words: `74 codes, 2 codes changed`."""
        parts = []
        for (table, kind), number in self.rows.items():
            if table in NOUNS:
                words = plural(number, NOUNS[table], _PLURALS.get(table))
                parts.append(words if kind == "added" else f"{words} changed")
        return ", ".join(parts)


def events(project: Project) -> list[Event]:
    """Everything that was done and stands, condensed by day, person and command, in order."""
    found: dict[tuple[str, str, str], dict[tuple[str, str], int]] = {}
    for row in project.rows(_EVENTS):
        key = (row["day"], row["coder"] or "", row["command"])
        rows = found.setdefault(key, {})
        rows[row["table_name"], row["kind"]] = row["n"]
    return [Event(day, by, command, phase_of(command), rows) for (day, by, command), rows in found.items()]


def audit_table(project: Project, by: Grouping = "phase") -> Listing:
    """The trail as a table: what was done by phase, or what is kept under Halpern's or Nowell's heads."""
    heads: tuple[Head, ...]
    if by == "phase":
        heads = (
            Head("phase", "Phase", 1.6),
            Head("date", "Date", 2.2),
            Head("by", "By", 0.8),
            Head("what", "What was done", 2.6),
            Head("records", "Records", 3.4),
        )
        rows = [
            (one.phase or "Other", date(one.day), one.by, capital(one.deed), one.told)
            for one in events(project)
        ]
        return Listing("Audit trail", "What was done, by phase", heads, _in_order(rows), grouped=True)
    if by == "halpern":
        heads = (Head("category", "Category", 2), Head("record", "Record", 3), Head("number", "Number", 1))
        kept = [
            (heading, capital(what), count(number))
            for heading, lines in trail(project).records
            for what, number in lines
        ]
        caption = "Records kept, under the six heads of Halpern (1983)"
        return Listing("Audit trail", caption, heads, kept, grouped=True)
    heads = (Head("phase", "Phase", 2), Head("means", "Means", 3), Head("record", "In the record", 3))
    shown = [(phase, means, evidence_of(project, source)) for phase, means, source in MEANS]
    caption = "Means of trustworthiness by phase, after Nowell and colleagues (2017)"
    return Listing("Audit trail", caption, heads, shown, grouped=True)


def _in_order(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """By phase, and by date within a phase, as the rows come."""
    order = {label: at for at, (label, _) in enumerate(PHASES)}
    return sorted(rows, key=lambda row: order.get(row[0], len(order)))


def write_audit(project: Project, target: Path, by: Grouping = "phase") -> tuple[int, list[str]]:
    """Write it: prose and tables as .docx, .html or .md, the table alone as .csv or .xlsx.

    Returns the rows of the table, and what to tell about cells that did not fit.

    Raises:
        UnknownFormat, CannotWrite: as their names say.
    """
    listing = audit_table(project, by)
    if target.suffix.lower() not in WRITERS:
        return write_listing(project, listing, target)
    write_whole(target, WRITERS[target.suffix.lower()](audit_document(project, by)))
    return len(list(listing.rows)), []


def audit_document(project: Project, by: Grouping = "phase") -> Document:
    """Prose by phase, then the table, then what is fixed for good."""
    found = trail(project)
    done = events(project)
    moments = [one.day for one in done]
    span = " to ".join(dict.fromkeys((date(moments[0]), date(moments[-1])))) if moments else ""
    people = listed(list(dict.fromkeys(one.by for one in done if one.by)))
    told = (
        f"Everything below is read out of the project’s log ({span}; {people}). Undone actions are left out."
    )
    blocks: list[Block] = [Heading("Audit trail", 1), text(told)]
    for label, _ in PHASES:
        here = [one for one in done if one.phase == label]
        if here:
            blocks += [Heading(label, 2), text(_prose(here))]
    listing = audit_table(project, by)
    blocks += [Heading(_OVERVIEW[by], 1), *blocks_of(listing), Heading("Fixed points", 1), *_fixed(found)]
    return paper(project, "Audit trail", blocks)


def _prose(here: list[Event]) -> str:
    """One sentence for each kind of deed, with its records, people and days."""
    by_deed: dict[str, list[Event]] = {}
    for one in here:
        by_deed.setdefault(one.deed, []).append(one)
    sentences = []
    for deed, those in by_deed.items():
        when = " to ".join(dict.fromkeys((date(those[0].day), date(those[-1].day))))
        people = listed(list(dict.fromkeys(one.by for one in those if one.by)))
        records = Event("", "", "", "", _summed(those)).told
        told = "; ".join(part for part in (records, people, when) if part)
        sentences.append(f"{capital(deed)} ({told}).")
    return " ".join(sentences)


def _summed(those: list[Event]) -> dict[tuple[str, str], int]:
    total: dict[tuple[str, str], int] = {}
    for one in those:
        for key, number in one.rows.items():
            total[key] = total.get(key, 0) + number
    return total


def _fixed(found: Trail) -> list[Block]:
    told = [
        f"The codebook {label} holds {plural(codes, 'code')}" + (f" (frozen on {date(at)})." if at else ".")
        for label, at, codes in found.codebooks
    ]
    told += [
        f"The pass {name} was sealed on {date(at)}; the hash of its codings begins with {seal[:HASH_SHOWN]}."
        if at
        else f"The pass {name} is open."
        for name, at, seal in found.seals
    ]
    told += [f"Setting changed from its default: {name} = {value}." for name, value in found.settings]
    told += [f"Left open: {count(number)} {what}." for what, number in found.deferred]
    told += [
        f"Transcript {name} was replaced by a corrected version on {date(at)}." for name, at in found.amended
    ]
    told += [f"{name} withdrew on {date(at)}." for name, at in found.withdrawn]
    return [text(one, "List Bullet") for one in told]
