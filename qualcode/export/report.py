"""Write the theme report: checked first, then composed, then put in its place in one step."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError, UsageError
from qualcode.export.blocks import Table
from qualcode.export.composing import SECTIONS, Audience, compose
from qualcode.export.files import WRITERS, CannotWrite, UnknownFormat, write_whole
from qualcode.export.gather import gather
from qualcode.export.lint import lint
from qualcode.export.numbers import plural
from qualcode.export.word import word_bytes
from qualcode.export.word_template import BadTemplate
from qualcode.names import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qualcode.export.blocks import Document
    from qualcode.export.finding import Finding
    from qualcode.store.project import Project

__all__ = ["Audience", "CannotWrite", "UnknownFormat", "compose", "write_report", "write_whole"]


class UnknownSection(UsageError):
    """The report has no part of that name."""


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
    project: Project,
    target: Path,
    audience: Audience = "internal",
    title: str | None = None,
    *,
    section: str = "",
    template: Path | None = None,
) -> ReportSummary:
    """Write the report, or one `section` of it; the same state of the project gives the same bytes.

    It is written beside the target and then renamed, so that nothing is ever half there. A Word report takes
    its styles from the `template`, if there is one.

    Raises:
        UnknownFormat: the target's ending is none of `WRITERS`.
        UnknownSection: there is no such part.
        BadTemplate: the template is not a Word document, or the target is none.
        NotForPublic: an error of `lint` remains and the audience is the public.
        CannotWrite: the folder is missing or protected.
    """
    writer = _writer(target, section, template)
    document, summary = _composed(project, target, audience, title, section)
    write_whole(target, writer(document))
    return summary


def _composed(
    project: Project, target: Path, audience: Audience, title: str | None, section: str
) -> tuple[Document, ReportSummary]:
    """The document and what is told of it; the facts are let go, for a large study has many."""
    facts = gather(project)
    checks = lint(project, facts)
    errors = [one for one in checks if one.level == "error"]
    if errors and audience == "public":
        raise NotForPublic(
            f"{plural(len(errors), 'check')} must be resolved before a public report: {_rules(errors)}.",
            "See them with `qualcode lint`.",
        )
    document, open_points = compose(project, facts, checks, audience, title, section=section)
    return document, ReportSummary(
        file=target.name,
        format=target.suffix.lower().removeprefix("."),
        audience=audience,
        participants=len(facts.sample.analyzed),
        transcripts=facts.sample.transcripts,
        themes=sum(theme.parent is None for theme in facts.themes),
        quotes=len(facts.quotes),
        tables=sum(isinstance(block, Table) for block in document.blocks),
        errors=len(errors),
        warnings=sum(one.level == "warning" and not one.waived for one in checks),
        open_points=tuple(open_points),
    )


def _writer(target: Path, section: str, template: Path | None) -> Callable[[Document], bytes]:
    writer = WRITERS.get(target.suffix.lower())
    if writer is None:
        known = ", ".join(WRITERS)
        raise UnknownFormat(f"A report cannot be written as {target.suffix!r}.", f"Use one of: {known}.")
    if section and section not in SECTIONS:
        hint = did_you_mean(section, SECTIONS, f"Choose one of: {', '.join(SECTIONS)}.")
        raise UnknownSection(f"The report has no part {section!r}.", hint)
    if template is not None and target.suffix.lower() != ".docx":
        raise BadTemplate("Only a Word report takes a template.", "Write it with -o FILE.docx.")
    return writer if template is None else partial(word_bytes, template=template)


def _rules(found: Sequence[Finding]) -> str:
    return ", ".join(dict.fromkeys(f"{one.rule} ({one.where})" for one in found))
