"""Read the facts of a report out of a project."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from qualcode.export import gather_coding as coding
from qualcode.export import slots, support
from qualcode.export.assisted import assisted
from qualcode.export.checking import checking
from qualcode.export.facts import Facts, Sample, Spread, ThemeEvents
from qualcode.export.quote_proof import proofs
from qualcode.export.strata import is_paperwork
from qualcode.export.topics import answered
from qualcode.export.trail import trail
from qualcode.passes import memos
from qualcode.passes.findings import findings_pass
from qualcode.spans import intersection, length, union
from qualcode.store.approach import reasons
from qualcode.store.study import study
from qualcode.themes import claims, history, quotes, review, views
from qualcode.themes.evidence import base, evidence
from qualcode.themes.saturation import Saturation, saturation
from qualcode.themes.takeover import looked_at
from qualcode.transcripts import eligibility, library, participants

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.spans import Span
    from qualcode.store.project import Project, Row
    from qualcode.themes.evidence import Evidence


def gather(project: Project) -> Facts:
    """Read every fact of a report out of the project."""
    found = findings_pass(project)
    compared, why_not = coding.comparison(project, found)
    written = slots.read(project)
    counted = evidence(project)
    themes, chosen = tuple(views.themes(project, counted=counted)), tuple(quotes.quotes(project))
    return Facts(
        study=study(project),
        dated=str(project.value("SELECT max(at) FROM actions") or project.now()),
        evidence=counted,
        fingerprint=_fingerprint(project),
        findings=None if found is None else found.name,
        sample=_sample(project),
        passes=coding.passes_made(project),
        codebook=coding.codebook_facts(project),
        comparison=compared,
        comparison_missing=why_not,
        code_set=coding.codes_compared(project, compared),
        reconciliation=coding.reconciliation(project, found),
        themes=themes,
        events=_theme_events(project),
        orphans=tuple(views.orphans(project, counted)),
        quotes=chosen,
        proofs=proofs(project, chosen, counted),
        claims=tuple(claims.claims(project, counted=counted)),
        contrary={theme.name: tuple(review.contrary(project, theme.name)) for theme in themes},
        history=tuple(history.history(project)),
        saturation=_saturation(project, written),
        coverage=_coverage(project, counted),
        spread=_spread(project, counted),
        assisted=assisted(project),
        checking=checking(project),
        trail=trail(project),
        memos=tuple(memos.memos(project)),
        looked=looked_at(project),
        reasons=tuple(reasons(project)),
        slots=written,
    )


def _spread(project: Project, counted: Evidence) -> Spread:
    found = support.passages(project, counted)
    return Spread(answered(project, found), support.speakers(found), support.shared(found))


def _fingerprint(project: Project) -> str:
    rows = project.rows(
        "SELECT text_sha256 FROM transcripts WHERE deleted_at IS NULL AND withdrawn_at IS NULL ORDER BY 1"
    )
    return hashlib.sha256(" ".join(row[0] for row in rows).encode()).hexdigest()[:12]


def _sample(project: Project) -> Sample:
    found = library.transcripts(project, data_only=True)
    people = project.row(
        "SELECT count(*) AS n, count(withdrawn_at) AS withdrawn FROM participants WHERE deleted_at IS NULL"
    )
    analyzed = base(project)
    attributes: dict[str, dict[str, str]] = {}
    for one in participants.participants(project):
        for name, value in one.attributes.items():
            if one.name in analyzed and not is_paperwork(name):
                attributes.setdefault(name, {})[one.name] = value
    said = {one.id: _words(project, one.id) for one in found}
    sheets = [one.id for one in found if one.kind == "survey"]
    return Sample(
        recruited=people["n"] if people else 0,
        analyzed=analyzed,
        withdrawn=people["withdrawn"] if people else 0,
        transcripts=len(found),
        words=sum(said.values()),
        attributes=attributes,
        criteria=tuple(one.worded for one in eligibility.criteria(project)),
        eligible=sum(
            1 for one in eligibility.standings(project) if one.eligible and one.participant in analyzed
        ),
        asked=len(sheets),
        answered=sum(said[one] > 0 for one in sheets),
    )


def _saturation(project: Project, written: dict[str, str]) -> Saturation | None:
    """Computed where it was asked for (`report_saturation` is "yes") and the approach has a use for it."""
    asked_for = written.get("report_saturation", "").casefold() == "yes"
    if project.setting("approach") == "reflexive" or not asked_for:
        return None
    return saturation(project)


def _coverage(project: Project, counted: Evidence) -> dict[str, tuple[int, int]]:
    spans: dict[str, list[Span]] = {}
    for passages in counted.passages.values():
        for one in passages:
            spans.setdefault(one.transcript_id, []).append(one.span)
    covered = {}
    for transcript in library.transcripts(project, data_only=True):
        speech = union(library.codable(project, transcript.id))
        coded = intersection(union(spans.get(transcript.id, [])), speech)
        covered[transcript.name] = (length(coded), length(speech))
    return covered


def _words(project: Project, transcript_id: str) -> int:
    text = library.text(project, transcript_id)
    return sum(len(text[start:end].split()) for start, end in library.codable(project, transcript_id))


def _theme_events(project: Project) -> ThemeEvents:
    rows = project.rows(
        "SELECT theme_id, kind, created_at FROM theme_events WHERE deleted_at IS NULL ORDER BY rowid"
    )
    counts = Counter(row["kind"] for row in rows)
    living = {
        row[0]
        for row in project.rows(
            "SELECT id FROM themes WHERE deleted_at IS NULL AND status <> 'dropped' AND parent_id IS NULL"
        )
    }
    return ThemeEvents(
        candidates=counts["added"],
        counts=counts,
        first=rows[0]["created_at"] if rows else None,
        last=rows[-1]["created_at"] if rows else None,
        review_1=_all_signed(rows, "reviewed-1", living),
        review_2=_all_signed(rows, "reviewed-2", living),
    )


def _all_signed(rows: Sequence[Row], level: str, living: set[str]) -> str | None:
    """When the last of the living themes was signed off at a level; None while one of them is not."""
    signed = {row["theme_id"]: str(row["created_at"]) for row in rows if row["kind"] == level}
    return max(signed[one] for one in living) if living and living <= set(signed) else None
