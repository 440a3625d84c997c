"""Copies of one small study, as colleagues take them home."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from qualcode.passes import coding, passes, quotations
from qualcode.store.backup import back_up
from qualcode.store.project import Project, open_project
from qualcode.transcripts import addresses

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

P1 = "Interviewer: Who helps?\n\nP1: My neighbor helps. She brings soup on Mondays. I like it a lot.\n"
P2 = "Interviewer: Who helps?\n\nP2: Nobody did for years. Then the choir came along. We sing on Fridays.\n"
P7 = (
    "Interviewer: And you?\n\nP7: They kept the spare chair warm for me. Zanzibar is where my parrot lives.\n"
)


@contextmanager
def copy(project: Project, coder: str) -> Iterator[Project]:
    """A colleague's copy of the study as it is now, open for them to work in."""
    folder = project.path.parent / coder
    folder.mkdir(exist_ok=True)
    with open_project(back_up(project, folder / f"{coder}.qualcode"), coder) as theirs:
        yield theirs


def apply(project: Project, code: str, place: str, pass_name: str | None = None) -> str:
    """A code on a place; returns the coding's id."""
    found = coding.apply(project, code, addresses.resolve(project, place), pass_name=pass_name)
    return found.coding_id


def code_pass(project: Project, name: str, *codings: tuple[str, str], sealed: bool = True) -> None:
    """A pass of whoever works in the project: (code, place), codes being there."""
    passes.start(project, name)
    for code, place in codings:
        apply(project, code, place, name)
    if sealed:
        passes.seal(project, name)


def words(project: Project) -> dict[str, set[tuple[str, str]]]:
    """(transcript, words) under live codings, by live pass."""
    return {
        one.name: {
            (quote.transcript, quote.quotation) for quote in quotations.quotations(project, pass_id=one.id)
        }
        for one in passes.passes(project)
    }


def state(path: Path) -> bytes:
    """A file's bytes, and what lies beside it."""
    return b"".join(f"{one.name}\n".encode() for one in sorted(path.parent.iterdir())) + path.read_bytes()
