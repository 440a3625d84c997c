"""The second level of review: the whole data set, and where a theme is not (Braun and Clarke 2006).

Lists what there is to reread; not coded is never read as "does not hold the view".
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.codes import codebook
from qualcode.spans import intersection, union
from qualcode.themes import review, views
from qualcode.themes import themes as store
from qualcode.themes.evidence import Speech, evidence, people
from qualcode.themes.gates import CONSENT, speaker_of
from qualcode.themes.matrix import attribute_names, matrix
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.model import Transcript
    from qualcode.spans import Span
    from qualcode.store.project import Project
    from qualcode.themes.evidence import Evidence
    from qualcode.themes.review import ReviewPassage

LEAST: Final = 200
"""Characters from which a stretch that no code stands on is worth rereading."""

MOST_VALUES: Final = 4
"""Values up to which an attribute groups people."""

_CONTRAST = re.compile(
    r"\b(?:however|although|though|except|unless|whereas|instead|despite|nevertheless|mind you|that said"
    r"|to be fair|on the other hand|not (?:always|everyone|everybody|all|really)|never|disagree"
    r"|the opposite)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Participants' speech that no code stands on."""

    address: str
    participant: str | None
    start_char: int
    end_char: int

    @property
    def length(self) -> int:
        """In characters."""
        return self.end_char - self.start_char


@dataclass(frozen=True, slots=True)
class WholeSet:
    """What a level-2 review of a theme goes through.

    `without`: participants with no passage in it. `strata`: (attribute, value, people) with none. `orphans`:
    (code, passages) of codes in no theme, most first. `uncoded`: longest first. `doubtful`: the theme's
    passages with words of contrast, most of them first: candidates for contrary accounts.
    """

    without: tuple[str, ...]
    strata: tuple[tuple[str, str, int], ...]
    orphans: tuple[tuple[str, int], ...]
    uncoded: tuple[Stretch, ...]
    doubtful: tuple[ReviewPassage, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "without": list(self.without),
            "strata": [{"attribute": a, "value": v, "participants": n} for a, v, n in self.strata],
            "orphans": [{"code": code, "codings": number} for code, number in self.orphans],
            "uncoded": [{**asdict(one), "length": one.length} for one in self.uncoded],
            "doubtful": [one.as_dict() for one in self.doubtful],
        }


def whole_set(project: Project, name: str) -> WholeSet:
    """Look for a theme where it is not.

    Raises:
        ThemeNotFound, ThemeDropped: as their names say.
    """
    theme = store.living(project, name)
    counted = evidence(project)
    heard = set(people(views.passages_of(theme, store.all_themes(project), counted)))
    return WholeSet(
        without=tuple(who for who in counted.base if who not in heard),
        strata=tuple(_strata(project, theme.name, counted)),
        orphans=tuple(_orphans(project, counted)),
        uncoded=tuple(sorted(_uncoded(project, counted), key=lambda one: -one.length)),
        doubtful=tuple(_doubtful(review.passages(project, theme.name))),
    )


def _strata(project: Project, theme: str, counted: Evidence) -> Iterator[tuple[str, str, int]]:
    for attribute in attribute_names(project):
        if attribute.casefold().startswith(CONSENT.split("_")[0]):
            continue
        found = matrix(project, attribute, "sub-themes", counted)
        if not 1 < len(found.columns) <= MOST_VALUES or theme not in found.rows:
            continue
        for value, number, base in zip(
            found.columns, found.people[found.rows.index(theme)], found.column_bases, strict=True
        ):
            if number == 0 and base > 1:
                yield attribute, value, base


def _orphans(project: Project, counted: Evidence) -> list[tuple[str, int]]:
    numbers = {code.name: len(counted.passages.get(code.id, ())) for code in codebook.codes(project)}
    found = [(name, numbers[name]) for name in views.orphans(project, counted)]
    return sorted(found, key=lambda one: -one[1])


def _uncoded(project: Project, counted: Evidence) -> Iterator[Stretch]:
    coded: dict[str, list[Span]] = {}
    for passages in counted.passages.values():
        for one in passages:
            coded.setdefault(one.transcript_id, []).append(one.span)
    speech = Speech(project)
    for transcript in library.transcripts(project, data_only=True):
        gaps = _between(union(coded.get(transcript.id, [])), transcript.length)
        for start, end in intersection(gaps, union(speech.turns(transcript.id))):
            if end - start >= LEAST:
                yield _stretch(project, transcript, start, end)


def _stretch(project: Project, transcript: Transcript, start: int, end: int) -> Stretch:
    """Whole units that the gap holds anything of, so that it can be read by its address."""
    units = library.units(project, transcript.id)
    touched = [unit for unit in units if unit[0] < end and start < unit[1]]
    inside = [unit for unit in touched if start <= unit[0] and unit[1] <= end] or touched
    start, end = (inside[0][0], inside[-1][1]) if inside else (start, end)
    who = speaker_of(project, transcript, start)[0]
    return Stretch(addresses.address(transcript.name, start, end, units), who, start, end)


def _between(spans: Sequence[Span], length: int) -> list[Span]:
    edges = [0, *(edge for span in spans for edge in span), length]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def _doubtful(found: Sequence[ReviewPassage]) -> list[ReviewPassage]:
    counted = [(len(_CONTRAST.findall(one.quotation)), one) for one in found]
    return [one for number, one in sorted(counted, key=lambda pair: -pair[0]) if number]
