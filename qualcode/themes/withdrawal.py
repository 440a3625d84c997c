"""What a withdrawal does to the findings: everything is counted before and after, and the difference told."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.codes import codebook
from qualcode.themes import claims, quotes, views
from qualcode.themes.evidence import evidence

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.themes.claims import Claim

LEAST: Final = 3
"""Participants from which a theme counts as carried by several people."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The findings as they are counted now: people by theme, claims, quotes, and codes that are used."""

    base: tuple[str, ...]
    themes: dict[str, tuple[str, ...]]
    claims: dict[int, Claim]
    quotes: frozenset[int]
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim that rests on fewer people now; `fits`: whether its quantifier does (None: it has none)."""

    number: int
    before: str
    after: str
    fits: bool | None


@dataclass(frozen=True, slots=True)
class Consequences:
    """What is different after a withdrawal.

    Attributes:
        base: N before and now.
        claims: Claims that lost somebody.
        thin_themes: Themes that fewer than three people carry now.
        quotes: Numbers of the quotes that are gone.
        empty_codes: Codes that the findings do not use any more.
        cells: Themes times participants with a passage, before and now.
    """

    base: tuple[int, int]
    claims: tuple[ClaimChange, ...]
    thin_themes: tuple[str, ...]
    quotes: tuple[int, ...]
    empty_codes: tuple[str, ...]
    cells: tuple[int, int]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def standing(project: Project) -> Standing:
    """Count the findings."""
    counted = evidence(project)
    names = {code.id: code.name for code in codebook.codes(project)}
    return Standing(
        base=counted.base,
        themes={one.name: tuple(one.participants) for one in views.themes(project, counted=counted)},
        claims={one.number: one for one in claims.claims(project, counted=counted)},
        quotes=frozenset(one.number for one in quotes.quotes(project)),
        codes=frozenset(names[code_id] for code_id in counted.passages if code_id in names),
    )


def consequences(before: Standing, after: Standing) -> Consequences:
    """What is different between the two."""
    changed = [
        ClaimChange(number, one.citation, now.citation, now.quantifier.fits if now.quantifier else None)
        for number, one in before.claims.items()
        if (now := after.claims.get(number)) is not None and now.participants != one.participants
    ]
    thin = [
        name
        for name, people in after.themes.items()
        if len(people) < LEAST and len(people) < len(before.themes.get(name, ()))
    ]
    return Consequences(
        base=(len(before.base), len(after.base)),
        claims=tuple(changed),
        thin_themes=tuple(thin),
        quotes=tuple(sorted(before.quotes - after.quotes)),
        empty_codes=tuple(sorted(before.codes - after.codes)),
        cells=(sum(map(len, before.themes.values())), sum(map(len, after.themes.values()))),
    )


@dataclass(frozen=True, slots=True)
class Departure:
    """Who withdrew, how, and when."""

    participant: str
    mode: str
    at: str


def departures(project: Project) -> list[Departure]:
    """Every withdrawal, in the order in which they came."""
    rows = project.rows(
        "SELECT p.name, w.mode, w.created_at FROM withdrawals w"
        " JOIN participants p ON p.id = w.participant_id WHERE w.deleted_at IS NULL ORDER BY w.rowid"
    )
    return [Departure(row["name"], row["mode"], row["created_at"]) for row in rows]
