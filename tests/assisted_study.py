"""A small study for tests of suggestions: two interviews, four codes, an open assisted pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conftest import bring_in

from qualcode.codes import codebook
from qualcode.passes import passes
from qualcode.suggestions import listing, running
from qualcode.suggestions.requests import Request

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project
    from qualcode.suggestions.listing import Suggestion

P1 = (
    "Interviewer: Do people lose their phones a lot?\n\n"
    "P1: Their phones get lost every week. I write the number on my hand. The bus takes two hours.\n\n"
    "Interviewer: And the paperwork?\n\n"
    "P1: I type forms all Friday. My sister laughs at me. Stay in your lane, they told me.\n"
)
P2 = (
    "Interviewer: How was your week?\n\n"
    "P2: A client sold his phone. Nobody could call him. I had to fill in another form. The weather was nice."
    " My mother came on Sunday.\n"
)


def build(project: Project, folder: Path) -> Project:
    """Bring the study into a fresh project."""
    bring_in(project, folder, P1=P1, P2=P2)
    codebook.add(
        project,
        "lost phones",
        definition="Contact breaks down because telephones are lost, sold or shared.",
        example="That number belongs to a pizza place now.",
    )
    codebook.add(project, "paperwork", definition="Records and forms the worker has to type or fill in.")
    codebook.add(project, "getting there", definition="Distance, buses and rides.")
    codebook.add(project, "stay in your lane", kind="in-vivo", definition="Told to keep to one's role.")
    passes.start(project, "second", mode="assisted")
    return project


def suggested(project: Project, *codes: str) -> list[Suggestion]:
    """Suggest for the pass `second` and list everything."""
    running.suggest(project, Request("second", codes=codes))
    return listing.suggestions(project)


def places(found: list[Suggestion]) -> list[tuple[str, str]]:
    """(address, code) of suggestions."""
    return [(one.address, one.code) for one in found]
