"""Attributes that group participants: the strata of a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.names import natural_key
from qualcode.themes.gates import CONSENT

if TYPE_CHECKING:
    from collections.abc import Mapping

FEWEST: Final = 2
"""Strata that a comparison takes, and attributes that are compared by."""


def is_paperwork(attribute: str) -> bool:
    """Consent marks and the order of interviews describe the study, not the people."""
    name = attribute.casefold()
    return name.startswith(CONSENT.split("_")[0]) or name == "order"


def grouping(attributes: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Attributes with two values or more, but few of them for the number of people."""
    return [
        name
        for name, values in attributes.items()
        if FEWEST <= len(set(values.values())) <= max(FEWEST, len(values) // 2)
    ]


def strata(attributes: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str, tuple[str, ...]]]:
    """(attribute, value, participants) of every stratum of the attributes that a report compares by."""
    return [
        (name, value, tuple(who for who, one in attributes[name].items() if one == value))
        for name in grouping(attributes)[:FEWEST]
        for value in sorted(set(attributes[name].values()), key=natural_key)
    ]
