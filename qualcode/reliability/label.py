"""What a comparison may be called: derived from coder, order, blindness and mode, never chosen.

"Intercoder" needs different coders; a pass that saw the other gets no coefficient, for agreement with what
was before one's eyes says nothing about reliability (Krippendorff 2019: reliability data are independent).
A reflexive study sees where readings differ; it gets a coefficient only for a reason (Braun and Clarke 2021).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal

from qualcode.errors import QualcodeError, UsageError
from qualcode.passes import passes
from qualcode.store.approach import withholds_coefficients

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import CodingPass
    from qualcode.passes.passes import Sight
    from qualcode.store.project import Project

REVIEW: Final = "review pass"
COMPLETENESS: Final = "not independent; used as a completeness check"
READINGS: Final = "where the readings differ"
INTERCODER: Final = "intercoder agreement"
INTRACODER: Final = "intracoder consistency (code-recode)"
CONCORDANCE: Final = "hand-assisted concordance (intracoder, assisted)"
BOTH_ASSISTED: Final = "concordance of assisted passes (not independent)"
MIXED: Final = "agreement of passes within and between coders"
NOT_STATED: Final = ", blindness not stated"

Knowledge = Literal["blind", "saw", "not stated"]

_LEAST = 2


class TooFewPasses(UsageError):
    """A comparison takes two passes or more."""


class SamePassTwice(QualcodeError):
    """A pass agrees with itself, always; that says nothing."""


class AgreedCodingCompared(QualcodeError):
    """Agreed coding is never given a coefficient."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a comparison is called.

    Attributes:
        text: The name, for people.
        independent: Whether the passes can count as independent of each other.
        coefficients: Whether coefficients may be computed at all.
    """

    text: str
    independent: bool
    coefficients: bool


def find_passes(project: Project, names: Sequence[str]) -> list[CodingPass]:
    """The passes of these names, checked to be comparable.

    Raises:
        TooFewPasses: fewer than two names.
        PassNotFound: no such pass.
        SamePassTwice: one of them is named twice.
        AgreedCodingCompared: one of them holds agreed codings.
    """
    if len(names) < _LEAST:
        raise TooFewPasses("A comparison needs at least two passes.", "Write: qualcode compare A B")
    found = [passes.find(project, name) for name in names]
    for index, one in enumerate(found):
        if one.id in {other.id for other in found[:index]}:
            raise SamePassTwice(
                f"The pass {one.name!r} is named twice, and a pass always agrees with itself.",
                "Name different passes; see `qualcode passes list`.",
            )
    for one in found:
        if one.kind == "consensus":
            raise AgreedCodingCompared(
                f"The pass {one.name!r} holds agreed codings, and these are never given a coefficient.",
                "Compare the passes it was made from.",
            )
    return found


def label(project: Project, compared: Sequence[CodingPass]) -> Label:
    """The name that coder, order, blindness and mode allow.

    Of two passes the later one can say whether it was blind to the earlier; the earlier is taken at what the
    program observed, for the later did not exist when it began.
    """
    order = [one.id for one in passes.passes(project)]
    pairs = list(combinations(sorted(compared, key=lambda one: order.index(one.id)), 2))
    known = {
        knowledge(passes.sight(project, a.id, b.id), passes.sight(project, b.id, a.id)) for a, b in pairs
    }
    if "saw" in known:
        text = COMPLETENESS if _learned(project, compared) else REVIEW
        return Label(text, independent=False, coefficients=False)
    if withholds_coefficients(project):
        return Label(READINGS, independent=False, coefficients=False)
    text = _by_coder_and_mode(compared)
    if "not stated" in known:
        text += NOT_STATED
    independent = known == {"blind"} and not text.startswith(BOTH_ASSISTED)
    return Label(text, independent, coefficients=True)


def _learned(project: Project, compared: Sequence[CodingPass]) -> bool:
    """Whether suggestions in one of the passes were learned from codings of another."""
    names = {one.id: one.name for one in compared}
    runs = project.rows(
        "SELECT r.pass_id, source.value FROM suggestion_runs r, json_each(r.settings, '$.from') source"
        " WHERE r.deleted_at IS NULL"
    )
    return any(run[0] in names and run[1] in names.values() and run[1] != names[run[0]] for run in runs)


def knowledge(earlier_of_later: Sight, later_of_earlier: Sight) -> Knowledge:
    """What two passes knew of each other, the worst of it: one that saw makes a review of both."""
    if "saw" in (earlier_of_later, later_of_earlier):
        return "saw"
    return later_of_earlier


def _by_coder_and_mode(compared: Sequence[CodingPass]) -> str:
    coders = {one.coder_id for one in compared}
    assisted = sum(one.mode == "assisted" for one in compared)
    if assisted >= _LEAST:
        return BOTH_ASSISTED
    if len(coders) == len(compared):
        return INTERCODER
    if len(coders) > 1:
        return MIXED
    return CONCORDANCE if assisted else INTRACODER
