from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from themes_study import study

from qualcode.export import slots
from qualcode.export.slots import BadSlot, SlotNotFound
from qualcode.store.actions import redo, undo
from qualcode.themes import life, themes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path / "study") as opened:
        themes.add(opened, "Earning a place", ["doubted at first"])
        yield opened


def test_every_slot_is_listed_before_anything_is_written(project: Project) -> None:
    found = {slot.name: slot.text for slot in slots.slots(project)}
    assert list(found)[:2] == ["introduction", "orientation"]
    assert found["closing: Earning a place"] == ""
    assert {"authors", "language", "page", "report_saturation"} <= set(found)


def test_a_written_slot_is_read_back_and_a_new_wording_replaces_it(project: Project) -> None:
    assert slots.write(project, {"Researcher position": "  One of us is a peer.  "}) == [
        "researcher_position"
    ]
    assert slots.write(project, {"researcher_position": "Two of us are."}) == ["researcher_position"]
    assert slots.read(project) == {"researcher_position": "Two of us are."}
    assert slots.write(project, {"researcher_position": "Two of us are."}) == []
    assert slots.write(project, {"researcher_position": ""}) == ["researcher_position"]
    assert slots.read(project) == {}


def test_a_closing_line_follows_its_theme_through_a_new_name(project: Project) -> None:
    slots.write(project, {"closing: earning a place": "It answers Q1."})
    themes.rename(project, "Earning a place", "Being let in")
    assert slots.read(project) == {"closing: Being let in": "It answers Q1."}
    life.drop(project, "Being let in", "too thin")
    assert slots.read(project) == {}


def test_undo_brings_the_wording_before_back(project: Project) -> None:
    slots.write(project, {"discussion": "First."})
    slots.write(project, {"discussion": "Second."})
    undo(project)
    assert slots.read(project) == {"discussion": "First."}
    redo(project)
    assert slots.read(project) == {"discussion": "Second."}


def test_what_authors_write_never_enters_the_log(project: Project) -> None:
    slots.write(project, {"discussion": "They said xylophonic."})
    slots.write(project, {"discussion": "They said something else."})
    kept = [
        row[0] or ""
        for row in project.tuples("SELECT coalesce(before, '') || coalesce(after, '') FROM changes")
    ]
    assert not any("xylophonic" in line for line in kept)


@pytest.mark.parametrize(
    ("name", "text"), [("page", "legal"), ("language", "the usual"), ("report_saturation", "maybe")]
)
def test_short_settings_take_only_what_they_mean(project: Project, name: str, text: str) -> None:
    with pytest.raises(BadSlot, match=name):
        slots.write(project, {"authors": "A. Author", name: text})
    assert slots.read(project) == {}


def test_a_slot_that_ends_a_sentence_is_one_line(project: Project) -> None:
    slots.write(project, {"sample adequacy": "the question\nis narrow\n", "discussion": "One.\n\nTwo."})
    assert slots.show(project, "sample_adequacy").text == "the question is narrow"
    assert slots.show(project, "discussion").text == "One.\n\nTwo."


def test_an_unknown_slot_is_refused_with_a_near_one(project: Project) -> None:
    with pytest.raises(SlotNotFound) as caught:
        slots.write(project, {"introdution": "x"})
    assert "'introduction'" in caught.value.hint
    with pytest.raises(themes.ThemeNotFound):
        slots.show(project, "closing: Nothing")


def test_export_and_import_give_the_same_texts(project: Project) -> None:
    texts = {
        "introduction": "First paragraph.\n\n## Setting\n\n- a point",
        "closing: Earning a place": "It answers Q1.",
        "page": "Letter",
    }
    slots.write(project, texts)
    assert slots.from_markdown(slots.to_markdown(project)) == texts


def test_slots_left_empty_in_the_file_stay_as_they_are(project: Project) -> None:
    slots.write(project, {"introduction": "Kept."})
    slots.write(project, slots.from_markdown("# introduction\n\n<!-- what for -->\n\n# discussion\n\nNew.\n"))
    assert slots.read(project) == {"introduction": "Kept.", "discussion": "New."}


@pytest.mark.parametrize("text", ["Words first.\n# introduction\n", "# discussion\n1\n# discussion\n2\n"])
def test_a_file_that_leaves_doubt_is_refused(text: str) -> None:
    with pytest.raises(BadSlot):
        slots.from_markdown(text)
