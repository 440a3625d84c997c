"""The theme report: what stands in it and in which order. Formats are next door."""

from __future__ import annotations

import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from qualcode.errors import QualcodeError, UsageError
from qualcode.export import appendices, method_text, tables
from qualcode.export.blocks import Contents, Document, Heading, Paragraph, Run, text
from qualcode.export.findings import findings
from qualcode.export.gather import gather
from qualcode.export.glance import at_a_glance
from qualcode.export.html import html_bytes
from qualcode.export.limits import limitations
from qualcode.export.lint import lint
from qualcode.export.markdown import markdown_bytes
from qualcode.export.numbers import count, date, listed, plural
from qualcode.export.theme_tables import stages
from qualcode.export.word import word_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.export.blocks import Block
    from qualcode.export.facts import Facts
    from qualcode.export.lint import Finding
    from qualcode.export.method_text import Prose
    from qualcode.store.project import Project

Audience = Literal["internal", "supervisor", "public"]

PHASES: Final = {
    "codebook": (
        "familiarizing, generating initial codes, searching for themes, reviewing themes,"
        " defining and naming themes, producing the report"
    ),
    "reflexive": (
        "familiarization, coding, generating initial themes, developing and reviewing themes,"
        " refining, defining and naming themes, writing up"
    ),
}
"""Names of the six phases: Braun and Clarke 2006, and their later wording for the reflexive approach."""

WRITERS: Final[dict[str, Callable[[Document], bytes]]] = {
    ".docx": word_bytes,
    ".html": html_bytes,
    ".md": markdown_bytes,
}
"""One writer per format; a new format is a line here and a file."""


class UnknownFormat(UsageError):
    """No report is written in that format."""


class CannotWrite(QualcodeError):
    """The file cannot be written there."""


class NotForPublic(QualcodeError):
    """A public report is not built while an error remains."""


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """What was written, told without participants' words. `open_points` are sentences for the researcher."""

    file: str
    format: str
    audience: Audience
    participants: int
    transcripts: int
    themes: int
    quotes: int
    tables: int
    errors: int
    warnings: int
    open_points: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "open_points": list(self.open_points)}


def write_report(
    project: Project, target: Path, audience: Audience = "internal", title: str | None = None
) -> ReportSummary:
    """Write the report; the same state of the project gives the same bytes.

    It is written beside the target and then renamed, so that nothing is ever half there.

    Raises:
        UnknownFormat: the target's ending is none of `WRITERS`.
        NotForPublic: an error of `lint` remains and the audience is the public.
        CannotWrite: the folder is missing or protected.
    """
    writer = WRITERS.get(target.suffix.lower())
    if writer is None:
        known = ", ".join(WRITERS)
        raise UnknownFormat(f"A report cannot be written as {target.suffix!r}.", f"Use one of: {known}.")
    facts = gather(project)
    checks = lint(project, facts)
    errors = [one for one in checks if one.level == "error"]
    if errors and audience == "public":
        raise NotForPublic(
            f"{plural(len(errors), 'check')} must be resolved before a public report: {_rules(errors)}.",
            "See them with `qualcode lint`.",
        )
    document, open_points = compose(project, facts, checks, audience, title)
    write_whole(target, writer(document))
    return ReportSummary(
        file=target.name,
        format=target.suffix.lower().removeprefix("."),
        audience=audience,
        participants=len(facts.sample.analyzed),
        transcripts=facts.sample.transcripts,
        themes=sum(theme.parent is None for theme in facts.themes),
        quotes=len(facts.quotes),
        tables=sum(hasattr(block, "columns") for block in document.blocks),
        errors=len(errors),
        warnings=sum(one.level == "warning" and not one.waived for one in checks),
        open_points=tuple(open_points),
    )


def _rules(found: Sequence[Finding]) -> str:
    return ", ".join(dict.fromkeys(f"{one.rule} ({one.where})" for one in found))


def write_whole(target: Path, content: bytes) -> None:
    """Put a file in its place in one step.

    Raises:
        CannotWrite: the folder is missing or protected.
    """
    try:
        handle, draft = tempfile.mkstemp(dir=target.parent, prefix=".qualcode-", suffix=target.suffix)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(draft).chmod(0o644)
            Path(draft).replace(target)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CannotWrite(
            f"{target.name} cannot be written: {error.strerror}.", "Check the folder, or choose another."
        ) from error


def compose(
    project: Project, facts: Facts, checks: Sequence[Finding], audience: Audience, title: str | None
) -> tuple[Document, list[str]]:
    """The report as a document model, and its open points."""
    public = audience == "public"
    method, missing = _method(project, facts, public=public)
    open_points = [*missing, *limitations(facts)]
    named = title or facts.study.title or "Untitled study"
    blocks = [
        *_title(facts, named, audience),
        Contents(),
        Heading("At a glance", 1, fresh_page=True),
        at_a_glance(facts, len(open_points)),
        *method,
        *findings(project, facts, public=public),
        *_limitations(facts, missing, checks),
        *appendices.codebook_appendix(project, facts.evidence),
        *appendices.comparison_appendix(facts),
        *appendices.reconciliation_appendix(facts.reconciliation),
        *appendices.history_appendix(facts),
        *appendices.saturation_appendix(facts),
        *appendices.evidence_appendix(facts, public=public),
    ]
    errors = sum(one.level == "error" for one in checks)
    banner = f"DRAFT: {plural(errors, 'unresolved check')}" if errors else ""
    if banner:
        blocks.insert(0, Paragraph((Run(banner, bold=True),), "Note"))
    author, language = project.setting("authors"), project.setting("language") or "en-US"
    document = Document(
        named, "Thematic analysis report", facts.dated, tuple(blocks), author, language, banner
    )
    return document, open_points


def _title(facts: Facts, title: str, audience: Audience) -> list[Block]:
    lines = [
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


def _method(project: Project, facts: Facts, *, public: bool) -> tuple[list[Block], list[str]]:
    blocks: list[Block] = [Heading("Method", 1)]
    missing: list[str] = []

    def section(heading: str, prose: Prose, *extra: Block | None) -> None:
        missing.extend(prose.open_points)
        if prose.text or any(extra):
            blocks.append(Heading(heading, 2))
            blocks.extend([text(prose.text)] if prose.text else [])
            blocks.extend(one for one in extra if one is not None)

    coded = method_text.coding(facts, project.setting("orientation"))
    section("Approach", _approach(facts))
    section("Participants and data", _data(facts), tables.sample(facts, public=public))
    section("Coding", coded, tables.passes(facts))
    section("Comparison of passes", method_text.comparison(facts), tables.agreement(facts))
    section("Theme development", method_text.theme_development(facts), stages(facts))
    if facts.claims:
        blocks.append(text(method_text.counting_words(), "Note"))
    section("Assisted coding", method_text.assistance(facts))
    section("Sample adequacy", method_text.adequacy(facts, project.setting("sample_adequacy")))
    for heading, name, needed in (
        ("Participant checking", "participant_checking", "No participant checking is recorded."),
        ("Researcher position", "researcher_position", "The researcher’s position has not been written."),
        ("Data protection", "data_protection", "How data are protected has not been written."),
    ):
        section(heading, _own_words(project.setting(name), needed))
    return blocks, missing


def _approach(facts: Facts) -> Prose:
    prose = method_text.Prose()
    kind = facts.study.approach
    prose.say(
        "The study is a thematic analysis of the {kind} kind, done in six phases: {phases}.",
        "The approach has not been stated.",
        kind={"coding-reliability": "coding reliability"}.get(kind, kind),
        phases=PHASES.get(kind, PHASES["codebook"]),
    )
    return prose


def _data(facts: Facts) -> Prose:
    prose, sample = method_text.Prose(), facts.sample
    if not sample.transcripts:
        prose.open_points.append("No transcript has been imported.")
        return prose
    withdrawn = f" {plural(sample.withdrawn, 'participant')} withdrew." if sample.withdrawn else ""
    prose.sentences.append(
        f"{plural(sample.transcripts, 'transcript')} of {plural(len(sample.analyzed), 'participant')} were"
        f" analyzed, {count(sample.words)} words of participant speech in all.{withdrawn}"
    )
    return prose


def _own_words(words: str, needed: str) -> Prose:
    prose = method_text.Prose()
    prose.say("{words}", needed, words=words)
    return prose


def _limitations(facts: Facts, missing: list[str], checks: Sequence[Finding]) -> list[Block]:
    found = limitations(facts)
    blocks: list[Block] = [Heading("Limitations and open points", 1)]
    blocks += [text(one, "List Bullet") for one in found]
    if missing:
        blocks.append(text("Left out of the Method section because the record does not hold it:"))
        blocks += [text(one, "List Bullet") for one in missing]
    waived = [f"{one.rule} ({one.where}): {one.message} Waived: {one.waived}" for one in checks if one.waived]
    errors = [f"{one.rule} ({one.where}): {one.message}" for one in checks if one.level == "error"]
    for heading, lines in (("Unresolved checks:", errors), ("Checks waived by the authors:", waived)):
        if lines:
            blocks += [text(heading), *(text(line, "List Bullet") for line in lines)]
    if not found and not missing:
        blocks.append(text("The record shows no open point."))
    return blocks
