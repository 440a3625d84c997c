"""Disagreements as things a person can decide: missed, boundary, extra, with every reading and the words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, Literal

from qualcode.codes import codebook
from qualcode.passes import passes
from qualcode.reconcile import records
from qualcode.reconcile.groups import Group, groups, sources
from qualcode.reconcile.meaning import counterparts
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qualcode.reconcile.groups import Kind, Sources
    from qualcode.reconcile.records import Decided, Key
    from qualcode.spans import Span
    from qualcode.store.project import Project

Order = Literal["reading", "biggest"]

ID_DIGITS: Final = 10
"""Of the hash that names a disagreement: a trillion names, so that 20,000 of them do not meet."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """One span of a pass with its words."""

    start_char: int
    end_char: int
    quotation: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"start_char": self.start_char, "end_char": self.end_char, "quotation": self.quotation}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One place where passes differ on one code.

    Attributes:
        id: The same in every copy and every run: made of transcript, code and extent.
        group: The spans, without words.
        code: Name of the code (of two aligned ones the first pass's).
        transcript: Name of the transcript.
        address: The extent, as people write it.
        readings: Per pass, in the order they were named, its spans with their words.
        pass_names: Names of the passes.
        decision: What was decided, None while it is open.
        counterpart: Id of the disagreement that is the other side of a difference of meaning: another code on
            nearly the same words; None mostly.
    """

    id: str
    group: Group
    code: str
    transcript: str
    address: str
    readings: tuple[tuple[Quoted, ...], ...]
    pass_names: tuple[str, ...]
    decision: Decided | None = None
    counterpart: str | None = None

    @property
    def kind(self) -> Kind:
        """Missed by another pass than the first, extra in one, or a boundary drawn elsewhere."""
        return self.group.kind

    @property
    def start_char(self) -> int:
        """Of the extent."""
        return self.group.extent[0]

    @property
    def end_char(self) -> int:
        """Of the extent."""
        return self.group.extent[1]

    def as_dict(self) -> dict[str, Any]:
        """The shape of `disagreements --json`."""
        return {
            "id": self.id,
            "code": self.code,
            "transcript": self.transcript,
            "start_char": self.start_char,
            "end_char": self.end_char,
            "address": self.address,
            "kind": self.kind,
            "passes": {
                name: [one.as_dict() for one in quoted] if read else None
                for name, quoted, read in zip(self.pass_names, self.readings, self.group.readers, strict=True)
            },
            "counterpart": self.counterpart,
            "decision": None if self.decision is None else self.decision.as_dict(),
        }


def disagreements(
    project: Project,
    a: str,
    b: str,
    *others: str,
    code: str | None = None,
    into: str | None = None,
    order: Order = "reading",
) -> list[Disagreement]:
    """Where two or more passes differ, in reading order or biggest first.

    Args:
        project: An open project.
        a: Name of the first pass; what only it has was "missed".
        b: Name of the second pass; what only it has is "extra".
        others: Names of further passes.
        code: Only this code (either pass's name for it).
        into: Name of the agreed pass whose decisions to show; None: the latest of these passes.
        order: How to sort.

    Raises:
        PassNotFound, CodeNotFound: no such name.
        IntoTaken: `into` is not an agreed pass of these.
    """
    pair = sources(project, *(passes.find(project, name) for name in (a, b, *others)))
    agreed = records.find_agreed(project, pair.ids, into)
    decided = records.decisions(project, pair, agreed) if agreed else {}
    found = described(project, pair, [one for one in groups(project, pair) if one.kind != "agreed"], decided)
    if code is not None:
        wanted = codebook.find(project, code).id
        either = {wanted, *(mapping.get(wanted) for mapping in pair.stands_for)}
        found = [one for one in found if one.group.code_id in either]
    if order == "biggest":
        found.sort(key=lambda one: one.start_char - one.end_char)
    return found


def described(
    project: Project, pair: Sources, differing: Sequence[Group], decided: Mapping[Key, Decided]
) -> list[Disagreement]:
    """Groups with names, addresses and words, those that are one question of meaning paired."""
    found = list(_described(project, pair, differing, decided))
    for one, other in counterparts(differing).items():
        found[one] = replace(found[one], counterpart=found[other].id)
    return found


def disagreement_id(transcript: str, code: str, start_char: int, end_char: int) -> str:
    """Short name of a disagreement, the same wherever the same study is compared."""
    told = "\0".join((transcript, code, str(start_char), str(end_char)))
    return "d-" + hashlib.sha256(told.encode("utf-8")).hexdigest()[:ID_DIGITS]


def _unused(disagreement: str, seen: set[str]) -> str:
    """The id, or in the rare case that another has it, the id with a number."""
    number = 2
    unused = disagreement
    while unused in seen:
        unused, number = f"{disagreement}-{number}", number + 1
    seen.add(unused)
    return unused


def _described(
    project: Project, pair: Sources, differing: Iterable[Group], decided: Mapping[Key, Decided]
) -> Iterator[Disagreement]:
    seen: set[str] = set()
    for transcript_id, here in groupby(differing, key=lambda group: group.transcript_id):
        name = library.by_id(project, transcript_id).name
        text, units = library.text(project, transcript_id), library.units(project, transcript_id)
        for group in here:
            code, (start, end) = pair.codes.names[group.code_id], group.extent
            yield Disagreement(
                _unused(disagreement_id(name, code, start, end), seen),
                group,
                code,
                name,
                addresses.address(name, start, end, units),
                tuple(_quoted(text, spans) for spans in group.spans),
                pair.names,
                decided.get(records.key_of(group)),
            )


def _quoted(text: str, spans: Sequence[Span]) -> tuple[Quoted, ...]:
    return tuple(Quoted(start, end, text[start:end]) for start, end in spans)
