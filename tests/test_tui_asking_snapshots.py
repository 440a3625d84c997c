"""Questions as they look, kept as text in `tests/snapshots/`; RENEW_SNAPSHOTS=1 writes them anew."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from asking_screen import press
from conftest import bring_in
from test_tui_snapshots import MIXED, STUDY, compare

from qualcode.codes import codebook
from qualcode.commands.reconcile_walk import Reconciling
from qualcode.commands.theme_walk import Judging
from qualcode.model import Place
from qualcode.passes import coding, passes
from qualcode.reconcile.session import open_session
from qualcode.themes import themes
from qualcode.transcripts import library
from qualcode.transcripts.importing import import_files
from qualcode.transcripts.prepare import ImportOptions

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project

HAND, RECODE = 20, 18
"""How many codings of each pass are brought in."""


@pytest.fixture
def study(project: Project) -> Project:
    """P3 of the example study with the first codings of both passes."""
    import_files(project, [STUDY / "interviews" / "P3.txt"], ImportOptions())
    for row in rows("codebook"):
        codebook.add(project, row["name"], definition=row["definition"], not_when=row["not_when"])
    transcript = library.find(project, "P3")
    text = library.text(project, transcript.id)
    for name, number in (("hand", HAND), ("recode", RECODE)):
        passes.start(project, name)
        for row in [row for row in rows(f"codings-{name}") if row["transcript"] == "P3"][:number]:
            start = text.index(row["quote"]) if "quote" in row else int(row["start_char"])
            end = start + len(row["quote"]) if "quote" in row else int(row["end_char"])
            coding.apply(project, row["code"], Place(transcript, start, end), pass_name=name)
    return project


def rows(table: str) -> list[dict[str, str]]:
    """A table of the example study."""
    with (STUDY / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "keys", "size"),
    [
        ("asking-boundary-80x24", [], (80, 24)),
        ("asking-boundary-120x40", [], (120, 40)),
        ("asking-boundary-40x12", [], (40, 12)),
        ("asking-missed-80x24", ["nnn"], (80, 24)),
        ("asking-reason-80x24", ["nnn", "a", "<enter>"], (80, 24)),
        ("asking-span-80x24", ["n", "s", "<left>"], (80, 24)),
        ("asking-keys-80x24", ["?"], (80, 24)),
        ("asking-nothing-80x24", ["n" * 20], (80, 24)),
    ],
)
def test_questions_look_as_they_did(
    study: Project, name: str, keys: list[str], size: tuple[int, int]
) -> None:
    compare(name, press(Reconciling(study, ("hand", "recode", "agreed")), *keys, size=size))


def test_passage_of_a_theme_looks_as_it_did(study: Project) -> None:
    session = open_session(study, "hand", "recode", "agreed")
    for one in session.all:
        session.decide(one, "a", "hand has it right")
    names = ["route into the job", "stigma from staff", "teaching staff", "listening first"]
    themes.add(study, "A way in", names)
    themes.define(study, "A way in", essence="How people came to the work.", excludes="How they stay.")
    compare("asking-theme-80x24", press(Judging(study, "A way in")))


def test_question_in_mixed_scripts_keeps_its_columns(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, P1=MIXED)
    codebook.add(project, "names")
    for name, span in (("a", (28, 60)), ("b", (33, 46))):
        passes.start(project, name)
        coding.apply(project, "names", Place(library.find(project, "P1"), *span), pass_name=name)
    compare("asking-mixed-80x24", press(Reconciling(project, ("a", "b", "agreed"))))
