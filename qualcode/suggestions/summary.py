"""What the report has to say about assistance: methods, settings, decisions, and how they were checked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from qualcode.assist.storing import setting
from qualcode.passes import passes
from qualcode.suggestions import audit, model
from qualcode.suggestions.report import report

if TYPE_CHECKING:
    from qualcode.store.project import Project


@dataclass(frozen=True, slots=True)
class Run:
    """One `suggest`: for which pass, how, when, after which action of the log the codebook stood so."""

    coding_pass: str
    method: str
    made_at: str
    codebook_action: int
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class AuditFacts:
    """A draw of sentences without a suggestion: how many were read plain, how many of them were coded."""

    coding_pass: str
    drawn: int
    drawn_from: int
    missed: int


@dataclass(frozen=True, slots=True)
class AssistanceSummary:
    """The facts; counts are of suggestions, except `own` (codings of assisted passes without one).

    Attributes:
        used: Whether anything was ever suggested.
        methods: Names of the methods, sorted.
        runs: Every run, oldest first.
        made: Suggestions in all, those discarded not among them.
        precision: Share with the right code among those decided; None when none was.
        median_seconds: From display to decision; None when no decision was watched.
        model: The language model that may be asked, as the project has it now; None: none.
        warnings: Signs of rubber-stamping, as sentences.
    """

    used: bool
    methods: tuple[str, ...]
    runs: tuple[Run, ...]
    made: int
    accepted: int
    edited: int
    rejected: int
    deferred: int
    open: int
    discarded: int
    own: int
    precision: float | None
    median_seconds: float | None
    audits: tuple[AuditFacts, ...]
    model: dict[str, Any] | None
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def assistance_summary(project: Project) -> AssistanceSummary:
    """Everything a report has to disclose about suggestions; holds no participant's words but queries."""
    found, runs = report(project), _runs(project)
    allowed = model.assistant(project)
    return AssistanceSummary(
        used=bool(runs),
        methods=tuple(sorted({one.method for one in runs})),
        runs=runs,
        made=found.total.made,
        accepted=found.total.counts["accepted"],
        edited=found.total.counts["edited"],
        rejected=found.total.counts["rejected"],
        deferred=found.total.counts["deferred"],
        open=found.total.counts["open"],
        discarded=found.total.discarded,
        own=found.own,
        precision=found.total.precision,
        median_seconds=found.median_seconds,
        audits=_audits(project),
        model=None if allowed is None else allowed.as_dict(),
        warnings=found.warnings,
    )


def _runs(project: Project) -> tuple[Run, ...]:
    rows = project.rows(
        "SELECT p.name, r.method, r.created_at, r.codebook_action, r.settings FROM suggestion_runs r"
        " JOIN passes p ON p.id = r.pass_id AND p.deleted_at IS NULL WHERE r.deleted_at IS NULL"
        " ORDER BY r.rowid"
    )
    return tuple(Run(row[0], row[1], row[2], row[3], setting(row[4])) for row in rows)


def _audits(project: Project) -> tuple[AuditFacts, ...]:
    found = (audit.latest(project, one) for one in passes.passes(project))
    return tuple(
        AuditFacts(one.coding_pass, len(one.units), one.drawn_from, one.missed)
        for one in found
        if one is not None
    )
