"""Codes that stand on the same words: how often codings of two codes overlap in a pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.codes import codebook
from qualcode.errors import QualcodeError
from qualcode.names import quoted
from qualcode.passes import passes
from qualcode.passes.findings import findings_pass

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from qualcode.model import CodingPass
    from qualcode.store.project import Project

    Ints = NDArray[np.int64]

AT_ONCE: Final = 2_000_000
"""Overlaps held in memory at a time: a code on whole transcripts overlaps with everything in them."""

_CODINGS: Final = """
    SELECT n.now_id, k.transcript_id, k.start_char, k.end_char FROM codings k
    JOIN code_now n ON n.code_id = k.code_id
    JOIN transcripts t ON t.id = k.transcript_id AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL
    WHERE k.pass_id = ? AND k.deleted_at IS NULL ORDER BY k.transcript_id, k.start_char, k.end_char"""


class WhichPass(QualcodeError):
    """Several passes stand side by side, and none is agreed."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two codes: pairs of their codings that share a character, in how many transcripts; codings of each."""

    code: str
    other: str
    overlaps: int
    transcripts: int
    codings: int
    other_codings: int


def cooccurrence(
    project: Project, pass_name: str | None = None, code_name: str | None = None
) -> tuple[CodingPass, list[Pair]]:
    """Pairs of codes whose codings overlap, most overlaps first; with a code, only the pairs it is in.

    The pass is the one that findings rest on, if none is named.

    Raises:
        PassNotFound, CodeNotFound: as their names say.
        WhichPass: no pass is named, and the findings rest on none.
    """
    coding_pass = passes.find(project, pass_name) if pass_name else _usual_pass(project)
    wanted = codebook.find(project, code_name) if code_name else None
    names = {code.id: code.name for code in codebook.codes(project)}
    rows = [row for row in project.tuples(_CODINGS, (coding_pass.id,)) if row[0] in names]
    order = {code_id: at for at, code_id in enumerate(names)}
    found = _pairs(rows, order, list(names.values())) if rows else []
    if wanted is not None:
        found = [_led_by(one, wanted.name) for one in found if wanted.name in {one.code, one.other}]
    return coding_pass, found


def _usual_pass(project: Project) -> CodingPass:
    found = findings_pass(project)
    if found is None:
        known = passes.passes(project)
        hint = (
            f"Name one: --pass {quoted(known[0].name)}."
            if known
            else "Code first: qualcode passes start NAME"
        )
        raise WhichPass("There is no agreed pass to count in.", hint)
    return found


def _led_by(one: Pair, name: str) -> Pair:
    if one.code == name:
        return one
    return Pair(one.other, one.code, one.overlaps, one.transcripts, one.other_codings, one.codings)


def _pairs(rows: list[tuple[Any, ...]], order: dict[str, int], names: list[str]) -> list[Pair]:
    import numpy as np

    transcripts: dict[str, int] = {}
    place = np.array([transcripts.setdefault(row[1], len(transcripts)) for row in rows], dtype=np.int64)
    code = np.array([order[row[0]] for row in rows], dtype=np.int64)
    start, end = (np.array([row[at] for row in rows], dtype=np.int64) for at in (2, 3))
    ahead = place * int(end.max())  # one line of text after the other, so that no two transcripts overlap
    size = len(names)
    overlaps = np.zeros(size * size, dtype=np.int64)
    within = np.zeros(size * size, dtype=np.int64)
    last = np.full(size * size, -1, dtype=np.int64)
    for one, other in _overlapping(start + ahead, end + ahead):
        low, high = np.minimum(code[one], code[other]), np.maximum(code[one], code[other])
        apart = low != high
        keys, where = (low * size + high)[apart], place[one][apart]
        overlaps += np.bincount(keys, minlength=size * size)
        seen = np.unique(np.stack([keys, where], axis=1), axis=0)
        new = seen[seen[:, 1] > last[seen[:, 0]]]
        within += np.bincount(new[:, 0], minlength=size * size)
        np.maximum.at(last, seen[:, 0], seen[:, 1])
    used = np.bincount(code, minlength=size)
    keys = np.flatnonzero(overlaps)
    keys = keys[np.argsort(-overlaps[keys], kind="stable")]
    return [
        Pair(
            names[low],
            names[high],
            int(overlaps[key]),
            int(within[key]),
            int(used[low]),
            int(used[high]),
        )
        for key, low, high in zip(keys, *(part.tolist() for part in divmod(keys, size)), strict=True)
    ]


def _overlapping(start: Ints, end: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Every two codings that share a character, by their places in the order of their starts; in portions."""
    import numpy as np

    following = np.searchsorted(start, end, side="left") - np.arange(len(start)) - 1
    reached = np.cumsum(following)
    begin = 0
    while begin < len(start):
        before = int(reached[begin - 1]) if begin else 0
        stop = max(begin + 1, int(np.searchsorted(reached, before + AT_ONCE, side="right")))
        many = following[begin:stop]
        one = np.repeat(np.arange(begin, stop), many)
        steps = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
        yield one, one + 1 + steps
        begin = stop
