from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from themes_study import study

from qualcode.themes import matrix, themes
from qualcode.transcripts import participants

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path) as opened:
        themes.add(opened, "Earning a place", ["doubted at first", "asked now"])
        themes.add(opened, "Barriers", ["low pay", "no supervision"])
        yield opened


def test_cells_count_codings_and_totals_count_people(project: Project) -> None:
    table = matrix.matrix(project).as_dict()
    assert table["rows"] == ["Earning a place", "Barriers"]
    assert table["columns"] == ["P1", "P2", "P10"]
    assert table["cells"] == [[2, 0, 2], [1, 2, 0]]
    assert table["row_totals"] == [2, 2]
    assert table["column_totals"] == [2, 1, 1]
    assert table["base"] == 3


def test_an_attribute_groups_the_participants(project: Project) -> None:
    participants.set_values(project, "P2", {"setting": ""})
    table = matrix.matrix(project, "Setting")
    assert table.columns == ("ward", "not stated")
    assert table.column_bases == (2, 1)
    assert table.cells == ((4, 0), (1, 2))
    assert table.people == ((2, 0), (1, 1))


def test_attributes_are_crossed(project: Project) -> None:
    participants.set_values(project, "P1", {"gender": "woman"})
    participants.set_values(project, "P10", {"gender": "man"})
    table = matrix.matrix(project, "setting, Gender")
    assert table.columns == ("community / not stated", "ward / man", "ward / woman")
    assert table.column_bases == (1, 1, 1)
    assert table.cells == ((0, 2, 2), (2, 0, 1))


def test_several_answers_put_a_participant_into_several_columns(project: Project) -> None:
    participants.set_values(project, "P1", {"setting": "ward; community;ward"})
    table = matrix.matrix(project, "setting")
    assert (table.columns, table.column_bases, table.base) == (("community", "ward"), (2, 2), 3)
    assert table.row_totals == (2, 2), "people are counted once"


def test_rows_can_be_sub_themes_or_codes(project: Project) -> None:
    themes.add(project, "Support", [], parent="Barriers")
    assert matrix.matrix(project, rows="sub-themes").rows == ("Earning a place", "Barriers", "Support")
    codes = matrix.matrix(project, rows="codes")
    assert codes.cells[codes.rows.index("low pay")] == (1, 1, 0)
    assert codes.row_totals[codes.rows.index("unused")] == 0


def test_an_unknown_attribute_gets_a_near_miss(project: Project) -> None:
    with pytest.raises(matrix.AttributeNotFound) as missing:
        matrix.matrix(project, "seting")
    assert "setting" in missing.value.hint


def test_who_has_no_transcript_is_not_in_the_base(project: Project) -> None:
    participants.add(project, "P3", {})
    assert matrix.matrix(project).base == 3
