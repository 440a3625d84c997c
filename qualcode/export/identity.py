"""Who could be recognised: rare combinations of attributes and extreme values (internal builds only).

Deductive disclosure: recognition through a combination of traits, none of which names anybody (Kaiser 2009).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Final

from qualcode.export.blocks import Column, Heading, Orientation, Row, Table, text
from qualcode.export.numbers import titled
from qualcode.export.protection import review
from qualcode.names import natural_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualcode.export.blocks import Block
    from qualcode.export.facts import Facts

SHARED: Final = 3
"""Fewer participants than this who share a combination could be recognised by it."""

WIDEST: Final = 3
"""Combinations of more attributes than this are not listed: nearly everybody is unique by then."""

Values = dict[str, dict[str, str]]
"""Value by participant, by attribute."""


@dataclass(frozen=True, slots=True)
class Rare:
    """A combination that few share: (attribute, value) pairs, and the participants it fits."""

    traits: tuple[tuple[str, str], ...]
    people: tuple[str, ...]


def number(value: str) -> float | None:
    """A value as a number, None if it is a word."""
    try:
        return float(value.replace(",", "."))
    except ValueError:
        return None


def rare_combinations(attributes: Values) -> list[Rare]:
    """The smallest combinations of up to three attributes that fewer than three participants share.

    Attributes that are numbers are left to `extremes`. A combination that holds a rarer one is not repeated.
    """
    named = [name for name, values in attributes.items() if not _numeric(values)]
    found: list[Rare] = []
    for width in range(1, WIDEST + 1):
        for names in combinations(named, width):
            found += [one for one in _groups(attributes, names) if not _held(one, found)]
    return found


def extremes(attributes: Values) -> list[Rare]:
    """The smallest and the largest value of every attribute in numbers, where one person holds it."""
    found = []
    for name, values in attributes.items():
        if not _numeric(values):
            continue
        for end in (min, max):
            edge = end(values.values(), key=lambda value: number(value) or 0.0)
            people = tuple(who for who, value in values.items() if value == edge)
            if len(people) == 1:
                found.append(Rare(((name, edge),), people))
    return found


def without_rare(facts: Facts) -> Facts:
    """The facts as a public build may count them: no attribute in words that fewer than three share."""
    kept: Values = {}
    for name, values in facts.sample.attributes.items():
        counts = Counter(values.values())
        shared = {who: value for who, value in values.items() if counts[value] >= SHARED}
        kept[name] = values if _numeric(values) else shared
    found = {name: values for name, values in kept.items() if values}
    return replace(facts, sample=replace(facts.sample, attributes=found))


def disclosure_review(facts: Facts) -> list[Block]:
    """Appendix K."""
    heading: list[Block] = [
        Orientation(landscape=False),
        Heading("Appendix K. Disclosure review", 1, fresh_page=True),
        text("For the research team only; this appendix is not part of any other build.", "Note"),
        *review(facts.trail.protection),
    ]
    rows = list(_rows(facts.sample.attributes))
    if not rows:
        return [
            *heading,
            text(f"No combination of attributes is shared by fewer than {SHARED} participants."),
        ]
    columns = (Column("Combination", 5), Column("Shared by", 1.2, "center"), Column("Participants", 2))
    note = (
        f"Combinations of up to {WIDEST} attributes that fewer than {SHARED} participants share, and extreme"
        " values that one participant holds. Do not tie them to an ID in print."
    )
    return [*heading, Table("disclosure", "Rare combinations", columns, tuple(rows), note, series="K")]


def _rows(attributes: Values) -> Iterator[Row]:
    for heading, found in (
        ("Combinations", rare_combinations(attributes)),
        ("Extreme values", extremes(attributes)),
    ):
        if found:
            yield Row((heading,), "band")
        for one in found:
            traits = "; ".join(f"{titled(name)}: {value}" for name, value in one.traits)
            yield Row((traits, str(len(one.people)), ", ".join(one.people)))


def _numeric(values: Mapping[str, str]) -> bool:
    return bool(values) and all(number(value) is not None for value in values.values())


def _groups(attributes: Values, names: Sequence[str]) -> Iterator[Rare]:
    first = attributes[names[0]]
    groups: dict[tuple[str, ...], list[str]] = {}
    for who in first:
        if all(who in attributes[name] for name in names):
            groups.setdefault(tuple(attributes[name][who] for name in names), []).append(who)
    for values in sorted(groups, key=lambda one: tuple(natural_key(value) for value in one)):
        if len(groups[values]) < SHARED:
            yield Rare(tuple(zip(names, values, strict=True)), tuple(groups[values]))


def _held(one: Rare, found: Sequence[Rare]) -> bool:
    return any(set(other.traits) < set(one.traits) for other in found)
