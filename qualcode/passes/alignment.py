"""Which code of one pass stands for which code of another: decided by people, before any arithmetic.

Inductive codes differ between passes. A pair of names for one idea is compared as one code; a code that the
other pass split or merged is compared as the union of its parts; the rest is listed, never dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

from qualcode.codes import codebook
from qualcode.errors import UsageError
from qualcode.names import natural_key
from qualcode.passes import passes, reading
from qualcode.store.actions import action

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.model import CodingPass
    from qualcode.passes.reading import LiveCodes
    from qualcode.store.actions import Action
    from qualcode.store.project import Project

Relation = Literal["same", "renamed", "split", "merged"]

_PARTS = 2  # from which a code counts as split or merged


class BadAlignment(UsageError):
    """Codes were set side by side in a way that means nothing."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Codes of pass A that together stand for codes of pass B; ids of live codes in natural order."""

    relation: Relation
    a_codes: tuple[str, ...]
    b_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeSet:
    """How the codes of two passes relate, by name."""

    a: str
    b: str
    shared: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    split: tuple[tuple[str, tuple[str, ...]], ...]
    merged: tuple[tuple[tuple[str, ...], str], ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]

    @property
    def line(self) -> str:
        """One line: "68 shared, 2 renamed, 1 split, 2 only in A, 1 only in B"; absent relations left out."""
        between = [(len(self.renamed), "renamed"), (len(self.split), "split"), (len(self.merged), "merged")]
        counts = [
            f"{len(self.shared)} shared",
            *(f"{count} {word}" for count, word in between if count),
            f"{len(self.only_a)} only in {self.a}",
            f"{len(self.only_b)} only in {self.b}",
        ]
        return ", ".join(counts)

    def as_dict(self) -> dict[str, Any]:
        """For `align --json`."""
        return {
            "passes": [self.a, self.b],
            "line": self.line,
            "shared": list(self.shared),
            "renamed": [{self.a: x, self.b: y} for x, y in self.renamed],
            "split": [{self.a: x, self.b: list(ys)} for x, ys in self.split],
            "merged": [{self.a: list(xs), self.b: y} for xs, y in self.merged],
            "only": {self.a: list(self.only_a), self.b: list(self.only_b)},
        }


def record(
    project: Project,
    a: str,
    b: str,
    *,
    same: Iterable[tuple[str, str]] = (),
    split: Iterable[tuple[str, Sequence[str]]] = (),
    merged: Iterable[tuple[Sequence[str], str]] = (),
) -> None:
    """Say which codes of pass `b` stand for which codes of pass `a`; what is said anew replaces the old.

    Args:
        project: An open project.
        a: Name of the first pass; its codes stand left.
        b: Name of the second pass.
        same: (code of A, code of B): one idea under two names.
        split: (code of A, its parts in B).
        merged: (parts in A, the one code of B).

    Raises:
        PassNotFound, CodeNotFound: no such pass or code.
        BadAlignment: a pass with itself, fewer than two parts, or one code placed twice.
    """
    groups = [
        *(((x,), (y,)) for x, y in same),
        *(((x,), _parts(x, ys)) for x, ys in split),
        *((_parts(y, xs), (y,)) for xs, y in merged),
    ]
    with action(project, "align") as aligning:
        first, second = passes.find(project, a), passes.find(project, b)
        if first.id == second.id:
            raise BadAlignment("A pass needs no alignment with itself.", "Name two passes.")
        ids = [(_ids(project, left), _ids(project, right)) for left, right in groups]
        _check_once([left for left, _ in ids], [right for _, right in ids])
        aligning.retire("alignments", _outdated(project, first, second, ids))
        for left, right in ids:
            _add(aligning, (first, second), left, right)


def _ids(project: Project, names: Iterable[str]) -> list[str]:
    return [codebook.find(project, name).id for name in names]


def _add(
    aligning: Action, sides: tuple[CodingPass, CodingPass], left: Sequence[str], right: Sequence[str]
) -> None:
    """One row for every pair of codes that belong together."""
    for x, y in product(left, right):
        aligning.add(
            "alignments",
            a_pass_id=sides[0].id,
            b_pass_id=sides[1].id,
            a_code_id=x,
            b_code_id=y,
            relation=_relation(left, right),
            created_at=aligning.project.now(),
        )


def alignments(project: Project, a: CodingPass, b: CodingPass, codes: LiveCodes) -> list[Alignment]:
    """What stands recorded between two passes, whichever was named first, among codes that are kept."""
    rights: dict[str, set[str]] = {}
    lefts: dict[str, set[str]] = {}
    for _, x, y in _pairs(project, a, b):
        if x in codes.now and y in codes.now:
            rights.setdefault(codes.now[x], set()).add(codes.now[y])
            lefts.setdefault(codes.now[y], set()).add(codes.now[x])
    found = []
    for x, ys in rights.items():
        if len(ys) >= _PARTS:
            found.append(Alignment("split", (x,), _ordered(ys, codes)))
    for y, xs in lefts.items():
        alone = [x for x in xs if len(rights[x]) == 1]
        if len(alone) >= _PARTS:
            found.append(Alignment("merged", _ordered(alone, codes), (y,)))
        elif alone and len(xs) == 1:
            found.append(Alignment(_relation(alone, [y]), (alone[0],), (y,)))
    return sorted(found, key=lambda one: natural_key(codes.names[one.a_codes[0]]))


def code_set(project: Project, a: str, b: str) -> CodeSet:
    """How the codes that two passes used relate, with what has been recorded about them.

    Raises:
        PassNotFound: no such pass.
    """
    first, second = passes.find(project, a), passes.find(project, b)
    codes = reading.live_codes(project, retired=True)
    joined = [(x, y) for _, x, y in _pairs(project, first, second) if x != y and codes.now[x] == codes.now[y]]
    a_used, b_used = used(project, first, codes), used(project, second, codes)
    found = [one for one in alignments(project, first, second, codes) if one.relation != "same"]
    a_placed = {code for one in found for code in one.a_codes} | {codes.now[x] for x, _ in joined}
    b_placed = {code for one in found for code in one.b_codes} | {codes.now[y] for _, y in joined}
    a_left, b_left = a_used - a_placed, b_used - b_placed
    return CodeSet(
        first.name,
        second.name,
        shared=_names(a_left & b_left, codes),
        renamed=(
            *((x[0], y[0]) for kind, x, y in _named(found, codes) if kind == "renamed"),
            *((codes.names[x], codes.names[y]) for x, y in joined),  # made one since by `codes merge`
        ),
        split=tuple((x[0], y) for kind, x, y in _named(found, codes) if kind == "split"),
        merged=tuple((x, y[0]) for kind, x, y in _named(found, codes) if kind == "merged"),
        only_a=_names(a_left - b_left, codes),
        only_b=_names(b_left - a_left, codes),
    )


def used(project: Project, coding_pass: CodingPass, codes: LiveCodes) -> set[str]:
    """Ids of the live codes that a pass applied to live transcripts."""
    rows = project.rows(
        "SELECT DISTINCT k.code_id FROM codings k JOIN transcripts t ON t.id = k.transcript_id"
        " WHERE k.pass_id = ? AND k.deleted_at IS NULL AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL",
        (coding_pass.id,),
    )
    return {codes.now[row[0]] for row in rows if row[0] in codes.now}


def _parts(code: str, parts: Sequence[str]) -> tuple[str, ...]:
    if len(set(parts)) < _PARTS:
        raise BadAlignment(
            f"{code!r} needs at least two parts on the other side.", "For one code use --same X=Y."
        )
    return tuple(dict.fromkeys(parts))


def _check_once(lefts: Sequence[Sequence[str]], rights: Sequence[Sequence[str]]) -> None:
    for side in (lefts, rights):
        placed = [code for codes in side for code in codes]
        if len(placed) > len(set(placed)):
            raise BadAlignment("One code was placed twice.", "Give each code of a pass one counterpart.")


def _relation(left: Sequence[str], right: Sequence[str]) -> Relation:
    if len(right) >= _PARTS:
        return "split"
    if len(left) >= _PARTS:
        return "merged"
    return "same" if left[0] == right[0] else "renamed"


def _outdated(
    project: Project, a: CodingPass, b: CodingPass, ids: Sequence[tuple[list[str], list[str]]]
) -> list[str]:
    left = {code for codes, _ in ids for code in codes}
    right = {code for _, codes in ids for code in codes}
    return [row_id for row_id, x, y in _pairs(project, a, b) if x in left or y in right]


def _pairs(project: Project, a: CodingPass, b: CodingPass) -> list[tuple[str, str, str]]:
    """(row id, code of a, code of b), whichever pass was named first when it was recorded."""
    rows = project.rows(
        "SELECT id, a_pass_id, a_code_id, b_code_id FROM alignments WHERE deleted_at IS NULL"
        " AND ((a_pass_id = :a AND b_pass_id = :b) OR (a_pass_id = :b AND b_pass_id = :a)) ORDER BY rowid",
        {"a": a.id, "b": b.id},
    )
    return [(row[0], row[2], row[3]) if row[1] == a.id else (row[0], row[3], row[2]) for row in rows]


def _named(
    found: Iterable[Alignment], codes: LiveCodes
) -> list[tuple[Relation, tuple[str, ...], tuple[str, ...]]]:
    return [(one.relation, _names(one.a_codes, codes), _names(one.b_codes, codes)) for one in found]


def _names(ids: Iterable[str], codes: LiveCodes) -> tuple[str, ...]:
    return tuple(codes.names[code] for code in _ordered(ids, codes))


def _ordered(ids: Iterable[str], codes: LiveCodes) -> tuple[str, ...]:
    return tuple(sorted(ids, key=lambda code: natural_key(codes.names[code])))
