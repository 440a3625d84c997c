"""What suggestions leave out: a seeded share of the sentences without any is drawn, to be read plain."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.errors import QualcodeError, UsageError
from qualcode.passes import coding
from qualcode.store.actions import action
from qualcode.suggestions import running
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from qualcode.model import CodingPass
    from qualcode.spans import Span
    from qualcode.store.project import Project, Row

FRACTION: Final = 0.1
"""Of the sentences without a suggestion."""

Place = tuple[str, int, int]
"""(transcript id, start, end) of a sentence."""


class NothingToAudit(QualcodeError):
    """No sentence without a suggestion, or no suggestion yet."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence drawn: where it stands, its words, and what the pass coded there on its own."""

    address: str
    words: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """A draw.

    Attributes:
        coding_pass: Whose.
        seed: The same seed draws the same sentences from the same state.
        drawn_from: Sentences without a suggestion.
        units: Those drawn, in reading order.
    """

    coding_pass: str
    seed: int
    drawn_from: int
    units: tuple[Unit, ...]

    @property
    def missed(self) -> int:
        """Sentences drawn that the coder coded: what the suggestions left out."""
        return sum(bool(one.codes) for one in self.units)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "pass": self.coding_pass,
            "seed": self.seed,
            "fraction": FRACTION,
            "drawn_from": self.drawn_from,
            "drawn": len(self.units),
            "missed": self.missed,
            "units": [{"address": u.address, "words": u.words, "codes": list(u.codes)} for u in self.units],
        }


def draw(project: Project, pass_name: str | None, seed: int) -> Audit:
    """Draw a tenth of the sentences without a suggestion; a draw of that seed made before stays as it is.

    Raises:
        NothingToAudit: no run yet, or every sentence has a suggestion.
        PassNotFound, PassNotNamed, PassSealed, OtherCodersPass, ConsensusPass: the pass cannot be written.
        UsageError: the seed is negative.
    """
    if seed < 0:
        raise UsageError("A seed is 0 or more.", "As in: --seed 7")
    from numpy.random import default_rng

    target = coding.writable(project, pass_name)
    if _kept(project, target, seed) is None:
        plain = _without_suggestion(project, target)
        if not plain:
            raise NothingToAudit(
                f"There is no sentence to draw for {target.name!r}.",
                "Suggestions come first: qualcode suggest.",
            )
        size = max(1, round(FRACTION * len(plain)))
        drawn = sorted(default_rng(seed).choice(len(plain), size, replace=False).tolist())
        with action(project, "suggestions audit") as drawing:
            drawing.add(
                "suggestion_audits",
                pass_id=target.id,
                seed=seed,
                fraction=FRACTION,
                drawn_from=len(plain),
                places=json.dumps([plain[at] for at in drawn]),
                created_at=project.now(),
            )
    return latest(project, target, seed) or Audit(target.name, seed, 0, ())


def latest(project: Project, target: CodingPass, seed: int | None = None) -> Audit | None:
    """The draw of a seed, or the latest of all; None if there was none."""
    row = _kept(project, target, seed)
    if row is None:
        return None
    units = tuple(_unit(project, target, place) for place in json.loads(row["places"]))
    return Audit(target.name, row["seed"], row["drawn_from"], units)


def _kept(project: Project, target: CodingPass, seed: int | None) -> Row | None:
    return project.row(
        "SELECT * FROM suggestion_audits WHERE pass_id = :pass AND deleted_at IS NULL"
        " AND (:seed IS NULL OR seed = :seed) ORDER BY rowid DESC LIMIT 1",
        {"pass": target.id, "seed": seed},
    )


def _without_suggestion(project: Project, target: CodingPass) -> list[Place]:
    """Sentences of the transcripts that were gone through, where no suggestion stands."""
    rows = project.rows(
        "SELECT d.transcript_id FROM suggestion_reads d JOIN suggestion_runs r ON r.id = d.run_id"
        " WHERE r.pass_id = ? AND r.deleted_at IS NULL AND d.deleted_at IS NULL",
        (target.id,),
    )
    reached = {row[0] for row in rows}
    waiting = [one for one in running.read_by(project, target) if one.id in reached]
    found: list[Place] = []
    for passage in running.speech(project, target, waiting):
        taken = _suggested(project, target, passage.key)
        found += [
            (passage.key, *unit)
            for unit in passage.units
            if not any(start < unit[1] and unit[0] < end for start, end in taken)
        ]
    return found


def _suggested(project: Project, target: CodingPass, transcript_id: str) -> list[Span]:
    rows = project.rows(
        "SELECT start_char, end_char FROM suggestions WHERE pass_id = ? AND transcript_id = ?"
        " AND deleted_at IS NULL",
        (target.id, transcript_id),
    )
    return [(row[0], row[1]) for row in rows]


def _unit(project: Project, target: CodingPass, place: Place) -> Unit:
    transcript_id, start, end = place
    rows = project.rows(
        "SELECT DISTINCT c.name FROM codings k JOIN code_now n ON n.code_id = k.code_id"
        " JOIN codes c ON c.id = n.now_id AND c.deleted_at IS NULL WHERE k.pass_id = ?"
        " AND k.transcript_id = ? AND k.deleted_at IS NULL AND k.start_char < ? AND k.end_char > ?"
        " ORDER BY c.name",
        (target.id, transcript_id, end, start),
    )
    name, units = library.by_id(project, transcript_id).name, library.units(project, transcript_id)
    words = library.text(project, transcript_id)[start:end]
    return Unit(addresses.address(name, start, end, units), words, tuple(row[0] for row in rows))
