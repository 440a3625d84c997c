"""Which transcripts to code twice: drawn at random, seeded, stratified, on record before results exist."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError, UsageError
from qualcode.names import did_you_mean, natural_key
from qualcode.store.actions import action
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.model import Transcript
    from qualcode.store.project import Project, Row

_RESULTS = 2  # passes with codings, from which there is something to compare


class BadSample(UsageError):
    """The share or the attribute to draw by makes no sense."""


class SampleTooLate(QualcodeError):
    """Two passes have been coded already, so a draw could follow what they found."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A draw of transcripts for double coding.

    Attributes:
        transcripts: Names of those drawn, in natural order.
        fraction: The share asked for.
        seed: Of the draw; the same seed draws the same transcripts.
        stratify: Attribute whose values share the draw, empty if none.
        drawn_from: How many transcripts there were.
        strata: (value of the attribute, drawn, of how many); one row with an empty value if there is none.
        drawn_at: When, ISO 8601, UTC.
    """

    transcripts: tuple[str, ...]
    fraction: float
    seed: int
    stratify: str
    drawn_from: int
    strata: tuple[tuple[str, int, int], ...]
    drawn_at: str

    @property
    def line(self) -> str:
        """One sentence for people: a share of few transcripts is very few transcripts."""
        by = f", stratified by {self.stratify}" if self.stratify else ""
        return (
            f"{len(self.transcripts)} of {self.drawn_from} transcripts"
            f" ({100 * self.fraction:g} % asked for), seed {self.seed}{by}: {', '.join(self.transcripts)}"
        )

    def as_dict(self) -> dict[str, Any]:
        """For `passes sample --json`."""
        return {
            "transcripts": list(self.transcripts),
            "fraction": self.fraction,
            "seed": self.seed,
            "stratify": self.stratify or None,
            "drawn_from": self.drawn_from,
            "strata": [{"value": value, "drawn": drawn, "of": of} for value, drawn, of in self.strata],
            "drawn_at": self.drawn_at,
        }


def draw(project: Project, fraction: float, seed: int, stratify: str = "") -> Sample:
    """Draw transcripts for double coding and keep the draw.

    Args:
        project: An open project.
        fraction: Share of the transcripts, more than 0 and at most 1; at least one is drawn.
        seed: Of the draw.
        stratify: Participant attribute; every value gets its share, the largest remainders first.

    Raises:
        BadSample: no such share or attribute, or nothing to draw from.
        SampleTooLate: two independent passes hold codings already.
    """
    with action(project, "passes sample") as drawing:
        _check(project, fraction, stratify)
        there = library.transcripts(project, data_only=True)
        if not there:
            raise BadSample("There is no transcript to draw from.", "Bring some in with `qualcode import`.")
        strata = _strata(project, there, stratify)
        drawn = _draw(strata, max(1, int(fraction * len(there) + 0.5)), seed)
        drawing.add(
            "samples",
            fraction=fraction,
            seed=seed,
            stratify=stratify,
            drawn_from=len(there),
            transcripts=json.dumps([transcript.id for transcript in drawn]),
            created_at=project.now(),
        )
    return samples(project)[-1]


def samples(project: Project) -> list[Sample]:
    """All draws, oldest first."""
    rows = project.rows("SELECT * FROM samples WHERE deleted_at IS NULL ORDER BY rowid")
    return [_sample(project, row) for row in rows]


def _sample(project: Project, row: Row) -> Sample:
    drawn = [library.by_id(project, transcript_id) for transcript_id in json.loads(row["transcripts"])]
    strata = _strata(project, library.transcripts(project, data_only=True), row["stratify"])
    ids = {transcript.id for transcript in drawn}
    return Sample(
        transcripts=tuple(sorted((one.name for one in drawn), key=natural_key)),
        fraction=row["fraction"],
        seed=row["seed"],
        stratify=row["stratify"],
        drawn_from=row["drawn_from"],
        strata=tuple(
            (value, sum(one.id in ids for one in members), len(members)) for value, members in strata.items()
        ),
        drawn_at=row["created_at"],
    )


def _check(project: Project, fraction: float, stratify: str) -> None:
    if not 0 < fraction <= 1:
        raise BadSample("The share to draw is more than 0 and at most 1.", "For example: --fraction 0.2")
    known = [row[0] for row in project.rows("SELECT DISTINCT name FROM attributes WHERE deleted_at IS NULL")]
    if stratify and stratify.casefold() not in {name.casefold() for name in known}:
        hint = did_you_mean(stratify, known, "See `qualcode participants list`.")
        raise BadSample(f"No participant has an attribute {stratify!r}.", hint)
    coded = project.rows(
        "SELECT p.name FROM passes p WHERE p.deleted_at IS NULL AND p.kind = 'independent' AND EXISTS"
        " (SELECT 1 FROM codings k WHERE k.pass_id = p.id AND k.deleted_at IS NULL)"
    )
    if len(coded) >= _RESULTS:
        names = ", ".join(row[0] for row in coded)
        raise SampleTooLate(
            f"The passes {names} hold codings already, and a sample is drawn before results exist.",
            "Compare all they share, or draw before the second pass of the next round.",
        )


def _strata(project: Project, there: Sequence[Transcript], stratify: str) -> dict[str, list[Transcript]]:
    """Transcripts by the value their participant has, in natural order of the values."""
    values: Mapping[str, str] = {}
    if stratify:
        values = {
            row["participant"]: row["value"]
            for row in project.rows(
                "SELECT p.name AS participant, a.value FROM attributes a"
                " JOIN participants p ON p.id = a.participant_id"
                " WHERE a.deleted_at IS NULL AND a.name = ? COLLATE NOCASE",
                (stratify,),
            )
        }
    found: dict[str, list[Transcript]] = {}
    for transcript in there:
        found.setdefault(values.get(transcript.participant or "", ""), []).append(transcript)
    return dict(sorted(found.items(), key=lambda item: natural_key(item[0])))


def _draw(strata: Mapping[str, list[Transcript]], wanted: int, seed: int) -> list[Transcript]:
    """The first transcripts of every stratum in an order made of the seed, the same on every machine."""
    total = sum(map(len, strata.values()))
    shares = {value: divmod(wanted * len(members), total) for value, members in strata.items()}
    quota = {value: whole for value, (whole, _) in shares.items()}
    by_remainder = sorted(shares, key=lambda value: (-shares[value][1], _lot(seed, value)))
    for value in by_remainder[: wanted - sum(quota.values())]:
        quota[value] += 1
    return [
        transcript
        for value, members in strata.items()
        for transcript in sorted(members, key=lambda one: _lot(seed, one.name))[: quota[value]]
    ]


def _lot(seed: int, name: str) -> str:
    return hashlib.sha256(f"{seed}\0{name}".encode()).hexdigest()
