"""Means of trustworthiness in each phase (Nowell, Norris, White and Moules, 2017, Table 1), and their traces.

The record shows what it holds: a count and dates, or that it holds nothing. Whether a means was well used is
for people to judge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.export.numbers import count, date

if TYPE_CHECKING:
    from qualcode.store.project import Project

_PHASES: Final = (
    "1. Familiarizing yourself with your data",
    "2. Generating initial codes",
    "3. Searching for themes",
    "4. Reviewing themes",
    "5. Defining and naming themes",
    "6. Producing the report",
)

_LIVE: Final = (
    "SELECT count(*) AS n, min(created_at) AS first, max(created_at) AS last FROM {} WHERE deleted_at IS NULL"
)
_MEMOS: Final = _LIVE.format("memos") + " AND kind = '{}'"
_EVENTS: Final = _LIVE.format("theme_events") + " AND kind IN ({})"
_CODERS: Final = (
    "SELECT count(DISTINCT coder_id) AS n, min(opened_at) AS first, max(opened_at) AS last FROM passes"
    " WHERE deleted_at IS NULL AND kind = 'independent'"
)
_KINDS: Final = (
    "SELECT count(DISTINCT kind) AS n, min(created_at) AS first, max(created_at) AS last FROM transcripts"
    " WHERE deleted_at IS NULL AND kind IN ('interview', 'focus-group', 'survey', 'field-note')"
)
_ACTIONS: Final = (
    "SELECT count(*) AS n, min(at) AS first, max(at) AS last FROM actions WHERE command LIKE '{}%'"
)

SOURCES: Final = {
    "coders": ("people who coded", _CODERS),
    "days": ("logged actions", _ACTIONS.format("")),
    "transcripts": ("transcripts, each with its fingerprint", _LIVE.format("transcripts")),
    "field notes": ("field notes", _LIVE.format("transcripts") + " AND kind = 'field-note'"),
    "kinds": (
        "kinds of data",
        _KINDS,
    ),
    "reflexive": ("reflexive memos", _MEMOS.format("reflexive")),
    "analytic": ("analytic memos", _MEMOS.format("analytic")),
    "familiarization": ("familiarization memos", _MEMOS.format("familiarization")),
    "methodological": ("methodological memos", _MEMOS.format("methodological")),
    "codes": ("codes with definitions", _LIVE.format("codes") + " AND definition <> ''"),
    "code acts": ("changes to the codebook", _ACTIONS.format("codes ")),
    "decisions": ("decisions on disagreements, each with a name", _LIVE.format("decisions")),
    "theme events": ("dated lines in the life of themes", _LIVE.format("theme_events")),
    "map": ("themes and sub-themes on the map", _LIVE.format("themes") + " AND status <> 'dropped'"),
    "verdicts": ("verdicts on passages, given rereading them", _LIVE.format("verdicts")),
    "reviews": ("reviews signed off", _EVENTS.format("'reviewed-1', 'reviewed-2'")),
    "searched": ("searches for contrary accounts", _EVENTS.format("'searched'")),
    "names": ("names and definitions given or changed", _EVENTS.format("'defined', 'renamed', 'final'")),
    "checks": ("entries of participant checking", _LIVE.format("member_checks")),
    "claims": ("claims with the passages they rest on", _LIVE.format("claims")),
    "text": ("texts of the authors in the report", _LIVE.format("slots")),
}
"""What the record can show: in words, and the query that counts it with its first and last date."""

PLURAL: Final = frozenset({"coders", "kinds"})
"""What takes more than one to triangulate."""

MEANS: Final = (
    (_PHASES[0], "Prolonged engagement with the data", "days"),
    (_PHASES[0], "Triangulation of modes of data collection", "kinds"),
    (_PHASES[0], "Theoretical and reflective thoughts documented", "reflexive"),
    (_PHASES[0], "Thoughts about possible codes and themes documented", "familiarization"),
    (_PHASES[0], "Raw data stored in a well-organized archive", "transcripts"),
    (_PHASES[0], "Records of field notes kept", "field notes"),
    (_PHASES[1], "Researcher triangulation", "coders"),
    (_PHASES[1], "Reflexive journaling", "reflexive"),
    (_PHASES[1], "Use of a coding framework", "codes"),
    (_PHASES[1], "Audit trail of code generation", "code acts"),
    (_PHASES[1], "Debriefing and meetings documented", "methodological"),
    (_PHASES[2], "Researcher triangulation", "decisions"),
    (_PHASES[2], "Diagrams to make sense of connections between themes", "map"),
    (_PHASES[2], "Notes on the development and hierarchy of concepts and themes", "theme events"),
    (_PHASES[3], "Themes and sub-themes vetted", "reviews"),
    (_PHASES[3], "Return to the raw data to test for referential adequacy", "verdicts"),
    (_PHASES[3], "Contrary accounts looked for", "searched"),
    (_PHASES[4], "Naming of themes documented", "names"),
    (_PHASES[4], "Analytic memos", "analytic"),
    (_PHASES[5], "Member checking", "checks"),
    (_PHASES[5], "Coding and analysis described in detail", "claims"),
    (_PHASES[5], "Reasons for choices reported", "text"),
    (_PHASES[5], "Description of the audit trail", "days"),
)
"""(phase, means, what shows it)."""


def evidence_of(project: Project, source: str) -> str:
    """What the record shows of a means: `12 analytic memos (3 March 2026 to 9 April 2026)`."""
    words, sql = SOURCES[source]
    row = project.row(sql)
    if row is None or not row["n"]:
        return "none in the record"
    if source in PLURAL and row["n"] == 1:
        return f"{words}: one, so no triangulation"
    span = " to ".join(dict.fromkeys((date(row["first"]), date(row["last"]))))
    return f"{words}: {count(row['n'])} ({span})"
