"""What suggestions were worth: made, decided, right so far; against a pass; and signs of rubber-stamping."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from qualcode.names import natural_key
from qualcode.passes import passes, reading
from qualcode.suggestions.listing import SELECT
from qualcode.suggestions.worth import Performance, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.spans import Span
    from qualcode.store.project import Project, Row

STAMPED_SHARE: Final = 0.95
STAMPED_LEAST: Final = 30
STAMPED_SECONDS: Final = 3.0
"""Accepting 95 % of 30 or more, or deciding in under 3 seconds, may be rubber-stamping."""

WATCHED_LEAST: Final = 5
"""Decisions from which their median time says something."""

_DECISIONS: Final = ("accepted", "edited", "rejected", "deferred", "open")


@dataclass(frozen=True, slots=True)
class Report:
    """Everything about the suggestions of one pass, or of all.

    Attributes:
        coding_pass: Name of the pass; None: all.
        methods: Which methods proposed.
        total: All codes together.
        codes: Each code that was suggested.
        median_seconds: From display to decision; None where no decision was watched.
        own: Codings of the passes that no suggestion prompted.
        warnings: Signs that the deciding may have been hasty.
        against: Name of the pass the raw suggestions were held against, and by code what came of it.
    """

    coding_pass: str | None
    methods: tuple[str, ...]
    total: Tally
    codes: tuple[Tally, ...]
    median_seconds: float | None
    own: int
    warnings: tuple[str, ...]
    against: str | None = None
    performance: tuple[Performance, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "pass": self.coding_pass,
            "methods": list(self.methods),
            **{name: value for name, value in self.total.as_dict().items() if name != "code"},
            "median_seconds": self.median_seconds,
            "own_codings": self.own,
            "codes": [one.as_dict() for one in self.codes],
            "warnings": list(self.warnings),
            "against": None
            if self.against is None
            else {
                "pass": self.against,
                "label": "suggestion performance (not reliability)",
                **{k: v for k, v in self.performance[0].as_dict().items() if k != "code"},
                "codes": [one.as_dict() for one in self.performance[1:]],
            },
        }


def report(project: Project, pass_name: str | None = None, against: str | None = None) -> Report:
    """What came of suggestions so far.

    Args:
        project: An open project.
        pass_name: Whose suggestions; None: those of all passes.
        against: Hold the raw suggestions against what this pass coded.

    Raises:
        PassNotFound: one of the passes.
    """
    target = passes.find(project, pass_name) if pass_name else None
    rows = _rows(project, target.id if target else None)
    times = [row["took_ms"] / 1000 for row in rows if row["took_ms"] is not None]
    seconds = median(times) if times else None
    codes = _by_code(rows, _discarded(project, target.id if target else None))
    total = _sum(codes)
    other = passes.find(project, against) if against else None
    return Report(
        coding_pass=target.name if target else None,
        methods=tuple(sorted({row["method"] for row in rows})),
        total=total,
        codes=tuple(codes),
        median_seconds=seconds,
        own=_own(project, target.id if target else None),
        warnings=tuple(warnings(total, seconds, len(times))),
        against=other.name if other else None,
        performance=tuple(_performance(project, rows, other.id)) if other else (),
    )


def warnings(total: Tally, seconds: float | None, watched: int) -> list[str]:
    """Signs of rubber-stamping, as sentences; empty when there is none."""
    found = []
    decided = total.counts["accepted"] + total.counts["edited"] + total.counts["rejected"]
    accepted = total.counts["accepted"] / decided if decided else 0.0
    if decided >= STAMPED_LEAST and accepted >= STAMPED_SHARE:
        found.append(
            f"{total.counts['accepted']} of {decided} suggestions were accepted as they were. Were they all"
            " read? Look through some again, and at passages without a suggestion: qualcode suggestions audit"
        )
    if seconds is not None and watched >= WATCHED_LEAST and seconds < STAMPED_SECONDS:
        found.append(
            f"Half of {watched} decisions took {seconds:.1f} seconds or less, hardly time to read one."
        )
    return found


def _rows(project: Project, pass_id: str | None) -> list[Row]:
    chosen = SELECT.replace("d.took_ms", "d.took_ms, d.code_id AS given_code_id, kept.now_id AS given_now", 1)
    chosen = chosen.replace("WHERE s.", "LEFT JOIN code_now kept ON kept.code_id = d.code_id WHERE s.", 1)
    if pass_id is None:
        return project.rows(chosen)
    return project.rows(f"{chosen} AND s.pass_id = ?", (pass_id,))


def _by_code(rows: Iterable[Row], discarded: Counter[str]) -> list[Tally]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    kept: Counter[str] = Counter()
    names: dict[str, str] = {}
    for row in rows:
        names[row["code_id"]] = row["code"]
        counts[row["code_id"]][row["status"]] += 1
        kept[row["code_id"]] += row["status"] == "edited" and row["given_now"] == row["code_id"]
    found = [
        Tally(names[key], {name: count[name] for name in _DECISIONS}, kept[key], discarded[key])
        for key, count in counts.items()
    ]
    nameless = sum(count for key, count in discarded.items() if key not in names)
    if nameless:
        found.append(Tally("(none)", dict.fromkeys(_DECISIONS, 0), 0, nameless))
    return sorted(found, key=lambda one: (-one.made, natural_key(one.code)))


def _sum(codes: Sequence[Tally]) -> Tally:
    counts = {name: sum(one.counts[name] for one in codes) for name in _DECISIONS}
    return Tally("", counts, sum(one.kept_code for one in codes), sum(one.discarded for one in codes))


def _discarded(project: Project, pass_id: str | None) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in project.rows(
        "SELECT d.discarded, r.pass_id FROM suggestion_reads d JOIN suggestion_runs r ON r.id = d.run_id"
        " WHERE d.deleted_at IS NULL AND r.deleted_at IS NULL"
    ):
        if pass_id is None or row["pass_id"] == pass_id:
            found.update(json.loads(row["discarded"]))
    return found


def _own(project: Project, pass_id: str | None) -> int:
    return int(
        project.value(
            "SELECT count(*) FROM codings k JOIN passes p ON p.id = k.pass_id AND p.deleted_at IS NULL"
            " AND p.mode = 'assisted' JOIN transcripts t ON t.id = k.transcript_id AND t.deleted_at IS NULL"
            " AND t.withdrawn_at IS NULL WHERE k.deleted_at IS NULL AND k.suggestion_id IS NULL"
            " AND (?1 IS NULL OR k.pass_id = ?1)",
            (pass_id,),
        )
    )


def _performance(project: Project, rows: Sequence[Row], other_id: str) -> list[Performance]:
    """All codes together, then each; only in transcripts that suggestions were made for."""
    live = reading.live_codes(project)
    coded = reading.applied(project, other_id, live.now)
    proposed: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for row in rows:
        proposed[row["transcript_id"], row["code_id"]].append((row["start_char"], row["end_char"]))
    reached = _reached(project, {row["pass_id"] for row in rows})
    given = {
        (transcript_id, code_id): spans
        for transcript_id, by_code in coded.items()
        if transcript_id in reached
        for code_id, spans in by_code.items()
    }
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for place in {**proposed, **given}:
        mine, theirs = proposed.get(place, []), given.get(place, [])
        counts = (len(mine), _touched(mine, theirs), len(theirs), _touched(theirs, mine))
        sums[place[1]] = [a + b for a, b in zip(sums[place[1]], counts, strict=True)]
    codes = sorted(
        (Performance(live.names[code_id], *counts) for code_id, counts in sums.items()), key=_often
    )
    total = [sum(column) for column in zip(*sums.values(), strict=True)] or [0, 0, 0, 0]
    return [Performance("", *total), *codes]


def _often(one: Performance) -> tuple[object, ...]:
    return (-one.coded, natural_key(one.code))


def _reached(project: Project, pass_ids: set[str]) -> set[str]:
    """Transcripts that a method went through for one of these passes."""
    rows = project.rows(
        "SELECT d.transcript_id, r.pass_id FROM suggestion_reads d JOIN suggestion_runs r ON r.id = d.run_id"
        " WHERE d.deleted_at IS NULL AND r.deleted_at IS NULL"
    )
    return {row[0] for row in rows if row[1] in pass_ids}


def _touched(spans: Sequence[Span], others: Sequence[Span]) -> int:
    return sum(any(a < end and start < b for a, b in others) for start, end in spans)
