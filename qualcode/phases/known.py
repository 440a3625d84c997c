"""What the record knows when a hostile reader asks: the facts of the report and the findings of lint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qualcode.export.gather import gather
from qualcode.export.lint import lint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.export.facts import Facts
    from qualcode.export.finding import Finding
    from qualcode.store.project import Project

State = Literal["answered", "partly", "open"]
Told = tuple[State, str]
"""How far a question is answered, and the answer or what is lacking."""


@dataclass(frozen=True, slots=True)
class Known:
    """Gathered once for all questions."""

    project: Project
    facts: Facts
    findings: tuple[Finding, ...]

    def broken(self, *rules: str) -> list[Finding]:
        """Findings of these rules that nobody waived."""
        return [one for one in self.findings if one.rule in rules and not one.waived]

    def slot(self, name: str) -> str:
        """What the authors wrote there."""
        return self.facts.slots.get(name, "").strip()


def known(project: Project) -> Known:
    """Read the record."""
    facts = gather(project)
    return Known(project, facts, tuple(lint(project, facts)))


def told(good: bool, some: bool, words: str) -> Told:
    """Answered if all is good, partly if there is something, else open."""
    return ("answered" if good else "partly" if some else "open"), words


def about_theme(findings: Iterable[Finding], name: str) -> list[Finding]:
    """Findings about a theme itself, or about what its definition says."""
    return [one for one in findings if one.where == name or one.where.startswith(f"theme {name}:")]
