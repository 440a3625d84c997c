"""When new interviews brought few new codes: a statement about codes, under stated settings, and no more.

(a) Guest, Namey and Chen (2020, PLoS ONE 15(5): e0232076): new codes in a run over codes in the base.
(b) Francis et al. (2010): an initial sample of ten and three further interviews with nothing new.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Any, Final

from qualcode.errors import UsageError
from qualcode.names import natural_key
from qualcode.themes.evidence import evidence
from qualcode.transcripts import library, participants

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.store.project import Project

BASE: Final = 4
RUN: Final = 2
THRESHOLD: Final = 0.05
INITIAL: Final = 10
FURTHER: Final = 3
ORDERS: Final = 200
"""Random orders that show how much depends on the order of collection."""


class BadSettings(UsageError):
    """A base and a run are at least one interview, a threshold lies from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Guest:
    """`new_per_run[i]`: codes new in run i (overlapping runs, each one interview on).

    `shares[i]`: the same over the codes of the base. `reached` is the first interview at which a run's share
    is at or below the threshold, in `at`; None where there are too few interviews to form one run.
    """

    base: int
    run: int
    threshold: float
    base_codes: int
    new_per_run: tuple[int, ...]
    shares: tuple[float, ...]
    reached: bool | None
    at: int | None


@dataclass(frozen=True, slots=True)
class Francis:
    """Whether the stopping criterion can be assessed at all, and what it says (None: cannot)."""

    assessable: bool
    reached: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class Saturation:
    """Code-level saturation under these settings.

    `order`: transcripts as collected. `curve[i]`: codes known after i + 1 of them. `band[i]`: mean, lowest
    and highest of that over seeded random orders.
    """

    order: tuple[str, ...]
    ordered_by: str
    new_codes: tuple[int, ...]
    curve: tuple[int, ...]
    band: tuple[tuple[float, int, int], ...]
    guest: Guest
    francis: Francis
    seed: int

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON object."""
        told = asdict(self)
        for name in ("order", "new_codes", "curve"):
            told[name] = list(told[name])
        told["band"] = [list(one) for one in self.band]
        for name in ("new_per_run", "shares"):
            told["guest"][name] = list(told["guest"][name])
        return told


def saturation(
    project: Project, *, base: int = BASE, run: int = RUN, threshold: float = THRESHOLD, seed: int = 0
) -> Saturation:
    """Compute both measures on the findings pass, in order of collection.

    The order is the participants' attribute `order`, where everyone has one, else natural order of names.
    Codes are counted by the codebook as it is now: codes merged later count once.

    Raises:
        BadSettings: as its name says.
    """
    if base < 1 or run < 1 or not 0 <= threshold <= 1:
        raise BadSettings(
            "These settings make no run.", "Use a base and a run of 1 or more, threshold 0 to 1."
        )
    order, ordered_by = _order(project)
    sets = _codes(project)
    codes = [sets.get(transcript_id, frozenset()) for transcript_id, _ in order]
    new = new_codes(codes)
    return Saturation(
        order=tuple(name for _, name in order),
        ordered_by=ordered_by,
        new_codes=tuple(new),
        curve=tuple(sum(new[: at + 1]) for at in range(len(new))),
        band=tuple(_band(codes, seed)),
        guest=guest(new, base, run, threshold),
        francis=francis(new),
        seed=seed,
    )


def new_codes(codes: Sequence[frozenset[str]]) -> list[int]:
    """How many codes each interview brings that none before it had."""
    known: set[str] = set()
    new = []
    for one in codes:
        new.append(len(one - known))
        known |= one
    return new


def guest(new: Sequence[int], base: int = BASE, run: int = RUN, threshold: float = THRESHOLD) -> Guest:
    """New codes of each run over the codes of the base, from the new codes of each interview.

    >>> guest([10, 10, 10, 7, 3, 4]).shares
    (0.1891891891891892,)
    """
    known = sum(new[:base])
    runs = (
        [sum(new[at : at + run]) for at in range(base, len(new) - run + 1)] if len(new) >= base + run else []
    )
    shares = [number / known for number in runs] if known else []
    at = next((base + i + run for i, share in enumerate(shares) if share <= threshold), None)
    reached = (at is not None) if shares else None
    return Guest(base, run, threshold, known, tuple(runs), tuple(shares), reached, at)


def francis(new: Sequence[int]) -> Francis:
    """Ten interviews first, then three in a row with nothing new."""
    if len(new) < INITIAL + FURTHER:
        reason = f"not assessable with {len(new)} interviews: it takes {INITIAL} and {FURTHER} further ones"
        return Francis(assessable=False, reached=None, reason=reason)
    ends = range(INITIAL + FURTHER, len(new) + 1)
    at = next((end for end in ends if not sum(new[end - FURTHER : end])), None)
    if at is None:
        return Francis(
            assessable=True, reached=False, reason="no three interviews in a row without a new code"
        )
    return Francis(
        assessable=True, reached=True, reason=f"no new code in interviews {at - FURTHER + 1} to {at}"
    )


def sentence(found: Saturation) -> str:
    """What may be said of it, with its settings."""
    one = found.guest
    settings = f"base {one.base}, run {one.run}, threshold {one.threshold:.0%}, {found.ordered_by}"
    if one.reached is None:
        return f"Code-level saturation cannot be assessed with {len(found.order)} interviews ({settings})."
    last = f"the last run brought {one.new_per_run[-1]} new of {one.base_codes} base codes"
    if one.reached:
        return (
            f"Under these settings ({settings}), code-level saturation was met at interview {one.at}; {last}."
        )
    return f"Under these settings ({settings}), code-level saturation was not met; {last}."


def _order(project: Project) -> tuple[list[tuple[str, str]], str]:
    found = library.transcripts(project, data_only=True)
    ranks = {}
    for one in participants.participants(project):
        rank = {name.casefold(): value for name, value in one.attributes.items()}.get("order", "")
        if rank.isdecimal():
            ranks[one.name] = int(rank)
    if found and all(one.participant in ranks for one in found):
        found.sort(key=lambda one: (ranks[one.participant or ""], natural_key(one.name)))
        return [(one.id, one.name) for one in found], "in order of collection"
    return [(one.id, one.name) for one in found], "in order of names"


def _codes(project: Project) -> dict[str, frozenset[str]]:
    sets: dict[str, set[str]] = {}
    for code_id, passages in evidence(project).passages.items():
        for passage in passages:
            sets.setdefault(passage.transcript_id, set()).add(code_id)
    return {transcript_id: frozenset(codes) for transcript_id, codes in sets.items()}


def _band(codes: Sequence[frozenset[str]], seed: int) -> list[tuple[float, int, int]]:
    if not codes:
        return []
    curves = []
    for turn in range(ORDERS):
        order = [codes[at] for at in _shuffled(len(codes), f"{seed} {turn}")]
        known: set[str] = set()
        curve = []
        for one in order:
            known |= one
            curve.append(len(known))
        curves.append(curve)
    return [(fmean(step), min(step), max(step)) for step in zip(*curves, strict=True)]


def _shuffled(number: int, seed: str) -> list[int]:
    """A random order that is the same on every machine and with every version of Python."""
    return sorted(range(number), key=lambda at: hashlib.sha256(f"{seed} {at}".encode()).digest())
