"""Which codings count as the same code when passes are compared: merges, alignments and roll-up applied."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from qualcode.passes import alignment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.model import CodingPass
    from qualcode.passes.alignment import Alignment
    from qualcode.passes.reading import LiveCodes
    from qualcode.store.project import Project


@dataclass(frozen=True, slots=True)
class SharedCodes:
    """How the codes of several passes map onto the rows of one comparison.

    Attributes:
        by_pass: Per pass, code id as stored -> key of the row it counts in.
        names: Key -> name of the row.
        aligned: What was aligned, for `compare --json`.
    """

    by_pass: tuple[dict[str, str], ...]
    names: dict[str, str]
    aligned: tuple[dict[str, Any], ...]

    def keys_of(self, code_id: str) -> set[str]:
        """Rows in which a code counts, in any of the passes."""
        return {mapping[code_id] for mapping in self.by_pass if code_id in mapping}


def shared_codes(
    project: Project, compared: Sequence[CodingPass], codes: LiveCodes, level: int | None = None
) -> SharedCodes:
    """Map codes onto rows: the first of two aligned passes gives the row its name.

    Args:
        project: An open project.
        compared: The passes, in the order they were named.
        codes: The codebook as it stands.
        level: Count every code as its ancestor on this level of the tree (1 is the top); None: as it is.
    """
    moved: list[dict[str, str]] = [{} for _ in compared]
    folded: dict[str, str] = {}
    names = dict(codes.names)
    aligned = []
    for i, j in combinations(range(len(compared)), 2):
        for one in alignment.alignments(project, compared[i], compared[j], codes):
            if one.relation == "same":
                continue
            key = _row_key(one, moved[i], folded)
            moved[j] |= {code: moved[j].get(code, key) for code in one.b_codes}
            if one.relation == "merged":
                folded |= dict.fromkeys(one.a_codes[1:], key)
                names[key] = " + ".join(codes.names[code] for code in one.a_codes)
            aligned.append(_told(one, compared[i], compared[j], codes, names[key]))
    rolled = {code: _ancestor(code, codes.parents, level) for code in codes.names}

    def key_of(mapping: Mapping[str, str], code: str) -> str:
        key = mapping.get(code, code)
        return rolled[folded.get(key, key)]

    by_pass = tuple({code: key_of(mapping, now) for code, now in codes.now.items()} for mapping in moved)
    return SharedCodes(by_pass, names, tuple(aligned))


def _row_key(one: Alignment, a_moved: Mapping[str, str], folded: Mapping[str, str]) -> str:
    key = a_moved.get(one.a_codes[0], one.a_codes[0])
    return folded.get(key, key)


def _told(one: Alignment, a: CodingPass, b: CodingPass, codes: LiveCodes, row: str) -> dict[str, Any]:
    return {
        "relation": one.relation,
        "code": row,
        "codes": {
            a.name: [codes.names[code] for code in one.a_codes],
            b.name: [codes.names[code] for code in one.b_codes],
        },
    }


def _ancestor(code: str, parents: Mapping[str, str | None], level: int | None) -> str:
    if level is None:
        return code
    line = [code]
    while (parent := parents[line[-1]]) is not None and parent not in line:
        line.append(parent)
    line.reverse()
    return line[min(level, len(line)) - 1]
