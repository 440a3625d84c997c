"""Compare passes: units, codes, counts and coefficients of a project, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qualcode.codes import codebook
from qualcode.names import natural_key
from qualcode.passes import reading
from qualcode.reliability import label
from qualcode.reliability.intervals import Settings
from qualcode.reliability.overall import NAMES, overall, reasons
from qualcode.reliability.scores import CodeScore, score_many, score_pair
from qualcode.reliability.shared_codes import SharedCodes, shared_codes
from qualcode.reliability.tally import Tally, tally
from qualcode.reliability.units import Compared, compared_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import CodingPass, Overlap, Unit
    from qualcode.reliability.intervals import ClusterKind
    from qualcode.reliability.label import Label
    from qualcode.reliability.overall import Overall
    from qualcode.store.project import Project

_PAIR = 2


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """How to compare: the options of `qualcode compare`.

    Attributes:
        unit: What is counted.
        overlap: When a unit larger than a character counts as coded.
        codes: Names of the codes to compare; empty: all that any of the passes used.
        transcripts: Names of the transcripts to compare; empty: all that were read.
        speaker_role: Whose turns count; "any": everybody's.
        level: Count every code as its ancestor on this level of the tree, 1 being the top.
        seed: Of the bootstrap.
        bootstrap: Redraws of the transcripts for intervals; 0: jackknife.
    """

    unit: Unit = "sentence"
    overlap: Overlap = "half-or-inside"
    codes: Sequence[str] = ()
    transcripts: Sequence[str] = ()
    speaker_role: str = "participant"
    level: int | None = None
    seed: int = 0
    bootstrap: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison found.

    Attributes:
        passes: Names, in the order they were given.
        coders: Their coders, in the same order.
        label: What the comparison is called.
        provisional: Whether a pass is still open.
        options: How it was made.
        transcripts: Names of the transcripts compared.
        sizes: Units compared in each of them.
        codes: Rows, lowest alpha first, undefined last.
        overall: One number each over all codes.
        excluded: What was left out, counted.
        aligned: Codes compared as one.
        over: What intervals leave out or redraw as wholes, and how many of them there are.
    """

    passes: tuple[str, ...]
    coders: tuple[str, ...]
    label: Label
    provisional: bool
    options: CompareOptions
    transcripts: tuple[str, ...]
    sizes: tuple[int, ...]
    codes: tuple[CodeScore, ...]
    overall: Overall
    excluded: dict[str, int]
    aligned: tuple[dict[str, Any], ...] = field(default=())
    over: tuple[ClusterKind, int] = ("transcripts", 0)

    @property
    def units(self) -> int:
        """Units compared in all."""
        return sum(self.sizes)

    @property
    def codes_compared(self) -> int:
        """Codes that any of the passes used in the units compared."""
        return sum(one.is_used for one in self.codes)

    def as_dict(self) -> dict[str, Any]:
        """The shape of `compare --json`."""
        return {
            "passes": list(self.passes),
            "coders": list(self.coders),
            "label": self.label.text,
            "independent": self.label.independent,
            "provisional": self.provisional,
            "unit": self.options.unit,
            "overlap": self.options.overlap,
            "transcripts": list(self.transcripts),
            "units": self.units,
            "seed": self.options.seed,
            "interval": self._interval() if self.label.coefficients else None,
            "codes": [one.as_dict(self.passes) for one in self.codes],
            "overall": {"codes_compared": self.codes_compared, **self.overall},
            "overall_undefined": reasons(self.overall, self.codes) if self.label.coefficients else {},
            "excluded": self.excluded,
            "aligned": list(self.aligned),
        }

    def _interval(self) -> dict[str, Any]:
        over, clusters = self.over
        redraws = {"replicates": self.options.bootstrap} if self.options.bootstrap else {}
        return {
            "method": "bootstrap" if redraws else "jackknife",
            "over": over,
            "clusters": clusters,
            **redraws,
        }


def compare(project: Project, names: Sequence[str], options: CompareOptions | None = None) -> Comparison:
    """Compare two or more passes over what they read of the codable text.

    Args:
        project: An open project.
        names: Names of the passes.
        options: How; None: the defaults.

    Raises:
        TooFewPasses, SamePassTwice, AgreedCodingCompared: these passes are not compared.
        PassNotFound, CodeNotFound, TranscriptNotFound: no such name.
    """
    with reading.without_cycle_search():
        return _compare(project, names, options or CompareOptions())


def _compare(project: Project, names: Sequence[str], chosen: CompareOptions) -> Comparison:
    compared = label.find_passes(project, names)
    codes = reading.live_codes(project, retired=True)
    shared = shared_codes(project, compared, codes, chosen.level)
    text = compared_text(
        project, compared, chosen.unit, chosen.overlap, chosen.speaker_role, chosen.transcripts
    )
    asked = {key for name in chosen.codes for key in shared.keys_of(codebook.find(project, name).id)}
    found = tally(project, compared, shared, text, asked)
    named = label.label(project, compared)
    scores = _scores(compared, shared, found, chosen, named)
    everything: Overall = dict.fromkeys(NAMES)
    return Comparison(
        passes=tuple(one.name for one in compared),
        coders=tuple(one.coder for one in compared),
        label=named,
        provisional=any(one.sealed_at is None for one in compared),
        options=chosen,
        transcripts=tuple(grid.transcript.name for grid in text.grids),
        sizes=tuple(grid.size for grid in text.grids),
        codes=tuple(sorted(scores, key=_lowest_first)),
        overall=overall(scores, found, text.grids) if named.coefficients else everything,
        excluded=_excluded(text, found, scores),
        aligned=shared.aligned,
        over=(found.over, len(text.blocks.grids) if text.blocks else len(text.grids)),
    )


def _scores(
    compared: Sequence[CodingPass],
    shared: SharedCodes,
    found: Tally,
    options: CompareOptions,
    named: Label,
) -> list[CodeScore]:
    settings = Settings(options.seed, options.bootstrap, named.coefficients, found.over)
    counts, parts = found.counts, found.clusters
    if len(compared) == _PAIR:
        alone = compared[0].coder_id == compared[1].coder_id
        return [
            score_pair(shared.names[key], counts.tables[key], settings, parts.tables[key], same_coder=alone)
            for key in found.keys
        ]
    names = [one.name for one in compared]
    return [
        score_many(shared.names[key], counts.patterns[key], names, settings, parts.patterns[key])
        for key in found.keys
    ]


def _lowest_first(score: CodeScore) -> tuple[object, ...]:
    alpha = score.values.get("krippendorff_alpha")
    return (alpha is None, 0.0 if alpha is None else alpha, natural_key(score.code))


def _excluded(text: Compared, found: Tally, scores: Sequence[CodeScore]) -> dict[str, int]:
    """Counts of what is not in the rows, or in the rows and not in the averages."""
    return {
        "codes_outside_the_units_compared": len(found.elsewhere),
        "codes_not_used": sum(not one.is_used for one in scores),
        "codes_too_rare_for_averages": sum(one.is_used and one.is_rare for one in scores),
        "codes_undefined": sum(one.is_used and bool(one.undefined) for one in scores),
        "transcripts_not_compared": text.transcripts_left_out,
        "units_not_read": text.unread,
    }
