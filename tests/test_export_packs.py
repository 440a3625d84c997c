"""Packs for participants: one person's words, and nobody else's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import pytest

from qualcode import demo
from qualcode.errors import UsageError
from qualcode.export.manuscript import pieces
from qualcode.export.packs import write_packs
from qualcode.export.speech import INTERVIEWER, Corpus
from qualcode.passes.folding import fold, words
from qualcode.store.project import open_project
from qualcode.themes import themes
from qualcode.transcripts.participants import ParticipantNotFound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.export.packs import Format
    from qualcode.store.project import Project

RUN = 6


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The example study."""
    with open_project(demo.run(tmp_path_factory.mktemp("demo")).project) as opened:
        yield opened


def _keys(text: str) -> list[str]:
    return words(fold(text)).keys


def _runs(keys: list[str]) -> set[str]:
    return {" ".join(keys[at : at + RUN]) for at in range(len(keys) - RUN + 1)}


def _text(path: Path) -> str:
    return "\n".join(piece.text for piece in pieces(path.name, path.read_bytes()))


@pytest.mark.parametrize("ending", ["docx", "md"])
def test_each_pack_holds_one_participants_words_only(study: Project, tmp_path: Path, ending: str) -> None:
    said: dict[str, set[str]] = {}
    for source in Corpus(study).sources:
        for turn in source.turns:
            if turn.speaker != INTERVIEWER:
                spoken = _keys(source.text[turn.start_char : turn.end_char])
                said.setdefault(turn.speaker, set()).update(_runs(spoken))
    packs = write_packs(study, tmp_path / "packs", format_=cast("Format", ending))
    assert [one.participant for one in packs] == [f"P{number}" for number in range(1, 11)]
    assert sum(one.quotes for one in packs) == 34
    for one in packs:
        text = _text(tmp_path / "packs" / one.file)
        found = _runs(_keys(text))
        others = set().union(*(runs for name, runs in said.items() if name != one.participant))
        assert not (found & others) - said[one.participant], one.participant
        assert set(re.findall(r"\bP\d+\b", text)) == {one.participant}
        assert bool(found & said[one.participant]) == bool(one.quotes)


def test_definition_in_anothers_words_is_left_out_and_told(tmp_path: Path) -> None:
    with open_project(demo.run(tmp_path / "demo").project) as project:
        themes.define(
            project, "Supervision", essence="Being told: that’s my use, I go first, as one of them put it."
        )
        mine, other = write_packs(project, tmp_path / "packs", ["P8", "P3"], "md")
    assert (mine.left_out, other.left_out) == ((), ("Supervision",))
    assert "I go first" in (tmp_path / "packs" / "P8.md").read_text(encoding="utf-8")
    assert "I go first" not in (tmp_path / "packs" / "P3.md").read_text(encoding="utf-8")


def test_unknown_participant_or_format_is_refused(study: Project, tmp_path: Path) -> None:
    with pytest.raises(ParticipantNotFound):
        write_packs(study, tmp_path / "packs", ["P99"])
    with pytest.raises(UsageError):
        write_packs(study, tmp_path / "packs", format_=cast("Format", "pdf"))
