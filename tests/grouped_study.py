"""A study with planted groups of codes: each person talks about one thing after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qualcode.codes import codebook
from qualcode.passes import coding, passes
from qualcode.store.project import Project, open_project
from qualcode.store.study import create_study
from qualcode.transcripts import addresses
from qualcode.transcripts.importing import import_files
from qualcode.transcripts.prepare import ImportOptions

if TYPE_CHECKING:
    from pathlib import Path

GROUPS = {
    "money": ("low pay", "rent due", "second job", "no savings"),
    "trust": ("told my story", "believed at once", "same language", "no white coat"),
    "doors": ("waiting list", "lost papers", "closed at five", "far away"),
    "rest": ("cannot sleep", "day off", "long walks", "switched off"),
}
"""Planted: codes of a group stand beside each other, and their passages share words."""

WORDS = {
    "money": "wage bill bank rent purse coin loan",
    "trust": "story trust nod laugh knew believed mine",
    "doors": "door form desk queue stamp bus letter",
    "rest": "bed night garden dog quiet tea breath",
}
STRAY = "weather"
"""A code that stands alone, far from all others, in words of its own."""

PEOPLE = 6


def study(folder: Path, seed: int = 1) -> Project:
    """An open project with six interviews, coded in one pass called `hand`."""
    folder.mkdir(parents=True, exist_ok=True)
    create_study(folder / "study.qualcode", title="Groups", questions=["Q?"], coder="CS")
    project = open_project(folder / "study.qualcode", coder="CS")
    chance = np.random.default_rng(seed)
    plans = {f"P{at + 1}": _plan(chance) for at in range(PEOPLE)}
    for name, turns in plans.items():
        text = "".join(f"Interviewer: And then?\n\n{name}: {words}\n\n" for _, words in turns)
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    import_files(project, [folder / f"{name}.txt" for name in plans], ImportOptions())
    for code in [code for codes in GROUPS.values() for code in codes] + [STRAY]:
        codebook.add(project, code, definition=f"About {code}.")
    passes.start(project, "hand")
    for name, turns in plans.items():
        for at, (code, _) in enumerate(turns):
            if code:
                place = addresses.resolve(project, f"{name}:{2 * at + 2}")
                coding.apply(project, code, place, pass_name="hand")
    return project


def _plan(chance: np.random.Generator) -> list[tuple[str, str]]:
    """Turns of one interview: (code, one sentence), group after group, the stray code far behind."""
    groups = list(GROUPS)
    chance.shuffle(groups)
    turns: list[tuple[str, str]] = []
    for group in groups:
        codes = list(GROUPS[group])
        chance.shuffle(codes)
        turns += [(code, f"I {_said(chance, group)} {_said(chance, group)} and so on.") for code in codes]
    return [*turns, *[("", "Nothing to say.")] * 5, (STRAY, "Hail and thunder over hills.")]


def _said(chance: np.random.Generator, group: str) -> str:
    return " ".join(chance.permutation(WORDS[group].split())[:3])
