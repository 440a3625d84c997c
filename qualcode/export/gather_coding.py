"""Read the facts about coding out of a project: passes, codebook, comparison, reconciliation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qualcode.codes import codebook
from qualcode.errors import QualcodeError
from qualcode.export.facts import CodebookFacts, PassFacts, Reconciliation
from qualcode.export.numbers import days_between
from qualcode.passes import passes
from qualcode.passes.alignment import CodeSet, code_set
from qualcode.reliability.compare import compare
from qualcode.transcripts import library
from qualcode.transcripts.versions import Versions

if TYPE_CHECKING:
    from qualcode.model import CodingPass
    from qualcode.store.project import Project


def passes_made(project: Project) -> tuple[PassFacts, ...]:
    """Every pass in the order in which they were opened."""
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


def codebook_facts(project: Project) -> CodebookFacts:
    """The codebook as it stands and as it was frozen last."""
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


def comparison(project: Project, found: CodingPass | None) -> tuple[dict[str, Any] | None, str]:
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


def codes_compared(project: Project, compared: dict[str, Any] | None) -> CodeSet | None:
    """How the codes of two compared passes correspond; None for more than two, or for none."""
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


def reconciliation(project: Project, agreed: CodingPass | None) -> Reconciliation | None:
    """The decisions that made the agreed pass; None if findings come from another."""
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
