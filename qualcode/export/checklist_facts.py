"""What a project knows of the questions of reporting checklists: sentences of computed facts, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.export import checklist_analysis as analysis
from qualcode.export import checklist_data as data

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.export.checklist_data import Known


def known(fact: str, about: Known) -> str:
    """What the project knows of a fact, as a sentence; empty when it knows nothing."""
    tell = FACTS.get(fact)
    return "" if tell is None else tell(about)


FACTS: Final[dict[str, Callable[[Known], str]]] = {
    "position": data.slot("researcher_position"),
    "approach": data.approach,
    "sample_size": data.sample_size,
    "withdrawn": data.withdrawn,
    "sample": data.sample,
    "guide": data.guide,
    "recording": data.recording,
    "field_notes": data.field_notes,
    "duration": data.duration,
    "kinds": data.collected,
    "saturation": data.saturation,
    "transcripts_returned": analysis.transcripts_returned,
    "coders": analysis.coders,
    "coding_tree": analysis.coding_tree,
    "derivation": analysis.derivation,
    "software": analysis.software,
    "checking": analysis.checking,
    "quotations": analysis.quotations,
    "consistency": analysis.consistency,
    "major_themes": analysis.major,
    "minor_themes": analysis.minor,
    "title": lambda about: about[1].study.title,
    "introduction": data.slot("introduction"),
    "questions": analysis.questions,
    "processing": data.processing,
    "trustworthiness": analysis.trustworthiness,
    "discussion": data.slot("discussion"),
    "limitations": analysis.limits,
    "verified": data.verified,
    "coverage": analysis.coverage,
    "segments": analysis.segments,
    "extracts": analysis.extracts,
    "reviews": analysis.reviews,
    "definitions": analysis.definitions,
    "ratio": analysis.ratio,
    "balance": analysis.balance,
    "phases": analysis.phases,
    "generated": analysis.generated,
    "language": analysis.remarks("SAT", "RELY", "DENOM"),
    "agency": analysis.remarks("AGENCY"),
}
"""What can be known, by the name that `checklists.csv` uses."""
