"""What software proposed and what people decided, as counts: the disclosure of assisted coding."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from qualcode.store.project import Project

DECISIONS: Final = ("accepted", "edited", "rejected", "deferred")

RUBBER_STAMP: Final = 0.95
"""Share of acceptances from which, over `MANY_DECISIONS`, decisions may have been a mere formality."""
MANY_DECISIONS: Final = 30
HASTY_MS: Final = 3_000
"""Median time below which a decision was hardly a reading."""


@dataclass(frozen=True, slots=True)
class Run:
    """One `suggest`: pass, method, ISO moment, settings and fingerprint as they were kept."""

    pass_name: str
    method: str
    at: str
    settings: str
    fingerprint: str
    transcripts: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the suggestions of one code; `made` counts all, `undecided` those nobody answered."""

    code: str
    made: int
    accepted: int
    edited: int
    rejected: int
    deferred: int

    @property
    def undecided(self) -> int:
        """Suggestions without an answer."""
        return self.made - self.accepted - self.edited - self.rejected - self.deferred


@dataclass(frozen=True, slots=True)
class Assisted:
    """Everything Appendix F prints. `discarded`: proposals whose words were not in the transcript.

    `median_ms` of decisions that were watched (None: none was); `audited` units were shown without help.
    """

    runs: tuple[Run, ...]
    codes: tuple[Tally, ...]
    discarded: int
    median_ms: float | None
    audited: int
    undecided_codings: int
    """Codings that name a suggestion which nobody accepted; there should be none."""

    @property
    def total(self) -> Tally:
        """All codes together."""
        sums = [sum(getattr(one, name) for one in self.codes) for name in ("made", *DECISIONS)]
        return Tally("All", *sums)

    @property
    def hasty(self) -> bool:
        """Whether decisions look like a formality (a question to the coder, not a verdict)."""
        total = self.total
        kept = total.accepted + total.edited
        decided = kept + total.rejected
        stamped = decided >= MANY_DECISIONS and kept / decided >= RUBBER_STAMP
        return stamped or (self.median_ms is not None and self.median_ms < HASTY_MS)


def assisted(project: Project) -> Assisted | None:
    """Read it out of the project; None when no suggestion was ever asked for."""
    runs = project.rows(
        "SELECT r.*, p.name AS pass, (SELECT count(*) FROM suggestion_reads d WHERE d.run_id = r.id"
        " AND d.deleted_at IS NULL) AS transcripts FROM suggestion_runs r"
        " JOIN passes p ON p.id = r.pass_id WHERE r.deleted_at IS NULL ORDER BY r.rowid"
    )
    if not runs:
        return None
    return Assisted(
        runs=tuple(
            Run(
                row["pass"],
                row["method"],
                row["created_at"],
                row["settings"],
                row["fingerprint"],
                row["transcripts"],
            )
            for row in runs
        ),
        codes=_tallies(project),
        discarded=_discarded(project),
        median_ms=_median(project),
        audited=int(
            project.value(
                "SELECT coalesce(sum(json_array_length(places)), 0) FROM suggestion_audits"
                " WHERE deleted_at IS NULL"
            )
        ),
        undecided_codings=int(project.value(_UNDECIDED)),
    )


_UNDECIDED: Final = (
    "SELECT count(*) FROM codings k WHERE k.origin = 'suggestion' AND k.deleted_at IS NULL AND NOT EXISTS ("
    " SELECT 1 FROM suggestion_decisions d WHERE d.suggestion_id = k.suggestion_id"
    " AND d.decision IN ('accepted', 'edited') AND d.deleted_at IS NULL)"
)


def _tallies(project: Project) -> tuple[Tally, ...]:
    rows = project.rows(
        "SELECT c.name AS code, coalesce(d.decision, '') AS decision, count(*) AS n FROM suggestions s"
        " JOIN code_now w ON w.code_id = s.code_id JOIN codes c ON c.id = w.now_id"
        " LEFT JOIN suggestion_decisions d ON d.suggestion_id = s.id AND d.deleted_at IS NULL"
        " WHERE s.deleted_at IS NULL GROUP BY c.id, decision ORDER BY c.name COLLATE NOCASE, decision"
    )
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        counts.setdefault(row["code"], Counter())[row["decision"]] += row["n"]
    return tuple(
        Tally(code, sum(found.values()), *(found[decision] for decision in DECISIONS))
        for code, found in counts.items()
    )


def _discarded(project: Project) -> int:
    rows = project.rows("SELECT discarded FROM suggestion_reads WHERE deleted_at IS NULL")
    return sum(sum(json.loads(row["discarded"]).values()) for row in rows)


def _median(project: Project) -> float | None:
    rows = project.rows(
        "SELECT took_ms FROM suggestion_decisions WHERE took_ms IS NOT NULL AND deleted_at IS NULL"
    )
    return median(row["took_ms"] for row in rows) if rows else None
