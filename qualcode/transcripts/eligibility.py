"""Criteria of eligibility, kept with the study and held against what is known of each participant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite
from operator import eq, ge, gt, le, lt, ne
from statistics import fmean
from typing import TYPE_CHECKING, Any, Final

from qualcode.errors import UsageError
from qualcode.names import natural_key
from qualcode.store.actions import action
from qualcode.transcripts.participants import participants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qualcode.store.project import Project
    from qualcode.transcripts.participants import Participant

_WORDED: Final = re.compile(r"\s*([^<>=!]+?)\s*(>=|<=|!=|=|>|<)\s*([^<>=!]+?)\s*")
_RELATIONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    ">=": ge, "<=": le, "!=": ne, "=": eq, ">": gt, "<": lt,
}  # fmt: skip
YEAR: Final = 12
"""Months; an attribute whose name ends in `months` is told in years as well."""


class BadCriterion(UsageError):
    """A criterion is an attribute, a relation and a value."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What makes somebody eligible: `recovery_months >= 12`."""

    attribute: str
    relation: str
    value: str

    def __str__(self) -> str:
        return f"{self.attribute} {self.relation} {self.value}"

    @property
    def worded(self) -> str:
        """As a report writes it: `recovery months ≥ 12`."""
        sign = {">=": "≥", "<=": "≤", "!=": "≠"}.get(self.relation, self.relation)
        return f"{self.attribute.replace('_', ' ')} {sign} {self.value}"

    def met_by(self, known: str | None) -> bool | None:
        """Whether a value meets it; None: nothing is known, or the two cannot be compared."""
        if known is None:
            return None
        left, right = _number(known), _number(self.value)
        if left is not None and right is not None:
            return _RELATIONS[self.relation](left, right)
        if self.relation not in {"=", "!="}:
            return None
        return _RELATIONS[self.relation](known.casefold(), self.value.casefold())


@dataclass(frozen=True, slots=True)
class Standing:
    """How one participant stands to the criteria."""

    participant: str
    unmet: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def eligible(self) -> bool | None:
        """None: something is not known."""
        if self.unmet:
            return False
        return None if self.unknown else True

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "participant": self.participant,
            "eligible": self.eligible,
            "unmet": list(self.unmet),
            "unknown": list(self.unknown),
        }


@dataclass(frozen=True, slots=True)
class Extent:
    """From where to where the numbers of an attribute go; `n` participants have one."""

    attribute: str
    n: int
    lowest: float
    highest: float
    mean: float

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {name: getattr(self, name) for name in ("attribute", "n", "lowest", "highest", "mean")}

    def __str__(self) -> str:
        told = f"{self.attribute}: {self.lowest:g} to {self.highest:g}, mean {self.mean:.3g}"
        if not self.attribute.casefold().endswith("months"):
            return told
        return f"{told} ({_long(self.lowest)} to {_long(self.highest)}, mean {_long(self.mean)})"


def criteria(project: Project) -> list[Criterion]:
    """What makes somebody eligible, in the order of stating."""
    rows = project.rows("SELECT * FROM criteria WHERE deleted_at IS NULL ORDER BY rowid")
    return [Criterion(row["attribute"], row["relation"], row["value"]) for row in rows]


def state(project: Project, worded: Sequence[str]) -> None:
    """Keep criteria beside those there are; one that is kept already is left alone.

    Raises:
        BadCriterion: not an attribute, a relation and a value.
    """
    wanted = [parse(one) for one in worded]
    known = set(criteria(project))
    with action(project, "participants criteria") as stating:
        for one in dict.fromkeys(wanted):
            if one not in known:
                stating.add(
                    "criteria",
                    attribute=one.attribute,
                    relation=one.relation,
                    value=one.value,
                    created_at=project.now(),
                )


def clear(project: Project) -> None:
    """Take all criteria back."""
    with action(project, "participants criteria") as clearing:
        rows = project.rows("SELECT id FROM criteria WHERE deleted_at IS NULL")
        clearing.retire("criteria", [row["id"] for row in rows])


def parse(worded: str) -> Criterion:
    """`recovery_months >= 12` as a criterion.

    Raises:
        BadCriterion: it is not of that form.
    """
    found = _WORDED.fullmatch(worded)
    if found is None:
        raise BadCriterion(
            f"{worded!r} is not a criterion.", 'Write an attribute, a relation and a value: "age >= 18".'
        )
    return Criterion(*found.groups())


def standings(project: Project) -> list[Standing]:
    """Every active participant held against the criteria, in natural order."""
    stated = criteria(project)
    return [_standing(person, stated) for person in participants(project)]


def _standing(person: Participant, stated: Sequence[Criterion]) -> Standing:
    facts = {name.casefold(): value for name, value in person.attributes.items()}
    met = {str(one): one.met_by(facts.get(one.attribute.casefold())) for one in stated}
    unmet = tuple(one for one, fits in met.items() if fits is False)
    return Standing(person.name, unmet, tuple(one for one, fits in met.items() if fits is None))


def extents(project: Project) -> list[Extent]:
    """Range and mean of every attribute whose values are all numbers; an order is none."""
    return list(_extents(participants(project)))


def _extents(people: Sequence[Participant]) -> Iterator[Extent]:
    for name in dict.fromkeys(name for one in people for name in one.attributes):
        values = [one.attributes[name] for one in people if name in one.attributes]
        numbers = [number for value in values if (number := _number(value)) is not None]
        if len(numbers) == len(values) > 1 and name.casefold() != "order" and len(set(numbers)) > 1:
            yield Extent(name, len(numbers), min(numbers), max(numbers), fmean(numbers))


def unheard(project: Project) -> list[str]:
    """Active participants of whom there is no transcript."""
    rows = project.rows(
        "SELECT name FROM participants p WHERE deleted_at IS NULL AND withdrawn_at IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM transcripts t WHERE t.participant_id = p.id AND t.deleted_at IS NULL)"
        " AND NOT EXISTS (SELECT 1 FROM speakers s JOIN transcripts t ON t.id = s.transcript_id"
        " WHERE s.participant_id = p.id AND s.deleted_at IS NULL AND t.deleted_at IS NULL)"
    )
    return sorted((row["name"] for row in rows), key=natural_key)


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _long(months: float) -> str:
    """`10 months`, `20 years`."""
    if months < YEAR:
        return f"{months:.3g} month{'' if months == 1 else 's'}"
    years = f"{months / YEAR:.1f}".removesuffix(".0")
    return f"{years} year{'' if years == '1' else 's'}"
