"""What came of reconciling: by kind, by decision, whose reading prevailed, which definitions changed."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.errors import QualcodeError
from qualcode.names import natural_key
from qualcode.passes import passes
from qualcode.reconcile import records
from qualcode.reconcile.answers import outcome
from qualcode.reconcile.groups import groups, sources
from qualcode.reconcile.records import key_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import CodingPass
    from qualcode.reconcile.groups import Group
    from qualcode.reconcile.records import Decided
    from qualcode.store.project import Project

NEITHER: Final = "neither"
"""Where the agreed reading is not that of any pass: a union, a new span, no coding at a boundary."""

DEFINING: Final = ("definition", "full_definition", "use_when", "not_when")
"""What says when a code applies."""


class NotAgreed(QualcodeError):
    """The pass was not made by reconciling."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of reconciling passes.

    Attributes:
        into: Name of the agreed pass.
        passes: Their names, in order.
        coders: Their coders.
        agreed: Places coded alike, carried over.
        decisions: (kind, decision) -> how many.
        prevailed: Name of a pass -> decisions that left its reading standing; NEITHER -> of neither.
        decided_by: Who -> how many decisions.
        open: Disagreements without a decision.
        definitions_changed: Codes disagreed about whose definition was edited since reconciling began.
    """

    into: str
    passes: tuple[str, ...]
    coders: tuple[str, ...]
    agreed: int
    decisions: dict[tuple[str, str], int]
    prevailed: dict[str, int]
    decided_by: dict[str, int]
    open: int
    definitions_changed: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        kinds = dict.fromkeys(kind for kind, _ in self.decisions)
        return {
            "into": self.into,
            "passes": list(self.passes),
            "coders": list(self.coders),
            "agreed": self.agreed,
            "decisions": {
                kind: {choice: count for (of, choice), count in self.decisions.items() if of == kind}
                for kind in kinds
            },
            "prevailed": self.prevailed,
            "decided_by": self.decided_by,
            "open": self.open,
            "definitions_changed": list(self.definitions_changed),
        }


def summary(project: Project, into: str) -> Summary:
    """Count what came of reconciling passes into the agreed pass `into`.

    A pass's reading prevails where the agreed codings are its own: keeping what the other missed, or leaving
    out what the other had alone, counts for it whatever the decision was called.

    Raises:
        PassNotFound: no such pass.
        NotAgreed: it is a pass of another kind.
    """
    agreed = passes.find(project, into)
    if agreed.kind != "consensus":
        raise NotAgreed(
            f"The pass {agreed.name!r} was not made by reconciling.", "See `qualcode passes list`."
        )
    by_id = {one.id: one for one in passes.passes(project)}
    pair = sources(project, *(by_id[one] for one in records.source_ids(project, agreed)))
    decided = records.decisions(project, pair, agreed)
    found = groups(project, pair)
    differing = [group for group in found if group.kind != "agreed"]
    settled = [(group, decided[key_of(group)]) for group in differing if key_of(group) in decided]
    names = pair.codes.names
    return Summary(
        into=agreed.name,
        passes=pair.names,
        coders=tuple(one.coder for one in pair.passes),
        agreed=len(found) - len(differing),
        decisions=dict(sorted(Counter((group.kind, one.decision) for group, one in settled).items())),
        prevailed=_prevailed(settled, pair.names),
        decided_by=dict(sorted(Counter(one.decided_by for _, one in settled).items())),
        open=len(differing) - len(settled),
        definitions_changed=tuple(
            sorted(
                (names[code] for code in _edited_since(project, agreed) & {g.code_id for g in differing}),
                key=natural_key,
            )
        ),
    )


def _prevailed(settled: list[tuple[Group, Decided]], names: Sequence[str]) -> dict[str, int]:
    counts = dict.fromkeys((*names, NEITHER), 0)
    for group, decided in settled:
        if decided.decision == "defer":
            continue
        result = tuple(outcome(group, decided))
        readings = zip(names, group.spans, group.readers, strict=True)
        winners = [name for name, spans, read in readings if read and spans == result]
        for name in winners or [NEITHER]:
            counts[name] += 1
    return counts


def _edited_since(project: Project, agreed: CodingPass) -> set[str]:
    rows = project.rows(
        "SELECT c.row_id, c.after FROM changes c JOIN passes p ON p.id = ?"
        " WHERE c.table_name = 'codes' AND c.kind = 'changed' AND c.action_seq > p.codebook_action",
        (agreed.id,),
    )
    return {row["row_id"] for row in rows if set(json.loads(row["after"] or "{}")) & set(DEFINING)}
