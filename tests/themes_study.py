"""A small study made through the library: three interviews, five codes, one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.passes import coding, passes
from qualcode.store.project import Project, open_project
from qualcode.store.study import create_study
from qualcode.transcripts import participants
from qualcode.transcripts.importing import import_files
from qualcode.transcripts.prepare import ImportOptions

if TYPE_CHECKING:
    from pathlib import Path

LONG = (
    "When I started nobody on the ward knew what a peer worker was for, and so they gave me the filing, "
    "and I did the filing for most of a year because I thought that was how you earn a place on a team."
)

INTERVIEWS = {
    "P1": "Interviewer: How did it begin?\n\nP1: They doubted me at first. Who would ask me?\n\n"
    "Interviewer: And now?\n\nP1: Now they ask me. The pay is low.\n",
    "P2": "Interviewer: How did it begin?\n\nP2: The pay is low. I never had supervision.\n",
    "P10": f"Interviewer: How did it begin?\n\nP10: {LONG} They doubted me, you know, for a year.\n",
}

CODES = {
    "doubted at first": ("P1", "They doubted me at first."),
    "asked now": ("P1", "Now they ask me."),
    "low pay": ("P1", "The pay is low."),
    "no supervision": ("P2", "I never had supervision."),
    "unused": None,
}


def study(folder: Path, *, coded: bool = True) -> Project:
    """An open project in `folder` with interviews of P1, P2 and P10, coded in one pass called `hand`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "study.qualcode"
    create_study(path, title="A place on the team", questions=["How do peers find a place?"], coder="CS")
    project = open_project(path, coder="CS")
    for name, text in INTERVIEWS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    import_files(project, [folder / f"{name}.txt" for name in INTERVIEWS], ImportOptions())
    for name in CODES:
        codebook.add(project, name, definition=f"What {name} means.")
    if coded:
        passes.start(project, "hand")
        apply_all(project)
    participants.set_values(project, "P1", {"setting": "ward"})
    participants.set_values(project, "P2", {"setting": "community"})
    participants.set_values(project, "P10", {"setting": "ward"})
    return project


def apply_all(project: Project, name: str = "hand") -> None:
    """Every code where it belongs."""
    for code, where in CODES.items():
        if where is not None:
            code_quote(project, code, *where, name)
    code_quote(project, "low pay", "P2", "The pay is low.", name)
    code_quote(project, "doubted at first", "P10", LONG, name)
    code_quote(project, "doubted at first", "P10", "They doubted me, you know, for a year.", name)


def code_quote(project: Project, code: str, transcript: str, words: str, name: str = "hand") -> None:
    """Apply a code where words stand."""
    coding.apply(project, code, coding.place_quote(project, transcript, words), pass_name=name)
