"""What stands in the report and in which order, whatever the file format."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from qualcode.export import appendices, records
from qualcode.export.author_text import author_blocks
from qualcode.export.blocks import (
    Contents,
    Document,
    Figure,
    Heading,
    Orientation,
    Paragraph,
    Run,
    Table,
    numbered,
    text,
)
from qualcode.export.findings import across, findings
from qualcode.export.glance import at_a_glance
from qualcode.export.identity import disclosure_review
from qualcode.export.limits import limitations
from qualcode.export.method_section import method
from qualcode.export.numbers import date, listed, plural
from qualcode.export.open_points import margin, open_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.export.blocks import Block
    from qualcode.export.facts import Facts
    from qualcode.export.finding import Finding
    from qualcode.store.project import Project

Audience = Literal["internal", "supervisor", "public"]

SECTIONS: Final = {
    "glance": ("At a glance",),
    "introduction": ("Introduction",),
    "method": ("Method",),
    "findings": ("Findings",),
    "discussion": ("Discussion",),
    "limitations": ("Limitations and open points",),
    "appendices": ("Appendix",),
}
"""Parts that can be written alone, and how their headings of level 1 begin."""


def compose(
    project: Project,
    facts: Facts,
    checks: Sequence[Finding],
    audience: Audience,
    title: str | None,
    *,
    section: str = "",
) -> tuple[Document, list[str]]:
    """The report, or one `section` of it, as a document model; and the open points of the whole."""
    named = title or facts.study.title or "Untitled study"
    blocks, points = _whole(project, facts, checks, audience, named)
    if section:
        blocks = part(blocks, section)
    errors = sum(one.level == "error" for one in checks)
    banner = f"DRAFT: {plural(errors, 'unresolved check')}" if errors else ""
    if banner:
        blocks.insert(0, Paragraph((Run(banner, bold=True),), "Note"))
    document = Document(
        named,
        "Thematic analysis report",
        facts.dated,
        tuple(blocks),
        facts.slots.get("authors", ""),
        facts.slots.get("language", "en-US"),
        banner,
        margin(blocks, checks) if audience == "internal" else (),
        facts.slots.get("page", "A4"),
        double_spaced=facts.slots.get("spacing", "").casefold() == "double",
    )
    return document, points


def _whole(
    project: Project, facts: Facts, checks: Sequence[Finding], audience: Audience, title: str
) -> tuple[list[Block], list[str]]:
    """All parts in their order, and the open points."""
    public = audience == "public"
    method_blocks, missing = method(facts, public=public)
    points = [*missing, *limitations(facts)]
    blocks = [
        *_title(facts, title, audience),
        Contents(),
        Heading("At a glance", 1, fresh_page=True),
        at_a_glance(facts, len(points)),
        *_written(facts, "Introduction", "introduction"),
        *method_blocks,
        *findings(project, facts, public=public),
        *_written(facts, "Discussion", "discussion"),
        *open_points(facts, missing, checks),
        *_appendices(project, facts, checks, audience),
    ]
    return blocks, points


def part(blocks: Sequence[Block], section: str) -> list[Block]:
    """The blocks of one part; tables outside of it are named in plain words."""
    labels = numbered(tuple(blocks))
    kept: list[Block] = []
    inside, turn = False, Orientation(landscape=False)
    for block in blocks:
        if isinstance(block, Orientation):  # it belongs to what comes after it
            turn = block
            continue
        if isinstance(block, Heading) and block.level == 1:
            inside = block.text.startswith(SECTIONS[section])
        if inside:
            kept += [turn, block]
    here = {block.key for block in kept if isinstance(block, Table | Figure)}
    return [_plain_references(block, labels, here) for block in kept]


def _plain_references(block: Block, labels: dict[str, str], here: set[str]) -> Block:
    if not isinstance(block, Paragraph):
        return block
    runs = tuple(
        run if run.ref in {"", *here} else replace(run, ref="", text=labels.get(run.ref, run.text))
        for run in block.runs
    )
    return replace(block, runs=runs)


def _appendices(project: Project, facts: Facts, checks: Sequence[Finding], audience: Audience) -> list[Block]:
    public = audience == "public"
    return [
        *appendices.codebook_appendix(project, facts.evidence),
        *appendices.comparison_appendix(facts),
        *appendices.reconciliation_appendix(facts.reconciliation, public=public),
        *appendices.history_appendix(facts, public=public),
        *records.saturation_appendix(facts),
        *records.assisted_appendix(facts.assisted),
        *records.checking_appendix(facts.checking),
        *records.checklists_appendix(project, facts, checks, public=public),
        *records.trail_appendix(facts.trail, facts.memos, public=public),
        *(across(project, facts, public=public, series="I") if _counts_last(facts) else []),
        *appendices.evidence_appendix(facts, public=public),
        *(disclosure_review(facts) if audience == "internal" else []),
    ]


def _counts_last(facts: Facts) -> bool:
    """A reflexive study counts themes in its audit trail, not in its findings."""
    return facts.study.approach == "reflexive" and bool(facts.themes)


def _written(facts: Facts, heading: str, slot: str) -> list[Block]:
    """A section that the authors wrote; nothing while it is empty."""
    blocks = author_blocks(facts.slots.get(slot, ""), slot)
    return [Heading(heading, 1), *blocks] if blocks else []


def _title(facts: Facts, title: str, audience: Audience) -> list[Block]:
    lines = [
        ("Authors", facts.slots.get("authors", "")),
        ("Team", listed(facts.coders)),
        ("Date", date(facts.dated)),
        ("Approach", f"thematic analysis, {facts.study.approach}"),
        *((question.label, question.wording) for question in facts.study.questions),
        ("Data fingerprint", facts.fingerprint),
        ("Build", audience),
    ]
    told: list[Block] = [
        Paragraph((Run(f"{name}: ", bold=True), Run(value))) for name, value in lines if value
    ]
    return [text(title, "Title"), text("Thematic analysis report", "Subtitle"), *told]
