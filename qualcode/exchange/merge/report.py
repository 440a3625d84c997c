"""What a merge did, or would do: what came, what differs and how it was settled, what stayed away and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Why = Literal[
    "withdrawn",
    "withheld",
    "stopped",
    "other words",
    "corrected there",
    "words gone",
    "sealed here",
    "seal broken there",
    "rests on what stayed away",
]
"""Why something of theirs stayed away."""

NEEDS_A_HAND: frozenset[Why] = frozenset(
    {"other words", "corrected there", "sealed here", "seal broken there", "rests on what stayed away"}
)
"""Reasons that a person can mend, after which the same merge brings the rest."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that differs: what it is, both states, and which one stands here now.

    Attributes:
        what: `code`, `attribute`, ...
        label: Which one.
        column: `definition`, `name`, ...
        ours, theirs: Both states, as they were before the merge.
        kept: `ours`, `theirs`, or `both`.
        decided_there: They had seen our state before, and decided.
    """

    what: str
    label: str
    column: str
    ours: Any
    theirs: Any
    kept: Literal["ours", "theirs", "both"]
    decided_there: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """Something that is called otherwise here than there."""

    what: str
    theirs: str
    here: str


@dataclass(slots=True)
class PassLine:
    """A pass and what came into it: `seal` is `kept`, `made anew`, or empty while it is open."""

    name: str
    coder: str
    codings: int = 0
    new: bool = False
    seal: str = ""


@dataclass(slots=True)
class Merged:
    """The whole report.

    Attributes:
        file: Name of the other file.
        same_study: It is a copy of this study, not one that was begun apart.
        shared: Transcripts that both have.
        added: New rows by table.
        retired: Rows by table that were live here and are retired as they are there.
        passes: Passes into which something came.
        changed: Differences in which only theirs had changed, and theirs was taken.
        conflicts: Differences in which both had changed; ours stands, or both do.
        renamed: Names and numbers that are others here.
        same: What was made in both and is one thing now.
        left: What stayed away, by reason and table.
        refused: Transcripts and passes that stayed away, by name, with the reason.
        notes: What a person should know or do.
    """

    file: str
    same_study: bool
    shared: int
    added: Counter[str] = field(default_factory=Counter)
    retired: Counter[str] = field(default_factory=Counter)
    passes: dict[str, PassLine] = field(default_factory=dict)
    changed: list[Difference] = field(default_factory=list)
    conflicts: list[Difference] = field(default_factory=list)
    renamed: list[Named] = field(default_factory=list)
    same: list[Named] = field(default_factory=list)
    left: Counter[tuple[Why, str]] = field(default_factory=Counter)
    refused: list[tuple[str, str, Why]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    nothing_new: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing stayed away that a person could mend."""
        return not any(why in NEEDS_A_HAND for why, _ in self.left)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "file": self.file,
            "same_study": self.same_study,
            "shared_transcripts": self.shared,
            "nothing_new": self.nothing_new,
            "added": dict(self.added),
            "retired": dict(self.retired),
            "passes": [asdict(line) for line in self.passes.values()],
            "changed": [asdict(one) for one in self.changed],
            "conflicts": [asdict(one) for one in self.conflicts],
            "renamed": [asdict(one) for one in self.renamed],
            "same": [asdict(one) for one in self.same],
            "left_out": [
                {"reason": why, "table": table, "rows": number} for (why, table), number in self.left.items()
            ],
            "refused": [{"what": what, "name": name, "reason": why} for what, name, why in self.refused],
            "notes": list(self.notes),
        }
