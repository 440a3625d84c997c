"""Checks of a report before it is built: errors block a public one, warnings may be waived with a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from qualcode.errors import QualcodeError
from qualcode.export import lint_quotes, lint_themes, prose
from qualcode.export.finding import Finding
from qualcode.export.gather import gather
from qualcode.store.actions import action

if TYPE_CHECKING:
    from qualcode.export.facts import Facts
    from qualcode.store.project import Project

__all__ = ["RULES", "Finding", "NotWaivable", "lint", "waive"]

RULES: Final[dict[str, str]] = {
    "QVER": "a quote with its edits undone equals the source",
    "ATTR": "every quote has one attribution, outside the marks",
    "CONS": "quoted participants allow it",
    "IDENT": "no telephone number, address or date in print",
    "CLAIM": "a claim rests on agreed coding",
    "SUGG": "no suggestion counts before a decision",
    "QUANT": "a counting word fits its count",
    "DENOM": "a percentage prints its base",
    "RELY": "reliability only for blind passes",
    "SAT": "saturation only as computed",
    "AGENCY": "themes do not act by themselves",
    "NAME": "a theme has one name everywhere",
    "TOPIC": "a theme is more than a topic",
    "VOICE": "no one speaks for all",
    "DISC": "nobody is given away",
    "NEG": "contrary accounts were looked for",
    "MC": "participant checking has outcomes",
    "COVER": "transcripts got equal attention",
    "EDIT": "an omission does not change the meaning",
    "PROOF": "no slip of the transcriber's is printed",
    "SUPPORT": "a theme is carried by several, from all strata, and apart from the others",
}
"""Every rule in the order in which findings are listed, and what it holds."""


class NotWaivable(QualcodeError):
    """Errors are mended, not waived; and a waiver needs a known rule and a reason."""


def lint(project: Project, facts: Facts | None = None) -> list[Finding]:
    """Everything the rules find, errors first, in the order of the rules; waived warnings are marked."""
    known = facts or gather(project)
    found = [
        *lint_quotes.quotes(project, known),
        *lint_themes.claims(known),
        *lint_themes.suggestions(known),
        *prose.findings(project, known),
        *lint_themes.themes(known),
        *lint_quotes.voices(known),
        *lint_themes.coverage(known),
    ]
    waivers = _waivers(project)
    marked = [
        replace(one, waived=waivers.get((one.rule, one.where)) or waivers.get((one.rule, ""), ""))
        if one.level == "warning"
        else one
        for one in found
    ]
    order = {rule: at for at, rule in enumerate(RULES)}
    return sorted(marked, key=lambda one: (one.level != "error", order[one.rule]))


def waive(project: Project, rule: str, reason: str, where: str = "") -> None:
    """Let a warning pass, with a reason that the report prints; an empty `where` waives the rule everywhere.

    Raises:
        NotWaivable: no reason, no such rule, or it is an error.
    """
    if rule not in RULES:
        raise NotWaivable(f"There is no rule {rule!r}.", f"The rules are: {', '.join(RULES)}.")
    if not reason.strip():
        raise NotWaivable("A waiver needs a reason.", 'Give it with --reason "...".')
    hit = [one for one in lint(project) if one.rule == rule and where in {"", one.where}]
    if any(one.level == "error" for one in hit):
        raise NotWaivable(f"{rule} is an error here, and errors are mended.", "See `qualcode lint`.")
    with action(project, "lint waive") as waiving:
        waiving.add("waivers", rule=rule, place=where, reason=reason.strip(), created_at=project.now())


def _waivers(project: Project) -> dict[tuple[str, str], str]:
    rows = project.rows("SELECT rule, place, reason FROM waivers WHERE deleted_at IS NULL ORDER BY rowid")
    return {(row["rule"], row["place"]): row["reason"] for row in rows}
