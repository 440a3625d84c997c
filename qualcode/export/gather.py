"""Read the facts of a report out of a project."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from qualcode.codes import codebook
from qualcode.errors import QualcodeError
from qualcode.export import slots, support
from qualcode.export.assisted import assisted
from qualcode.export.checking import checking
from qualcode.export.facts import CodebookFacts, Facts, PassFacts, Reconciliation, Sample, Spread, ThemeEvents
from qualcode.export.numbers import days_between
from qualcode.export.strata import is_paperwork
from qualcode.export.topics import answered
from qualcode.export.trail import trail
from qualcode.passes import memos, passes
from qualcode.passes.alignment import CodeSet, code_set
from qualcode.passes.findings import findings_pass
from qualcode.reliability.compare import compare
from qualcode.spans import intersection, length, union
from qualcode.store.approach import reasons
from qualcode.store.study import study
from qualcode.themes import claims, history, quotes, review, views
from qualcode.themes.evidence import base, evidence
from qualcode.themes.saturation import Saturation, saturation
from qualcode.themes.takeover import looked_at
from qualcode.transcripts import eligibility, library, participants
from qualcode.transcripts.versions import Versions

if TYPE_CHECKING:
    from qualcode.model import CodingPass
    from qualcode.spans import Span
    from qualcode.store.project import Project
    from qualcode.themes.evidence import Evidence


def gather(project: Project) -> Facts:
    """Read every fact of a report out of the project."""
    found = findings_pass(project)
    compared, why_not = _comparison(project, found)
    lines = tuple(history.history(project))
    written = slots.read(project)
    counted = evidence(project)
    themes = tuple(views.themes(project, counted=counted))
    return Facts(
        study=study(project),
        dated=str(project.value("SELECT max(at) FROM actions") or project.now()),
        evidence=counted,
        fingerprint=_fingerprint(project),
        findings=None if found is None else found.name,
        sample=_sample(project),
        passes=_passes(project),
        codebook=_codebook(project),
        comparison=compared,
        comparison_missing=why_not,
        code_set=_code_set(project, compared),
        reconciliation=_reconciliation(project, found),
        themes=themes,
        events=_theme_events(project),
        orphans=tuple(views.orphans(project, counted)),
        quotes=tuple(quotes.quotes(project)),
        claims=tuple(claims.claims(project, counted=counted)),
        contrary={theme.name: tuple(review.contrary(project, theme.name)) for theme in themes},
        searched={line.theme: line.at for line in lines if line.event == "searched"},
        history=lines,
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
    return Sample(
        recruited=people["n"] if people else 0,
        analyzed=analyzed,
        withdrawn=people["withdrawn"] if people else 0,
        transcripts=len(found),
        words=sum(_words(project, transcript.id) for transcript in found),
        attributes=attributes,
        criteria=tuple(one.worded for one in eligibility.criteria(project)),
        eligible=sum(
            1 for one in eligibility.standings(project) if one.eligible and one.participant in analyzed
        ),
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


def _passes(project: Project) -> tuple[PassFacts, ...]:
    versions, every = Versions(project), library.transcripts(project, every_version=True)
    called = {one.id: one.name for one in every}
    names = {one.id: called.get(versions.newest(one.id), one.name) for one in every}
    facts: list[PassFacts] = []
    earlier: CodingPass | None = None
    for one in passes.passes(project):
        facts.append(_pass(project, one, earlier, facts[-1] if facts else None, names))
        earlier = one if one.kind == "independent" else earlier
    return tuple(facts)


def _pass(
    project: Project,
    one: CodingPass,
    earlier: CodingPass | None,
    before: PassFacts | None,
    names: dict[str, str],
) -> PassFacts:
    row = project.row(
        "SELECT count(*) AS n, max(created_at) AS last, sum(origin = 'suggestion') AS suggested FROM codings"
        " WHERE pass_id = ? AND deleted_at IS NULL",
        (one.id,),
    )
    last = one.sealed_at or (row["last"] if row else None) or one.opened_at
    return PassFacts(
        name=one.name,
        coder=one.coder,
        kind=one.kind,
        mode=one.mode,
        first=one.opened_at,
        last=last,
        sealed=one.sealed_at is not None,
        days=None if before is None else days_between(before.last, one.opened_at),
        sight="" if earlier is None else passes.sight(project, one.id, earlier.id),
        transcripts=tuple(names[key] for key in passes.assigned(project, one.id) if key in names),
        codings=row["n"] if row else 0,
        suggested=(row["suggested"] or 0) if row else 0,
    )


def _codebook(project: Project) -> CodebookFacts:
    live = codebook.codes(project)
    parents = {code.parent_id for code in live if code.parent_id}
    frozen = project.row(
        "SELECT label, created_at, codes FROM freezes WHERE deleted_at IS NULL ORDER BY created_at DESC"
    )
    kept: list[dict[str, Any]] = [] if frozen is None else _loaded(frozen["codes"])
    return CodebookFacts(
        codes=len(live),
        categories=sum(code.id in parents and code.parent_id is None for code in live),
        undefined=sum(not code.definition for code in live),
        frozen_as=None if frozen is None else frozen["label"],
        frozen_at=None if frozen is None else frozen["created_at"],
        codes_at_freeze=None if frozen is None else len(kept),
        categories_at_freeze=None if frozen is None else _categories(kept),
    )


def _loaded(text: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(text)
    return loaded


def _categories(kept: list[dict[str, Any]]) -> int:
    parents = {code["parent_id"] for code in kept if code["parent_id"]}
    return sum(code["id"] in parents and not code["parent_id"] for code in kept)


def _comparison(project: Project, found: CodingPass | None) -> tuple[dict[str, Any] | None, str]:
    """Compare the passes that the findings come from, else the first two; or say why there is none."""
    names = _sources(project, found) if found is not None and found.kind == "consensus" else ()
    independent = [one.name for one in passes.passes(project) if one.kind == "independent"]
    chosen = list(names) or independent[:2]
    if len(chosen) < len(("A", "B")):
        return None, "There is no second pass to compare with."
    try:
        return compare(project, chosen).as_dict(), ""
    except QualcodeError as error:
        return None, error.sentence


def _code_set(project: Project, compared: dict[str, Any] | None) -> CodeSet | None:
    if compared is None or len(compared["passes"]) != len(("A", "B")):
        return None
    return code_set(project, *compared["passes"])


def _sources(project: Project, agreed: CodingPass) -> tuple[str, ...]:
    rows = project.rows(
        "SELECT p.name FROM reconciliations r JOIN passes p ON p.id = r.source_id"
        " WHERE r.pass_id = ? AND r.deleted_at IS NULL ORDER BY r.position",
        (agreed.id,),
    )
    return tuple(row["name"] for row in rows)


def _reconciliation(project: Project, agreed: CodingPass | None) -> Reconciliation | None:
    if agreed is None or agreed.kind != "consensus":
        return None
    rows = project.rows(
        "SELECT d.kind, d.decision, d.reason, d.decided_by, c.name AS code FROM decisions d"
        " JOIN codes c ON c.id = d.code_id WHERE d.pass_id = ? AND d.deleted_at IS NULL ORDER BY d.rowid",
        (agreed.id,),
    )
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row["kind"], row["decision"])
        counts[key] = counts.get(key, 0) + 1
    return Reconciliation(
        into=agreed.name,
        sources=_sources(project, agreed),
        sealed=agreed.sealed_at is not None,
        counts=counts,
        deciders=tuple(dict.fromkeys(row["decided_by"] for row in rows)),
        reasons=tuple((r["kind"], r["code"], r["decision"], r["reason"]) for r in rows if r["reason"]),
    )


def _theme_events(project: Project) -> ThemeEvents:
    rows = project.rows("SELECT kind, created_at FROM theme_events WHERE deleted_at IS NULL ORDER BY rowid")
    counts: dict[str, int] = {}
    latest: dict[str, str] = {}
    for row in rows:
        counts[row["kind"]] = counts.get(row["kind"], 0) + 1
        latest[row["kind"]] = row["created_at"]
    return ThemeEvents(
        candidates=counts.get("added", 0),
        counts=counts,
        first=rows[0]["created_at"] if rows else None,
        last=rows[-1]["created_at"] if rows else None,
        review_1=latest.get("reviewed-1"),
        review_2=latest.get("reviewed-2"),
    )
